import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FactPackReader, FactPackWriter } from '@pinata/graph';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FactsBuilder } from '../facts/file-facts.js';
import { encodeFacts, headBytes } from '../facts/encode.js';
import { Scope } from '../facts/schema.js';
import type { FactKey, FileResult, ScanOptions, ScanSummary } from '../index.js';
import { scan } from '../index.js';

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-reuse-'));
  source = path.join(folder, 'source');
  write('a.ts', "import { b } from './b';\nexport function a() { return b(); }\n");
  write('b.ts', 'export function b() { return 1; }\n');
  write('c.cs', 'class C { void M() { N(); } void N() {} }\n');
  write('long.js', `var a=1;${'b();'.repeat(10_000)}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): void {
  mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
  writeFileSync(path.join(source, name), content);
}

interface Scanned {
  readonly summary: ScanSummary;
  readonly results: readonly FileResult[];
  readonly pack: string;
}

let scans = 0;
async function scanSource(options: ScanOptions = {}): Promise<Scanned> {
  const outputFolder = path.join(folder, `output-${scans++}`);
  mkdirSync(outputFolder);
  const results: FileResult[] = [];
  const given = { folder: source, name: 'x', commit: 'c', branch: 'b', isModified: false };
  const take = (result: FileResult): void => void results.push({ ...result, symbolCount: result.symbolCount, symbols: result.symbols, facts: result.facts }); // facts are read while the scan runs
  const summary = await scan(given, { outputFolder, workers: 1, ...options }, { fileResult: take, progress: () => undefined });
  return { summary, results: results.sort((a, b) => (a.path < b.path ? -1 : 1)), pack: path.join(outputFolder, 'facts.pack') };
}

const counts = ({ summary: { parsed, reused, relinked } }: Scanned): readonly number[] => [parsed, reused, relinked];

function sameResult(second: Scanned, first: Scanned): void {
  const plain = ({ summary: { milliseconds: _times, peakMemoryBytes: _memory, parsed: _parsed, reused: _reused, relinked: _relinked, isAmended: _isAmended, ...rest } }: Scanned): object => rest;
  expect(plain(second)).toEqual(plain(first));
}

describe('a scan after a scan', () => {
  it('parses what changed, and takes the rest from the fact pack', async () => {
    const first = await scanSource();
    expect(counts(first).slice(0, 2)).toEqual([3, 0]);
    write('b.ts', 'export function b() { return 2; }\n');
    cpSync(path.join(source, 'c.cs'), path.join(source, 'moved/d.cs'));
    rmSync(path.join(source, 'c.cs'));
    const second = await scanSource({ previousFactPack: first.pack });
    expect(second.results.map(({ path: name, origin }) => [name, origin])).toEqual([['a.ts', 'factPack'], ['b.ts', 'parsed'], ['moved/d.cs', 'factPack']]);
    expect(counts(second).slice(0, 2)).toEqual([1, 2]);
    sameResult(second, await scanSource());
    const third = await scanSource({ previousFactPack: second.pack });
    expect(counts(third).slice(0, 2)).toEqual([0, 3]);
    sameResult(third, second);
  });

  it('keeps the fact pack from growing, however often it is used again', async () => {
    for (let file = 0; file < 12; file++) write(`more/${file}.ts`, `export function more${file}(n: number) { return n + ${file}; }\n`);
    let last = await scanSource();
    const first = statSync(last.pack).size;
    const sizes: number[] = [];
    for (let round = 0; round < 12; round++) {
      write('b.ts', `export function b() { return ${round}; }\n`);
      last = await scanSource({ previousFactPack: last.pack });
      expect(counts(last).slice(0, 2)).toEqual([1, 14]);
      sizes.push(statSync(last.pack).size);
    }
    expect(Math.max(...sizes)).toBeGreaterThan(first);
    expect(Math.max(...sizes)).toBeLessThan(1.5 * first);
    sameResult(last, await scanSource());
  });

  it('reads no facts of bodies where nothing of them is asked, and gives up a pack that lost them', async () => {
    const first = await scanSource();
    const reader = await FactPackReader.open(first.pack);
    const bytes = readFileSync(first.pack);
    for (const { blobs: { innerFacts: [at, length] = [0, 0] } } of reader.index.files) bytes.fill(9, at, at + length);
    await reader.close();
    writeFileSync(first.pack, bytes);
    const second = await scanSource({ previousFactPack: first.pack });
    expect(second.summary.reused + second.summary.parsed).toBe(3);
    sameResult(second, first);
    write('a.ts', "import { b } from './b';\nexport function a() { return b() + 1; }\n");
    sameResult(await scanSource({ previousFactPack: first.pack }), await scanSource());
  });

  it('gives the same symbols, and what it did not decode as the same bytes', async () => {
    const first = await scanSource();
    const second = await scanSource({ previousFactPack: first.pack });
    const plain = (results: readonly FileResult[]): object[] => results.map(({ path: name, hash, symbols, symbolCount, facts, lines, referenceCount }) => ({ name, hash, symbols, symbolCount, facts: Buffer.from(facts), lines, referenceCount }));
    expect(plain(second.results)).toEqual(plain(first.results));
    expect(readFileSync(second.pack).subarray(0, 1_000).equals(readFileSync(first.pack).subarray(0, 1_000))).toBe(true);
  });

  it('asks the cache for what the pack lacks, and survives its failures', async () => {
    const first = await scanSource();
    const kept = new Map(first.results.map((result) => [result.hash, result.facts]));
    const asked: FactKey[] = [];
    const second = await scanSource({ factCache: (key) => (asked.push(key), Promise.resolve(kept.get(key.hash))) });
    expect(second.results.map(({ origin }) => origin)).toEqual(['fileCache', 'fileCache', 'fileCache']);
    expect(asked).toContainEqual({ hash: first.results[0]?.hash, language: 'typescript', extractorFingerprint: first.results[0]?.extractorFingerprint });
    sameResult(second, first);
    sameResult(await scanSource({ factCache: () => Promise.reject(new Error('the cache is away')) }), first);
    sameResult(await scanSource({ factCache: () => Promise.resolve(new Uint8Array([1, 2, 3])) }), first);
    asked.length = 0;
    await scanSource({ previousFactPack: first.pack, factCache: (key) => (asked.push(key), Promise.resolve(undefined)) });
    expect(asked).toEqual([]);
  });
});

describe('a fact pack that is none', () => {
  it.each<[string, (pack: Buffer) => Buffer]>([
    ['missing', () => Buffer.alloc(0)],
    ['cut', (pack) => pack.subarray(0, pack.length / 2)],
    ['older', (pack) => (pack.writeUInt32LE(1, 4), pack)],
    ['damaged in its index', (pack) => (pack.fill(7, pack.length - 200, pack.length - 100), pack)],
    ['damaged in its facts', (pack) => (pack.fill(7, 64, 400), pack)],
  ])('is left out when it is %s', async (_, change) => {
    const first = await scanSource();
    writeFileSync(first.pack, change(readFileSync(first.pack)));
    const second = await scanSource({ previousFactPack: first.pack });
    expect(second.summary.parsed).toBeGreaterThan(0);
    sameResult(second, first);
  });

  it('is left out when other limits read it', async () => {
    const first = await scanSource({ limits: { nesting: 100 } });
    expect((await scanSource({ previousFactPack: first.pack })).summary.reused).toBe(0);
  });

  it.each<[string, (facts: FactsBuilder) => void]>([
    ['a scope around itself', ({ tables }) => void tables.scopes.add(0, Scope.block, -1, -1)],
    ['rows that are not there', ({ tables }) => void tables.references.add(0, 1_000_000, 7, 0, 0, 0, 1, 1)],
    ['expressions that are their own operands', ({ tables }) => {
      tables.scopes.add(-1, Scope.file, -1, -1);
      tables.expressions.add(13, -1, 0, -1, 0, 0, 0);
      tables.references.add(0, 0, -1, 0, 0, 0, 1, 0);
    }],
  ])('is left out when somebody made it up: %s', async (_, make) => {
    const first = await scanSource();
    const reader = await FactPackReader.open(first.pack);
    const facts = new FactsBuilder();
    make(facts);
    const forged = await FactPackWriter.create(path.join(folder, 'forged'), reader.index.settings);
    const bytes = encodeFacts(facts);
    const [head, inner] = [bytes.subarray(0, headBytes(bytes)), bytes.subarray(headBytes(bytes))];
    for (const file of reader.index.files) forged.add(file, { facts: await forged.put({ bytes: head }), innerFacts: await forged.put({ bytes: inner }), symbols: await forged.put({ bytes: Buffer.from('[]') }) });
    await forged.finish();
    await reader.close();
    const { summary } = await scanSource({ previousFactPack: path.join(folder, 'forged') });
    expect(summary.files).toBe(3);
  });
});
