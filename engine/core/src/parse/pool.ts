import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { CompiledGrammar } from './extractor.js';
import { WORKER_SCRIPT } from './worker-script.js';
import type { BatchAnswer, ParseAnswer, ParseRequest, ParseSetting, WorkerMessage, WorkerSetup } from './messages.js';

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
/** Threads of one pool that are started again where they ended before they read a file. */
const MOST_RESTARTS = 4;

export interface PoolOptions {
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

function batchesOf(requests: readonly SizedRequest[]): ParseRequest[][] {
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

type SizedRequest = ParseRequest & { readonly size: number };
type Receive = (answer: ParseAnswer | LostFile) => void | Promise<void>;

/** One reading of many files. */
interface Reading {
  readonly setting: ParseSetting;
  readonly waiting: ParseRequest[][];
  readonly receive: Receive;
  /** Files without an answer. */
  open: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A bounded number of threads that read files. They start at once: loading tree-sitter goes on while git looks at the source.
 * A thread that dies or stands still loses the file it was reading, nothing else. To be closed by its owner.
 */
export class ParserPool {
  private readonly lanes: Lane[];
  private reading: Reading | undefined;
  private failure: Error | undefined;
  private restarts = 0;
  private isClosed = false;

  constructor(private readonly options: PoolOptions) {
    this.lanes = Array.from({ length: options.workers }, () => this.start({ batches: [] }));
  }

  /** Threads that it has; none of one that is closed or cannot read any more. */
  get size(): number {
    return this.isClosed || this.failure !== undefined ? 0 : this.lanes.length;
  }

  /** Starts more threads, where there are fewer; while nobody reads. */
  widen(workers: number): void {
    while (this.lanes.length < workers) this.lanes.push(this.start({ batches: [] }));
  }

  /** Lets every thread load a grammar that many files will need, while nobody reads yet. */
  prepare(grammar: CompiledGrammar): void {
    for (const lane of this.lanes) tell(lane, { prepare: grammar });
  }

  /**
   * Reads files and hands each answer to `receive`, in any order. A `receive` that returns a promise holds back further work.
   * One reading at a time.
   * @throws whatever `receive` throws, or the signal's reason
   */
  async read(setting: ParseSetting, requests: readonly SizedRequest[], receive: Receive, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw reasonOf(signal);
    if (this.failure !== undefined) throw this.failure;
    if (requests.length === 0) return;
    const clock = setInterval(() => this.tick(), CLOCK_TICK_MILLISECONDS);
    const abort = (): void => this.reading?.reject(reasonOf(signal));
    signal?.addEventListener('abort', abort);
    try {
      await new Promise<void>((resolve, reject) => {
        this.restarts = 0;
        this.reading = { setting, waiting: batchesOf(requests).reverse(), receive, open: requests.length, resolve, reject };
        for (const lane of this.lanes) {
          lane.reading = -1; // no file of an earlier reading stands still
          tell(lane, { setting });
          this.feed(lane, this.reading);
        }
      });
    } finally {
      clearInterval(clock);
      signal?.removeEventListener('abort', abort);
      this.reading = undefined;
    }
  }

  /** Ends the threads. Idempotent. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.reading?.reject(new Error('the parser threads were closed'));
    await Promise.all(this.lanes.map((lane) => lane.worker.terminate()));
  }

  private start(lane: Pick<Lane, 'batches'> & Partial<Lane>): Lane {
    const heartbeat = new SharedArrayBuffer(4);
    const view = new Int32Array(heartbeat).fill(-1);
    const setup: WorkerSetup = { nesting: this.options.nesting, heartbeat, compileCache: getCompileCacheDir() };
    const worker = new Worker(this.options.script ?? WORKER_SCRIPT, { workerData: setup, resourceLimits: { stackSizeMb: 8, maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES } });
    const started: Lane = Object.assign(lane, { worker, heartbeat: view, readingSince: performance.now(), reading: -1 });
    worker.on('message', (answer: BatchAnswer) => void this.answered(started, worker, answer));
    worker.on('error', (error) => this.lost(started, worker, 'crashed', error));
    worker.on('messageerror', (error) => this.lost(started, worker, 'crashed', error));
    // One may end without an error: by `process.exit`, or when nothing is left that it waits for.
    worker.on('exit', (code) => this.lost(started, worker, 'crashed', new Error(`exit code ${code}`)));
    return started;
  }

  private feed(lane: Lane, reading: Reading): void {
    while (lane.batches.length < BATCHES_AHEAD) {
      const batch = reading.waiting.pop();
      if (batch === undefined) return;
      lane.batches.push(batch);
      tell(lane, { batch });
    }
  }

  private async answered(lane: Lane, worker: Worker, { answers, isSpent }: BatchAnswer): Promise<void> {
    const { reading } = this;
    if (reading === undefined || lane.worker !== worker) return;
    const batch = lane.batches.shift() ?? [];
    if (isSpent) this.replace(lane, reading, batch.slice(answers.length));
    else this.feed(lane, reading);
    try {
      for (const given of answers) {
        const held = reading.receive(given);
        if (held !== undefined) await held;
        reading.open--;
      }
    } catch (error) {
      reading.reject(error instanceof Error ? error : new Error('the receiver of a parsed file failed', { cause: error }));
      return;
    }
    if (reading.open === 0) reading.resolve();
  }

  /** Gives the lane a new thread; what the old one had not answered waits again. */
  private replace(lane: Lane, reading: Reading, rest: ParseRequest[]): void {
    const old = lane.worker;
    for (const batch of lane.batches.splice(0).reverse()) if (batch.length > 0) reading.waiting.push(batch);
    if (rest.length > 0) reading.waiting.push(rest);
    this.start(lane);
    void old.terminate();
    tell(lane, { setting: reading.setting });
    this.feed(lane, reading);
  }

  /** Once more, for a thread that ended before it read a file. */
  private restart(lane: Lane, reading: Reading | undefined): void {
    if (reading === undefined) this.start(lane);
    else this.replace(lane, reading, []);
  }

  /**
   * The file that was being read is given up; the others of its thread go on without it. It may be of a later batch than the first:
   * a thread's answers and its end come on two ways, and either may be first. Late answers of a thread that is gone are not heard.
   */
  private lost(lane: Lane, worker: Worker, kind: LostFile['kind'], cause?: unknown): void {
    if (lane.worker !== worker) return;
    const { reading } = this;
    const file = Atomics.load(lane.heartbeat, 0);
    const batch = lane.batches.find((requests) => requests.some((request) => request.file === file));
    if (reading === undefined || batch === undefined) {
      if (this.restarts++ < MOST_RESTARTS && !this.isClosed) return this.restart(lane, reading);
      this.failure = new Error('a parser thread stopped before it read a file', { cause });
      reading?.reject(this.failure);
      return;
    }
    batch.splice(batch.findIndex((request) => request.file === file), 1);
    this.replace(lane, reading, []);
    void Promise.resolve(reading.receive({ kind, file })).then(() => {
      reading.open--;
      if (reading.open === 0) reading.resolve();
    }, reading.reject);
  }

  private tick(): void {
    const now = performance.now();
    for (const lane of this.lanes) {
      const reading = Atomics.load(lane.heartbeat, 0);
      if (reading !== lane.reading || reading < 0) {
        lane.reading = reading;
        lane.readingSince = now;
      } else if (now - lane.readingSince > this.options.fileMilliseconds) this.lost(lane, lane.worker, 'timedOut');
    }
  }
}

function tell(lane: Lane, message: WorkerMessage): void {
  lane.worker.postMessage(message);
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('cancelled');
}
