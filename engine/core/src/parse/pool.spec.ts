import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseFiles } from './pool.js';

let folder: string;
let script: URL;

/** A thread that misbehaves by the name of the file it is given. */
const MISBEHAVING = `
import { parentPort, workerData } from 'node:worker_threads';
const heartbeat = new Int32Array(workerData.heartbeat);
parentPort.on('message', (requests) => {
  const answers = [];
  let isSpent = false;
  for (const request of requests) {
    Atomics.store(heartbeat, 0, request.file);
    if (request.path === 'hang') for (;;);
    if (request.path === 'crash') throw new Error('the thread dies');
    if (request.path === 'exit') process.exit(3);
    answers.push({ kind: 'skipped', file: request.file, reason: 'binary', detail: '', bytes: 0 });
    isSpent = request.path === 'spent';
    if (isSpent) break;
  }
  Atomics.store(heartbeat, 0, -1);
  parentPort.postMessage({ answers, isSpent });
});
`;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-pool-'));
  writeFileSync(path.join(folder, 'worker.mjs'), MISBEHAVING);
  script = pathToFileURL(path.join(folder, 'worker.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(names: readonly string[], workers: number): Promise<Record<string, string>> {
  const ends: Record<string, string> = {};
  const requests = names.map((name, file) => ({ file, path: name, grammar: 'any', fileBytes: 1, size: 1 }));
  await parseFiles({ grammars: [], folder, workers, nesting: 1, fileMilliseconds: 700, script }, requests, (answer) => {
    const name = names[answer.file] ?? '';
    expect(ends[`${answer.file} ${name}`]).toBeUndefined();
    ends[`${answer.file} ${name}`] = answer.kind;
  });
  return ends;
}

describe('a pool of parser threads', () => {
  it('loses the file at which a thread hangs or dies, and nothing else', async () => {
    const names = Array.from({ length: 120 }, (_, index) => ({ 5: 'hang', 40: 'crash', 41: 'crash', 70: 'spent', 100: 'hang' })[index] ?? `file${index}`);
    for (const workers of [1, 3]) {
      const ends = await run(names, workers);
      expect(Object.keys(ends)).toHaveLength(120);
      expect(Object.entries(ends).filter(([, end]) => end !== 'skipped').sort()).toEqual([['100 hang', 'timedOut'], ['40 crash', 'crashed'], ['41 crash', 'crashed'], ['5 hang', 'timedOut']]);
    }
  });

  it('has nothing to do for no files', async () => {
    expect(await run([], 2)).toEqual({});
  });
});
