import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Examiner } from './examiner.js';
import { MUTATIONS } from './mutations.js';
import { fileLine, folderTotals, slowest } from './print-report.js';
import { Random } from './random.js';
import { runSeeds } from './run-seeds.js';
import type { SeedResult } from './run-seeds.js';
import { seedKinds, seededFolder } from './seeds.js';

const isNightly = process.env.PINATA_NIGHTLY === '1';
const SEEDS = isNightly ? 4_000 : 24;

describe('seeds', () => {
  it('make the same folder each time, and another for each number', () => {
    const kinds = seedKinds();
    expect(kinds.length).toBeGreaterThan(50);
    const text = (seed: number): string => JSON.stringify([...seededFolder(seed, kinds).files].map(([name, bytes]) => [name, bytes.toString('base64')]));
    const made = Array.from({ length: 40 }, (_, seed) => text(seed));
    expect(Array.from({ length: 40 }, (_, seed) => text(seed))).toEqual(made);
    expect(new Set(made).size).toBeGreaterThan(38);
  });

  it('spoil in every way, within the limit of a file', () => {
    const input = 'class A { int b() { return "c" + 1; } }\n'.repeat(10);
    for (const [name, mutation] of Object.entries(MUTATIONS)) {
      const made = Array.from({ length: 30 }, (_, seed) => mutation({ text: input, other: 'def d; end\n', random: new Random(seed) }));
      expect([name, made.some((one) => one.toString() !== input)]).toEqual([name, true]);
      expect(Math.max(...made.map((one) => Buffer.byteLength(one)))).toBeLessThan(4 * 1024 * 1024);
    }
  });

  it(`survive: ${SEEDS} of them, every output written`, async () => {
    const results: SeedResult[] = [];
    // In few seeds those that follow each other would be of the first letters alone.
    const seeds = Array.from({ length: SEEDS }, (_, number) => 1 + number * (isNightly ? 1 : 7));
    await runSeeds({ seeds, jobs: 2 }, (result) => results.push(result));
    expect(results).toHaveLength(SEEDS);
    // A clock ends a file that takes too long, with its one error fact: on a machine that does much else that is no fault of the engine.
    const faults = results.flatMap(({ seed, origin, report }) => report.faults.filter(({ what }) => what !== 'timedOut').map(({ path: file, what }) => `seed ${seed}, ${origin}: ${file ?? ''} ${what}`));
    expect(faults).toEqual([]);
    expect(results.some(({ report }) => report.files.some(({ errors }) => errors > 0))).toBe(true);
  }, 7_200_000);
});

describe('an examiner', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-examiner-'));
    writeFileSync(path.join(folder, 'child.mjs'), "process.on('message', (what) => { process.send({ at: 'begun' }); if (what === 'hang') for (;;); if (what === 'die') process.exit(3); if (what === 'throw') process.send({ failure: 'Error: broken' }); else process.send({ report: { files: [], faults: [], milliseconds: 1 } }); });");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says what hung, died or threw, and goes on with the next folder', async () => {
    const examiner = new Examiner({ script: pathToFileURL(path.join(folder, 'child.mjs')), quietMilliseconds: 3_000 });
    try {
      const faults: string[] = [];
      for (const what of ['hang', 'fine', 'die', 'throw', 'fine']) faults.push(...(await examiner.examine(what, 0)).faults.map((fault) => fault.what.split('\n')[0] ?? ''));
      expect(faults).toEqual(['nothing was heard for 3000 ms; last at: begun', 'the process ended (3); last at: begun', 'Error: broken']);
    } finally {
      examiner.close();
    }
  });

  it('reports each file of a folder: read, with errors, or skipped with the reason', async () => {
    const source = mkdtempSync(path.join(tmpdir(), 'pinata-corpus-'));
    writeFileSync(path.join(source, 'good.ts'), 'export function a() {}\n');
    writeFileSync(path.join(source, 'wrong.py'), 'def (:\n');
    writeFileSync(path.join(source, 'deep.ts'), '['.repeat(100_000));
    writeFileSync(path.join(source, 'binary.go'), 'a\0b');
    const examiner = new Examiner();
    try {
      const report = await examiner.examine(source, 4);
      expect(report.faults).toEqual([]);
      expect(report.files.map(({ path: file, symbols, errors, skipped }) => [file, symbols, errors > 0, skipped?.split(':')[0]]).sort()).toEqual([['binary.go', 0, false, 'binary'], ['deep.ts', 0, false, 'minified'], ['good.ts', 1, false, undefined], ['wrong.py', 0, true, undefined]]);
      expect(folderTotals(report)).toMatch(/^4 files: 2 read, 1 of them with error facts, 2 skipped; slowest \d+ ms, all \d+ ms; 0 faults\.$/);
      expect(slowest(report.files, 1).map((file) => fileLine(file).split('\t').length)).toEqual([4]);
    } finally {
      examiner.close();
      rmSync(source, { recursive: true, force: true });
    }
  });
});
