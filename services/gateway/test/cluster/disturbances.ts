import { setTimeout as delay } from 'node:timers/promises';
import { kubectl, kubectlJson, until } from './commands.js';
import type { InstalledPlatform, Pod } from './installed-platform.js';

/** Something that goes wrong while a scan runs. */
export interface Disturbance {
  readonly name: string;
  /** Whether it ends the attempt, so that another one follows. */
  readonly endsAttempt: boolean;
  readonly disturb: (platform: InstalledPlatform, scanId: string) => Promise<void>;
}

const deletePod = async (namespace: string, name: string): Promise<void> => void (await kubectl('--namespace', namespace, 'delete', 'pod', name, '--grace-period=0', '--force', '--wait=false'));

async function podOf(platform: InstalledPlatform, component: string): Promise<string> {
  const { items } = await kubectlJson<{ items: Pod[] }>('--namespace', platform.namespace, 'get', 'pods', `--selector=app.kubernetes.io/component=${component}`);
  const pod = items.find(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (pod === undefined) throw new Error(`no pod of ${component}`);
  return pod.metadata.name;
}

async function operatorLeader(platform: InstalledPlatform): Promise<string> {
  const { spec } = await kubectlJson<{ spec: { holderIdentity: string } }>('--namespace', platform.namespace, 'get', 'lease', 'pinata-operator');
  return spec.holderIdentity;
}

/** The rows of the first table of faults that a cluster can show. */
export const DISTURBANCES: readonly Disturbance[] = [
  {
    name: 'scanner pod deleted',
    endsAttempt: true,
    disturb: async (platform, scanId) => {
      const pods = (await platform.podsOf(scanId)).filter(({ status }) => status.phase === 'Running');
      if (pods.length === 0) throw new Error('the scan has no running pod');
      for (const { metadata } of pods) await deletePod(platform.scansNamespace, metadata.name);
    },
  },
  { name: 'ingest pod deleted', endsAttempt: false, disturb: async (platform) => deletePod(platform.namespace, await podOf(platform, 'gateway-ingest')) },
  { name: 'NATS restarted', endsAttempt: false, disturb: (platform) => deletePod(platform.namespace, 'pinata-nats-0') },
  {
    name: 'PostgreSQL restarted',
    endsAttempt: false,
    // As a node that is drained does it: the pod is asked to stop.
    disturb: async (platform) => void (await kubectl('--namespace', platform.namespace, 'delete', 'pod', 'pinata-postgresql-0', '--wait=false')),
  },
  { name: 'operator leader deleted', endsAttempt: false, disturb: async (platform) => deletePod(platform.namespace, await operatorLeader(platform)) },
  {
    name: 'MinIO stopped for 30 s',
    endsAttempt: false,
    disturb: async (platform, scanId) => {
      await kubectl('--namespace', platform.namespace, 'scale', 'statefulset/pinata-minio', '--replicas=0');
      await until('MinIO is gone', async () => (await kubectl('--namespace', platform.namespace, 'get', 'pods', '--selector=app.kubernetes.io/component=minio', '--output=name')) === '', 60);
      await delay(30_000);
      // Without its store no scan can end: one that has did not feel it.
      if (!(await platform.isRunning(scanId))) throw new Error('the scan was over before the store was away');
      await kubectl('--namespace', platform.namespace, 'scale', 'statefulset/pinata-minio', '--replicas=1');
    },
  },
  { name: 'worker pod deleted', endsAttempt: false, disturb: async (platform) => deletePod(platform.namespace, await podOf(platform, 'gateway-worker')) },
  { name: 'api pod deleted', endsAttempt: false, disturb: async (platform) => deletePod(platform.namespace, await podOf(platform, 'gateway-api')) },
];

/** CI shows the four that each break another part; the nightly target shows all, again and again. */
export const IN_CI = ['scanner pod deleted', 'ingest pod deleted', 'NATS restarted', 'PostgreSQL restarted'];
