import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SCAN_SECONDS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** What the open graphs of one thread have come to. */
export interface GraphCacheFigures {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  /** Of the graphs that are open now. */
  readonly bytes: number;
}

/**
 * What this process counts, for Prometheus. Labels are words of a fixed list: never a tenant's, a person's or a repository's name.
 * A registry of its own, so that two platforms in one process do not share counts.
 */
export class PlatformMetrics {
  readonly registry = new Registry();
  readonly scansEnded = this.counter('pinata_scans_ended_total', 'Scans that ended, by status and failure code (empty without one)', ['status', 'code']);
  readonly scanSeconds = new Histogram({ name: 'pinata_scan_duration_seconds', help: 'From the first attempt to the end of a scan', labelNames: ['status'], buckets: SCAN_SECONDS, registers: [this.registry] });
  readonly ingestBatches = this.counter('pinata_ingest_batches_total', 'Messages of scanners, by what became of them: stored, known or stale', ['outcome']);
  readonly ingestFiles = this.counter('pinata_ingest_files_total', 'File results that were stored');
  readonly deadLetters = this.counter('pinata_dead_letters_total', 'Messages that could not be stored and were set aside');
  readonly graphqlRequests = this.counter('pinata_graphql_requests_total', 'Operations by type and first error code (OK without one)', ['type', 'code']);
  readonly signInsRefused = this.counter('pinata_sign_ins_refused_total', 'Sign-ins that were refused, by reason', ['reason']);
  readonly tokensRefused = this.counter('pinata_tokens_refused_total', 'Credentials of requests that were refused, by code', ['code']);
  readonly subscriptionsOpen = new Gauge({ name: 'pinata_subscriptions_open', help: 'Subscriptions that are open', registers: [this.registry] });
  private readonly cacheEvents = this.counter('pinata_graph_cache_events_total', 'Openings of graphs by the cache of each thread: hit, miss or eviction', ['event']);
  private readonly cacheBytes = new Gauge({ name: 'pinata_graph_cache_bytes', help: 'Memory of the graphs that are open', registers: [this.registry] });
  private readonly cacheOfThread = new Map<number, GraphCacheFigures>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param seconds undefined for a scan that never ran */
  scanEnded(status: string, code: string | null | undefined, seconds: number | undefined): void {
    this.scansEnded.inc({ status, code: code ?? '' });
    if (seconds !== undefined) this.scanSeconds.observe({ status }, seconds);
  }

  /** @param figures all that the thread counted since it began; undefined when it ended */
  graphCache(thread: number, figures: GraphCacheFigures | undefined): void {
    const before = this.cacheOfThread.get(thread);
    if (figures === undefined) this.cacheOfThread.delete(thread);
    else {
      this.cacheOfThread.set(thread, figures);
      this.cacheEvents.inc({ event: 'hit' }, figures.hits - (before?.hits ?? 0));
      this.cacheEvents.inc({ event: 'miss' }, figures.misses - (before?.misses ?? 0));
      this.cacheEvents.inc({ event: 'eviction' }, figures.evictions - (before?.evictions ?? 0));
    }
    this.cacheBytes.set([...this.cacheOfThread.values()].reduce((sum, { bytes }) => sum + bytes, 0));
  }

  private counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
