import { Inject, Injectable } from '@nestjs/common';
import { fromBinary } from '@bufbuild/protobuf';
import { EnvelopeSchema, type Envelope, type FileResult, type ScanFinished } from '@pinata/proto';
import type { StoredSummary } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, ArtifactError, CACHE, DATABASE, EVENT_BUS, factsKey, type ArtifactStore, type AttemptFailure, type Cache, type Database, type EventBus, type StreamMessage } from '../../ports/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { IngestRepository, type MessageOrigin, type StoreOutcome } from './ingest.repository.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';
import { storedSummary } from './stored-summary.js';
import { SymbolRefillService } from './symbol-refill.service.js';

/** What an artifact that cannot be kept means for its scan. */
const ARTIFACT_FAILURES: Readonly<Record<ArtifactError['code'], string>> = {
  missing: 'results-damaged',
  sizeDiffers: 'results-damaged',
  digestDiffers: 'results-damaged',
  unsafeName: 'results-damaged',
  tooLarge: 'storage',
  storage: 'storage',
};

/**
 * Stores what scanners send, and ends their scans. It alone writes COMPLETED: when everything that an attempt counted is
 * stored, and its files are checked and named. A message is acknowledged (by returning) only after its transaction.
 */
@Injectable()
export class IngestService {
  constructor(
    private readonly repository: IngestRepository,
    private readonly lifecycle: ScanLifecycleRepository,
    private readonly refill: SymbolRefillService,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(CACHE) private readonly cache: Cache,
    @Inject(EVENT_BUS) private readonly eventBus: EventBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** For the ResultStream. Throws only what another delivery may mend. */
  async handle(message: StreamMessage): Promise<void> {
    const { organizationId, scanId, attempt } = message.address;
    const envelope = this.decode(message);
    if (envelope === undefined) return;
    if (envelope.body.case === 'progress') {
      const { phase, current, total, message: words } = envelope.body.value;
      this.eventBus.publish('scan.progress', { organizationId, scanId, attempt, phase, current, total, message: words });
      return;
    }
    const outcome = await this.store({ organizationId, scanId, attempt, sequence: Number(envelope.sequence) }, envelope);
    if (outcome === 'stale') return;
    if (envelope.body.case === 'sourceOpened') this.eventBus.publish('scan.changed', { organizationId, scanId });
    const summary = await this.repository.completeSummary(scanId, attempt);
    if (summary !== undefined) await this.complete({ organizationId, scanId }, attempt, summary);
  }

  private async store(origin: MessageOrigin, envelope: Envelope): Promise<StoreOutcome> {
    const body = envelope.body;
    switch (body.case) {
      case 'fileResults': {
        const outcome = await this.repository.storeFiles(origin, body.value.results);
        if (outcome === 'stored') await this.rememberFacts(origin.organizationId, body.value.results);
        return outcome;
      }
      case 'filesReused':
        return this.repository.storeReused(origin, body.value.files);
      case 'filesSkipped':
        return this.repository.storeSkipped(origin, body.value.files);
      case 'sourceOpened':
        return this.repository.storeSource(origin, body.value);
      case 'scanFinished':
        return this.repository.storeFinished(origin, this.summaryOf(body.value), Number(body.value.messageCount));
      default:
        this.log.warn('a scanner sent a message that this version does not store', { ...origin, case: body.case ?? 'none' });
        return 'stale';
    }
  }

  private summaryOf(finished: ScanFinished): StoredSummary {
    return storedSummary(finished, finished.skippedByReason);
  }

  /** Checks and names the attempt's files, then ends its scan: as COMPLETED, or as FAILED where they cannot be kept. */
  async complete(address: { readonly organizationId: string; readonly scanId: string }, attempt: number, summary: StoredSummary): Promise<void> {
    const { scanId, organizationId } = address;
    await this.refill.refill(address, attempt);
    try {
      await this.artifacts.promote(address, attempt, summary.outputs);
    } catch (error) {
      // A store that is away comes back: the message is asked for again, and completes the scan then.
      if (!(error instanceof ArtifactError) || error.isTransient) throw error;
      this.log.error('the files of a scan cannot be kept', { organizationId, scanId, attempt, code: error.code, error: error.message });
      await this.fail(address, attempt, { code: ARTIFACT_FAILURES[error.code], message: `What the scan wrote cannot be kept: ${error.message} Start the scan again.` });
      return;
    }
    const isCompleted = await this.lifecycle.complete(scanId, attempt, summary, this.clock.now());
    if (!isCompleted) return;
    await this.cache.forget('answers', organizationId);
    this.database.maintain().catch((error: unknown) => this.log.warn('the database could not be maintained', { error }));
    this.eventBus.publish('scan.changed', { organizationId, scanId });
    this.eventBus.publish('organization.changed', { organizationId });
  }

  private async fail(address: { readonly organizationId: string; readonly scanId: string }, attempt: number, failure: AttemptFailure): Promise<void> {
    if (await this.lifecycle.fail(address.scanId, attempt, failure, this.clock.now())) this.eventBus.publish('scan.changed', address);
  }

  /** Facts are kept for later scans by content, never by path. A write that fails is as if it never happened. */
  private async rememberFacts(organizationId: string, results: readonly FileResult[]): Promise<void> {
    for (const result of results) {
      // What a clock ended may be read further another time.
      if (result.facts.byteLength > 0 && result.status !== 'timedOut') await this.cache.put('facts', factsKey(organizationId, result), result.facts);
    }
  }

  /** Undefined for bytes that no delivery will mend: they are logged, and acknowledged. */
  private decode({ bytes, address }: StreamMessage): Envelope | undefined {
    try {
      const envelope = fromBinary(EnvelopeSchema, bytes);
      if (envelope.scanId === address.scanId && envelope.attempt === address.attempt) return envelope;
      this.log.warn('a message names another scan than the stream it came on', { ...address });
    } catch (error) {
      this.log.warn('a message of a scanner cannot be read', { ...address, error: error instanceof Error ? error.message : 'unknown' });
    }
    return undefined;
  }
}
