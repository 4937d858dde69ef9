import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onRow } from '../fixtures/sample-graph.js';
import { FactPackError } from './fact-pack.js';
import type { FactPackEntry } from './fact-pack.js';
import { FactPackReader } from './fact-pack-reader.js';
import { FactPackWriter } from './fact-pack-writer.js';

function entry(name: string, facts: Uint8Array): FactPackEntry {
  return {
    path: name, hash: 'a'.repeat(64), language: 'typescript', role: 'production', bytes: 10, lines: 2, referenceCount: 3, errorCount: 0, status: 'parsed',
    keyPrefix: `ts . ${name}/`, extractorFingerprint: 'f1', facts,
    symbols: [{ name: 'run', kind: 'method', descriptor: 'A#run().', qualifiedName: 'A.run', range: onRow(3) }],
  };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('a fact pack', () => {
  let folder = '';
  let place = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pinata-facts-'));
    place = path.join(folder, 'facts.pack');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function write(entries: readonly FactPackEntry[]): Promise<void> {
    const writer = await FactPackWriter.create(place);
    for (const one of entries) await writer.add(one);
    expect(writer.count).toBe(entries.length);
    await writer.finish();
  }

  async function readAll(): Promise<FactPackEntry[]> {
    const reader = await FactPackReader.open(place);
    try {
      return await collect(reader.entries());
    } finally {
      await reader.close();
    }
  }

  async function failure(): Promise<unknown> {
    return readAll().then(
      () => 'read',
      (error: unknown) => (error instanceof FactPackError ? error.code : error),
    );
  }

  it('gives back what was put in, in order', async () => {
    const names = fc.uniqueArray(fc.record({ name: fc.string({ unit: 'grapheme' }), facts: fc.uint8Array({ maxLength: 400 }) }), { selector: ({ name }) => name, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(names, async (list) => {
        const entries = list.map(({ name, facts }) => entry(name, new Uint8Array(facts)));
        await write(entries);
        expect(await readAll()).toEqual(entries);
      }),
      { numRuns: 25 },
    );
  });

  it('holds more than it keeps in memory', async () => {
    const entries = Array.from({ length: 30 }, (_, i) => entry(`file-${i}.ts`, new Uint8Array(100_000).fill(i)));
    await write(entries);
    const reader = await FactPackReader.open(place);
    expect((await reader.entry(17)).facts).toEqual(entries[17]?.facts);
    const heads = await collect(reader.heads());
    expect(heads.map((head) => head.path)).toEqual(entries.map((one) => one.path));
    expect(heads[0]).not.toHaveProperty('facts');
    await expect(reader.entry(30)).rejects.toThrow(expect.objectContaining({ code: 'corrupt' }));
    await reader.close();
  });

  it('does not count before it is finished', async () => {
    const writer = await FactPackWriter.create(place);
    await writer.add(entry('a.ts', new Uint8Array(2_000_000)));
    await writer.abandon();
    expect(await failure()).toBe('unfinished');
  });

  it('says what is wrong with a file', async () => {
    expect(await failure()).toBe('missing');
    await writeFile(place, 'not a fact pack');
    expect(await failure()).toBe('corrupt');
    await write([entry('a.ts', new Uint8Array(10))]);
    const bytes = await readFile(place);
    bytes.writeUInt32LE(9, 4);
    await writeFile(place, bytes);
    expect(await failure()).toBe('unsupportedVersion');
  });

  it('either reads or refuses, whatever byte is changed', async () => {
    await write([entry('a.ts', new Uint8Array(20)), entry('b.ts', new Uint8Array(5))]);
    const bytes = await readFile(place);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }), async (at, value) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = value;
        await writeFile(place, damaged);
        expect(['read', 'corrupt', 'unfinished', 'unsupportedVersion']).toContain(await failure());
      }),
      { numRuns: 200 },
    );
  });
});
