import { describe, expect, it } from '@jest/globals';
import { ago, jobOfAttempt, NOW, podOf, type PodPicture } from '../../test/support/scans.js';
import { attemptProgress, readReport } from './pod-outcome.js';

const SETTINGS = { imagePullGraceSeconds: 120, lostNodeSeconds: 60 };
const FAILED_JOB = jobOfAttempt(1, { conditions: [{ type: 'Failed', reason: 'BackoffLimitExceeded' }] });

function exit(exitCode: number, more: { readonly reason?: string; readonly message?: string } = {}) {
  return { terminated: { exitCode, ...more } };
}

function disruption(reason: string): PodPicture {
  return { phase: 'Failed', scan: exit(137), conditions: [{ type: 'DisruptionTarget', status: 'True', reason }] };
}

interface EndRow {
  /** What happened, in words. */
  readonly happened: string;
  /** The pod as the kubelet left it; undefined: it is gone. */
  readonly pod: PodPicture | undefined;
  readonly code: string;
  /** Whether another attempt follows. */
  readonly isRetriable: boolean;
}

const ENDS: readonly EndRow[] = [
  { happened: 'the scanner crashed', pod: { phase: 'Failed', scan: exit(1) }, code: 'crashed', isRetriable: true },
  { happened: 'the scanner was killed by a signal', pod: { phase: 'Failed', scan: exit(137, { reason: 'Error' }) }, code: 'crashed', isRetriable: true },
  { happened: 'the scanner says that the repository cannot be read', pod: { phase: 'Failed', checkout: exit(2, { message: '{"code":"authenticationFailed","message":"Give a new token."}' }) }, code: 'authenticationFailed', isRetriable: false },
  { happened: 'the scanner cannot succeed and left no word', pod: { phase: 'Failed', scan: exit(2) }, code: 'cannotSucceed', isRetriable: false },
  { happened: 'the scanner filled its disk', pod: { phase: 'Failed', scan: exit(4) }, code: 'storage', isRetriable: false },
  { happened: 'the scanner heard SIGTERM from outside', pod: { phase: 'Failed', scan: exit(3) }, code: 'podDeleted', isRetriable: true },
  { happened: 'the pod was deleted, and its scanner died of it', pod: { phase: 'Failed', scan: exit(143), deletedAgo: 0 }, code: 'podDeleted', isRetriable: true },
  { happened: 'the pod was deleted and is gone', pod: undefined, code: 'podDeleted', isRetriable: true },
  { happened: 'the scan ran out of memory', pod: { phase: 'Failed', scan: exit(137, { reason: 'OOMKilled' }) }, code: 'memory', isRetriable: true },
  { happened: 'the checkout ran out of memory', pod: { phase: 'Failed', checkout: exit(137, { reason: 'OOMKilled' }) }, code: 'memory', isRetriable: true },
  { happened: 'the node ran short of memory', pod: { ...disruption('TerminationByKubelet'), reason: 'Evicted' }, code: 'evicted', isRetriable: true },
  { happened: 'the node was drained', pod: disruption('EvictionByEvictionAPI'), code: 'evicted', isRetriable: true },
  { happened: 'a volume passed its own limit', pod: { phase: 'Failed', reason: 'Evicted', scan: exit(137) }, code: 'storage', isRetriable: false },
  { happened: 'something of a higher priority came', pod: disruption('PreemptionByScheduler'), code: 'preempted', isRetriable: true },
  { happened: 'the node stopped answering', pod: disruption('DeletionByTaintManager'), code: 'nodeLost', isRetriable: true },
  { happened: 'the node was removed', pod: disruption('DeletionByPodGC'), code: 'nodeLost', isRetriable: true },
  { happened: 'the kubelet refused the pod', pod: { phase: 'Failed', reason: 'OutOfcpu' }, code: 'evicted', isRetriable: true },
];

