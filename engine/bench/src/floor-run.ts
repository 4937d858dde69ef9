// floor-run.js <folder> <list>: parses the list's files on all cores and nothing else, and prints the milliseconds from when all threads are ready.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FloorShare } from './floor-worker.js';

const [folder = '', list = ''] = process.argv.slice(2);
const files = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly path: string; readonly wasmFile: string }[]; // written by floor.ts
const share: FloorShare = {
  wasmFiles: [...new Set(files.map(({ wasmFile }) => wasmFile))],
  files: files.map(({ path: file, wasmFile }) => ({ place: path.join(folder, file), wasmFile })),
  next: new SharedArrayBuffer(4),
};
const threads = Array.from({ length: os.availableParallelism() }, () => new Worker(new URL('./floor-worker.js', import.meta.url), { workerData: share }));
await Promise.all(threads.map((thread) => once(thread, 'message')));
const started = performance.now();
for (const thread of threads) thread.postMessage('go');
await Promise.all(threads.map((thread) => once(thread, 'message')));
process.stdout.write(String(performance.now() - started));
await Promise.all(threads.map((thread) => thread.terminate()));
