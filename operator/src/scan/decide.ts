import type { Job, Pod } from '../runtime/kubernetes-objects.js';
import type { Turn } from './limits.js';
import { attemptProgress, isActive, isFinished, NO_POD, overdueMilliseconds, type OutcomeSettings } from './pod-outcome.js';
import { attemptName, isTerminal, openAttempt, type AttemptRecord, type Scan, type ScanStatus } from './scan-resource.js';
import { cancelled, completed, failed, reasonOf, withAttemptEnded, withAttemptStarted, withCondition, withNewAttempt, withoutPosition } from './scan-status.js';

export interface DecisionSettings extends OutcomeSettings {
  readonly memory: { readonly factorAfterOutOfMemory: number; readonly maximumMegabytes: number };
}

/** All that a decision is made of. */
export interface ScanState {
  /** Undefined when it was removed. */
  readonly scan: Scan | undefined;
  /** Every Job, and every pod, that carries the scan's label. */
  readonly jobs: readonly Job[];
  readonly pods: readonly Pod[];
  /** Whether it may begin, if it has not. */
  readonly turn: Turn;
  /** How many waiting scans come first, if it waits. */
  readonly queuePosition: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface StartAttempt {
  readonly type: 'startAttempt';
  readonly attempt: AttemptRecord;
  /** What is left of the deadline over all attempts. */
  readonly deadlineSeconds: number;
}

export type Effect =
  | StartAttempt
  /** With its pods, which get their grace. */
  | { readonly type: 'deleteJob'; readonly name: string; readonly uid: string | undefined }
  | { readonly type: 'deletePod'; readonly name: string; readonly uid: string | undefined; readonly isForced: boolean }
  | { readonly type: 'deleteSecret'; readonly name: string }
  | { readonly type: 'deleteScan'; readonly uid: string | undefined };

export interface ScanNotice {
  readonly type: 'Normal' | 'Warning';
  /** CamelCase. */
  readonly reason: string;
  readonly message: string;
}

/** What shall be done: the effects in their order, then one write of the status, then the notices. All of it may be done again. */
export interface Decision {
  /** The policy that decided. */
  readonly policy: PolicyName;
  readonly effects: readonly Effect[];
  /** Undefined leaves it as it is. */
  readonly status: ScanStatus | undefined;
  readonly notices: readonly ScanNotice[];
  readonly checkAgainAfterMilliseconds: number | undefined;
}

interface LiveState extends ScanState {
  readonly scan: Scan;
  /** With the generation that this decision saw. */
  readonly status: ScanStatus;
}

type Verdict = Partial<Omit<Decision, 'policy'>>;
type Policy = (state: LiveState, settings: DecisionSettings) => Verdict | undefined;

/** Cancelling looks again this often, because a removal that was missed would leave a scanner running. */
const REMOVAL_CHECK = 1_000;

/** The first policy that has something to say decides. Their order is what they mean: a later one may rely on the earlier ones' silence. */
const POLICIES = [
  ['deleted', beingDeleted],
  ['finished', finished],
  ['cancelled', cancelling],
  ['deadline', overDeadline],
  ['queued', waitingForTurn],
  ['admitted', firstAttempt],
  ['starting', startingAttempt],
  ['following', followingAttempt],
  ['between', betweenAttempts],
] as const satisfies readonly (readonly [string, Policy])[];

export type PolicyName = (typeof POLICIES)[number][0] | 'removed';

/** Pure: the same state gives the same decision. */
export function decide(state: ScanState, settings: DecisionSettings): Decision {
  const { scan } = state;
  if (scan === undefined) return decision('removed', { effects: removals(state.jobs, []) });
  const status = withCondition({ ...withoutPosition(scan.status), ...(scan.metadata.generation === undefined ? {} : { observedGeneration: scan.metadata.generation }) }, state.now, 'Accepted', true, 'Accepted');
  const live: LiveState = { ...state, scan, status };
  for (const [name, policy] of POLICIES) {
    const verdict = policy(live, settings);
    if (verdict !== undefined) return decision(name, verdict);
  }
  return decision('following', {});
}

/** Nothing new is begun; what it owns goes with it, at once instead of when the garbage collector comes by. */
function beingDeleted({ scan, jobs, pods }: LiveState): Verdict | undefined {
  return scan.metadata.deletionTimestamp === undefined ? undefined : { effects: removals(jobs, pods) };
}

/** An end is final. What still runs is stopped; after its time the resource goes, and everything with it. */
function finished({ scan, jobs, pods, now }: LiveState): Verdict | undefined {
  if (!isTerminal(scan.status?.phase)) return undefined;
  const left = Date.parse(scan.status?.finishedAt ?? '') + scan.spec.ttlSecondsAfterFinished * 1000 - now;
  const leftovers = removals(scan.status?.phase === 'Cancelled' ? jobs : jobs.filter((job) => !isFinished(job)), pods.filter(isActive));
  if (left <= 0) return { effects: [...leftovers, { type: 'deleteScan', uid: scan.metadata.uid }] };
  return { effects: leftovers, checkAgainAfterMilliseconds: leftovers.length > 0 ? REMOVAL_CHECK : left };
}

/** Cancelled is said when nothing runs any more. */
function cancelling(state: LiveState, settings: DecisionSettings): Verdict | undefined {
  const { scan, status, jobs, pods, now } = state;
  if (!scan.spec.isCancelled) return undefined;
  const open = openAttempt(status);
  const secrets: Effect[] = open === undefined ? [] : [{ type: 'deleteSecret', name: open.jobName }];
  if (jobs.length > 0 || pods.length > 0) {
    return { effects: [...removals(jobs, pods), ...stuck(pods, now, settings), ...secrets], status: withCondition(status, now, 'Running', false, 'Cancelling'), checkAgainAfterMilliseconds: REMOVAL_CHECK };
  }
  return { effects: secrets, status: cancelled(status, now), notices: [{ type: 'Normal', reason: 'Cancelled', message: 'The scan was cancelled and nothing of it runs.' }] };
}

/** The Job controller ends an attempt at its own deadline; this ends what it cannot, such as a Job that never got a pod. */
function overDeadline(state: LiveState, settings: DecisionSettings): Verdict | undefined {
  const { scan, status, jobs, pods, now } = state;
  if (status.startedAt === undefined || secondsLeft(scan, status, now) > 0) return undefined;
  // An attempt that ended just in time is judged by how it ended.
  if (jobs.some((job) => job.metadata.name === openAttempt(status)?.jobName && isFinished(job))) return undefined;
  const unfinished = jobs.filter((job) => !isFinished(job));
  const active = pods.filter(isActive);
  if (unfinished.length > 0 || active.length > 0) return { effects: [...removals(unfinished, active), ...stuck(active, now, settings)], checkAgainAfterMilliseconds: REMOVAL_CHECK };
  return fail(withAttemptEnded(status, now, 'Failed', 'deadline'), now, 'deadline', 'The scan ran out of time. Give it a longer deadline, or leave folders out.', openAttempt(status));
}

function waitingForTurn({ status, turn, queuePosition, now }: LiveState): Verdict | undefined {
  if ((status.attempts?.length ?? 0) > 0 || turn === 'granted') return undefined;
  const words = { clusterLimit: 'The cluster runs as many scans as it may.', organizationLimit: 'The organization runs as many scans as it may.', behindOthers: 'Other scans come first.' }[turn];
  return { status: withCondition({ ...status, phase: 'Queued', ...(queuePosition === undefined ? {} : { queuePosition }) }, now, 'Scheduled', false, reasonOf(turn), words) };
}

/** The place is taken by writing the attempt's number down, before anything is made. */
function firstAttempt({ scan, status, now }: LiveState, settings: DecisionSettings): Verdict | undefined {
  if ((status.attempts?.length ?? 0) > 0) return undefined;
  const memoryMegabytes = Math.min(scan.spec.memoryMegabytes, settings.memory.maximumMegabytes);
  return { status: newAttempt({ ...status, phase: 'Queued' }, now, scan, 1, memoryMegabytes) };
}

/** Numbered and not yet started: each step may have been done before, by this process or by one that was killed. */
function startingAttempt({ scan, status, jobs, now }: LiveState): Verdict | undefined {
  const open = openAttempt(status);
  if (open === undefined || open.startedAt !== undefined) return undefined;
  const job = jobs.find(({ metadata }) => metadata.name === open.jobName);
  if (job !== undefined && job.spec.suspend !== true && job.metadata.deletionTimestamp === undefined) return started(status, open, now);
  return { effects: [{ type: 'startAttempt', attempt: open, deadlineSeconds: Math.max(1, Math.ceil(secondsLeft(scan, status, now))) }], status };
}

function followingAttempt({ scan, status, jobs, pods, now }: LiveState, settings: DecisionSettings): Verdict | undefined {
  const open = openAttempt(status);
  if (open === undefined) return undefined;
  const job = jobs.find(({ metadata }) => metadata.name === open.jobName);
  const own = pods.filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === job?.metadata.uid) ?? false);
  const progress = attemptProgress(job, own, now, settings);
  const untilDeadline = Math.max(1_000, secondsLeft(scan, status, now) * 1000);
  if (progress.state === 'waiting') {
    return { status: withCondition(withCondition(status, now, 'Scheduled', false, progress.reason, progress.message), now, 'Running', false, progress.reason), checkAgainAfterMilliseconds: Math.min(untilDeadline, progress.checkAgainAfterMilliseconds ?? untilDeadline) };
  }
  if (progress.state === 'running') {
    const overdue = own.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length > 0;
    return { status: withCondition(withCondition(status, now, 'Scheduled', true, 'PodScheduled'), now, 'Running', true, 'PodRunning'), checkAgainAfterMilliseconds: overdue ? Math.min(untilDeadline, settings.lostNodeSeconds * 1000) : untilDeadline };
  }
  const { code, message, isRetriable, peakMemoryBytes } = progress.end;
  // The grant has done its work; nobody shall find it in what stays for people to look at.
  const secret: Effect = { type: 'deleteSecret', name: open.jobName };
  if (code === 'done') {
    return { effects: [secret], status: completed(withCondition(withAttemptEnded(status, now, 'Succeeded', code), now, 'Scheduled', true, 'PodScheduled'), now), notices: [{ type: 'Normal', reason: 'Completed', message: `Attempt ${open.number} ended well.` }] };
  }
  const ended = withAttemptEnded(status, now, 'Failed', code, peakOf(open, code, peakMemoryBytes));
  const isLast = !isRetriable || open.number >= scan.spec.maximumAttempts || (code === 'memory' && nextMemory(open, settings) <= open.memoryMegabytes);
  if (isLast) return fail(ended, now, code, message, open);
  // The Job goes when this is written down: whoever would find it gone and nothing written could only call it lost.
  return {
    effects: [secret],
    status: withCondition(ended, now, 'Running', false, reasonOf(code), message),
    notices: [{ type: 'Warning', reason: 'AttemptFailed', message: `Attempt ${open.number} failed (${code}); another one follows. ${message}` }],
  };
}

