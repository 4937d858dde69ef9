import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { scan } from '../index.js';
import type { FileResult, ScanOptions, ScanSummary } from '../index.js';
import { MeaningReader } from '../meaning/read-meaning.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-too-deep-'));
  mkdirSync(path.join(folder, 'source'));
  for (let number = 0; number < 12; number++) writeFileSync(path.join(folder, `source/f${number}.ts`), `export function f${number}(): void {}\nf${number}();\n`);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Files that call a function without an end when they are linked, unless nothing is known of them. */
function goTooDeep(names: readonly string[]): void {
  const begin = MeaningReader.prototype.ofFile;
  const forever = (): number => forever() + 1;
  jest.spyOn(MeaningReader.prototype, 'ofFile').mockImplementation(function ofFile(this: MeaningReader, file, ...rest) {
    if (names.includes(file.path) && file.facts.symbols.rows > 0) forever();
    return begin.call(this, file, ...rest);
  });
}

let outputs = 0;
async function scanned(options: ScanOptions = {}): Promise<{ readonly summary: ScanSummary; readonly results: readonly FileResult[]; readonly pack: string }> {
  const output = path.join(folder, `output-${outputs++}`);
  mkdirSync(output);
  const results: FileResult[] = [];
  const source = { folder: path.join(folder, 'source'), name: 'deep', commit: 'c', branch: 'b', isModified: false };
  const summary = await scan(source, { outputFolder: output, workers: 1, ...options }, { fileResult: (result) => void results.push(result), progress: () => undefined });
  return { summary, results, pack: path.join(output, 'facts.pack') };
}

describe('files that go deeper than can be followed', () => {
  it('lose their own facts and end no scan', async () => {
    const whole = await scanned();
    goTooDeep(['f3.ts', 'f5.ts']);
    const { summary, results } = await scanned();
    expect([summary.files, summary.filesWithErrors, summary.isDigestComparable]).toEqual([12, 2, false]);
    expect(summary.symbols).toBe(whole.summary.symbols - 2);
    expect(results.map(({ path: name }) => name).sort()).toEqual(whole.results.map(({ path: name }) => name).sort());
  });

  it('are read again where nothing is wrong with them any more', async () => {
    const whole = await scanned();
    goTooDeep(['f3.ts']);
    const without = await scanned({ previousFactPack: whole.pack });
    expect(without.summary.filesWithErrors).toBe(0); // their links hold
    writeFileSync(path.join(folder, 'source/f3.ts'), 'export function f3(): void {}\nf3(), f3();\n');
    const lost = await scanned({ previousFactPack: without.pack });
    expect(lost.summary.filesWithErrors).toBe(1);
    jest.restoreAllMocks();
    const found = await scanned({ previousFactPack: lost.pack });
    expect([found.summary.parsed, found.summary.filesWithErrors]).toEqual([1, 0]);
    expect(found.summary.graphDigest).toBe((await scanned()).summary.graphDigest);
  });

  it('are named where they are many', async () => {
    goTooDeep(Array.from({ length: 12 }, (_, number) => `f${number}.ts`));
    await expect(scanned()).rejects.toThrow(/f\d+\.ts and 8 other files go deeper than can be followed\. Leave them out/);
  });
});
