import os from 'node:os';
import { checkCancelled } from './check-cancelled.js';
import { ParserPool } from './parse/pool.js';
import type { ScanOptions, ScanSink, ScanSource, ScanSummary } from './scan-api.js';
import { DEFAULT_LIMITS } from './scan-api.js';

const MOST_WORKERS = 8;

/**
 * Reads a folder and writes its snapshot. The result depends on the files, the settings and the engine's version alone:
 * not on the number of workers, the order of files, the machine or the time.
 * @param given the source, or a promise of one: the parser threads start while it is made ready
 * @throws ScanError with a code and what to do; the signal's abort is `cancelled`; whatever the promised source rejects with
 */
export async function scan(given: ScanSource | Promise<ScanSource>, options: ScanOptions, sink: ScanSink, signal?: AbortSignal): Promise<ScanSummary> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const workers = Math.max(1, Math.min(MOST_WORKERS, options.workers ?? os.availableParallelism()));
  const pool = new ParserPool({ workers, nesting: limits.nesting, fileMilliseconds: limits.fileMilliseconds });
  try {
    // The rest of the engine is loaded while the threads start.
    const [{ scanSource }, source] = await Promise.all([import('./scan-source.js'), given]);
    checkCancelled(signal);
    return await scanSource(pool, source, options, limits, sink, signal).catch((error: unknown) => {
      checkCancelled(signal); // what failed because the scan was cancelled
      throw error;
    });
  } finally {
    await pool.close();
  }
}
