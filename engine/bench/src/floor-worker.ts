import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Language, Parser } from 'web-tree-sitter';

/** What a thread of `floor-run.js` is given. */
export interface FloorShare {
  readonly wasmFiles: readonly string[];
  readonly files: readonly { readonly place: string; readonly wasmFile: string }[];
  /** The first file that no thread has taken. */
  readonly next: SharedArrayBuffer;
}

const { wasmFiles, files, next } = workerData as FloorShare; // floor-run.js alone starts this file
const taken = new Int32Array(next);
await Parser.init();
const parsers = new Map<string, Parser>();
for (const wasmFile of wasmFiles) parsers.set(wasmFile, new Parser().setLanguage(await Language.load(readFileSync(wasmFile))));
parentPort?.once('message', () => {
  for (let index = Atomics.add(taken, 0, 1); index < files.length; index = Atomics.add(taken, 0, 1)) {
    const file = files[index];
    if (file !== undefined) parsers.get(file.wasmFile)?.parse(readFileSync(file.place, 'utf8'))?.delete();
  }
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
