import { create } from '@bufbuild/protobuf';
import { AttemptGrantSchema } from '@pinata/proto';
import { GrantUnavailable, KEY_REFUSED, type GrantSource } from '../../src/grant/grant-source.js';
import { createLog } from '../../src/logging/log.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { runOperator } from '../../src/operator.js';
import type { KubernetesApi } from '../../src/runtime/kubernetes-api.js';
import type { Condition, Job, Pod } from '../../src/runtime/kubernetes-objects.js';
import { collections, LABELS, type Scan, type ScanSpec } from '../../src/scan/scan-resource.js';
import { FakeClock } from './fake-clock.js';
import { MemoryKubernetes } from './memory-kubernetes.js';
import { settings } from './scans.js';

export const NAMESPACE = 'scans';
export const SCANS = collections.scans(NAMESPACE);
export const JOBS = collections.jobs(NAMESPACE);
export const PODS = collections.pods(NAMESPACE);
export const SECRETS = collections.secrets(NAMESPACE);

export function scanId(number: number): string {
  return `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
}

/** A gateway that says what a test wants. */
export class ScriptedGrants implements GrantSource {
  readonly asked: string[] = [];
  answer: (scan: string, attempt: number) => 'grant' | 'down' | 'wrongKey' | { readonly code: string; readonly message: string } = () => 'grant';

  grant(scan: string, attempt: number): ReturnType<GrantSource['grant']> {
    this.asked.push(`${scan} ${attempt}`);
    const answer = this.answer(scan, attempt);
    if (answer === 'down') return Promise.reject(new GrantUnavailable('unavailable'));
    if (answer === 'wrongKey') return Promise.reject(new GrantUnavailable(KEY_REFUSED));
    return Promise.resolve(answer === 'grant' ? { grant: create(AttemptGrantSchema, { scan: { scanId: scan, attempt } }) } : { refused: answer });
  }
}

/** A cluster in memory with operators in it. The test plays the Job controller: it makes pods of Jobs that were let go, and ends them. */
export class OperatorWorld {
  readonly clock = new FakeClock();
  readonly server: MemoryKubernetes;
  readonly grants = new ScriptedGrants();
  readonly logged: string[] = [];
  /** The most Jobs that were let go and had not ended at any time. */
  mostActive = 0;
  /** The most pods that any one scan had at any time. */
  mostPodsOfOneScan = 0;
  /** Pods that could not have mounted their grant. */
  readonly podsWithoutSecret: string[] = [];
  private readonly stops: AbortController[] = [];

  /** @param lagOf how many milliseconds a change of a resource takes to reach the operators' copies */
  constructor(
    private readonly jobSettings = settings(),
    lagOf: (plural: string) => number = () => 0,
  ) {
    this.server = new MemoryKubernetes((plural) => (lagOf(plural) === 0 ? Promise.resolve() : this.clock.sleep(lagOf(plural))));
  }

  startOperator(identity: string, api: KubernetesApi = this.server) {
    const stop = new AbortController();
    this.stops.push(stop);
    const metrics = new Metrics();
    const log = createLog('debug', { write: (line) => void this.logged.push(line) });
    const ended = runOperator({ scansNamespace: NAMESPACE, operatorNamespace: 'pinata', leaseName: 'operator', identity, workers: 4, jobs: this.jobSettings }, { api, grants: this.grants, clock: this.clock, log, metrics, random: () => 0 }, stop.signal);
    return { metrics, ended, stop: () => stop.abort() };
  }

  async end(): Promise<void> {
    for (const stop of this.stops) stop.abort();
    await this.clock.advance(5_000);
  }

  addScan(number: number, spec: Partial<ScanSpec> = {}): Promise<Scan> {
    return this.server.create<Scan>(SCANS, { metadata: { name: scanId(number) }, spec: { organizationId: 'acme', deadlineSeconds: 600, memoryMegabytes: 512, maximumAttempts: 2, isCancelled: false, ttlSecondsAfterFinished: 3600, ...spec } });
  }

  async scan(number: number): Promise<Scan | undefined> {
    return this.server.get<Scan>(SCANS, scanId(number));
  }

  jobs(): Job[] {
    return this.server.all<Job>(JOBS);
  }

  cancel(number: number): Promise<Scan> {
    return this.server.mergePatch<Scan>(SCANS, scanId(number), { spec: { isCancelled: true } });
  }

  /** Time goes on, a quarter of a second at a step, with the Job controller at work. */
  async pass(seconds: number): Promise<void> {
    for (let step = 0; step < seconds * 4; step++) {
      await this.clock.advance(250);
      await this.controlJobs();
    }
  }

  /** Ends the pod of a Job as the kubelet and the Job controller would. */
  async endJob(job: Job, end: { readonly exitCode: number; readonly reason?: string; readonly message?: string }): Promise<void> {
    const pod = this.server.all<Pod>(PODS).find(({ metadata }) => metadata.ownerReferences?.[0]?.uid === job.metadata.uid);
    if (pod === undefined) throw new Error('the Job has no pod');
    const status = { phase: end.exitCode === 0 ? 'Succeeded' : 'Failed', conditions: [{ type: 'PodScheduled', status: 'True' }], containerStatuses: [{ name: 'scan', state: { terminated: end } }] };
    await this.server.mergePatch<Pod>(PODS, pod.metadata.name, { status });
    const condition: Condition = { type: end.exitCode === 0 ? 'Complete' : 'Failed', status: 'True', reason: 'Scripted' };
    await this.server.mergePatch<Job>(JOBS, job.metadata.name, { status: { conditions: [condition] } });
  }

  /** Jobs that were let go and have not ended. */
  active(): Job[] {
    return this.jobs().filter(({ spec, status }) => spec.suspend !== true && (status?.conditions ?? []).length === 0);
  }

  private async controlJobs(): Promise<void> {
    for (const job of this.active()) {
      const pods = this.server.all<Pod>(PODS).filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === job.metadata.uid);
      if (pods.length > 0) continue;
      if (job.metadata.labels?.[LABELS.scan] !== undefined && !this.server.all(SECRETS).some(({ metadata }) => metadata.name === job.metadata.name)) this.podsWithoutSecret.push(job.metadata.name);
      await this.server.create<Pod>(PODS, {
        metadata: { name: `${job.metadata.name}-pod`, labels: job.metadata.labels ?? {}, ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, uid: job.metadata.uid ?? '' }] },
        status: { phase: 'Running', conditions: [{ type: 'PodScheduled', status: 'True' }], containerStatuses: [{ name: 'scan', state: { running: {} } }] },
      });
    }
    this.mostActive = Math.max(this.mostActive, this.active().length);
    const counts = new Map<string, number>();
    for (const { metadata } of this.server.all<Pod>(PODS)) counts.set(metadata.labels?.[LABELS.scan] ?? '', (counts.get(metadata.labels?.[LABELS.scan] ?? '') ?? 0) + 1);
    this.mostPodsOfOneScan = Math.max(this.mostPodsOfOneScan, ...counts.values());
  }
}
