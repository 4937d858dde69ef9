import type { KeptGraph } from './kept-graph.js';
import type { KeptPack } from './previous-pack.js';
import type { ParserPool } from '../parse/pool.js';
import { PictureThread } from '../picture/picture-thread.js';

/** What the last scan left in memory. */
export interface KeptScan {
  /** The fact pack that it wrote. */
  readonly pack: KeptPack;
  /** The graph of its snapshot, wherever that lies now. */
  readonly graph: Omit<KeptGraph, 'folder'>;
}

/**
 * What one process keeps between scans of one repository, each upon the last one's fact pack: threads, facts and links as they
 * were read, and the graph. It is a few hundred megabytes for a large repository, and it never changes a result: what lies in memory
 * is used where the fact pack is the one that the last scan wrote. One scan at a time; to be closed by its owner.
 */
export class ScanSession {
  /** Draws pictures. */
  readonly pictures = new PictureThread();
  private kept: KeptScan | undefined;
  private isClosed = false;
  private pool: { readonly pool: ParserPool; readonly settings: string } | undefined;

  /** What the last scan left, for the scan that goes on with it: whatever becomes of that, it is not used twice. */
  take(): KeptScan | undefined {
    const { kept } = this;
    this.kept = undefined;
    return kept;
  }

  keep(kept: KeptScan): void {
    if (!this.isClosed) this.kept = kept;
  }

  /** A pool that an earlier scan left, where it was made with these settings. */
  takePool(settings: string): ParserPool | undefined {
    const { pool } = this;
    this.pool = undefined;
    if (pool === undefined) return undefined;
    if (pool.settings === settings && pool.pool.size > 0) return pool.pool;
    void pool.pool.close();
    return undefined;
  }

  keepPool(pool: ParserPool, settings: string): void {
    void this.pool?.pool.close();
    this.pool = { pool, settings };
    if (this.isClosed) void this.close();
  }

  /** Idempotent; a scan that still runs leaves nothing. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.kept = undefined;
    const { pool } = this;
    this.pool = undefined;
    await Promise.all([pool?.pool.close(), this.pictures[Symbol.asyncDispose]()]);
  }
}
