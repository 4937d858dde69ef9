import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { scanFolder } from '../../test/scan-folder.js';
import { encodeFacts } from '../facts/encode.js';
import { FactsBuilder } from '../facts/file-facts.js';
import { FactShelf, ShelvedFacts } from './fact-shelf.js';
import { SpillFile } from './spill-file.js';
import { threadsWithin } from './threads-within.js';

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

describe('a scan within a limit of memory', () => {
  // A limit of one byte: everything goes to disk, and all answers are forgotten after each file.
  it.each(['languages', 'workflows/frameworks', 'schema/families'])('gives the same graph of all %s', async (folder) => {
    const free = await scanFolder(path.join(source, folder));
    const bounded = await scanFolder(path.join(source, folder), { memoryBytes: 1 });
    expect(free.summary.symbols).toBeGreaterThan(1_000);
    expect(bounded.summary.graphDigest).toBe(free.summary.graphDigest);
    expect(bounded.summary.balance).toEqual(free.summary.balance);
    expect(bounded.summary.unresolvedExamples).toEqual(free.summary.unresolvedExamples);
    expect(bounded.summary.drifts).toEqual(free.summary.drifts);
  }, 120_000);
});

describe('SpillFile', () => {
  it('gives back what was written, in any order', () => {
    const file = new SpillFile();
    const places = ['one', 'three', '', 'and four'].map((text) => file.write(Buffer.from(text)));
    expect([...places].reverse().map((place) => Buffer.from(file.read(place)).toString())).toEqual(['and four', '', 'three', 'one']);
    file.close();
  });
});

describe('FactShelf', () => {
  it('holds what was asked for last, and reads the rest again', () => {
    const file = new SpillFile();
    const places = Array.from({ length: 10 }, (_, lines) => {
      const facts = new FactsBuilder();
      facts.lines = lines;
      return file.write(encodeFacts(facts));
    });
    const shelf = new FactShelf(3 * (places[0]?.length ?? 0));
    const shelved = places.map((place) => new ShelvedFacts(file, place, shelf));
    for (const round of [1, 2]) shelved.forEach((one, lines) => expect([round, one.facts.lines]).toEqual([round, lines]));
    expect(shelved.filter(({ taken }) => taken !== undefined).length).toBeLessThanOrEqual(3);
    expect(shelved[9]?.facts).toBe(shelved[9]?.facts);
    shelf.clear();
    expect(shelved.filter(({ taken }) => taken !== undefined)).toEqual([]);
    file.close();
  });
});

describe('threadsWithin', () => {
  it('gives at least one thread, and more where there is room', () => {
    expect([1, 512, 1024, 4096].map((megabytes) => threadsWithin(megabytes * 1024 * 1024))).toEqual([1, 1, 3, 15]);
    expect(threadsWithin(undefined)).toBe(Number.POSITIVE_INFINITY);
  });
});
