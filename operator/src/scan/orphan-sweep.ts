import type { KubernetesApi } from '../runtime/kubernetes-api.js';
import type { Job } from '../runtime/kubernetes-objects.js';
import { collections, LABELS, type Scan } from './scan-resource.js';

/**
 * Removes Jobs whose Scan is gone, such as after `kubectl delete --cascade=orphan`. Their pods and Secrets are owned by them and
 * go with them, so that nobody need be allowed to list Secrets.
 *
 * @returns how many were removed
 */
export async function removeOrphans(jobs: readonly Job[], hasScan: (name: string) => boolean, api: KubernetesApi, namespace: string, signal: AbortSignal): Promise<number> {
  let removed = 0;
  for (const { metadata } of jobs) {
    const scanId = metadata.labels?.[LABELS.scan];
    if (scanId === undefined || metadata.deletionTimestamp !== undefined || hasScan(scanId)) continue;
    // The copy of the scans may lag behind that of the Jobs.
    if ((await api.get<Scan>(collections.scans(namespace), scanId, signal)) !== undefined) continue;
    if (await api.delete(collections.jobs(namespace), metadata.name, { propagationPolicy: 'Foreground', ...(metadata.uid === undefined ? {} : { uid: metadata.uid }) }, signal)) removed++;
  }
  return removed;
}
