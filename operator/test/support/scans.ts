import { jobSettingsSchema, type JobSettings } from '../../src/config/index.js';
import type { Condition, ContainerState, Job, Pod } from '../../src/runtime/kubernetes-objects.js';
import { attemptName, LABELS, PART_OF, type AttemptRecord, type Scan, type ScanSpec, type ScanStatus } from '../../src/scan/scan-resource.js';
import { timeText } from '../../src/scan/scan-status.js';

/** Every test's present. */
export const NOW = Date.UTC(2026, 0, 1, 12);
export const SCAN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** A moment that many seconds before the present. */
export function ago(seconds: number): string {
  return timeText(NOW - seconds * 1000);
}

export function settings(changes: Record<string, unknown> = {}): JobSettings {
  return jobSettingsSchema.parse({ image: 'registry.example.org/scanner:1', ...changes });
}

export function scanOf({ id = SCAN_ID, spec = {}, status, ...metadata }: { readonly id?: string; readonly spec?: Partial<ScanSpec>; readonly status?: ScanStatus; readonly creationTimestamp?: string; readonly deletionTimestamp?: string } = {}): Scan {
  return {
    apiVersion: 'pinata.dev/v1alpha1',
    kind: 'Scan',
    metadata: { name: id, namespace: 'scans', uid: `uid-${id}`, resourceVersion: '7', generation: 1, creationTimestamp: ago(100), ...metadata },
    spec: { organizationId: 'acme', deadlineSeconds: 600, memoryMegabytes: 1024, maximumAttempts: 2, isCancelled: false, ttlSecondsAfterFinished: 3600, ...spec },
    ...(status === undefined ? {} : { status }),
  };
}

/** An attempt that was started a minute ago. */
export function attemptOf(number: number, changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return { number, jobName: attemptName(SCAN_ID, number), memoryMegabytes: 1024, startedAt: ago(60), ...changes };
}

/** A scan whose only attempt runs. */
export function runningScan(spec: Partial<ScanSpec> = {}, attempts: readonly AttemptRecord[] = [attemptOf(1)]): Scan {
  return scanOf({ spec, status: { phase: 'Running', attempt: attempts.length, startedAt: ago(60), attempts } });
}

export function jobOfAttempt(number: number, { conditions = [], isSuspended = false, isBeingDeleted = false, uid = `job-${number}` }: { readonly conditions?: readonly Partial<Condition>[]; readonly isSuspended?: boolean; readonly isBeingDeleted?: boolean; readonly uid?: string } = {}): Job {
  return {
    metadata: {
      name: attemptName(SCAN_ID, number),
      uid,
      labels: { [LABELS.partOf]: PART_OF, [LABELS.scan]: SCAN_ID },
      ownerReferences: [{ apiVersion: 'pinata.dev/v1alpha1', kind: 'Scan', name: SCAN_ID, uid: `uid-${SCAN_ID}` }],
      ...(isBeingDeleted ? { deletionTimestamp: ago(1) } : {}),
    },
    spec: { suspend: isSuspended },
    status: { conditions: conditions.map((condition) => ({ type: 'Failed', status: 'True', ...condition })) },
  };
}

export interface PodPicture {
  readonly phase?: string;
  /** Of the pod itself, such as Evicted. */
  readonly reason?: string;
  readonly checkout?: ContainerState;
  readonly scan?: ContainerState;
  readonly conditions?: readonly Condition[];
  /** Seconds ago; its grace ended then. */
  readonly deletedAgo?: number;
  readonly createdAgo?: number;
  readonly ofJob?: string;
}

export function podOf({ phase = 'Running', reason, checkout, scan, conditions = [], deletedAgo, createdAgo = 50, ofJob = 'job-1' }: PodPicture = {}): Pod {
  return {
    metadata: {
      name: `pod-of-${ofJob}`,
      uid: `uid-pod-of-${ofJob}`,
      creationTimestamp: ago(createdAgo),
      labels: { [LABELS.partOf]: PART_OF, [LABELS.scan]: SCAN_ID },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'job', uid: ofJob }],
      ...(deletedAgo === undefined ? {} : { deletionTimestamp: ago(deletedAgo) }),
    },
    status: {
      phase,
      ...(reason === undefined ? {} : { reason }),
      conditions: [{ type: 'PodScheduled', status: 'True' }, ...conditions],
      initContainerStatuses: checkout === undefined ? [] : [{ name: 'checkout', state: checkout }],
      containerStatuses: scan === undefined ? [] : [{ name: 'scan', state: scan }],
    },
  };
}