/** The next attempt begins when nothing of the last one is left: two scanners never work on one scan. */
function betweenAttempts({ scan, status, jobs, pods, now }: LiveState, settings: DecisionSettings): Verdict | undefined {
  const last = status.attempts?.at(-1);
  if (last === undefined) return undefined;
  if (jobs.length > 0 || pods.length > 0) return { effects: [...removals(jobs, pods), ...stuck(pods, now, settings)], checkAgainAfterMilliseconds: REMOVAL_CHECK };
  return { status: newAttempt(status, now, scan, last.number + 1, last.code === 'memory' ? nextMemory(last, settings) : last.memoryMegabytes) };
}

/** How starting an attempt went. */
export type StartResult = { readonly type: 'started' } | { readonly type: 'refused'; readonly code: string; readonly message: string } | { readonly type: 'unavailable'; readonly code: string };

/** Refusals that asking again cannot change. */
const FINAL_REFUSALS: ReadonlySet<string> = new Set(['cancelled', 'ended', 'superseded', 'unknown']);

/** Pure: the decision's status after its `startAttempt` was tried. */
export function afterStart(status: ScanStatus, attempt: AttemptRecord, result: StartResult, now: number): { readonly status: ScanStatus; readonly notices: readonly ScanNotice[]; readonly isToBeTriedAgain: boolean } {
  if (result.type === 'started') return { ...settled(started(status, attempt, now)), isToBeTriedAgain: false };
  if (result.type === 'unavailable' || !FINAL_REFUSALS.has(result.code)) {
    return { status: withCondition(status, now, 'Scheduled', false, 'GrantUnavailable', `The gateway gives no grant at present (${result.code}).`), notices: [], isToBeTriedAgain: true };
  }
  if (result.code === 'cancelled') {
    return { status: cancelled(status, now), notices: [{ type: 'Normal', reason: 'Cancelled', message: 'The gateway says that the scan was cancelled.' }], isToBeTriedAgain: false };
  }
  return { ...settled(fail(withAttemptEnded(status, now, 'Failed', result.code), now, result.code, result.message, attempt)), isToBeTriedAgain: false };
}

