import type { Collection } from '../runtime/kubernetes-api.js';
import type { Condition, KubernetesObject } from '../runtime/kubernetes-objects.js';

export const SCAN_API_VERSION = 'pinata.dev/v1alpha1';
export const SCAN_KIND = 'Scan';

export type ScanPhase = 'Queued' | 'Running' | 'Completed' | 'Failed' | 'Cancelled';
export type ConditionType = 'Accepted' | 'Scheduled' | 'Running' | 'Completed' | 'Failed';
export type AttemptOutcome = 'Succeeded' | 'Failed' | 'Cancelled';

/** Checked, and filled with defaults, by the resource's schema. */
export interface ScanSpec {
  readonly organizationId: string;
  /** From the first attempt's start over all attempts. */
  readonly deadlineSeconds: number;
  /** What the first attempt gets. */
  readonly memoryMegabytes: number;
  readonly maximumAttempts: number;
  readonly isCancelled: boolean;
  /** After which the ended Scan, and all that belongs to it, is removed. */
  readonly ttlSecondsAfterFinished: number;
}

/** An attempt without `startedAt` has a number and maybe a suspended Job; one without `finishedAt` is the present one. */
export interface AttemptRecord {
  readonly number: number;
  readonly jobName: string;
  readonly memoryMegabytes: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly outcome?: AttemptOutcome;
  /** Such as done, memory or evicted. */
  readonly code?: string;
  /** Of one that failed, where its scanner said so or ran out of it. */
  readonly peakMemoryMegabytes?: number;
}

export interface ScanFailure {
  readonly code: string;
  /** For people; says what to do. */
  readonly message: string;
}

export interface ScanStatus {
  readonly observedGeneration?: number;
  readonly phase?: ScanPhase;
  /** How many waiting scans come first, from 0; only while it waits for its turn. It may lag seconds behind. */
  readonly queuePosition?: number;
  /** The present or last attempt's number. */
  readonly attempt?: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly failure?: ScanFailure;
  readonly attempts?: readonly AttemptRecord[];
  readonly conditions?: readonly Condition[];
}

/** One scan, asked for by the gateway. Its name is the scan's id. */
export interface Scan extends KubernetesObject {
  readonly spec: ScanSpec;
  readonly status?: ScanStatus;
}

export const collections = {
  scans: (namespace: string): Collection => ({ groupPath: '/apis/pinata.dev/v1alpha1', plural: 'scans', namespace }),
  jobs: (namespace: string): Collection => ({ groupPath: '/apis/batch/v1', plural: 'jobs', namespace }),
  pods: (namespace: string): Collection => ({ groupPath: '/api/v1', plural: 'pods', namespace }),
  secrets: (namespace: string): Collection => ({ groupPath: '/api/v1', plural: 'secrets', namespace }),
  events: (namespace: string): Collection => ({ groupPath: '/api/v1', plural: 'events', namespace }),
} as const;

export const LABELS = {
  partOf: 'app.kubernetes.io/part-of',
  scan: 'pinata.dev/scan',
  organization: 'pinata.dev/organization',
  attempt: 'pinata.dev/attempt',
} as const;

export const PART_OF = 'pinata-code';

/** Everything that belongs to any scan. */
export const SCAN_PARTS_SELECTOR = `${LABELS.partOf}=${PART_OF},${LABELS.scan}`;

/** The name of an attempt's Job, and of its Secret. */
export function attemptName(scanId: string, attempt: number): string {
  return `scan-${scanId}-${attempt}`;
}

export function isTerminal(phase: ScanPhase | undefined): boolean {
  return phase === 'Completed' || phase === 'Failed' || phase === 'Cancelled';
}

/** The attempt that has begun, at least on paper, and has not ended. */
export function openAttempt(status: ScanStatus | undefined): AttemptRecord | undefined {
  const last = status?.attempts?.at(-1);
  return last?.finishedAt === undefined ? last : undefined;
}

/** Whether the scan takes one of the places that limits count. It keeps it from its first attempt's number to its end. */
export function holdsPlace(scan: Scan): boolean {
  return !isTerminal(scan.status?.phase) && (scan.status?.attempts?.length ?? 0) > 0;
}
