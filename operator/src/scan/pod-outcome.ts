import type { ContainerStatus, Job, Pod } from '../runtime/kubernetes-objects.js';

export interface AttemptEnd {
  /** `done` is the good end. */
  readonly code: string;
  /** For people. */
  readonly message: string;
  /** Whether another attempt may do better. */
  readonly isRetriable: boolean;
  /** The most resident memory that its scanner had, where it said so. */
  readonly peakMemoryBytes?: number;
}

export type AttemptProgress =
  | { readonly state: 'waiting'; readonly reason: 'WaitingForPod' | 'Unschedulable' | 'ImagePull' | 'Starting'; readonly message: string; readonly checkAgainAfterMilliseconds?: number }
  | { readonly state: 'running' }
  | { readonly state: 'ended'; readonly end: AttemptEnd };

export interface OutcomeSettings {
  readonly imagePullGraceSeconds: number;
  readonly lostNodeSeconds: number;
}

/** What the scanner's containers exit with. */
const EXIT = { cannotSucceed: 2, cancelled: 3, storage: 4 } as const;

/** What a container waits for when its image does not come, or its node cannot make it. */
const IMAGE_REASONS: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError', 'RegistryUnavailable', 'CreateContainerConfigError', 'CreateContainerError']);

const DISRUPTIONS: Readonly<Record<string, AttemptEnd>> = {
  PreemptionByScheduler: { code: 'preempted', message: 'The scan gave way to something of a higher priority.', isRetriable: true },
  DeletionByTaintManager: { code: 'nodeLost', message: 'The node that the scan ran on is gone or does not answer.', isRetriable: true },
  DeletionByPodGC: { code: 'nodeLost', message: 'The node that the scan ran on is gone or does not answer.', isRetriable: true },
};
const EVICTED: AttemptEnd = { code: 'evicted', message: 'The node that the scan ran on was drained or ran short of memory or disk.', isRetriable: true };
const LOST_NODE: AttemptEnd = { code: 'nodeLost', message: 'The node that the scan ran on is gone or does not answer.', isRetriable: true };
const DELETED: AttemptEnd = { code: 'podDeleted', message: 'Something outside Pinata Code removed the pod of the scan.', isRetriable: true };
const LOST: AttemptEnd = { code: 'lost', message: 'Something outside Pinata Code removed the Job of the scan.', isRetriable: true };

/** What people read while a Job has no pod. */
export const NO_POD = 'The pod is not made yet; if that lasts, a quota of the namespace is used up.';

/** How long a pod's removal has been overdue; 0 when it is not being removed, or has time left. */
export function overdueMilliseconds(pod: Pod, now: number): number {
  const { deletionTimestamp } = pod.metadata;
  // The timestamp lies at the end of the grace that the pod was given.
  return deletionTimestamp === undefined ? 0 : Math.max(0, now - Date.parse(deletionTimestamp));
}

/** Whether its containers run, or may come to run. */
export function isActive(pod: Pod): boolean {
  return pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';
}

export function isFinished(job: Job): boolean {
  return conditionOf(job, 'Complete') !== undefined || conditionOf(job, 'Failed') !== undefined;
}

/**
 * How an attempt that was started stands. The Job says whether it ended, because it says so only when its pod has really
 * stopped; its pod says why. Words of messages decide nothing.
 *
 * @param job undefined when it vanished
 * @param pods the attempt's
 */
export function attemptProgress(job: Job | undefined, pods: readonly Pod[], now: number, settings: OutcomeSettings): AttemptProgress {
  const pod = newest(pods);
  if (job !== undefined && conditionOf(job, 'Complete') !== undefined) return ended({ code: 'done', message: '', isRetriable: false });
  if (job === undefined || job.metadata.deletionTimestamp !== undefined) return ended(LOST);
  const failure = conditionOf(job, 'Failed');
  if (failure?.reason === 'DeadlineExceeded') return ended({ code: 'deadline', message: 'The scan ran out of time. Give it a longer deadline, or leave folders out.', isRetriable: false });
  if (failure !== undefined) return ended(pod === undefined ? DELETED : podEnd(pod));
  if (pod === undefined) return { state: 'waiting', reason: 'WaitingForPod', message: NO_POD };
  if (overdueMilliseconds(pod, now) > settings.lostNodeSeconds * 1000) return ended(LOST_NODE);
  return pod.status?.phase === 'Pending' || pod.status?.phase === undefined ? pending(pod, now, settings) : { state: 'running' };
}