function started(status: ScanStatus, attempt: AttemptRecord, now: number): Verdict & { readonly status: ScanStatus } {
  const next = withCondition(withCondition(withAttemptStarted(status, now), now, 'Scheduled', false, 'WaitingForPod', NO_POD), now, 'Running', false, 'WaitingForPod');
  return { status: next, notices: [{ type: 'Normal', reason: 'AttemptStarted', message: `Attempt ${attempt.number} was started with ${attempt.memoryMegabytes} MB.` }] };
}

function newAttempt(status: ScanStatus, now: number, scan: Scan, number: number, memoryMegabytes: number): ScanStatus {
  return withCondition(withNewAttempt(status, { number, jobName: attemptName(scan.metadata.name, number), memoryMegabytes }), now, 'Scheduled', false, 'Starting');
}

function fail(status: ScanStatus, now: number, code: string, message: string, attempt: AttemptRecord | undefined): Verdict & { readonly status: ScanStatus } {
  return {
    effects: attempt === undefined ? [] : [{ type: 'deleteSecret', name: attempt.jobName }],
    status: failed(status, now, code, message),
    notices: [{ type: 'Warning', reason: 'Failed', message: `${reasonOf(code)}: ${message}` }],
  };
}

/** Whoever was killed for want of memory could not say so: it had all that it was given. What a scanner says is held to what it can have had. */
function peakOf({ memoryMegabytes }: AttemptRecord, code: string, peakMemoryBytes: number | undefined): number | undefined {
  if (code === 'memory') return memoryMegabytes;
  return peakMemoryBytes === undefined ? undefined : Math.min(memoryMegabytes, Math.ceil(peakMemoryBytes / 1024 ** 2));
}

