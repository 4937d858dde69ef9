import type { JobSettings } from '../config/index.js';
import { GrantUnavailable, type GrantSource } from '../grant/grant-source.js';
import { isConflict, KubernetesApiError, type KubernetesApi } from '../runtime/kubernetes-api.js';
import type { Job } from '../runtime/kubernetes-objects.js';
import { secretOf } from './attempt-secret.js';
import type { StartAttempt, StartResult } from './decide.js';
import { jobOf } from './job-spec.js';
import { collections, type Scan } from './scan-resource.js';

export interface StartTools {
  readonly api: KubernetesApi;
  readonly grants: GrantSource;
  readonly settings: JobSettings;
  readonly namespace: string;
}

/**
 * Grant, suspended Job, Secret, go. The process may die between any two of them: the next one begins at the top and finds the
 * Job by its name, so that there is one Job per attempt however often this runs. A pod can only come to be after its Secret.
 *
 * @throws KubernetesApiError, also of status 409 when the scan is no longer as it was when this was decided
 */
export async function startAttempt({ attempt, deadlineSeconds }: StartAttempt, scan: Scan, tools: StartTools, signal: AbortSignal): Promise<StartResult> {
  const { api, namespace, settings } = tools;
  await refuseStale(scan, tools, signal);
  const present = await api.get<Job>(collections.jobs(namespace), attempt.jobName, signal);
  if (present !== undefined && isOurs(present, scan) && present.spec.suspend !== true) return { type: 'started' };
  const answer = await ask(scan, attempt.number, tools, signal);
  if ('type' in answer) return answer;
  const job = present ?? (await createJob(jobOf(scan, attempt, deadlineSeconds, settings), tools, signal));
  if (!isOurs(job, scan)) {
    // An earlier resource of the same name left it.
    await api.delete(collections.jobs(namespace), job.metadata.name, { propagationPolicy: 'Foreground', ...(job.metadata.uid === undefined ? {} : { uid: job.metadata.uid }) }, signal);
    throw new KubernetesApiError(409, 'Conflict', 'a Job of that name belongs to something else');
  }
  await createSecret(secretOf(scan, attempt, job, answer.grant), tools, signal);
  // Only of this very Job: it may have been removed meanwhile.
  await api.mergePatch<Job>(collections.jobs(namespace), attempt.jobName, { metadata: { uid: job.metadata.uid }, spec: { suspend: false } }, signal);
  return { type: 'started' };
}

/** An old copy could start an attempt that has long ended. */
async function refuseStale(scan: Scan, { api, namespace }: StartTools, signal: AbortSignal): Promise<void> {
  const present = await api.get<Scan>(collections.scans(namespace), scan.metadata.name, signal);
  if (present?.metadata.resourceVersion !== scan.metadata.resourceVersion) throw new KubernetesApiError(409, 'Conflict', 'the scan has changed');
}

async function ask(scan: Scan, attempt: number, { grants }: StartTools, signal: AbortSignal) {
  try {
    const answer = await grants.grant(scan.metadata.name, attempt, signal);
    if ('refused' in answer) return { type: 'refused', code: answer.refused.code, message: answer.refused.message } as const;
    return answer;
  } catch (error) {
    if (error instanceof GrantUnavailable && !signal.aborted) return { type: 'unavailable', code: error.code } as const;
    throw error;
  }
}

async function createJob(job: Job, { api, namespace }: StartTools, signal: AbortSignal): Promise<Job> {
  try {
    return await api.create(collections.jobs(namespace), job, signal);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const present = await api.get<Job>(collections.jobs(namespace), job.metadata.name, signal);
    if (present === undefined) throw error;
    return present;
  }
}

/** The Job has no pod yet, so that whatever Secret is there was read by nobody; it may be another Job's, and is replaced unread. */
async function createSecret(secret: ReturnType<typeof secretOf>, { api, namespace }: StartTools, signal: AbortSignal): Promise<void> {
  try {
    await api.create(collections.secrets(namespace), secret, signal);
  } catch (error) {
    if (!isConflict(error)) throw error;
    await api.delete(collections.secrets(namespace), secret.metadata.name, {}, signal);
    await api.create(collections.secrets(namespace), secret, signal);
  }
}

function isOurs(job: Job, scan: Scan): boolean {
  return job.metadata.ownerReferences?.some(({ uid }) => uid === scan.metadata.uid) ?? false;
}
