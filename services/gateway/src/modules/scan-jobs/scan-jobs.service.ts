import { Inject, Injectable } from '@nestjs/common';
import type { Scan } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, JOB_RUNNER, JOB_WATCH, type ArtifactStore, type AttemptFailure, type JobRunner, type JobState, type JobWatch } from '../../ports/index.js';
import { CLOCK, isUuid, type Clock } from '../../runtime/index.js';
import { ScanLifecycleRepository, ScanRecoveryService, ScanRunsService } from '../scans/index.js';
import { attemptFailure, decideJob, isOver, type JobDecision } from './decide-job.js';

/** An end, and what it asks for. */
const MOST_STEPS = 3;
/** How long a pod may upload after its job was taken away. */
const LAST_UPLOADS_MILLISECONDS = 60_000;

/** Brings scans' rows and their jobs together; each call may be repeated, and by another replica. */
@Injectable()
export class ScanJobsService {
  /** Scans of which nothing changes any more, by what their job said last. They are looked at again when it says something else. */
  private readonly settled = new Map<string, JobState | undefined>();
  /** Deleted scans whose jobs were taken away, and until when files of theirs may come. */
  private readonly deleted = new Map<string, { readonly organizationId: string; readonly until: number }>();

  constructor(
    private readonly lifecycle: ScanLifecycleRepository,
    private readonly runs: ScanRunsService,
    private readonly recovery: ScanRecoveryService,
    @Inject(JOB_RUNNER) private readonly runner: JobRunner,
    @Inject(JOB_WATCH) private readonly watch: JobWatch,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Scans to be looked at although nothing was heard of them. */
  async due(): Promise<string[]> {
    const unfinished = (await this.lifecycle.unfinished()).map(({ id }) => id);
    const jobs = this.watch.scanIds().filter((scanId) => !this.isSettled(scanId));
    for (const scanId of this.settled.keys()) if (this.watch.state(scanId) === undefined) this.settled.delete(scanId);
    return [...new Set([...unfinished, ...jobs, ...this.deleted.keys()])];
  }

  /** @throws what a part says that is away; the next sweep tries again */
  async reconcile(scanId: string): Promise<void> {
    for (let step = 0; step < MOST_STEPS; step++) if (!(await this.step(scanId))) return;
  }

  /** @returns whether the row changed, so that something else may be due now */
  private async step(scanId: string): Promise<boolean> {
    if (!this.watch.isListed || this.isSettled(scanId)) return false;
    const scan = await this.lifecycle.byId(scanId);
    const job = await this.jobOf(scanId, scan);
    if (scan !== null && job !== undefined) await this.recordAttempts(scan, job);
    // Said again with each sweep: a replica that missed it, or is new, is set right by the next.
    if (scan?.status === 'QUEUED' && job?.queuePosition !== undefined) this.runs.queued(scan, job.queuePosition);
    const decision = decideJob({ status: scan?.status, job, now: this.clock.now().getTime() });
    await this.carryOut(decision, scanId, scan, job);
    return decision.type === 'cancelScan' || decision.type === 'failScan' || decision.type === 'recoverScan';
  }

  /** A copy may be older than the row: whoever would act on a job's absence asks for it. */
  private async jobOf(scanId: string, scan: Scan | null): Promise<JobState | undefined> {
    const copy = this.watch.state(scanId);
    return copy === undefined && scan !== null && (scan.status === 'QUEUED' || scan.status === 'RUNNING') ? this.watch.ask(scanId) : copy;
  }

  private async recordAttempts(scan: Scan, job: JobState): Promise<void> {
    for (const { number, outcome, code, finishedAt, peakMemoryBytes } of job.endedAttempts) {
      if (outcome !== 'failed') continue;
      // The last one's words are those of the scan.
      const failure = job.failure?.code === code ? job.failure : attemptFailure(code);
      if (await this.lifecycle.recordAttemptEnd(scan.id, number, failure, finishedAt, peakMemoryBytes)) this.log.warn('an attempt ended', { scanId: scan.id, organizationId: scan.organizationId, attempt: number, failureCode: code });
    }
  }

  private async carryOut(decision: JobDecision, scanId: string, scan: Scan | null, job: JobState | undefined): Promise<void> {
    switch (decision.type) {
      case 'wait':
        return;
      case 'startJob':
        if (scan !== null) await this.runs.enqueue(scan);
        return;
      case 'cancelJob':
        return this.runner.cancel(scanId);
      case 'removeJob':
        return this.removeJob(scanId, job);
      case 'cancelScan':
        if (scan !== null) await this.runs.cancel(scan);
        return;
      case 'failScan':
        if (scan !== null) await this.fail(scan, decision.failure);
        return;
      case 'recoverScan':
        if (scan !== null && !(await this.recovery.complete(scan))) await this.fail(scan, decision.failure);
        return;
      case 'settle':
        return this.settle(scanId, scan, job);
    }
  }

  private async fail(scan: Scan, failure: AttemptFailure): Promise<void> {
    const now = this.clock.now();
    if (scan.attempt > 0) await this.lifecycle.endAttempt(scan.id, scan.attempt, { status: 'FAILED', failure, now });
    if (!(await this.lifecycle.fail(scan.id, undefined, failure, now))) return;
    this.log.warn('a scan failed', { scanId: scan.id, organizationId: scan.organizationId, attempt: scan.attempt, failureCode: failure.code });
    this.runs.changed(scan);
  }

  /** A scan has its row before it has a job: one without a row was deleted, while its pod may have been at work. */
  private async removeJob(scanId: string, job: JobState | undefined): Promise<void> {
    this.log.info('a job without a scan is removed', { scanId });
    // Other names are not ours.
    if (job !== undefined && isUuid(scanId) && isUuid(job.organizationId)) this.deleted.set(scanId, { organizationId: job.organizationId, until: this.clock.now().getTime() + LAST_UPLOADS_MILLISECONDS });
    await this.watch.remove(scanId);
  }

  /** With each sweep, for as long as its pod may go on; what comes later is left to the sweep of the store. */
  private async forgetFiles(scanId: string): Promise<void> {
    const known = this.deleted.get(scanId);
    if (known === undefined) return;
    const isLast = this.clock.now().getTime() >= known.until;
    await this.artifacts.remove({ organizationId: known.organizationId, scanId });
    if (isLast) this.deleted.delete(scanId);
  }

  /** Files of attempts that came to nothing; those of the result stay. */
  private async settle(scanId: string, scan: Scan | null, job: JobState | undefined): Promise<void> {
    if (scan === null) await this.forgetFiles(scanId);
    else {
      const address = { organizationId: scan.organizationId, scanId };
      await (scan.status === 'COMPLETED' ? this.artifacts.discard(address) : this.artifacts.remove(address));
    }
    if (job !== undefined) this.settled.set(scanId, job);
  }

  private isSettled(scanId: string): boolean {
    const known = this.settled.get(scanId);
    const present = this.watch.state(scanId);
    return known !== undefined && present !== undefined && isOver(present) && known.phase === present.phase;
  }
}
