import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseManifest } from '@pinata/graph';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, ScanSession, scan } from '../index.js';
import type { ScanOptions, ScanSummary } from '../index.js';

const MANY = 40;

let folder: string;
let session: ScanSession;
let outputs = 0;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-session-'));
  session = new ScanSession();
  for (let number = 0; number < MANY; number++) write(`src/m${number}.ts`, `import { f${number + 1} } from './m${number + 1}';\nexport function f${number}(): number { return f${number + 1}(); }\n`);
  write(`src/m${MANY}.ts`, `export function f${MANY}(): number { return 1; }\n`);
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): void {
  const place = path.join(folder, 'source', name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, content);
}

interface Scanned {
  readonly summary: ScanSummary;
  readonly output: string;
  readonly files: readonly string[];
}

async function scanned(options: ScanOptions = {}, signal?: AbortSignal): Promise<Scanned> {
  const output = path.join(folder, `output-${outputs++}`);
  mkdirSync(output);
  const source = { folder: path.join(folder, 'source'), name: 'chain', commit: 'c', branch: 'b', isModified: false };
  const summary = await scan(source, { outputFolder: output, workers: 1, ...options }, { fileResult: () => undefined, progress: () => undefined }, signal);
  const { files } = parseManifest(readFileSync(path.join(output, 'manifest.json'), 'utf8'));
  return { summary, output, files: files.map(({ name, sha256 }) => `${name} ${sha256}`) };
}

const upon = ({ output }: Scanned): ScanOptions => ({ session, previousFactPack: path.join(output, 'facts.pack') });

/** It must be what a scan from nothing gives. */
async function expectFull({ files, summary }: Scanned): Promise<void> {
  const full = await scanned();
  expect(files).toEqual(full.files);
  expect(summary.graphDigest).toBe(full.summary.graphDigest);
}

describe('ScanSession', () => {
  it('goes on with the graph in memory, wherever the snapshot lies now', async () => {
    let last = await scanned({ session });
    for (const step of [1, 2, 3, 4]) {
      const moved = path.join(folder, 'moved');
      rmSync(moved, { recursive: true, force: true });
      cpSync(last.output, moved, { recursive: true });
      rmSync(path.join(moved, 'nodes.arrow')); // only who has the graph in memory can go on without
      write(`src/m${step}.ts`, `import { f${step + 1} } from './m${step + 1}';\nexport function f${step}(): number { return f${step + 1}() + ${step}; }\n`);
      last = await scanned({ session, previousFactPack: path.join(moved, 'facts.pack') });
      expect([last.summary.parsed, last.summary.isAmended]).toEqual([1, true]);
      await expectFull(last);
    }
  });

  it('reads what it needs of files that come, go and come back', async () => {
    let last = await scanned({ session });
    const first = readFileSync(path.join(folder, 'source/src/m3.ts'), 'utf8');
    for (const content of ['export const other = 1;\n', undefined, first]) {
      if (content === undefined) rmSync(path.join(folder, 'source/src/m3.ts'));
      else write('src/m3.ts', content);
      last = await scanned(upon(last));
      await expectFull(last);
    }
  });

  it('uses nothing of another pack than the one that it wrote last', async () => {
    const first = await scanned({ session });
    write('src/m2.ts', 'export const two = 2;\n');
    const second = await scanned(upon(first));
    write('src/m2.ts', 'export const three = 3;\n');
    const third = await scanned(upon(first)); // not upon the second
    await expectFull(third);
    appendFileSync(path.join(second.output, 'facts.pack'), 'damage');
    const fourth = await scanned(upon(second));
    expect(fourth.summary.reused).toBe(0);
    await expectFull(fourth);
  });

  it('keeps nothing of a scan that was cancelled, and goes on afterwards', async () => {
    const first = await scanned({ session });
    write('src/m2.ts', 'export const two = 2;\n');
    const controller = new AbortController();
    const cancelled = scanned(upon(first), controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const again = await scanned(upon(first));
    expect(again.summary.parsed).toBe(1);
    await expectFull(again);
  });

  it('keeps nothing where it is closed while a scan runs', async () => {
    const first = await scanned({ session });
    const running = scanned(upon(first));
    await session.close();
    await running;
    expect(session.take()).toBeUndefined();
    expect(session.takePool(`${DEFAULT_LIMITS.nesting} ${DEFAULT_LIMITS.fileMilliseconds}`)).toBeUndefined();
  });

  it('reads with other limits in other threads', async () => {
    const first = await scanned({ session });
    const second = await scanned(upon(first));
    const third = await scanned({ ...upon(second), limits: { nesting: 1_000 } });
    expect([second.summary.parsed, third.summary.parsed]).toEqual([0, MANY + 1]);
  });
});
