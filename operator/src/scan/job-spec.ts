import type { JobSettings } from '../config/index.js';
import type { Container, EnvironmentVariable, Job, PodSpec, Toleration, Volume, VolumeMount } from '../runtime/kubernetes-objects.js';
import { LABELS, PART_OF, SCAN_API_VERSION, SCAN_KIND, type AttemptRecord, type Scan } from './scan-resource.js';

/** Where each container finds its part of the grant, as a file named after itself. */
export const GRANT_FOLDER = '/var/run/pinata/grant';
export const WORK_FOLDER = '/work';
const CACHE_FOLDER = '/cache';
const CERTIFICATES_FOLDER = '/etc/pinata/certificates';
const TERMINATION_GRACE_SECONDS = 5;
/** World-readable inside the pod: which user it runs as is the platform's choice, and each container mounts its own part alone. */
const GRANT_MODE = 0o444;

/** The Job of one attempt: suspended, until its Secret is there. */
export function jobOf(scan: Scan, attempt: AttemptRecord, deadlineSeconds: number, settings: JobSettings): Job {
  const labels = { ...settings.labels, ...labelsOf(scan, attempt.number) };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: attempt.jobName,
      ...(scan.metadata.namespace === undefined ? {} : { namespace: scan.metadata.namespace }),
      labels,
      ownerReferences: [{ apiVersion: SCAN_API_VERSION, kind: SCAN_KIND, name: scan.metadata.name, uid: scan.metadata.uid ?? '', controller: true, blockOwnerDeletion: false }],
    },
    spec: {
      suspend: true,
      backoffLimit: 0,
      podReplacementPolicy: 'Failed',
      activeDeadlineSeconds: deadlineSeconds,
      ttlSecondsAfterFinished: settings.finishedJobSeconds,
      template: {
        // A mesh's sidecar would outlive the scanner, and carry what the network policy means to stop.
        metadata: { labels, annotations: { ...settings.annotations, 'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } },
        spec: podOf(scan, attempt, settings),
      },
    },
  };
}

export function labelsOf(scan: Scan, attempt: number): Readonly<Record<string, string>> {
  return { [LABELS.partOf]: PART_OF, [LABELS.scan]: scan.metadata.name, [LABELS.organization]: scan.spec.organizationId, [LABELS.attempt]: String(attempt) };
}

function podOf(scan: Scan, attempt: AttemptRecord, settings: JobSettings): PodSpec {
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      ...(settings.runAsUser === undefined ? {} : { runAsUser: settings.runAsUser }),
      ...(settings.fsGroup === undefined ? {} : { fsGroup: settings.fsGroup }),
    },
    initContainers: [containerOf('checkout', attempt, settings, [])],
    containers: [containerOf('scan', attempt, settings, settings.cacheVolumeClaim === undefined ? [] : [cacheOf(scan)])],
    volumes: volumesOf(attempt, settings),
    tolerations: [...settings.tolerations.map(withoutAbsent), ...lostNodeTolerations(settings)],
    ...(Object.keys(settings.nodeSelector).length === 0 ? {} : { nodeSelector: settings.nodeSelector }),
    ...(settings.priorityClassName === undefined ? {} : { priorityClassName: settings.priorityClassName }),
    ...(settings.runtimeClassName === undefined ? {} : { runtimeClassName: settings.runtimeClassName }),
    ...(settings.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: settings.imagePullSecrets.map((name) => ({ name })) }),
  };
}

/** A folder for each organization: what one leaves there no other may read or change. Its id has letters, digits, - and _ alone. */
function cacheOf({ spec }: Scan): VolumeMount {
  return { name: 'cache', mountPath: CACHE_FOLDER, subPath: spec.organizationId };
}

