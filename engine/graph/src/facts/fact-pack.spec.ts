import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onRow } from '../fixtures/sample-graph.js';
import { FactPackError } from './fact-pack.js';
import type { FactPackFile, FactPackSymbol } from './fact-pack.js';
import { FactPackReader } from './fact-pack-reader.js';
import { FactPackWriter } from './fact-pack-writer.js';

interface Packed {
  readonly file: FactPackFile;
  readonly facts: Uint8Array;
  readonly symbols: readonly FactPackSymbol[];
}

function packed(name: string, facts: Uint8Array): Packed {
  return {
    file: {
      path: name, hash: 'a'.repeat(64), language: 'typescript', role: 'production', bytes: 10, lines: 2, symbolCount: 1, referenceCount: 3, errorCount: 0, status: 'parsed',
      keyPrefix: `ts . ${name}/`, extractorFingerprint: 'f1', isReusable: true,
    },
    facts,
    symbols: [{ name: 'run', kind: 'method', descriptor: 'A#run().', qualifiedName: 'A.run', range: onRow(3) }],
  };
}

async function addTo(writer: FactPackWriter, file: FactPackFile, facts: Uint8Array, symbols: Uint8Array): Promise<void> {
  writer.add(file, { facts: await writer.put({ bytes: facts }), symbols: await writer.put({ bytes: symbols }) });
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

  async function start(list: readonly Packed[]): Promise<FactPackWriter> {
    const writer = await FactPackWriter.create(place, 'settings');
    for (const { file, facts, symbols } of list) await addTo(writer, file, facts, Buffer.from(JSON.stringify(symbols)));
    expect(writer.count).toBe(list.length);
    return writer;
  }

  async function write(list: readonly Packed[]): Promise<void> {
    const writer = await start(list);
    writer.addSkip({ hash: 'b'.repeat(64), extractorFingerprint: 'f1', reason: 'minified', detail: 'long lines' });
    writer.addPart('look-ups', new Uint8Array([1, 2, 3]));
    await writer.finish();
  }

  async function readAll(): Promise<Packed[]> {
    const reader = await FactPackReader.open(place);
    try {
      const list: Packed[] = [];
      for (const entry of reader.index.files) {
        const { blobs, ...file } = entry;
        list.push({ file, facts: await reader.blob(blobs.facts), symbols: await reader.symbols(entry) });
      }
      for (const part of Object.values(reader.index.parts)) await reader.blob(part);
      return list;
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
      fc.asyncProperty(names, async (given) => {
        const list = given.map(({ name, facts }) => packed(name, new Uint8Array(facts)));
        await write(list);
        expect(await readAll()).toEqual(list);
      }),
      { numRuns: 25 },
    );
  });

  it('tells all it holds by its index, and gives one blob without the others', async () => {
    const list = Array.from({ length: 60 }, (_, i) => packed(`file-${i}.ts`, new Uint8Array(100_001).fill(i)));
    await write(list);
    const reader = await FactPackReader.open(place);
    const { settings, files, skips, parts } = reader.index;
    expect([settings, files.map((file) => file.path), skips]).toEqual(['settings', list.map(({ file }) => file.path), [{ hash: 'b'.repeat(64), extractorFingerprint: 'f1', reason: 'minified', detail: 'long lines' }]]);
    expect(await reader.blob(files[17]?.blobs.facts ?? [0, 0, 0])).toEqual(list[17]?.facts);
    expect(await reader.blob(parts['look-ups'] ?? [0, 0, 0])).toEqual(new Uint8Array([1, 2, 3]));
    expect(files.every(({ blobs }) => blobs.facts[0] % 8 === 0)).toBe(true);
    await reader.close();
  });

  it('goes on where a finished one ends, and keeps what it is told to', async () => {
    const first = [packed('a.ts', new Uint8Array(5_000).fill(1)), packed('long-name-that-makes-the-index-longer.ts', new Uint8Array(13).fill(2))];
    await write(first);
    const reader = await FactPackReader.open(place);
    const { index, end } = reader;
    await reader.close();
    const kept = index.files[0]?.blobs;
    const next = packed('c.ts', new Uint8Array(11).fill(3));
    const writer = await FactPackWriter.extend(place, 'others', end);
    if (kept !== undefined) writer.add(packed('b.ts', new Uint8Array()).file, { facts: await writer.put(kept.facts), symbols: await writer.put(kept.symbols) });
    await addTo(writer, next.file, next.facts, Buffer.from(JSON.stringify(next.symbols)));
    await writer.finish();
    expect(await readAll()).toEqual([packed('b.ts', new Uint8Array(5_000).fill(1)), next]);
    // One more, of which the index is shorter than the last.
    const shorter = await FactPackWriter.extend(place, 's', end);
    await shorter.finish();
    expect(await readAll()).toEqual([]);
    // Half done it is none.
    const half = await FactPackWriter.extend(place, 's', end);
    await half.put({ bytes: new Uint8Array(5_000_000) });
    await half.abandon();
    expect(await failure()).not.toBe('read');
  });

  it('does not count before it is finished', async () => {
    const writer = await start([packed('a.ts', new Uint8Array(5_000_000))]);
    await writer.abandon();
    expect(await failure()).toBe('unfinished');
  });

  it('says what is wrong with a file', async () => {
    expect(await failure()).toBe('missing');
    await writeFile(place, 'not a fact pack');
    expect(await failure()).toBe('corrupt');
    await write([packed('a.ts', new Uint8Array(10))]);
    const bytes = await readFile(place);
    bytes.writeUInt32LE(9, 4);
    await writeFile(place, bytes);
    expect(await failure()).toBe('unsupportedVersion');
    bytes.writeUInt32LE(1, 4);
    await writeFile(place, bytes);
    expect(await failure()).toBe('unsupportedVersion');
  });

  it('either reads what was written or refuses, whatever byte is changed', async () => {
    const list = [packed('a.ts', new Uint8Array(20)), packed('b.ts', new Uint8Array(5))];
    await write(list);
    const bytes = await readFile(place);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ difference;
        await writeFile(place, damaged);
        const outcome = await failure();
        // Between two blobs lie bytes that nobody reads.
        if (outcome === 'read') expect(await readAll()).toEqual(list);
        else expect(['corrupt', 'unfinished', 'unsupportedVersion']).toContain(outcome);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses places outside the pack, though the check sum of its index is right', async () => {
    for (const place of [[-8, 4, 0], [8, 1e9, 0], [9, 1, 0], [8, 4], 'here', null]) {
      const { file } = packed('a.ts', new Uint8Array());
      const writer = await FactPackWriter.create(path.join(folder, 'facts.pack'), 'settings');
      // A row that no writer of ours makes.
      await addTo(writer, { ...file, toJSON: () => ({ ...file, blobs: { facts: place, symbols: [8, 0, 0] } }) } as FactPackFile, new Uint8Array(8), new Uint8Array(8));
      await writer.finish();
      expect(await failure()).toBe('corrupt');
    }
  });
});
