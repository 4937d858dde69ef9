import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { InProcessEventBus } from '../../src/adapters/event-bus/in-process/in-process-event-bus.js';
import { parseConfiguration } from '../../src/config/index.js';
import { PlatformMetrics } from '../../src/metrics/index.js';
import { ScanJobsService } from '../../src/modules/scan-jobs/scan-jobs.service.js';
import { ScanLifecycleRepository } from '../../src/modules/scans/scan-lifecycle.repository.js';
import { QueueBoard } from '../../src/modules/scans/queue-board.js';
import type { ScanRecoveryService } from '../../src/modules/scans/scan-recovery.service.js';
import { ScanRunsService } from '../../src/modules/scans/scan-runs.service.js';
import type { ArtifactAddress, ArtifactStore, JobRunner, JobState, JobWatch, ScanJob } from '../../src/ports/index.js';
import { databaseTemplate } from '../platform/database-template.js';
import { ScanRows } from '../platform/scan-rows.js';

const now = new Date('2026-04-01T12:00:00Z');
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Jobs of a cluster that is nothing but a map; the copy may be behind it. */
class MemoryJobs implements JobRunner, JobWatch {
  readonly jobs = new Map<string, JobState>();
  copy = this.jobs;
  isListed = true;
  readonly done: string[] = [];

  start({ scanId, organizationId }: ScanJob): Promise<void> {
    this.done.push(`start ${scanId}`);
    this.jobs.set(scanId, { scanId, organizationId, phase: 'queued', isCancelAsked: false, endedAttempts: [] });
    return Promise.resolve();
  }
  cancel(scanId: string): Promise<void> {
    this.done.push(`cancel ${scanId}`);
    this.change(scanId, { isCancelAsked: true });
    return Promise.resolve();
  }
  remove(scanId: string): Promise<void> {
    this.done.push(`remove ${scanId}`);
    this.jobs.delete(scanId);
    return Promise.resolve();
  }
  change(scanId: string, changes: Partial<JobState>): void {
    const known = this.jobs.get(scanId);
    if (known !== undefined) this.jobs.set(scanId, { ...known, ...changes });
  }
  readonly queuePosition = (): undefined => undefined;
  readonly languages = () => Promise.resolve([]);
  readonly close = () => Promise.resolve();
  readonly follow = () => Promise.resolve();
  readonly state = (scanId: string): JobState | undefined => this.copy.get(scanId);
  readonly scanIds = (): string[] => [...this.copy.keys()];
  readonly ask = (scanId: string): Promise<JobState | undefined> => Promise.resolve(this.jobs.get(scanId));
}

