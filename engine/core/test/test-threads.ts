import { ParserPool } from '../src/parse/pool.js';
import { DEFAULT_LIMITS } from '../src/scan-api.js';
import type { ParserThreads } from '../src/scan-source.js';

/** A thread that outlives scans: hundreds of small ones would each load their grammars again. To be ended by its owner. */
export class TestThreads implements ParserThreads {
  private readonly pool = new ParserPool({ workers: 1, nesting: DEFAULT_LIMITS.nesting, fileMilliseconds: DEFAULT_LIMITS.fileMilliseconds });

  start(): ParserPool {
    return this.pool;
  }

  rest(): void {
    // `end` closes it
  }

  async end(): Promise<void> {
    await this.pool.close();
  }
}
