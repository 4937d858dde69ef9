import type { KubernetesApi } from '../runtime/kubernetes-api.js';
import type { Job, Pod } from '../runtime/kubernetes-objects.js';
import type { ScanState } from './decide.js';
import { isActive, isFinished } from './pod-outcome.js';
import { collections, isTerminal, LABELS, openAttempt, type Scan } from './scan-resource.js';

/** Copies that follow the server, and may lag behind it. */
export interface Copies {
  scan(name: string): Scan | undefined;
  jobs(): readonly Job[];
  pods(): readonly Pod[];
}

/**
 * Reads what a decision needs, but for time, turn and position: whoever is given a place must take it in the same turn of the event loop.
 * Where the absence of something would decide, and a copy that lags would be wrong, the server is asked.
 */
export async function gather(name: string, copies: Copies, api: KubernetesApi, namespace: string, signal: AbortSignal): Promise<Omit<ScanState, 'turn' | 'queuePosition' | 'now'>> {
  let scan = copies.scan(name);
  let jobs = copies.jobs().filter((job) => job.metadata.labels?.[LABELS.scan] === name);
  let pods = copies.pods().filter((pod) => pod.metadata.labels?.[LABELS.scan] === name);
  // Its Jobs are removed when it is gone: that must be so.
  if (scan === undefined && jobs.length > 0) scan = await api.get<Scan>(collections.scans(namespace), name, signal);
  const attempts = scan?.status?.attempts ?? [];
  if (scan !== undefined && !isTerminal(scan.status?.phase) && attempts.length > 0) {
    const open = openAttempt(scan.status);
    const job = jobs.find(({ metadata }) => metadata.name === open?.jobName);
    const isMissing = open === undefined ? jobs.length === 0 && pods.length === 0 : job === undefined;
    const isUnexplained = job !== undefined && isFinished(job) && pods.every(isActive);
    if (isMissing || isUnexplained) {
      // "The Job vanished", "nothing of the last attempt is left" and "the pod does not tell why" must be true, not merely not yet seen.
      const labelSelector = `${LABELS.scan}=${name}`;
      jobs = [...(await api.list<Job>(collections.jobs(namespace), { labelSelector }, signal)).items];
      pods = [...(await api.list<Pod>(collections.pods(namespace), { labelSelector }, signal)).items];
    }
  }
  return { scan, jobs, pods };
}
