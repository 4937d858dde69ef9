import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { globMatcher } from '../glob-matcher.js';
import { allLanguages } from '../languages/registry.js';
import type { Grammar } from '../languages/registry.js';
import { readInto } from '../read-into.js';
import { Extractor } from './extractor.js';
import type { CompiledGrammar } from './extractor.js';
import { countLines, decodeText, isBinary, isMarkedGenerated, isMinified } from './limits.js';
import type { BatchAnswer, ParseAnswer, ParseRequest, WorkerMessage, WorkerSetup } from './messages.js';

/** Above this a thread is replaced: WebAssembly memory never shrinks. */
const MEMORY_BYTES = 128 * 1024 * 1024;

const setup = workerData as WorkerSetup; // the pool is the only one that starts this file
const heartbeat = new Int32Array(setup.heartbeat);
if (setup.compileCache !== undefined) enableCompileCache(setup.compileCache);
const extractor = await Extractor.create(setup.nesting);
let folder = '';
/** What files may ask for, by its id: a batch takes up what it needs, so that a thread loads no reader for files that others read. */
let offered: ReadonlyMap<string, CompiledGrammar> = new Map();

/** Reads a regular file without following a link that took its place since it was listed. */
function readBytes(request: ParseRequest): Buffer | ParseAnswer {
  const skipped = (reason: 'unreadable' | 'notRegularFile' | 'oversized', detail: string, bytes = 0): ParseAnswer => ({ kind: 'skipped', file: request.file, reason, detail, bytes });
  let descriptor: number;
  try {
    // O_NONBLOCK keeps a FIFO that took the file's place from holding the thread; it is 0 where a system lacks it.
    descriptor = openSync(path.join(folder, request.path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return skipped('unreadable', error instanceof Error && 'code' in error ? String(error.code) : 'cannot be opened');
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return skipped('notRegularFile', 'changed while it was listed');
    if (status.size > request.fileBytes) return skipped('oversized', `${status.size} bytes, the limit is ${request.fileBytes}`, status.size);
    const bytes = Buffer.allocUnsafe(status.size);
    return bytes.subarray(0, readInto(bytes, descriptor, status.size));
  } catch (error) {
    return skipped('unreadable', error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read');
  } finally {
    closeSync(descriptor);
  }
}

function grammarsOf({ grammar }: ParseRequest): readonly Grammar[] {
  return allLanguages().flatMap((language) => language.grammars.filter(({ id }) => id === grammar));
}

function isReadAnyway(request: ParseRequest, source: string): boolean {
  const { path: file } = request;
  const grammars = grammarsOf(request);
  return globMatcher(grammars.flatMap(({ readNames }) => readNames))(path.posix.basename(file)) || grammars.some(({ readMarks }) => readMarks?.test(source) === true);
}

function answer(request: ParseRequest): { readonly answer: ParseAnswer; readonly hasThrown: boolean } {
  const { file } = request;
  const bytes = readBytes(request);
  if (!Buffer.isBuffer(bytes)) return { answer: bytes, hasThrown: false };
  const sum = hash('sha256', bytes, 'hex');
  if (isBinary(bytes)) return { answer: { kind: 'skipped', file, reason: 'binary', detail: 'a NUL byte in the first 8000 bytes', bytes: bytes.length, hash: sum }, hasThrown: false };
  const source = decodeText(bytes);
  if (isMinified(source) && !grammarsOf(request).some(({ hasLongLines }) => hasLongLines)) return { answer: { kind: 'skipped', file, reason: 'minified', detail: 'more than 500 characters a line', bytes: bytes.length, hash: sum }, hasThrown: false };
  if (isMarkedGenerated(source) && !isReadAnyway(request, source)) return { answer: { kind: 'skipped', file, reason: 'generated', detail: 'its first lines say so', bytes: bytes.length, hash: sum }, hasThrown: false };
  try {
    const started = performance.now();
    const extracted = extractor.extract(request.grammar, source);
    return { answer: { kind: 'parsed', file, hash: sum, bytes: bytes.length, ...extracted, milliseconds: performance.now() - started }, hasThrown: false };
  } catch (error) {
    // A parser that threw may be damaged inside: the file keeps its error, the thread is replaced.
    const message = error instanceof Error ? error.message : String(error);
    return { answer: { kind: 'failed', file, hash: sum, bytes: bytes.length, lines: countLines(source), message }, hasThrown: true };
  }
}

function answerBatch(requests: readonly ParseRequest[]): void {
  const answers: ParseAnswer[] = [];
  let isSpent = false;
  for (const request of requests) {
    Atomics.store(heartbeat, 0, request.file);
    const { answer: given, hasThrown } = answer(request);
    answers.push(given);
    isSpent = hasThrown || extractor.memoryBytes > MEMORY_BYTES;
    if (isSpent) break;
  }
  Atomics.store(heartbeat, 0, -1);
  const message: BatchAnswer = { answers, isSpent };
  const transfer = answers.flatMap((given) => (given.kind === 'parsed' ? [given.facts.buffer] : []));
  parentPort?.postMessage(message, transfer);
}

/** Messages are answered one after the other: readers are loaded before the files that need them. */
let before = Promise.resolve();

async function receive(message: WorkerMessage): Promise<void> {
  if ('batch' in message) {
    const ids = new Set(message.batch.map(({ grammar }) => grammar));
    await extractor.use([...ids].flatMap((id) => offered.get(id) ?? []));
    answerBatch(message.batch);
    return;
  }
  if ('prepare' in message) {
    await extractor.use([message.prepare]);
    extractor.load(message.prepare.id);
    return;
  }
  folder = message.setting.folder;
  offered = new Map(message.setting.grammars.map((grammar) => [grammar.id, grammar]));
}

parentPort?.on('message', (message: WorkerMessage) => {
  before = before.then(() => receive(message));
});