function nextMemory({ memoryMegabytes }: AttemptRecord, { memory }: DecisionSettings): number {
  return Math.min(memory.maximumMegabytes, Math.ceil(memoryMegabytes * memory.factorAfterOutOfMemory));
}

function secondsLeft(scan: Scan, status: ScanStatus, now: number): number {
  return scan.spec.deadlineSeconds - (status.startedAt === undefined ? 0 : (now - Date.parse(status.startedAt)) / 1000);
}

/** Pods are named too, because the garbage collector takes its time to reach them. */
function removals(jobs: readonly Job[], pods: readonly Pod[]): Effect[] {
  const isLeft = ({ metadata }: Job | Pod) => metadata.deletionTimestamp === undefined;
  return [
    ...jobs.filter(isLeft).map(({ metadata }): Effect => ({ type: 'deleteJob', name: metadata.name, uid: metadata.uid })),
    ...pods.filter(isLeft).map(({ metadata }): Effect => ({ type: 'deletePod', name: metadata.name, uid: metadata.uid, isForced: false })),
  ];
}

/** Pods whose node does not confirm their end. Whatever still runs there can publish nothing: its attempt is superseded. */
function stuck(pods: readonly Pod[], now: number, { lostNodeSeconds }: DecisionSettings): Effect[] {
  return pods.filter((pod) => overdueMilliseconds(pod, now) > lostNodeSeconds * 1000).map(({ metadata }): Effect => ({ type: 'deletePod', name: metadata.name, uid: metadata.uid, isForced: true }));
}

function decision(policy: PolicyName, { effects = [], status, notices = [], checkAgainAfterMilliseconds }: Verdict): Decision {
  return { policy, effects, status, notices, checkAgainAfterMilliseconds };
}

function settled({ status, notices = [] }: Verdict & { readonly status: ScanStatus }): { readonly status: ScanStatus; readonly notices: readonly ScanNotice[] } {
  return { status, notices };
}
