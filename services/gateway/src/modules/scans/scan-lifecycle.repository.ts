import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { GitRepositoryEntity, ScanAttemptEntity, ScanEntity, ScanFileEntity, SkippedFileEntity, type AttemptStatus, type GitRepository, type Scan, type ScanAttempt, type ScanStatus, type StoredSummary } from '../../database/index.js';
import { PlatformMetrics } from '../../metrics/index.js';
import { DATABASE, type AttemptFailure, type Database } from '../../ports/index.js';

const UNFINISHED = ['QUEUED', 'RUNNING'] as const;

/** An attempt that may run now. */
export interface BegunAttempt {
  readonly scan: Scan;
  readonly repository: GitRepository;
}

/** Why no attempt of that number may run. */
export type AttemptRefusal = 'unknown' | 'cancelled' | 'ended' | 'superseded';

/**
 * Every transition of a scan. Each is one conditional UPDATE, so that of two who decide at once only one succeeds,
 * and a terminal state never changes. Runs as the system: ids come from our own rows and streams, never from a caller.
 */
@Injectable()
export class ScanLifecycleRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly metrics: PlatformMetrics,
  ) {}

  /** QUEUED or RUNNING to the next attempt; undefined when the scan ended, is unknown, or had all its attempts. */
  beginAttempt(scanId: string, maximumAttempts: number, now: Date): Promise<BegunAttempt | undefined> {
    return this.database.system(async (entities) => {
      const [scan]: { attempt: number }[] = await entities.execute("select attempt from scan where id = ? and status in ('QUEUED', 'RUNNING') for update", [scanId]);
      return scan === undefined || scan.attempt >= maximumAttempts ? undefined : begin(entities, scanId, scan.attempt + 1, now);
    });
  }

  /**
   * The attempt of that number, where somebody else counts attempts. Asked again for the present one it gives the same answer;
   * the ones before it are lost from then on.
   */
  beginNumberedAttempt(scanId: string, number: number, now: Date): Promise<BegunAttempt | AttemptRefusal> {
    return this.database.system(async (entities) => {
      const [scan]: { status: ScanStatus; attempt: number }[] = await entities.execute('select status, attempt from scan where id = ? for update', [scanId]);
      if (scan === undefined) return 'unknown';
      if (scan.status === 'CANCELLED') return 'cancelled';
      if (scan.status !== 'QUEUED' && scan.status !== 'RUNNING') return 'ended';
      if (number < scan.attempt) return 'superseded';
      if (number > scan.attempt) return begin(entities, scanId, number, now);
      const present = await entities.findOne(ScanAttemptEntity, { scanId, number });
      return present?.status === 'RUNNING' ? found(entities, scanId) : 'superseded';
    });
  }

  byId(scanId: string): Promise<Scan | null> {
    return this.database.system((entities) => entities.findOne(ScanEntity, { id: scanId }));
  }

  /** The newest completed scan of the same repository: of the same reference, else of any. Its files may be gone. */
  previousOf(scan: Pick<Scan, 'id' | 'repositoryId' | 'reference'>): Promise<Scan | null> {
    const where = { repositoryId: scan.repositoryId, status: 'COMPLETED' as const, id: { $ne: scan.id } };
    const order = { orderBy: { number: 'desc' as const } };
    return this.database.system(async (entities) => (await entities.findOne(ScanEntity, { ...where, reference: scan.reference ?? null }, order)) ?? entities.findOne(ScanEntity, where, order));
  }

  attempt(scanId: string, number: number): Promise<ScanAttempt | null> {
    return this.database.system((entities) => entities.findOne(ScanAttemptEntity, { scanId, number }));
  }

  /** An attempt that completion or a cancel ended already keeps its state, and learns its peak only. */
  async endAttempt(scanId: string, number: number, end: { readonly status: AttemptStatus; readonly failure?: AttemptFailure | undefined; readonly peakMemoryBytes?: number; readonly now: Date }): Promise<void> {
    await this.database.system(async (entities) => {
      await entities.nativeUpdate(
        ScanAttemptEntity,
        { scanId, number, status: 'RUNNING' },
        { status: end.status, failureCode: end.failure?.code ?? null, failureMessage: end.failure?.message ?? null, finishedAt: end.now },
      );
      if (end.peakMemoryBytes !== undefined) await entities.nativeUpdate(ScanAttemptEntity, { scanId, number }, { peakMemoryBytes: end.peakMemoryBytes });
    });
  }

  /** How an attempt ended that somebody else ran: where nothing was written of it yet, or only that another one followed. @returns whether it was written now */
  recordAttemptEnd(scanId: string, number: number, failure: AttemptFailure, finishedAt: Date, peakMemoryBytes: number | undefined): Promise<boolean> {
    return this.database.system(async (entities) => {
      const changed = await entities.nativeUpdate(
        ScanAttemptEntity,
        { scanId, number, status: { $in: ['RUNNING', 'LOST'] }, failureCode: null },
        { status: 'FAILED', failureCode: failure.code, failureMessage: failure.message, finishedAt, ...(peakMemoryBytes === undefined ? {} : { peakMemoryBytes }) },
      );
      return changed > 0;
    });
  }

  /** The named attempt's scan to COMPLETED; what lower attempts left is deleted with it. @returns false when something else came first */
  async complete(scanId: string, attempt: number, summary: StoredSummary, now: Date): Promise<boolean> {
    const isEnded = await this.database.system(async (entities) => {
      const storedBytes = summary.outputs.reduce((sum, file) => sum + file.bytes, 0);
      const changed = await entities.nativeUpdate(ScanEntity, { id: scanId, attempt, status: 'RUNNING' }, { status: 'COMPLETED', summary, storedBytes, finishedAt: now, filesScanned: summary.files });
      if (changed === 0) return false;
      await entities.nativeUpdate(ScanAttemptEntity, { scanId, number: attempt, status: 'RUNNING' }, { status: 'SUCCEEDED', finishedAt: now, peakMemoryBytes: summary.peakMemoryBytes });
      await entities.nativeDelete(ScanFileEntity, { scanId, attempt: { $lt: attempt } });
      await entities.nativeDelete(SkippedFileEntity, { scanId, attempt: { $lt: attempt } });
      await entities.execute('delete from scan_batch where scan_id = ?', [scanId], 'run');
      await entities.execute('update repository set last_scanned_at = ? where id = (select repository_id from scan where id = ?)', [now, scanId], 'run');
      return true;
    });
    return isEnded && this.count(scanId);
  }

  /** @param attempt only if that is still the present one; undefined whatever it is */
  async fail(scanId: string, attempt: number | undefined, failure: AttemptFailure, now: Date): Promise<boolean> {
    const isEnded = await this.database.system(async (entities) => {
      const changes = { status: 'FAILED', failureCode: failure.code, failureMessage: failure.message, finishedAt: now } as const;
      const changed = await entities.nativeUpdate(ScanEntity, { id: scanId, status: { $in: [...UNFINISHED] }, ...(attempt === undefined ? {} : { attempt }) }, changes);
      return changed > 0;
    });
    return isEnded && this.count(scanId);
  }

  async cancel(scanId: string, now: Date): Promise<boolean> {
    const isEnded = await this.database.system(async (entities) => {
      const changed = await entities.nativeUpdate(ScanEntity, { id: scanId, status: { $in: [...UNFINISHED] } }, { status: 'CANCELLED', finishedAt: now });
      if (changed > 0) await entities.nativeUpdate(ScanAttemptEntity, { scanId, status: 'RUNNING' }, { status: 'CANCELLED', finishedAt: now });
      return changed > 0;
    });
    return isEnded && this.count(scanId);
  }

  /** Those of the scans that there are. */
  statusesOf(ids: readonly string[]): Promise<Pick<Scan, 'id' | 'organizationId' | 'status'>[]> {
    return this.database.system((entities) => entities.find(ScanEntity, { id: { $in: [...ids] } }, { fields: ['id', 'organizationId', 'status'] }));
  }

  /** Symbols that no file of any scan refers to any more, of all organizations. */
  async forgetOrphanedSymbols(): Promise<void> {
    await this.database.system((entities) => entities.execute('delete from symbol_set where not exists (select 1 from scan_file where scan_file.symbol_set_id = symbol_set.id)', [], 'run'));
  }

  /** Once for each scan: an end state never changes. */
  private async count(scanId: string): Promise<true> {
    const scan = await this.byId(scanId);
    if (scan !== null) this.metrics.scanEnded(scan.status, scan.failureCode, scan.startedAt == null || scan.finishedAt == null ? undefined : (scan.finishedAt.getTime() - scan.startedAt.getTime()) / 1000);
    return true;
  }

  /** What a platform that just started finds: scans that some earlier process queued or ran. */
  unfinished(): Promise<Scan[]> {
    return this.database.system((entities) => entities.find(ScanEntity, { status: { $in: [...UNFINISHED] } }, { orderBy: { createdAt: 'asc' } }));
  }
}

/** In the transaction that holds the scan's row. */
async function begin(entities: SqlEntityManager, scanId: string, number: number, now: Date): Promise<BegunAttempt> {
  await entities.execute("update scan set status = 'RUNNING', attempt = ?, files_scanned = 0, started_at = coalesce(started_at, ?) where id = ?", [number, now, scanId], 'run');
  const begun = await found(entities, scanId);
  await entities.nativeUpdate(ScanAttemptEntity, { scanId, status: 'RUNNING' }, { status: 'LOST', finishedAt: now });
  await entities.insert(ScanAttemptEntity, {
    scanId, number, organizationId: begun.scan.organizationId, status: 'RUNNING',
    failureCode: null, failureMessage: null, peakMemoryBytes: null, finished: null, messageCount: null, startedAt: now, finishedAt: null,
  });
  return begun;
}

async function found(entities: SqlEntityManager, scanId: string): Promise<BegunAttempt> {
  const scan = await entities.findOneOrFail(ScanEntity, { id: scanId });
  return { scan, repository: await entities.findOneOrFail(GitRepositoryEntity, { id: scan.repositoryId }) };
}
