import { describe, expect, it } from '@jest/globals';
import { ago, attemptOf, jobOfAttempt, NOW, podOf, runningScan, SCAN_ID, scanOf, settings } from '../../test/support/scans.js';
import { afterStart, decide, type Decision, type PolicyName, type ScanState } from './decide.js';
import type { ScanStatus } from './scan-resource.js';

const SETTINGS = settings({ memory: { factorAfterOutOfMemory: 2, maximumMegabytes: 4096 } });
const JOB_1 = `scan-${SCAN_ID}-1`;
const JOB_2 = `scan-${SCAN_ID}-2`;
const COMPLETE = { type: 'Complete' };
const FAILED = { type: 'Failed', reason: 'BackoffLimitExceeded' };

function stateOf(changes: Partial<ScanState>): ScanState {
  return { scan: scanOf(), jobs: [], pods: [], turn: 'granted', queuePosition: undefined, now: NOW, ...changes };
}

function names(decision: Decision): string[] {
  return decision.effects.map((effect) => ('name' in effect ? `${effect.type} ${effect.name}` : effect.type));
}

function ended(code: string, number = 1, changes = {}) {
  return attemptOf(number, { finishedAt: ago(5), outcome: 'Failed', code, ...changes });
}

interface Row {
  /** What happened, or what the operator finds after it was started anew. */
  readonly name: string;
  /** What was gathered; the rest is a scan of one organization that may begin, with nothing made for it. */
  readonly state: Partial<ScanState>;
  /** Which policy must be the one that decides. */
  readonly policy: PolicyName;
  /** Effects by type and name, in order. */
  readonly effects: readonly string[];
  /** What the written status must hold; undefined: it is left alone. */
  readonly status: Partial<ScanStatus> | undefined;
  /** When it must be looked at again without an event, in milliseconds. */
  readonly checkAgain?: number;
}