describe('scans and their jobs', () => {
  let database: PgliteDatabase;
  let lifecycle: ScanLifecycleRepository;
  let jobs: MemoryJobs;
  let service: ScanJobsService;
  let board: QueueBoard;
  let isRecoverable = false;
  let isStoreAway = false;
  let time = now;
  const files: string[] = [];
  const rows = new ScanRows(now);
  const { organizationId } = rows;

  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
    lifecycle = new ScanLifecycleRepository(database, new PlatformMetrics());
    await rows.insertInto(database);
  }, 60_000);
  afterAll(() => database.close());

  beforeEach(() => {
    jobs = new MemoryJobs();
    files.length = 0;
    isRecoverable = false;
    time = now;
    isStoreAway = false;
    const clock = { now: () => time };
    const eventBus = new InProcessEventBus(() => undefined);
    // An API replica: its own runner follows nothing.
    board = new QueueBoard(eventBus, new MemoryJobs());
    const runs = new ScanRunsService(lifecycle, jobs, eventBus, parseConfiguration({}), clock, quiet);
    // Files are other suites' subject: here it is enough to hear what becomes of them.
    const artifacts = { discard: () => Promise.resolve(void files.push('discard')), remove: ({ organizationId: of, scanId }: ArtifactAddress) => (isStoreAway ? Promise.reject(new Error('away')) : Promise.resolve(void files.push(`remove ${of}/${scanId}`))) } as unknown as ArtifactStore;
    const recovery = { complete: () => Promise.resolve(isRecoverable) } as unknown as ScanRecoveryService;
    service = new ScanJobsService(lifecycle, runs, recovery, jobs, jobs, artifacts, clock, quiet);
  });

  async function newScan(attempt = 0): Promise<string> {
    const id = await rows.addScan();
    for (let begun = 1; begun <= attempt; begun++) await lifecycle.beginNumberedAttempt(id, begun, now);
    return id;
  }
  const withJob = (scanId: string, changes: Partial<JobState>): void => void jobs.jobs.set(scanId, { scanId, organizationId, phase: 'running', isCancelAsked: false, endedAttempts: [], ...changes });
  const statusOf = async (scanId: string): Promise<unknown> => {
    const scan = await lifecycle.byId(scanId);
    return scan?.failureCode == null ? scan?.status : `${scan.status} ${scan.failureCode}`;
  };

  it('begin a job that was lost, once', async () => {
    const scanId = await newScan();
    await service.reconcile(scanId);
    await service.reconcile(scanId);
    expect([jobs.done, await statusOf(scanId)]).toEqual([[`start ${scanId}`], 'QUEUED']);
  });

  it('do nothing for absence while the copy is old, and ask before they believe it', async () => {
    const [queued, running] = [await newScan(), await newScan(1)];
    jobs.isListed = false;
    for (const scanId of [queued, running]) await service.reconcile(scanId);
    jobs.isListed = true;
    for (const scanId of [queued, running]) withJob(scanId, {});
    jobs.copy = new Map();
    for (const scanId of [queued, running]) await service.reconcile(scanId);
    expect([jobs.done, await statusOf(queued), await statusOf(running)]).toEqual([[], 'QUEUED', 'RUNNING']);
  });

  it('fail with the operator’s reason, record each attempt’s own, and tidy up once', async () => {
    const scanId = await newScan(2);
    const finishedAt = new Date('2026-04-01T11:59:00Z');
    withJob(scanId, { phase: 'failed', finishedAt, failure: { code: 'memory', message: 'Too little.' }, endedAttempts: [{ number: 1, finishedAt, outcome: 'failed', code: 'evicted' }, { number: 2, finishedAt, outcome: 'failed', code: 'memory', peakMemoryBytes: 2 ** 29 }] });
    for (let times = 0; times < 3; times++) await service.reconcile(scanId);
    expect([await statusOf(scanId), files]).toEqual(['FAILED memory', [`remove ${organizationId}/${scanId}`]]);
    expect(await lifecycle.attempt(scanId, 1)).toMatchObject({ status: 'FAILED', failureCode: 'evicted', finishedAt, peakMemoryBytes: null });
    expect(await lifecycle.attempt(scanId, 2)).toMatchObject({ status: 'FAILED', failureCode: 'memory', failureMessage: 'Too little.', finishedAt, peakMemoryBytes: 2 ** 29 });
    expect(await service.due()).not.toContain(scanId);
  });

  it('end when their job vanished or its results did, unless their files say everything', async () => {
    const [vanished, lost, recovered] = [await newScan(1), await newScan(1), await newScan(1)];
    const finishedAt = new Date(now.getTime() - 6 * 60_000);
    for (const scanId of [lost, recovered]) withJob(scanId, { phase: 'succeeded', finishedAt });
    await service.reconcile(vanished);
    await service.reconcile(lost);
    isRecoverable = true;
    await service.reconcile(recovered);
    expect([await statusOf(vanished), await statusOf(lost), await statusOf(recovered)]).toEqual(['FAILED job-vanished', 'FAILED results-lost', 'RUNNING']);
  });

  it('bring a cancel to the cluster that did not reach it, and one from there to the row', async () => {
    const [here, there] = [await newScan(1), await newScan()];
    withJob(here, {});
    withJob(there, { phase: 'cancelled' });
    await lifecycle.cancel(here, now);
    for (const scanId of [here, there, here]) await service.reconcile(scanId);
    expect([jobs.done.filter((done) => done.endsWith(here)), await statusOf(there)]).toEqual([[`cancel ${here}`], 'CANCELLED']);
  });

  it('tell the other replicas how many come before a scan that waits, again with every sweep', async () => {
    const [waiting, running] = [await newScan(), await newScan(1)];
    for (const scanId of [waiting, running]) withJob(scanId, { phase: 'queued', queuePosition: 3 });
    for (const scanId of await service.due()) await service.reconcile(scanId);
    // The row says that the second one runs, and the row is the truth.
    expect([board.positionOf(waiting), board.positionOf(running)]).toEqual([3, undefined]);
    jobs.change(waiting, { queuePosition: 0 });
    await service.reconcile(waiting);
    expect(board.positionOf(waiting)).toBe(0);
  });

  it('take away a job whose scan was deleted', async () => {
    const scanId = randomUUID();
    withJob(scanId, {});
    expect(await service.due()).toContain(scanId);
    await service.reconcile(scanId);
    expect(jobs.done).toEqual([`remove ${scanId}`]);
  });

  it('remove what the pod of a deleted scan uploads, until it is gone', async () => {
    const scanId = randomUUID();
    withJob(scanId, {});
    await service.reconcile(scanId);
    const seen: unknown[] = [];
    for (const seconds of [0, 30, 60, 70]) {
      time = new Date(now.getTime() + seconds * 1000);
      isStoreAway = seconds === 60;
      const isDue = (await service.due()).includes(scanId);
      if (isDue) await service.reconcile(scanId).catch(() => undefined);
      seen.push([seconds, isDue, files.length]);
    }
    expect(seen).toEqual([[0, true, 1], [30, true, 2], [60, true, 2], [70, true, 3]]);
    expect(files).toEqual(Array.from({ length: 3 }, () => `remove ${organizationId}/${scanId}`));
    expect(await service.due()).not.toContain(scanId);
  });

  it('keep the files of a result, and remove what lies beside them', async () => {
    const scanId = await newScan(1);
    await lifecycle.complete(scanId, 1, { outputs: [], files: 0, peakMemoryBytes: 7e7 } as unknown as Parameters<ScanLifecycleRepository['complete']>[2], now);
    withJob(scanId, { phase: 'succeeded', finishedAt: now });
    await service.reconcile(scanId);
    expect([await statusOf(scanId), files]).toEqual(['COMPLETED', ['discard']]);
    // Its own results say how much memory it took.
    expect(await lifecycle.attempt(scanId, 1)).toMatchObject({ status: 'SUCCEEDED', peakMemoryBytes: 7e7 });
  });
});