describe('how an attempt ended', () => {
  it.each(ENDS)('$happened: $code', ({ pod, code, isRetriable }) => {
    expect(attemptProgress(FAILED_JOB, pod === undefined ? [] : [podOf(pod)], NOW, SETTINGS)).toMatchObject({ state: 'ended', end: { code, isRetriable } });
  });

  it('is good when the Job says so, whatever became of the pod', () => {
    const job = jobOfAttempt(1, { conditions: [{ type: 'Complete' }] });
    expect(attemptProgress(job, [], NOW, SETTINGS)).toMatchObject({ state: 'ended', end: { code: 'done' } });
    expect(attemptProgress({ ...job, metadata: { ...job.metadata, deletionTimestamp: ago(1) } }, [], NOW, SETTINGS)).toMatchObject({ end: { code: 'done' } });
  });

  it('is the deadline when the Job says so, and no retry', () => {
    const job = jobOfAttempt(1, { conditions: [{ type: 'Failed', reason: 'DeadlineExceeded' }] });
    expect(attemptProgress(job, [podOf({ phase: 'Failed', scan: exit(143), deletedAgo: 0 })], NOW, SETTINGS)).toMatchObject({ end: { code: 'deadline', isRetriable: false } });
  });

  it('is lost when the Job vanished or is being removed by somebody else', () => {
    expect(attemptProgress(undefined, [], NOW, SETTINGS)).toMatchObject({ end: { code: 'lost', isRetriable: true } });
    expect(attemptProgress(jobOfAttempt(1, { isBeingDeleted: true }), [podOf()], NOW, SETTINGS)).toMatchObject({ end: { code: 'lost' } });
  });
});

describe('an attempt that has not ended', () => {
  const running = jobOfAttempt(1);
  const waitingFor = (reason: string) => ({ waiting: { reason } });

  it.each([
    ['waits for its pod', undefined, { state: 'waiting', reason: 'WaitingForPod' }],
    ['finds no node', { phase: 'Pending', conditions: [] }, { state: 'waiting', reason: 'Starting' }],
    ['waits for its image', { phase: 'Pending', checkout: waitingFor('ImagePullBackOff') }, { state: 'waiting', reason: 'ImagePull', checkAgainAfterMilliseconds: 70_000 }],
    ['checks out', { phase: 'Pending', checkout: { running: {} } }, { state: 'running' }],
    ['is between its containers', { phase: 'Pending', checkout: exit(0), scan: waitingFor('PodInitializing') }, { state: 'running' }],
    ['runs', { phase: 'Running', scan: { running: {} } }, { state: 'running' }],
    ['has failed, and its Job has not noticed', { phase: 'Failed', scan: exit(1) }, { state: 'running' }],
    ['is being deleted, with time left', { deletedAgo: -5 }, { state: 'running' }],
  ] as const)('%s', (_name, pod, expected) => {
    expect(attemptProgress(running, pod === undefined ? [] : [podOf(pod)], NOW, SETTINGS)).toMatchObject(expected);
  });

  it('tells why no node takes it', () => {
    const pod = podOf({ phase: 'Pending' });
    const unschedulable = { ...pod, status: { ...pod.status, conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' }] } };
    expect(attemptProgress(running, [unschedulable], NOW, SETTINGS)).toEqual({ state: 'waiting', reason: 'Unschedulable', message: '0/1 nodes are available' });
  });

  it('fails with imagePull when the image does not come within its grace', () => {
    expect(attemptProgress(running, [podOf({ phase: 'Pending', createdAgo: 121, checkout: waitingFor('ErrImagePull') })], NOW, SETTINGS)).toMatchObject({ state: 'ended', end: { code: 'imagePull', isRetriable: true } });
  });

  it('is lost with its node when the removal of its pod is long overdue', () => {
    expect(attemptProgress(running, [podOf({ deletedAgo: 61 })], NOW, SETTINGS)).toMatchObject({ state: 'ended', end: { code: 'nodeLost', isRetriable: true } });
  });
});

describe('a termination message', () => {
  it.each([
    ['nothing', undefined],
    ['no JSON', 'oh no'],
    ['an array', '[]'],
    ['a code that is no code', '{"code":"<b>","message":"a"}'],
    ['a code of another kind', '{"code":7,"message":"a"}'],
    ['no message', '{"code":"a"}'],
    ['more than a message holds', JSON.stringify({ code: 'a', message: 'x'.repeat(5000) })],
  ])('is left out when it is %s', (_name, text) => {
    expect(readReport(text)).toBeUndefined();
  });

  it.each([[300, 300], ['300', undefined], [-1, undefined], [1.5, undefined], [null, undefined]])('says a peak of memory that is a number of bytes: %j', (told, peakMemoryBytes) => {
    expect(readReport(JSON.stringify({ code: 'a', message: '', peakMemoryBytes: told }))?.peakMemoryBytes).toBe(peakMemoryBytes);
  });

  it('loses what would rearrange a terminal or a page, and what is too long', () => {
    expect(readReport(JSON.stringify({ code: 'tooLarge', message: 'a\u001b[31mb\u202ec\nd' }))).toEqual({ code: 'tooLarge', message: 'a [31mb c d' });
    expect(readReport(JSON.stringify({ code: 'tooLarge', message: 'x'.repeat(900) }))?.message).toHaveLength(500);
  });
});
