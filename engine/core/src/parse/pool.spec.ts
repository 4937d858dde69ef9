import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ParserPool } from './pool.js';

let folder: string;
let script: URL;

/** A thread that misbehaves by the name of the file it is given. */
const MISBEHAVING = `
import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
const withheld = new URL('withheld', import.meta.url);
const heartbeat = new Int32Array(workerData.heartbeat);
parentPort.on('message', ({ batch: requests }) => {
  if (requests === undefined) return;
  const answers = [];
  let isSpent = false;
  let isWithheld = false;
  for (const request of requests) {
    Atomics.store(heartbeat, 0, request.file);
    if (request.path === 'hang') for (;;);
    if (request.path === 'slow') for (const end = performance.now() + 450; performance.now() < end; );
    if (request.path === 'withhold' && !existsSync(withheld)) {
      writeFileSync(withheld, '');
      isWithheld = true;
    }
    if (request.path === 'crash') throw new Error('the thread dies');
    if (request.path === 'exit') process.exit(3);
    answers.push({ kind: 'skipped', file: request.file, reason: 'binary', detail: '', bytes: 0 });
    isSpent = request.path === 'spent';
    if (isSpent) break;
  }
  Atomics.store(heartbeat, 0, -1);
  if (!isWithheld) parentPort.postMessage({ answers, isSpent });
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
  const pool = new ParserPool({ workers, nesting: 1, fileMilliseconds: 700, script });
  try {
    await pool.read({ grammars: [], folder }, requests, (answer) => {
      const name = names[answer.file] ?? '';
      expect(ends[`${answer.file} ${name}`]).toBeUndefined();
      ends[`${answer.file} ${name}`] = answer.kind;
    });
  } finally {
    await pool.close();
  }
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

  it('loses one file of a later batch when a thread dies before its answer to an earlier one is heard', async () => {
    const names = Array.from({ length: 90 }, (_, index) => ({ 3: 'withhold', 40: 'crash' })[index] ?? `file${index}`);
    const ends = await run(names, 1);
    expect(Object.keys(ends)).toHaveLength(90);
    expect(Object.entries(ends).filter(([, end]) => end !== 'skipped')).toEqual([['40 crash', 'crashed']]);
  });

  it('says so when its threads cannot start', async () => {
    writeFileSync(path.join(folder, 'broken.mjs'), 'throw new Error("no tree-sitter here");');
    const pool = new ParserPool({ workers: 2, nesting: 1, fileMilliseconds: 700, script: pathToFileURL(path.join(folder, 'broken.mjs')) });
    const request = { file: 0, path: 'file', grammar: 'any', fileBytes: 1, size: 1 };
    await expect(pool.read({ grammars: [], folder }, [request], () => undefined)).rejects.toThrow('stopped before it read a file');
    await pool.close();
  });

  it('starts a thread again that ended in silence before it read a file, and loses the file at which one ended so', async () => {
    const once = path.join(folder, 'ended');
    writeFileSync(path.join(folder, 'silent.mjs'), `import { existsSync, writeFileSync } from 'node:fs';\nif (!existsSync(${JSON.stringify(once)})) {\n  writeFileSync(${JSON.stringify(once)}, '');\n  process.exit(0);\n}\nawait import('./worker.mjs');\n`);
    const pool = new ParserPool({ workers: 1, nesting: 1, fileMilliseconds: 60_000, script: pathToFileURL(path.join(folder, 'silent.mjs')) });
    const ends: string[] = [];
    const requests = ['file', 'exit', 'other'].map((name, file) => ({ file, path: name, grammar: 'any', fileBytes: 1, size: 1 }));
    await pool.read({ grammars: [], folder }, requests, ({ file, kind }) => void ends.push(`${file} ${kind}`));
    expect(ends.sort()).toEqual(['0 skipped', '1 crashed', '2 skipped']);
    await pool.close();
  });

  it('ends with the signal, and with what the receiver throws', async () => {
    const pool = new ParserPool({ workers: 1, nesting: 1, fileMilliseconds: 60_000, script });
    const requests = ['file', 'hang'].map((name, file) => ({ file, path: name, grammar: 'any', fileBytes: 1, size: 1 }));
    const abort = new AbortController();
    const reading = pool.read({ grammars: [], folder }, requests, () => undefined, abort.signal);
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await pool.close();
    const other = new ParserPool({ workers: 1, nesting: 1, fileMilliseconds: 700, script });
    await expect(other.read({ grammars: [], folder }, requests.slice(0, 1), () => Promise.reject(new Error('full')))).rejects.toThrow('full');
    await other.close();
  });

  it('times a file of a second reading from its own start', async () => {
    const pool = new ParserPool({ workers: 1, nesting: 1, fileMilliseconds: 2_000, script });
    const request = { file: 0, path: 'slow', grammar: 'any', fileBytes: 1, size: 1 };
    const kinds: string[] = [];
    for (let reading = 0; reading < 2; reading++) {
      await pool.read({ grammars: [], folder }, [request], ({ kind }) => void kinds.push(kind));
      await new Promise((resolve) => setTimeout(resolve, 2_200));
    }
    await pool.close();
    expect(kinds).toEqual(['skipped', 'skipped']);
  });

  it('has nothing to do for no files', async () => {
    expect(await run([], 2)).toEqual({});
  });
});
