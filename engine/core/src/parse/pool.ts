import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { CompiledGrammar } from './extractor.js';
import { WORKER_SCRIPT } from './worker-script.js';
import type { BatchAnswer, ParseAnswer, ParseRequest, WorkerSetup } from './messages.js';

const BATCH_FILES = 32;
const BATCH_BYTES = 512 * 1024;
/** Batches that lie ready in a thread, so that it never waits for the next. */
const BATCHES_AHEAD = 2;
/**
 * What a thread's short-lived objects may take. A larger space makes no scan faster and a third more memory is held:
 * syntax nodes die with their file.
 */
const YOUNG_GENERATION_MEGABYTES = 24;
const CLOCK_TICK_MILLISECONDS = 250;

export interface PoolOptions {
  readonly grammars: readonly CompiledGrammar[];
  readonly folder: string;
  readonly workers: number;
  readonly nesting: number;
  readonly fileMilliseconds: number;
  /** The thread's script; another one only in tests. */
  readonly script?: URL;
}

/** A file that a clock outside the thread ended, or that took its thread down. */
export interface LostFile {
  readonly kind: 'timedOut' | 'crashed';
  readonly file: number;
}

interface Lane {
  worker: Worker;
  heartbeat: Int32Array;
  /** Sent and not answered, oldest first. */
  readonly batches: ParseRequest[][];
  readingSince: number;
  reading: number;
}

function batchesOf(requests: readonly (ParseRequest & { readonly size: number })[]): ParseRequest[][] {
  const batches: ParseRequest[][] = [];
  let batch: ParseRequest[] = [];
  let bytes = 0;
  for (const request of requests) {
    if (batch.length > 0 && (batch.length === BATCH_FILES || bytes + request.size > BATCH_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(request);
    bytes += request.size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/**
 * Reads files in a bounded number of threads and hands each answer to `receive`, in any order.
 * A `receive` that returns a promise holds back further work. A thread that dies or stands still loses the file it was
 * reading, nothing else.
 * @throws whatever `receive` throws, or the signal's reason
 */
export function parseFiles(options: PoolOptions, requests: readonly (ParseRequest & { readonly size: number })[], receive: (answer: ParseAnswer | LostFile) => void | Promise<void>, signal?: AbortSignal): Promise<void> {
  const script = options.script ?? WORKER_SCRIPT;
  const waiting = batchesOf(requests).reverse();
  const lanes: Lane[] = [];
  let open = requests.length;
  let isDone = false;

  return new Promise<void>((resolve, reject) => {
    const clock = setInterval(tick, CLOCK_TICK_MILLISECONDS);
    const abort = (): void => finish(signal?.reason instanceof Error ? signal.reason : new Error('cancelled'));

    function finish(error?: unknown): void {
      if (isDone) return;
      isDone = true;
      clearInterval(clock);
      signal?.removeEventListener('abort', abort);
      const stopped = Promise.all(lanes.map((lane) => lane.worker.terminate()));
      void stopped.then(() => {
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('the receiver of a parsed file failed', { cause: error }));
      }, reject);
    }

    function start(lane: Omit<Lane, 'worker' | 'heartbeat' | 'readingSince' | 'reading'> & Partial<Lane>): Lane {
      const heartbeat = new SharedArrayBuffer(4);
      const view = new Int32Array(heartbeat).fill(-1);
      const setup: WorkerSetup = { grammars: options.grammars, folder: options.folder, nesting: options.nesting, heartbeat, compileCache: getCompileCacheDir() };
      const worker = new Worker(script, { workerData: setup, resourceLimits: { stackSizeMb: 8, maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES } });
      const started: Lane = Object.assign(lane, { worker, heartbeat: view, readingSince: performance.now(), reading: -1 });
      worker.on('message', (answer: BatchAnswer) => void answered(started, worker, answer));
      worker.on('error', () => lost(started, worker, 'crashed'));
      return started;
    }

    function feed(lane: Lane): void {
      while (lane.batches.length < BATCHES_AHEAD) {
        const batch = waiting.pop();
        if (batch === undefined) return;
        lane.batches.push(batch);
        lane.worker.postMessage(batch);
      }
    }

    async function answered(lane: Lane, worker: Worker, { answers, isSpent }: BatchAnswer): Promise<void> {
      if (isDone || lane.worker !== worker) return;
      const batch = lane.batches.shift() ?? [];
      const rest = batch.slice(answers.length);
      if (isSpent) replace(lane, rest);
      else feed(lane);
      try {
        for (const given of answers) {
          const held = receive(given);
          if (held !== undefined) await held;
          open--;
        }
      } catch (error) {
        finish(error);
        return;
      }
      if (open === 0) finish();
    }

    /** Gives the lane a new thread; what the old one had not answered waits again. */
    function replace(lane: Lane, rest: ParseRequest[]): void {
      const old = lane.worker;
      for (const batch of lane.batches.splice(0).reverse()) waiting.push(batch);
      if (rest.length > 0) waiting.push(rest);
      start(lane);
      void old.terminate();
      feed(lane);
    }

    /** The file that was being read is given up; its batch goes on after it. */
    function lost(lane: Lane, worker: Worker, kind: LostFile['kind']): void {
      if (isDone || lane.worker !== worker) return;
      const batch = lane.batches.shift() ?? [];
      const reading = Atomics.load(lane.heartbeat, 0);
      const at = batch.findIndex((request) => request.file === reading);
      const victim = batch[at];
      if (victim === undefined) {
        finish(new Error('a parser thread stopped before it read a file'));
        return;
      }
      // Answers before the victim died with the thread: those files are read again.
      replace(lane, [...batch.slice(0, at), ...batch.slice(at + 1)]);
      void Promise.resolve(receive({ kind, file: victim.file })).then(() => {
        open--;
        if (open === 0) finish();
      }, finish);
    }

    function tick(): void {
      const now = performance.now();
      for (const lane of lanes) {
        const reading = Atomics.load(lane.heartbeat, 0);
        if (reading !== lane.reading || reading < 0) {
          lane.reading = reading;
          lane.readingSince = now;
        } else if (now - lane.readingSince > options.fileMilliseconds) lost(lane, lane.worker, 'timedOut');
      }
    }

    if (signal?.aborted === true) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort);
    if (requests.length === 0) {
      finish();
      return;
    }
    const count = Math.min(options.workers, waiting.length);
    for (let index = 0; index < count; index++) lanes.push(start({ batches: [] }));
    for (const lane of lanes) feed(lane);
  });
}
