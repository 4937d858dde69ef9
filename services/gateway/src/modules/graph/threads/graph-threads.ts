import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../../config/index.js';
import { PlatformMetrics } from '../../../metrics/index.js';
import { LOG, type Log } from '../../../logging/index.js';
import type { Answer, Parameters, QuestionName } from '../engine/questions.js';
import { GraphRequestError } from '../graph.error.js';
import type { ThreadReply, ThreadRequest, ThreadSettings } from './messages.js';

/** Threads run built JavaScript, also in tests. */
const THREAD_FILE = path.resolve(import.meta.dirname, '../../../../dist/modules/graph/threads/graph-thread.js');
/** A thread that answers nothing for so long is replaced. */
const PATIENCE_MILLISECONDS = 30_000;
const MAXIMUM_WAITING = 200;
const MEBIBYTE = 1024 ** 2;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly clock: NodeJS.Timeout;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** Threads that answer questions about snapshots. All questions of one scan go to one thread, which has it open. */
@Injectable()
export class GraphThreads implements OnModuleDestroy {
  private readonly threads: (Thread | undefined)[];
  private readonly settings: ThreadSettings;
  private nextNumber = 1;

  constructor(@Inject(CONFIGURATION) configuration: Configuration, @Inject(LOG) private readonly log: Log, private readonly metrics: PlatformMetrics) {
    const { workers, cacheMegabytes } = configuration.graph;
    this.threads = Array.from({ length: workers }, () => undefined);
    this.settings = { cacheBytes: Math.floor((cacheMegabytes * MEBIBYTE) / workers) };
  }

  /** @throws GraphRequestError */
  ask<Name extends QuestionName>(scanId: string, folder: string, name: Name, parameters: Parameters<Name>): Promise<Answer<Name>> {
    const place = placeOf(scanId, this.threads.length);
    const thread = (this.threads[place] ??= this.start(place));
    if (thread.waiting.size >= MAXIMUM_WAITING) throw new GraphRequestError('tooBusy', 'Too many questions about graphs wait already. Try again in a moment.');
    const number = this.nextNumber++;
    return new Promise((resolve, reject) => {
      const clock = setTimeout(() => {
        this.log.error('a question about a graph took too long', { scanId, question: name });
        this.end(place, thread, new GraphRequestError('tooExpensive', 'The answer took too long to compute. Ask for less: fewer steps, fewer kinds, a smaller limit.'));
      }, PATIENCE_MILLISECONDS);
      // The thread answers a question with its own kind of answer: `answers` is typed so.
      thread.waiting.set(number, { resolve: (answer) => resolve(answer as Answer<Name>), reject, clock });
      const request: ThreadRequest = { number, scanId, folder, name, parameters };
      thread.worker.postMessage(request);
    });
  }

  async onModuleDestroy(): Promise<void> {
    for (const [place, thread] of this.threads.entries()) {
      if (thread !== undefined) this.end(place, thread, new GraphRequestError('tooBusy', 'The platform stops.'));
    }
    await Promise.resolve();
  }

  private start(place: number): Thread {
    const worker = new Worker(THREAD_FILE, { workerData: this.settings });
    const thread: Thread = { worker, waiting: new Map() };
    // It is -1 once the thread has ended.
    const { threadId } = worker;
    worker.on('message', (reply: ThreadReply) => {
      this.metrics.graphCache(threadId, reply.cache);
      this.take(thread, reply);
    });
    worker.once('exit', () => this.metrics.graphCache(threadId, undefined));
    worker.on('error', (error) => {
      this.log.error('a graph thread failed', { error });
      this.end(place, thread, error);
    });
    // Questions that wait keep the process alive by their own clocks; an idle thread does not.
    worker.unref();
    return thread;
  }

  private take(thread: Thread, reply: ThreadReply): void {
    const waiting = thread.waiting.get(reply.number);
    if (waiting === undefined) return;
    thread.waiting.delete(reply.number);
    clearTimeout(waiting.clock);
    if ('answer' in reply) waiting.resolve(reply.answer);
    else if (reply.failure.code === 'snapshotUnreadable') {
      this.log.error('a snapshot cannot be read', { error: reply.failure.message });
      waiting.reject(new GraphRequestError('snapshotUnreadable', "This scan's files cannot be read any more. Scan again."));
    } else waiting.reject(new Error(reply.failure.message));
  }

  /** The next question starts another thread. */
  private end(place: number, thread: Thread, error: unknown): void {
    if (this.threads[place] === thread) this.threads[place] = undefined;
    for (const waiting of thread.waiting.values()) {
      clearTimeout(waiting.clock);
      waiting.reject(error);
    }
    thread.waiting.clear();
    void thread.worker.terminate();
  }
}

/** The same thread for the same scan. */
function placeOf(scanId: string, threads: number): number {
  let hash = 0;
  for (const character of scanId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % threads;
}
