import { ParserPool } from '../src/parse/pool.js';
import { DEFAULT_LIMITS } from '../src/scan-api.js';

/** A thread that outlives scans: hundreds of small ones would each load their grammars again. To be ended by its owner. */
export class KeptPool extends ParserPool {
  constructor() {
    super({ workers: 1, nesting: DEFAULT_LIMITS.nesting, fileMilliseconds: DEFAULT_LIMITS.fileMilliseconds });
  }

  override async close(): Promise<void> {
    // `end` closes it
  }

  async end(): Promise<void> {
    await super.close();
  }
}
