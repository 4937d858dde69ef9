import os from 'node:os';
import { checkCancelled } from './check-cancelled.js';
import { threadsWithin } from './memory/threads-within.js';
import { ParserPool } from './parse/pool.js';
import type { ParserThreads } from './scan-source.js';
import type { ScanLimits, ScanOptions, ScanSink, ScanSource, ScanSummary } from './scan-api.js';
import { DEFAULT_LIMITS, ScanError } from './scan-api.js';

const MOST_WORKERS = 8;
/** Fewer files are parsed before another thread has loaded its grammar. */
const FILES_PER_THREAD = 16;
/** Files that are left out one after the other because they go too deep; each costs another attempt. */
const MOST_TOO_DEEP = 8;

/**
 * Reads a folder and writes its snapshot. The result depends on the files, the settings and the engine's version alone:
 * not on the number of workers, the order of files, the machine or the time, nor on what an earlier scan left.
 * @param given the source, or a promise of one: the parser threads start while it is made ready
 * @throws ScanError with a code and what to do; the signal's abort is `cancelled`; whatever the promised source rejects with
 */
export async function scan(given: ScanSource | Promise<ScanSource>, options: ScanOptions, sink: ScanSink, signal?: AbortSignal): Promise<ScanSummary> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const hasKnownFacts = options.previousFactPack !== undefined || options.factCache !== undefined;
  const pools = new Pools(options, limits);
  try {
    // Where most files are known, one thread is made ready for the others.
    pools.start(hasKnownFacts ? 1 : Number.POSITIVE_INFINITY);
    // The rest of the engine is loaded while the threads start.
    const [{ scanSource }, { UnusableFactsError }, { TooDeepError }, source] = await Promise.all([import('./scan-source.js'), import('./incremental/unusable-facts-error.js'), import('./link/too-deep-error.js'), given]);
    checkCancelled(signal);
    const tooDeep = new Set<string>();
    const muted: ScanSink = { fileResult: () => undefined, progress: (progress) => sink.progress(progress) };
    const attempt = async (): Promise<ScanSummary> => {
      let chosen = options;
      // Every file's result was sent before its links were made.
      for (let receiver = sink; ; receiver = muted) {
        try {
          return await scanSource(pools, source, chosen, limits, receiver, signal, tooDeep);
        } catch (error) {
          await pools.close();
          if (error instanceof UnusableFactsError) {
            const { previousFactPack: _pack, factCache: _cache, ...fresh } = chosen;
            chosen = fresh;
          } else if (!(error instanceof TooDeepError)) throw error;
          else if (tooDeep.size < MOST_TOO_DEEP) tooDeep.add(error.path);
          else throw new ScanError('internal', `${error.path} and ${tooDeep.size} other files go deeper than can be followed. Leave them out with exclude globs, and report it.`, { cause: error });
        }
      }
    };
    const summary = await attempt().catch((error: unknown) => {
      checkCancelled(signal); // what failed because the scan was cancelled
      throw error;
    });
    pools.keep();
    return summary;
  } finally {
    await pools.close();
  }
}

/** Parser threads, started when they are first needed. */
class Pools implements ParserThreads {
  private pool: ParserPool | undefined;

  constructor(
    private readonly options: ScanOptions,
    private readonly limits: ScanLimits,
  ) {
    this.pool = options.session?.takePool(this.settings);
  }

  /** What a pool is made with. */
  private get settings(): string {
    return `${this.limits.nesting} ${this.limits.fileMilliseconds}`;
  }

  start(files: number): ParserPool {
    const { nesting, fileMilliseconds } = this.limits;
    const most = Math.min(MOST_WORKERS, this.options.workers ?? os.availableParallelism(), Math.ceil(files / FILES_PER_THREAD), threadsWithin(this.options.memoryBytes));
    const workers = Math.max(1, most);
    if (this.pool === undefined) this.pool = new ParserPool({ workers, nesting, fileMilliseconds });
    else this.pool.widen(workers);
    return this.pool;
  }

  /** Threads that read much hold much; a single one stays for the next scan of a session. */
  rest(): void {
    if (!this.staysForNext()) void this.pool?.close();
  }

  /** Leaves the thread to the session, after a scan that went well. */
  keep(): void {
    const { pool } = this;
    if (pool === undefined || !this.staysForNext()) return;
    this.options.session?.keepPool(pool, this.settings);
    this.pool = undefined;
  }

  async close(): Promise<void> {
    await this.pool?.close();
    this.pool = undefined;
  }

  private staysForNext(): boolean {
    return this.options.session !== undefined && this.options.memoryBytes === undefined && this.pool?.size === 1;
  }
}