function pending(pod: Pod, now: number, settings: OutcomeSettings): AttemptProgress {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'True') return { state: 'waiting', reason: scheduled?.reason === 'Unschedulable' ? 'Unschedulable' : 'WaitingForPod', message: scheduled?.message ?? '' };
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const waiting = statuses.map(({ state }) => state?.waiting).find((state) => state?.reason !== undefined && IMAGE_REASONS.has(state.reason));
  if (waiting !== undefined) {
    const left = settings.imagePullGraceSeconds * 1000 - (now - Date.parse(pod.metadata.creationTimestamp ?? new Date(now).toISOString()));
    if (left <= 0) return ended({ code: 'imagePull', message: 'The image of the scanner could not be had on the node. Check its name, the pull secret and the registry.', isRetriable: true });
    return { state: 'waiting', reason: 'ImagePull', message: `${waiting.reason ?? ''}: the image of the scanner is not on the node yet.`, checkAgainAfterMilliseconds: left };
  }
  // The checkout runs as an init container, and its pod is called pending meanwhile.
  return statuses.some(({ state }) => state?.running !== undefined || state?.terminated !== undefined) ? { state: 'running' } : { state: 'waiting', reason: 'Starting', message: '' };
}

/** Why a pod that stopped did not do its work. */
function podEnd(pod: Pod): AttemptEnd {
  if (pod.status?.phase === 'Succeeded') return { code: 'done', message: '', isRetriable: false };
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  if (statuses.some((status) => terminated(status)?.reason === 'OOMKilled')) return { code: 'memory', message: 'The scan needed more memory than it had.', isRetriable: true };
  const disruption = pod.status?.conditions?.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
  if (disruption !== undefined) return DISRUPTIONS[disruption.reason ?? ''] ?? EVICTED;
  // A node that is short of something says so in a DisruptionTarget; an eviction without one is a volume over its own limit.
  if (pod.status?.reason === 'Evicted') return { code: 'storage', message: 'The scan needed more disk than its volumes may hold. Leave folders out, or give scanners larger volumes.', isRetriable: false };
  if (pod.status?.reason === 'NodeLost') return LOST_NODE;
  const stopped = statuses.map(terminated).find((state) => state !== undefined && state.exitCode !== 0);
  if (stopped === undefined) return pod.metadata.deletionTimestamp === undefined ? EVICTED : DELETED;
  const report = readReport(stopped.message);
  const peak = report?.peakMemoryBytes === undefined ? {} : { peakMemoryBytes: report.peakMemoryBytes };
  if (stopped.exitCode === EXIT.cannotSucceed) return { code: report?.code ?? 'cannotSucceed', message: report?.message ?? 'The scanner says that this scan cannot succeed; its log tells why.', isRetriable: false, ...peak };
  if (stopped.exitCode === EXIT.storage) return { code: 'storage', message: report?.message ?? 'The scanner ran out of disk. Leave folders out, or give scanners larger volumes.', isRetriable: false, ...peak };
  if (pod.metadata.deletionTimestamp !== undefined || stopped.exitCode === EXIT.cancelled) return DELETED;
  return { code: 'crashed', message: report?.message ?? `The scanner ended with exit code ${stopped.exitCode}; its log tells why.`, isRetriable: true, ...peak };
}

const LONGEST_REPORT = 4096;
const CODE = /^[a-z][A-Za-z0-9]{0,39}$/;

/** What a container left as its termination message. Whoever took a scanner over wrote it: it is bounded, and data. */
export function readReport(text: string | undefined): { readonly code: string; readonly message: string; readonly peakMemoryBytes?: number } | undefined {
  if (text === undefined || text.length > LONGEST_REPORT) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const code: unknown = Reflect.get(value, 'code');
  const message: unknown = Reflect.get(value, 'message');
  if (typeof code !== 'string' || !CODE.test(code) || typeof message !== 'string') return undefined;
  const peak: unknown = Reflect.get(value, 'peakMemoryBytes');
  // Control and direction characters would rearrange whatever shows them.
  return { code, message: message.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 500), ...(Number.isSafeInteger(peak) && Number(peak) > 0 ? { peakMemoryBytes: Number(peak) } : {}) };
}

function newest(pods: readonly Pod[]): Pod | undefined {
  const age = (pod: Pod) => Date.parse(pod.metadata.creationTimestamp ?? '') || 0;
  return [...pods].sort((left, right) => age(left) - age(right)).at(-1);
}

function terminated(status: ContainerStatus) {
  return status.state?.terminated ?? status.lastState?.terminated;
}

function conditionOf(job: Job, type: string) {
  return job.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

function ended(end: AttemptEnd): AttemptProgress {
  return { state: 'ended', end };
}