const ROWS: readonly Row[] = [
  // Removal
  { name: 'a Scan that is gone takes its Jobs along', state: { scan: undefined, jobs: [jobOfAttempt(1)] }, policy: 'removed', effects: [`deleteJob ${JOB_1}`], status: undefined },
  { name: 'a Scan that is gone and left nothing', state: { scan: undefined }, policy: 'removed', effects: [], status: undefined },
  { name: 'a Scan that is being deleted begins nothing', state: { scan: scanOf({ deletionTimestamp: ago(0) }) }, policy: 'deleted', effects: [], status: undefined },
  { name: 'a Scan that is being deleted stops what runs', state: { scan: { ...runningScan(), metadata: { ...runningScan().metadata, deletionTimestamp: ago(0) } }, jobs: [jobOfAttempt(1)], pods: [podOf()] }, policy: 'deleted', effects: [`deleteJob ${JOB_1}`, 'deletePod pod-of-job-1'], status: undefined },

  // Ends
  { name: 'an ended scan rests until its time is over', state: { scan: scanOf({ status: { phase: 'Completed', finishedAt: ago(600), attempts: [attemptOf(1, { finishedAt: ago(600), code: 'done' })] } }), jobs: [jobOfAttempt(1, { conditions: [COMPLETE] })] }, policy: 'finished', effects: [], status: undefined, checkAgain: 3_000_000 },
  { name: 'an ended scan goes when its time is over', state: { scan: scanOf({ status: { phase: 'Failed', finishedAt: ago(3600) } }) }, policy: 'finished', effects: ['deleteScan'], status: undefined },
  { name: 'a Job that appears after the end is stopped (a duplicate, or a copy that lagged)', state: { scan: scanOf({ status: { phase: 'Completed', finishedAt: ago(1) } }), jobs: [jobOfAttempt(2)], pods: [podOf({ ofJob: 'job-2' })] }, policy: 'finished', effects: [`deleteJob ${JOB_2}`, 'deletePod pod-of-job-2'], status: undefined, checkAgain: 1000 },
  { name: 'cancelling what has ended changes nothing', state: { scan: scanOf({ spec: { isCancelled: true }, status: { phase: 'Completed', finishedAt: ago(600) } }) }, policy: 'finished', effects: [], status: undefined, checkAgain: 3_000_000 },

  // Cancelling
  { name: 'a queued scan is cancelled at once', state: { scan: scanOf({ spec: { isCancelled: true } }) }, policy: 'cancelled', effects: [], status: { phase: 'Cancelled', finishedAt: ago(0) } },
  { name: 'a running scan is stopped first', state: { scan: runningScan({ isCancelled: true }), jobs: [jobOfAttempt(1)], pods: [podOf()] }, policy: 'cancelled', effects: [`deleteJob ${JOB_1}`, 'deletePod pod-of-job-1', `deleteSecret ${JOB_1}`], status: { phase: 'Running' }, checkAgain: 1000 },
  { name: 'what is being stopped is not stopped twice', state: { scan: runningScan({ isCancelled: true }), jobs: [jobOfAttempt(1, { isBeingDeleted: true })], pods: [podOf({ deletedAgo: -3 })] }, policy: 'cancelled', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Running' }, checkAgain: 1000 },
  { name: 'a pod whose node does not confirm is removed by force', state: { scan: runningScan({ isCancelled: true }), jobs: [], pods: [podOf({ deletedAgo: 61 })] }, policy: 'cancelled', effects: ['deletePod pod-of-job-1', `deleteSecret ${JOB_1}`], status: { phase: 'Running' }, checkAgain: 1000 },
  { name: 'it is cancelled when nothing is left', state: { scan: runningScan({ isCancelled: true }) }, policy: 'cancelled', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Cancelled', attempts: [attemptOf(1, { finishedAt: ago(0), outcome: 'Cancelled', code: 'cancelled' })] } },

  // The deadline over all attempts
  { name: 'past the deadline what runs is stopped', state: { scan: runningScan({ deadlineSeconds: 60 }), jobs: [jobOfAttempt(1)], pods: [podOf()] }, policy: 'deadline', effects: [`deleteJob ${JOB_1}`, 'deletePod pod-of-job-1'], status: undefined, checkAgain: 1000 },
  { name: 'past the deadline it fails when nothing runs', state: { scan: runningScan({ deadlineSeconds: 60 }) }, policy: 'deadline', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Failed', failure: { code: 'deadline', message: 'The scan ran out of time. Give it a longer deadline, or leave folders out.' } } },
  { name: 'what ended well just in time has ended well', state: { scan: runningScan({ deadlineSeconds: 60 }), jobs: [jobOfAttempt(1, { conditions: [COMPLETE] })] }, policy: 'following', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Completed' } },
  { name: 'the deadline also ends what waits for its next attempt', state: { scan: runningScan({ deadlineSeconds: 60 }, [ended('evicted')]) }, policy: 'deadline', effects: [], status: { phase: 'Failed' } },

  // The queue
  { name: 'it waits while the cluster is full', state: { turn: 'clusterLimit' }, policy: 'queued', effects: [], status: { phase: 'Queued' } },
  { name: 'who waits shows how many come first', state: { turn: 'behindOthers', queuePosition: 3 }, policy: 'queued', effects: [], status: { phase: 'Queued', queuePosition: 3 } },
  { name: 'it waits behind others', state: { turn: 'behindOthers' }, policy: 'queued', effects: [], status: { phase: 'Queued' } },
  { name: 'its turn: the attempt is written down before anything is made', state: {}, policy: 'admitted', effects: [], status: { phase: 'Queued', attempt: 1, attempts: [{ number: 1, jobName: JOB_1, memoryMegabytes: 1024 }] } },
  { name: 'no attempt gets more memory than any may', state: { scan: scanOf({ spec: { memoryMegabytes: 99_999 } }) }, policy: 'admitted', effects: [], status: { attempts: [{ number: 1, jobName: JOB_1, memoryMegabytes: 4096 }] } },
  { name: 'who has a place keeps it, whatever the limits say now', state: { scan: runningScan(), jobs: [jobOfAttempt(1)], pods: [podOf({ scan: { running: {} } })], turn: 'clusterLimit' }, policy: 'following', effects: [], status: { phase: 'Running' }, checkAgain: 540_000 },

  // Starting, and starting again after a death between two steps
  { name: 'a numbered attempt is started', state: { scan: scanOf({ status: { phase: 'Queued', attempts: [{ number: 1, jobName: JOB_1, memoryMegabytes: 1024 }] } }) }, policy: 'starting', effects: ['startAttempt'], status: { phase: 'Queued' } },
  { name: 'a suspended Job of a dead leader is taken up', state: { scan: scanOf({ status: { phase: 'Queued', attempts: [{ number: 1, jobName: JOB_1, memoryMegabytes: 1024 }] } }), jobs: [jobOfAttempt(1, { isSuspended: true })] }, policy: 'starting', effects: ['startAttempt'], status: { phase: 'Queued' } },
  { name: 'a Job that a dead leader let go is only written down', state: { scan: scanOf({ status: { phase: 'Queued', attempts: [{ number: 1, jobName: JOB_1, memoryMegabytes: 1024 }] } }), jobs: [jobOfAttempt(1)] }, policy: 'starting', effects: [], status: { phase: 'Running', startedAt: ago(0), attempts: [{ number: 1, jobName: JOB_1, memoryMegabytes: 1024, startedAt: ago(0) }] } },

  // Following
  { name: 'a running attempt', state: { scan: runningScan(), jobs: [jobOfAttempt(1)], pods: [podOf({ scan: { running: {} } })] }, policy: 'following', effects: [], status: { phase: 'Running' }, checkAgain: 540_000 },
  { name: 'a pod that is being deleted from outside is watched', state: { scan: runningScan(), jobs: [jobOfAttempt(1)], pods: [podOf({ deletedAgo: -3 })] }, policy: 'following', effects: [], status: { phase: 'Running' }, checkAgain: 60_000 },
  { name: 'an attempt that ended well', state: { scan: runningScan(), jobs: [jobOfAttempt(1, { conditions: [COMPLETE] })], pods: [podOf({ phase: 'Succeeded' })] }, policy: 'following', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Completed', finishedAt: ago(0), attempts: [attemptOf(1, { finishedAt: ago(0), outcome: 'Succeeded', code: 'done' })] } },
  { name: 'an attempt that was evicted is tried again', state: { scan: runningScan(), jobs: [jobOfAttempt(1, { conditions: [FAILED] })], pods: [podOf({ phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }] })] }, policy: 'following', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Running', attempts: [attemptOf(1, { finishedAt: ago(0), outcome: 'Failed', code: 'evicted' })] } },
  { name: 'a Job that vanished counts as a lost attempt', state: { scan: runningScan() }, policy: 'following', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Running', attempts: [attemptOf(1, { finishedAt: ago(0), outcome: 'Failed', code: 'lost' })] } },
  { name: 'an error of the user is not tried again', state: { scan: runningScan(), jobs: [jobOfAttempt(1, { conditions: [FAILED] })], pods: [podOf({ phase: 'Failed', scan: { terminated: { exitCode: 2, message: '{"code":"tooLarge","message":"Leave folders out."}' } } })] }, policy: 'following', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Failed', failure: { code: 'tooLarge', message: 'Leave folders out.' } } },
  { name: 'the last attempt is the last', state: { scan: runningScan({}, [ended('evicted'), attemptOf(2)]), jobs: [jobOfAttempt(2, { conditions: [FAILED] })], pods: [podOf({ ofJob: 'job-2', phase: 'Failed', scan: { terminated: { exitCode: 1 } } })] }, policy: 'following', effects: [`deleteSecret ${JOB_2}`], status: { phase: 'Failed', attempt: 2 } },
  { name: 'out of the most memory there is: no retry could do better', state: { scan: runningScan({}, [attemptOf(1, { memoryMegabytes: 4096 })]), jobs: [jobOfAttempt(1, { conditions: [FAILED] })], pods: [podOf({ phase: 'Failed', scan: { terminated: { exitCode: 137, reason: 'OOMKilled' } } })] }, policy: 'following', effects: [`deleteSecret ${JOB_1}`], status: { phase: 'Failed' } },
  { name: 'a pod of an older attempt says nothing of this one', state: { scan: runningScan({}, [ended('evicted'), attemptOf(2)]), jobs: [jobOfAttempt(2)], pods: [podOf({ ofJob: 'job-1', phase: 'Failed', scan: { terminated: { exitCode: 2 } } })] }, policy: 'following', effects: [], status: { phase: 'Running' }, checkAgain: 540_000 },

  // Between two attempts
  { name: 'the next attempt waits for the old pod', state: { scan: runningScan({}, [ended('evicted')]), pods: [podOf({ deletedAgo: -3 })] }, policy: 'between', effects: [], status: undefined, checkAgain: 1000 },
  { name: 'what is left of the last attempt is removed once its end is written down', state: { scan: runningScan({}, [ended('evicted')]), jobs: [jobOfAttempt(1, { conditions: [FAILED] })] }, policy: 'between', effects: [`deleteJob ${JOB_1}`], status: undefined, checkAgain: 1000 },
  { name: 'the next attempt begins when nothing is left', state: { scan: runningScan({}, [ended('evicted')]) }, policy: 'between', effects: [], status: { phase: 'Running', attempt: 2, attempts: [ended('evicted'), { number: 2, jobName: JOB_2, memoryMegabytes: 1024 }] } },
  { name: 'after running out of memory it gets more', state: { scan: runningScan({}, [ended('memory')]) }, policy: 'between', effects: [], status: { attempts: [ended('memory'), { number: 2, jobName: JOB_2, memoryMegabytes: 2048 }] } },
  { name: 'but no more than any may', state: { scan: runningScan({}, [ended('memory', 1, { memoryMegabytes: 3000 })]) }, policy: 'between', effects: [], status: { attempts: [ended('memory', 1, { memoryMegabytes: 3000 }), { number: 2, jobName: JOB_2, memoryMegabytes: 4096 }] } },
];

describe('decide', () => {
  it.each(ROWS)('$name', ({ state, policy, effects, status, checkAgain }) => {
    const decision = decide(stateOf(state), SETTINGS);
    expect(decision.policy).toBe(policy);
    expect(names(decision)).toEqual(effects);
    if (status === undefined) expect(decision.status).toBeUndefined();
    else expect(decision.status).toMatchObject(status);
    expect(decision.checkAgainAfterMilliseconds).toBe(checkAgain);
  });

  it.each(ROWS)('decides the same again, and says it once: $name', ({ state }) => {
    const first = decide(stateOf(state), SETTINGS);
    expect(decide(stateOf(state), SETTINGS)).toEqual(first);
    // After its status was written, the same world makes it write nothing more, or take the next step.
    const { scan } = stateOf(state);
    if (scan === undefined || first.status === undefined) return;
    const second = decide(stateOf({ ...state, scan: { ...scan, status: first.status } }), SETTINGS);
    if (second.policy === first.policy && second.policy !== 'between') expect(second.status ?? first.status).toEqual(first.status);
  });

  it.each([
    ['begins', {}],
    ['is cancelled', { scan: scanOf({ spec: { isCancelled: true }, status: { phase: 'Queued', queuePosition: 2 } }) }],
  ])('shows no position any more when a scan %s', (_name, changes) => {
    const { status } = decide(stateOf({ scan: scanOf({ status: { phase: 'Queued', queuePosition: 2 } }), queuePosition: 2, ...changes }), SETTINGS);
    expect(status).toBeDefined();
    expect(status).not.toHaveProperty('queuePosition');
  });

  it('gives an attempt what is left of the deadline, not the whole of it', () => {
    const scan = runningScan({}, [ended('evicted'), { number: 2, jobName: JOB_2, memoryMegabytes: 1024 }]);
    expect(decide(stateOf({ scan }), SETTINGS).effects).toMatchObject([{ type: 'startAttempt', deadlineSeconds: 540, attempt: { number: 2 } }]);
  });

  it('shows the generation that it saw, and conditions that change their time only with their status', () => {
    const first = decide(stateOf({ turn: 'clusterLimit' }), SETTINGS).status;
    const later = decide(stateOf({ turn: 'organizationLimit', now: NOW + 60_000, scan: { ...scanOf(), metadata: { ...scanOf().metadata, generation: 4 }, ...(first === undefined ? {} : { status: first }) } }), SETTINGS).status;
    expect(later?.observedGeneration).toBe(4);
    expect(later?.conditions).toEqual([
      { type: 'Accepted', status: 'True', reason: 'Accepted', message: '', lastTransitionTime: ago(0) },
      { type: 'Scheduled', status: 'False', reason: 'OrganizationLimit', message: 'The organization runs as many scans as it may.', lastTransitionTime: ago(0) },
    ]);
  });

  it.each([
    ['what its scanner said', { exitCode: 2, message: '{"code":"tooLarge","message":"Leave folders out.","peakMemoryBytes":314572801}' }, 301],
    ['no more than it was given, whatever its scanner said', { exitCode: 1, message: '{"code":"crashed","message":"","peakMemoryBytes":9007199254740991}' }, 1024],
    ['all that it was given, when that was too little', { exitCode: 137, reason: 'OOMKilled' }, 1024],
    ['nothing, when nobody said', { exitCode: 1 }, undefined],
  ])('shows as the peak memory of an attempt that failed %s', (_name, terminated, peak) => {
    const decision = decide(stateOf({ scan: runningScan(), jobs: [jobOfAttempt(1, { conditions: [FAILED] })], pods: [podOf({ phase: 'Failed', scan: { terminated } })] }), SETTINGS);
    expect(decision.status?.attempts?.[0]?.peakMemoryMegabytes).toBe(peak);
  });

  it('tells why no node takes the pod', () => {
    const pod = podOf({ phase: 'Pending' });
    const pods = [{ ...pod, status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no memory' }] } }];
    expect(decide(stateOf({ scan: runningScan(), jobs: [jobOfAttempt(1)], pods }), SETTINGS).status?.conditions).toContainEqual(expect.objectContaining({ type: 'Scheduled', status: 'False', reason: 'Unschedulable', message: 'no memory' }));
  });
});

describe('after an attempt was to be started', () => {
  const attempt = { number: 1, jobName: JOB_1, memoryMegabytes: 1024 };
  const status: ScanStatus = { phase: 'Queued', attempt: 1, attempts: [attempt] };

  it('runs when it was', () => {
    expect(afterStart(status, attempt, { type: 'started' }, NOW)).toMatchObject({ isToBeTriedAgain: false, status: { phase: 'Running', startedAt: ago(0) }, notices: [{ reason: 'AttemptStarted' }] });
  });

  it.each(['ended', 'superseded', 'unknown'])('fails when the gateway says %s', (code) => {
    expect(afterStart(status, attempt, { type: 'refused', code, message: 'why' }, NOW)).toMatchObject({ isToBeTriedAgain: false, status: { phase: 'Failed', failure: { code, message: 'why' }, attempts: [{ code, outcome: 'Failed' }] } });
  });

  it('is cancelled when the gateway says so', () => {
    expect(afterStart(status, attempt, { type: 'refused', code: 'cancelled', message: '' }, NOW)).toMatchObject({ isToBeTriedAgain: false, status: { phase: 'Cancelled' } });
  });

  it.each([
    { type: 'refused', code: 'failed', message: '' },
    { type: 'refused', code: 'somethingNew', message: '' },
    { type: 'unavailable', code: 'unavailable' },
  ] as const)('is tried again after $type $code, and says so', (result) => {
    const after = afterStart(status, attempt, result, NOW);
    expect(after).toMatchObject({ isToBeTriedAgain: true, status: { phase: 'Queued' } });
    expect(after.status.conditions).toContainEqual(expect.objectContaining({ type: 'Scheduled', status: 'False', reason: 'GrantUnavailable' }));
  });
});
