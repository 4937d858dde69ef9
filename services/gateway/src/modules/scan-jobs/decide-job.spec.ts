import { describe, expect, it } from '@jest/globals';
import type { ScanStatus } from '../../database/index.js';
import type { JobState } from '../../ports/index.js';
import { RESULTS_MILLISECONDS, attemptFailure, decideJob, type JobDecision } from './decide-job.js';

const NOW = Date.UTC(2026, 3, 1, 12);
const job = (changes: Partial<JobState> = {}): JobState => ({ scanId: 'scan', organizationId: 'organization', phase: 'running', isCancelAsked: false, endedAttempts: [], ...changes });
const ended = (milliseconds: number): Date => new Date(NOW - milliseconds);
const failure = { code: 'memory', message: 'The scan needed more memory than it had.' };

/** The row's status, the job, what is to be done. */
const TABLE: readonly (readonly [name: string, status: ScanStatus | undefined, job: JobState | undefined, type: JobDecision['type']])[] = [
  ['a scan that waits and has no job yet, or lost its start', 'QUEUED', undefined, 'startJob'],
  ['a scan that the operator queues', 'QUEUED', job({ phase: 'queued' }), 'wait'],
  ['a job that began before its grant was written down', 'QUEUED', job(), 'wait'],
  ['a job that failed before it began', 'QUEUED', job({ phase: 'failed', failure }), 'failScan'],
  ['a job that somebody cancelled in the cluster', 'QUEUED', job({ phase: 'cancelled' }), 'cancelScan'],
  ['a scan that runs', 'RUNNING', job(), 'wait'],
  ['a scan between two attempts', 'RUNNING', job({ phase: 'queued' }), 'wait'],
  ['a job that vanished', 'RUNNING', undefined, 'recoverScan'],
  ['a job whose attempts are used up', 'RUNNING', job({ phase: 'failed', failure }), 'failScan'],
  ['a running job that somebody cancelled in the cluster', 'RUNNING', job({ phase: 'cancelled' }), 'cancelScan'],
  ['results on their way', 'RUNNING', job({ phase: 'succeeded', finishedAt: ended(1_000) }), 'wait'],
  ['results on their way for almost too long', 'RUNNING', job({ phase: 'succeeded', finishedAt: ended(RESULTS_MILLISECONDS - 1) }), 'wait'],
  ['results that did not come', 'RUNNING', job({ phase: 'succeeded', finishedAt: ended(RESULTS_MILLISECONDS) }), 'recoverScan'],
  ['an end without a time', 'RUNNING', job({ phase: 'succeeded' }), 'recoverScan'],
  ['a completed scan whose scanner is about to end', 'COMPLETED', job(), 'wait'],
  ['a completed scan whose job ended', 'COMPLETED', job({ phase: 'succeeded' }), 'settle'],
  ['a completed scan whose last pod was killed late', 'COMPLETED', job({ phase: 'failed' }), 'settle'],
  ['a completed scan whose job was removed after its time', 'COMPLETED', undefined, 'settle'],
  ['a cancel that did not reach the cluster', 'CANCELLED', job(), 'cancelJob'],
  ['a start that overtook its cancel', 'CANCELLED', job({ phase: 'queued' }), 'cancelJob'],
  ['a cancel under way', 'CANCELLED', job({ isCancelAsked: true }), 'wait'],
  ['a cancelled scan of which nothing runs', 'CANCELLED', job({ phase: 'cancelled', isCancelAsked: true }), 'settle'],
  ['a scan that failed in the gateway while its job runs', 'FAILED', job(), 'cancelJob'],
  ['a failed scan', 'FAILED', job({ phase: 'failed', failure }), 'settle'],
  ['a job whose scan was deleted', undefined, job(), 'removeJob'],
  ['an ended job whose scan was deleted', undefined, job({ phase: 'succeeded' }), 'removeJob'],
  ['a scan that was deleted with its job', undefined, undefined, 'settle'],
];

describe('what a scan and its job ask for', () => {
  it.each(TABLE)('%s', (_name, status, given, type) => {
    const situation = { status, job: given, now: NOW };
    expect(decideJob(situation).type).toBe(type);
    expect(decideJob(situation)).toEqual(decideJob(situation));
  });

  it('keeps the reason of whoever ran it, and has one where nobody gave any', () => {
    expect(decideJob({ status: 'RUNNING', job: job({ phase: 'failed', failure }), now: NOW })).toEqual({ type: 'failScan', failure });
    expect(decideJob({ status: 'RUNNING', job: job({ phase: 'failed' }), now: NOW })).toMatchObject({ failure: { code: 'failed' } });
    expect(decideJob({ status: 'RUNNING', job: job({ phase: 'succeeded' }), now: NOW })).toMatchObject({ failure: { code: 'results-lost' } });
    expect(decideJob({ status: 'RUNNING', job: undefined, now: NOW })).toMatchObject({ failure: { code: 'job-vanished' } });
  });

  it('has words for every code, known or not', () => {
    for (const code of ['memory', 'evicted', 'unknownRef']) expect(attemptFailure(code).message).toMatch(/^[A-Z].{10,}\.$/);
  });
});
