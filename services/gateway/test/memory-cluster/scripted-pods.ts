import type { KubernetesObject, MemoryApiServer } from './memory-api-server.js';

/** How a scanner's container ends, as the kubelet says it. */
interface ContainerEnd {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
}

const ENDS: Readonly<Record<string, ContainerEnd>> = {
  succeed: { exitCode: 0, reason: 'Completed' },
  crash: { exitCode: 1, reason: 'Error' },
  die: { exitCode: 137, reason: 'Error' },
  refuse: { exitCode: 2, reason: 'Error', message: JSON.stringify({ code: 'unknownRef', message: 'No such branch.', isRetriable: false, peakMemoryBytes: 5e7 }) },
  eat: { exitCode: 137, reason: 'OOMKilled' },
};
const SCAN = 'pinata.dev/scan';
const ATTEMPT = 'pinata.dev/attempt';
const RUN_MILLISECONDS = 30;

/** Plays the Job controller and the kubelet: each Job that is let go gets a pod, which does what its scan's name says, attempt by attempt, or hangs. */
export class ScriptedPods {
  /** Scans of which a scanner ran, once for each attempt. */
  readonly ran: string[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly server: MemoryApiServer) {
    server.onChange = (kind, object) => {
      if (kind === 'jobs') this.onJob(object);
    };
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private onJob(job: KubernetesObject): void {
    const { name, uid, labels = {} } = job.metadata;
    if (job.spec?.suspend !== false || job.status?.conditions !== undefined || this.server.get('jobs', name)?.metadata.uid !== uid || this.podOf(job) !== undefined) return;
    const scanId = labels[SCAN] ?? '';
    this.ran.push(scanId);
    this.server.create('pods', {
      metadata: { name: `${name}-pod`, labels, ownerReferences: [{ uid }] },
      status: { phase: 'Running', conditions: [{ type: 'PodScheduled', status: 'True' }], containerStatuses: [{ name: 'scan', state: { running: {} } }] },
    });
    const [first = '', second = first] = (scanId.split('-')[0] ?? '').split('.');
    const end = ENDS[labels[ATTEMPT] === '1' ? first : second];
    if (end !== undefined) this.later(RUN_MILLISECONDS, () => this.end(job, end));
    this.later(Number(job.spec.activeDeadlineSeconds) * 1000, () => this.end(job, { exitCode: 143, reason: 'Error' }, 'DeadlineExceeded'));
  }

  private end(job: KubernetesObject, terminated: ContainerEnd, reason = 'BackoffLimitExceeded'): void {
    const pod = this.podOf(job);
    if (pod === undefined || this.server.get('jobs', job.metadata.name)?.status !== undefined) return;
    const isGood = terminated.exitCode === 0;
    this.server.patch('pods', pod.metadata.name, { status: { phase: isGood ? 'Succeeded' : 'Failed', containerStatuses: [{ name: 'scan', state: { terminated } }] } });
    this.server.patch('jobs', job.metadata.name, { status: { conditions: [{ type: isGood ? 'Complete' : 'Failed', status: 'True', reason: isGood ? 'Completed' : reason }] } });
  }

  private podOf(job: KubernetesObject): KubernetesObject | undefined {
    return this.server.all('pods').find(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid) === true);
  }

  private later(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, milliseconds);
    this.timers.add(timer);
  }
}
