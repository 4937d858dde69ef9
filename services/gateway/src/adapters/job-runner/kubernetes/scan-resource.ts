import { z } from 'zod';
import type { JobAttempt, JobState, ScanJob } from '../../../ports/index.js';

const API_VERSION = 'pinata.dev/v1alpha1';
const BYTES_OF_MEGABYTE = 1024 ** 2;
/** Attempts that the operator may make; pods are evicted and nodes are drained. */
const MAXIMUM_ATTEMPTS = 3;
const TTL_SECONDS = 3600;

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const outcomes = { Succeeded: 'succeeded', Failed: 'failed', Cancelled: 'cancelled' } as const;
const phases = { Queued: 'queued', Running: 'running', Completed: 'succeeded', Failed: 'failed', Cancelled: 'cancelled' } as const;

/** What the gateway reads of a `Scan`; the operator may know more. Its schema in the cluster is stricter. */
const resource = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({ organizationId: z.string(), isCancelled: z.boolean().default(false) }),
  status: z
    .object({
      phase: z.enum(['Queued', 'Running', 'Completed', 'Failed', 'Cancelled']).default('Queued'),
      queuePosition: z.number().int().nonnegative().optional(),
      finishedAt: time.optional(),
      failure: z.object({ code: z.string(), message: z.string() }).optional(),
      attempts: z
        .array(z.object({ number: z.number().int(), finishedAt: time.optional(), outcome: z.enum(['Succeeded', 'Failed', 'Cancelled']).optional(), code: z.string().optional(), peakMemoryMegabytes: z.number().nonnegative().optional() }))
        .default([]),
    })
    .default({ phase: 'Queued', attempts: [] }),
});

/** The resource that asks the operator for a scan. Its name is the scan's id. */
export function resourceOf(job: ScanJob) {
  return {
    apiVersion: API_VERSION,
    kind: 'Scan',
    metadata: { name: job.scanId, labels: { 'app.kubernetes.io/part-of': 'pinata-code', 'app.kubernetes.io/managed-by': 'pinata-gateway', 'pinata.dev/organization': job.organizationId } },
    spec: {
      organizationId: job.organizationId,
      deadlineSeconds: Math.ceil(job.deadlineMilliseconds / 1000),
      memoryMegabytes: Math.ceil(job.memoryBytes / BYTES_OF_MEGABYTE),
      maximumAttempts: MAXIMUM_ATTEMPTS,
      isCancelled: false,
      ttlSecondsAfterFinished: TTL_SECONDS,
    },
  };
}

/** Undefined for what is no `Scan` that this version knows. */
export function stateOf(value: unknown): JobState | undefined {
  const parsed = resource.safeParse(value);
  if (!parsed.success) return undefined;
  const { metadata, spec, status } = parsed.data;
  const attempts = status.attempts.flatMap(({ number, finishedAt, outcome, code, peakMemoryMegabytes }): JobAttempt[] => {
    const peak = peakMemoryMegabytes === undefined ? {} : { peakMemoryBytes: peakMemoryMegabytes * BYTES_OF_MEGABYTE };
    return finishedAt === undefined ? [] : [{ number, finishedAt, outcome: outcomes[outcome ?? 'Failed'], code: code ?? 'unknown', ...peak }];
  });
  return {
    scanId: metadata.name,
    organizationId: spec.organizationId,
    phase: phases[status.phase],
    isCancelAsked: spec.isCancelled || metadata.deletionTimestamp !== undefined,
    ...(status.phase !== 'Queued' || status.queuePosition === undefined ? {} : { queuePosition: status.queuePosition }),
    endedAttempts: attempts,
    ...(status.finishedAt === undefined ? {} : { finishedAt: status.finishedAt }),
    ...(status.failure === undefined ? {} : { failure: status.failure }),
  };
}