/** Both containers come from one image; each sees its own part of the grant and nothing of the other's. */
function containerOf(name: 'checkout' | 'scan', attempt: AttemptRecord, settings: JobSettings, more: readonly VolumeMount[]): Container {
  const certificates: VolumeMount[] = settings.certificateAuthority === undefined ? [] : [{ name: 'certificates', mountPath: CERTIFICATES_FOLDER, readOnly: true }];
  return {
    name,
    image: settings.image,
    imagePullPolicy: settings.imagePullPolicy,
    command: [...settings.scannerCommand, name],
    env: environmentOf(settings),
    resources: resourcesOf(attempt.memoryMegabytes, settings),
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    terminationMessagePolicy: 'File',
    volumeMounts: [
      { name: `${name}-grant`, mountPath: GRANT_FOLDER, readOnly: true },
      { name: 'work', mountPath: WORK_FOLDER },
      { name: 'temporary', mountPath: '/tmp' },
      ...certificates,
      ...more,
    ],
  };
}

function volumesOf(attempt: AttemptRecord, settings: JobSettings): Volume[] {
  const grant = (key: string): Volume => ({ name: `${key}-grant`, secret: { secretName: attempt.jobName, defaultMode: GRANT_MODE, items: [{ key, path: key }] } });
  return [
    grant('checkout'),
    grant('scan'),
    { name: 'work', emptyDir: { sizeLimit: settings.workVolumeSize } },
    { name: 'temporary', emptyDir: { sizeLimit: settings.temporaryVolumeSize } },
    ...(settings.certificateAuthority === undefined ? [] : [{ name: 'certificates', configMap: { name: settings.certificateAuthority.configMapName, items: [{ key: settings.certificateAuthority.key, path: 'ca.crt' }] } }]),
    ...(settings.cacheVolumeClaim === undefined ? [] : [{ name: 'cache', persistentVolumeClaim: { claimName: settings.cacheVolumeClaim } }]),
  ];
}

/** Memory is what the attempt was given; processors follow from the class of scans that it puts this one in. */
function resourcesOf(memoryMegabytes: number, settings: JobSettings): Container['resources'] {
  const sizeClass = [...settings.sizeClasses].sort((left, right) => left.upToMemoryMegabytes - right.upToMemoryMegabytes).find(({ upToMemoryMegabytes }) => memoryMegabytes <= upToMemoryMegabytes) ?? settings.sizeClasses.at(-1);
  const memory = `${memoryMegabytes}Mi`;
  return {
    requests: { memory, ...(sizeClass === undefined ? {} : { cpu: sizeClass.cpuRequest }) },
    limits: { memory, ...(sizeClass?.cpuLimit === undefined ? {} : { cpu: sizeClass.cpuLimit }) },
  };
}

function environmentOf({ proxy, certificateAuthority, cacheVolumeClaim }: JobSettings): EnvironmentVariable[] {
  const variables: [string, string | undefined][] = [
    ['HOME', '/tmp'],
    ['TMPDIR', '/tmp'],
    ['PINATA_CACHE_FOLDER', cacheVolumeClaim === undefined ? undefined : CACHE_FOLDER],
    ['NODE_EXTRA_CA_CERTS', certificateAuthority === undefined ? undefined : `${CERTIFICATES_FOLDER}/ca.crt`],
    ['NODE_USE_ENV_PROXY', proxy === undefined ? undefined : '1'],
    // Programs differ in which spelling they read; git reads the small one of http_proxy alone.
    ...(['HTTP_PROXY', 'http_proxy'] as const).map((name): [string, string | undefined] => [name, proxy?.http]),
    ...(['HTTPS_PROXY', 'https_proxy'] as const).map((name): [string, string | undefined] => [name, proxy?.https]),
    ...(['NO_PROXY', 'no_proxy'] as const).map((name): [string, string | undefined] => [name, proxy?.except]),
  ];
  return variables.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

/** Five minutes, which Kubernetes would give, is longer than a scan takes. */
function lostNodeTolerations({ lostNodeSeconds }: JobSettings): Toleration[] {
  return ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: lostNodeSeconds }));
}

function withoutAbsent(toleration: Toleration): Toleration {
  return Object.fromEntries(Object.entries(toleration).filter(([, value]) => value !== undefined));
}
