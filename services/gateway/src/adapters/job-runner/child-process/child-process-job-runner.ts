import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Grant } from '@pinata/proto';
import { z } from 'zod';
import type { AttemptEnd, FactsOf, GrantSource, LocalJobRunner, ScanJob, ScannerLanguage } from '../../../ports/index.js';
import type { ChildChannelStream } from '../../result-stream/child-channel/child-channel-stream.js';
import { FairQueue } from './fair-queue.js';
import { ScannerProcess, type ProcessEnd } from './scanner-process.js';

const MAXIMUM_ATTEMPTS = 2;
const description = z.object({ languages: z.array(z.object({ id: z.string(), name: z.string(), extensions: z.array(z.string()) })) });

export interface ChildProcessRunnerOptions {
  /** The scanner's entry file. */
  readonly entryFile: string;
  /** Checkouts and scratch files lie in it while an attempt runs, and are removed after it, however it ended. */
  readonly workFolder: string;
  readonly stream: ChildChannelStream;
  /** The file cache; absent where scanners get along without. */
  readonly factsOf?: FactsOf;
  readonly atOnce: number;
  readonly atOncePerOrganization: number;
  /** What scanners write to their standard error. */
  readonly onLine: (line: string, scanId: string) => void;
  readonly onError: (error: unknown, scanId: string) => void;
  /** Where PATH and the like come from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Running {
  readonly job: ScanJob;
  process: ScannerProcess | undefined;
  isCancelled: boolean;
  finished: Promise<void>;
}

/** Runs each attempt as a child process of this one, from a queue in memory; the rows of scans are what outlives a restart. */
export class ChildProcessJobRunner implements LocalJobRunner {
  private readonly queue = new FairQueue<ScanJob>();
  private readonly running = new Map<string, Running>();
  private hooks: { readonly grant: GrantSource; readonly onAttemptEnd: (end: AttemptEnd) => Promise<void> } | undefined;
  private isClosed = false;
  private described: Promise<readonly ScannerLanguage[]> | undefined;

  constructor(private readonly options: ChildProcessRunnerOptions) {}

  connect(hooks: { readonly grant: GrantSource; readonly onAttemptEnd: (end: AttemptEnd) => Promise<void> }): void {
    this.hooks = hooks;
  }

  start(job: ScanJob): Promise<void> {
    if (!this.isClosed && !this.running.has(job.scanId) && !this.queue.has(job.scanId)) {
      this.queue.add(job);
      this.fill();
    }
    return Promise.resolve();
  }

  async cancel(scanId: string): Promise<void> {
    if (this.queue.remove(scanId)) return;
    const running = this.running.get(scanId);
    if (running === undefined) return;
    running.isCancelled = true;
    running.process?.cancel();
    await running.finished;
  }

  queuePosition(scanId: string): number | undefined {
    return this.queue.position(scanId);
  }

  languages(): Promise<readonly ScannerLanguage[]> {
    // A failure is not remembered: the scanner may be built meanwhile.
    this.described ??= this.describe().catch((error: unknown) => {
      this.described = undefined;
      throw error;
    });
    return this.described;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.running.keys()].map((scanId) => this.cancel(scanId)));
  }

  private async describe(): Promise<readonly ScannerLanguage[]> {
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', this.options.entryFile, '--describe'], { timeout: 20_000 });
    return description.parse(JSON.parse(stdout)).languages;
  }

  private fill(): void {
    while (!this.isClosed && this.running.size < this.options.atOnce) {
      const job = this.queue.take((organizationId) => [...this.running.values()].filter((running) => running.job.organizationId === organizationId).length < this.options.atOncePerOrganization);
      if (job === undefined) return;
      const running: Running = { job, process: undefined, isCancelled: false, finished: Promise.resolve() };
      this.running.set(job.scanId, running);
      running.finished = this.run(running)
        .catch((error: unknown) => this.options.onError(error, job.scanId))
        .finally(() => {
          this.running.delete(job.scanId);
          this.fill();
        });
    }
  }

  /** The deadline spans all attempts. */
  private async run(running: Running): Promise<void> {
    const { job } = running;
    const startedAt = performance.now();
    while (!running.isCancelled && !this.isClosed) {
      const grant = await this.hooks?.grant(job.scanId);
      if (grant === undefined) return;
      const end = await this.attempt(running, grant, job.deadlineMilliseconds - (performance.now() - startedAt));
      const isLast = end.failure === undefined || !end.isRetriable || grant.attempt >= MAXIMUM_ATTEMPTS || running.isCancelled || this.isClosed;
      // A platform that stops leaves the row RUNNING: its next start sees the attempt as lost and goes on.
      if (this.isClosed && !(end.failure === undefined)) return;
      await this.hooks?.onAttemptEnd({ scanId: job.scanId, attempt: grant.attempt, isLast, peakMemoryBytes: end.peakMemoryBytes, ...(end.failure === undefined ? {} : { failure: end.failure }) });
      if (isLast) return;
    }
  }

  private async attempt(running: Running, grant: Grant, millisecondsLeft: number): Promise<ProcessEnd> {
    const { options } = this;
    if (millisecondsLeft <= 0) return { failure: { code: 'deadline', message: 'The scan ran out of time before another attempt could begin.' }, isRetriable: false, peakMemoryBytes: 0 };
    const workFolder = path.join(options.workFolder, `${grant.scanId}-${grant.attempt}`);
    await rm(workFolder, { recursive: true, force: true });
    await mkdir(workFolder, { recursive: true });
    grant.workFolder = workFolder;
    grant.memoryBytes = BigInt(running.job.memoryBytes);
    const limits = { milliseconds: millisecondsLeft, memoryBytes: running.job.memoryBytes };
    running.process = new ScannerProcess(options.entryFile, grant, limits, options.stream, (line) => options.onLine(line, grant.scanId), options.environment, options.factsOf ?? (() => Promise.resolve(undefined)));
    if (running.isCancelled) running.process.cancel();
    const end = await running.process.ended;
    running.process = undefined;
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
    return end;
  }
}
