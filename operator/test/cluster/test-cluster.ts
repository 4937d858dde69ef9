import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiextensionsV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, RbacAuthorizationV1Api, type V1CustomResourceDefinition, type V1Role, type V1RoleBinding } from '@kubernetes/client-node';
import { settings } from '../support/scans.js';
import { loadTemplate } from '../support/chart-templates.js';
import { ConnectGrantSource } from '../../src/grant/connect-grant-source.js';
import { createLog } from '../../src/logging/log.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { runOperator } from '../../src/operator.js';
import { systemClock } from '../../src/runtime/clock.js';
import { HttpsKubernetesApi } from '../../src/runtime/https-kubernetes-api.js';
import { Informer } from '../../src/runtime/informer.js';
import type { KubernetesApi } from '../../src/runtime/kubernetes-api.js';
import type { Job, Pod } from '../../src/runtime/kubernetes-objects.js';
import { isFinished } from '../../src/scan/pod-outcome.js';
import { collections, LABELS, type Scan, type ScanSpec } from '../../src/scan/scan-resource.js';
import { ScriptedGateway, SCANNER } from '../support/scripted-gateway.js';

export const kubeconfig = process.env['KUBECONFIG'] || undefined;

/** So that a test does not wait for the fifteen seconds that a real installation does. */
const QUICK_LEASE = { leaseMilliseconds: 3_000, renewDeadlineMilliseconds: 2_000, retryMilliseconds: 500 };
const SCANNER_IMAGE = process.env['PINATA_TEST_SCANNER_IMAGE'] ?? 'docker.io/library/node:24-bookworm-slim';

/** Two namespaces on a real cluster, the operator's Roles from the chart, and a gateway that says what a test wants. */
export class TestCluster {
  readonly scansNamespace: string;
  readonly operatorNamespace: string;
  readonly gateway = new ScriptedGateway();
  readonly folder = mkdtempSync(path.join(tmpdir(), 'pinata-operator-'));
  readonly logged: string[] = [];
  /** Uids of Jobs that ever were, by name. */
  readonly jobUids = new Map<string, Set<string>>();
  mostUnfinishedJobs = 0;
  /** As whoever runs the tests. */
  readonly administrator: KubernetesApi;
  private readonly admin = new KubeConfig();
  private readonly stops: AbortController[] = [];
  private readonly ended: Promise<void>[] = [];
  private readonly watching = new AbortController();
  private readonly signal = new AbortController().signal;
  private operatorConfig = new KubeConfig();

  constructor() {
    this.admin.loadFromFile(kubeconfig ?? '');
    this.administrator = new HttpsKubernetesApi(this.admin);
    const name = `pinata-test-${randomUUID().slice(0, 8)}`;
    this.operatorNamespace = name;
    this.scansNamespace = `${name}-scans`;
  }

  async setUp(): Promise<void> {
    const core = this.admin.makeApiClient(CoreV1Api);
    await this.installDefinition();
    const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pinata.dev/test': 'true' };
    for (const name of [this.operatorNamespace, this.scansNamespace]) await core.createNamespace({ body: { metadata: { name, labels: restricted } } });
    await this.makeOperatorIdentity(core);
    await this.gateway.listen();
    writeFileSync(path.join(this.folder, 'key'), `${this.gateway.key}\n`);
    const jobs = new Informer<Job>(this.administrator, systemClock, { collection: this.jobsCollection, selector: {}, resyncMilliseconds: 600_000, random: Math.random }, {
      onChange: ({ metadata }) => {
        this.jobUids.set(metadata.name, (this.jobUids.get(metadata.name) ?? new Set()).add(metadata.uid ?? ''));
        this.mostUnfinishedJobs = Math.max(this.mostUnfinishedJobs, jobs.all().filter((job) => !isFinished(job)).length);
      },
      onRemove: () => undefined,
      onRestart: () => undefined,
    });
    void jobs.run(this.watching.signal);
    await jobs.hasListed;
  }

  async tearDown(): Promise<void> {
    await this.stopOperators();
    this.watching.abort();
    const core = this.admin.makeApiClient(CoreV1Api);
    for (const name of [this.scansNamespace, this.operatorNamespace]) await core.deleteNamespace({ name, propagationPolicy: 'Background' }).catch(() => undefined);
    await this.gateway.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A connection with the rights that the chart gives the operator, and no other. */
  operatorApi(): HttpsKubernetesApi {
    return new HttpsKubernetesApi(this.operatorConfig);
  }

  /** A kubeconfig of the operator's identity, for a process of its own. */
  writeOperatorKubeconfig(): string {
    const file = path.join(this.folder, 'kubeconfig');
    writeFileSync(file, this.operatorConfig.exportConfig());
    return file;
  }

  jobSettings(changes: Record<string, unknown> = {}) {
    return settings({
      image: SCANNER_IMAGE,
      scannerCommand: ['node', '-e', SCANNER],
      runAsUser: 1000,
      limits: { perCluster: 20, perOrganization: 20 },
      sizeClasses: [{ name: 'test', upToMemoryMegabytes: 1024, cpuRequest: '10m' }],
      workVolumeSize: '32Mi',
      imagePullGraceSeconds: 5,
      ...changes,
    });
  }

  startOperator(identity: string, { api = this.operatorApi(), jobs = this.jobSettings() }: { readonly api?: KubernetesApi; readonly jobs?: ReturnType<TestCluster['jobSettings']> } = {}): { readonly stop: () => void; readonly ended: Promise<void> } {
    const stop = new AbortController();
    const log = createLog('info', { write: (line) => void this.logged.push(line) });
    const grants = new ConnectGrantSource({ url: this.gateway.url, keyFile: path.join(this.folder, 'key') });
    const ended = runOperator({ scansNamespace: this.scansNamespace, operatorNamespace: this.operatorNamespace, leaseName: 'operator', identity, workers: 4, jobs, lease: QUICK_LEASE }, { api, grants, clock: systemClock, log, metrics: new Metrics(), random: Math.random }, stop.signal);
    this.stops.push(stop);
    this.ended.push(ended);
    return { stop: () => stop.abort(), ended };
  }

  async stopOperators(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop.abort();
    await Promise.all(this.ended.splice(0));
  }

  async addScan(spec: Partial<ScanSpec> = {}, name: string = randomUUID()): Promise<string> {
    await this.administrator.create<Scan>(this.scansCollection, { apiVersion: 'pinata.dev/v1alpha1', kind: 'Scan', metadata: { name }, spec: { organizationId: 'acme', deadlineSeconds: 300, memoryMegabytes: 96, ...spec } as ScanSpec }, this.signal);
    return name;
  }

  scan(name: string): Promise<Scan | undefined> {
    return this.administrator.get<Scan>(this.scansCollection, name, this.signal);
  }

  patchScan(name: string, patch: unknown): Promise<Scan> {
    return this.administrator.mergePatch<Scan>(this.scansCollection, name, patch, this.signal);
  }

  async jobsOf(name: string): Promise<readonly Job[]> {
    return (await this.administrator.list<Job>(this.jobsCollection, { labelSelector: `${LABELS.scan}=${name}` }, this.signal)).items;
  }

  async podsOf(name: string): Promise<readonly Pod[]> {
    return (await this.administrator.list<Pod>(collections.pods(this.scansNamespace), { labelSelector: `${LABELS.scan}=${name}` }, this.signal)).items;
  }

  async secretsOf(name: string): Promise<readonly string[]> {
    return (await this.administrator.list(collections.secrets(this.scansNamespace), { labelSelector: `${LABELS.scan}=${name}` }, this.signal)).items.map(({ metadata }) => metadata.name);
  }

  /** @returns the milliseconds that it took */
  async until(what: string, isTrue: () => Promise<boolean> | boolean, seconds = 60): Promise<number> {
    const started = performance.now();
    for (;;) {
      if (await isTrue()) return performance.now() - started;
      if (performance.now() - started > seconds * 1000) throw new Error(`${what} did not come to be in ${seconds} s\n${this.logged.slice(-15).join('')}`);
      await delay(100);
    }
  }

  async untilPhase(name: string, phase: string, seconds = 60): Promise<Scan> {
    await this.until(`phase ${phase} of ${name}`, async () => (await this.scan(name))?.status?.phase === phase, seconds);
    const scan = await this.scan(name);
    if (scan === undefined) throw new Error('the scan is gone');
    return scan;
  }

  untilPodRuns(name: string, seconds = 60): Promise<number> {
    return this.until(`a running scanner of ${name}`, async () => (await this.podsOf(name)).some(({ status }) => status?.containerStatuses?.[0]?.state?.running !== undefined), seconds);
  }

  get scansCollection() {
    return collections.scans(this.scansNamespace);
  }

  get jobsCollection() {
    return collections.jobs(this.scansNamespace);
  }

  /** The chart's own definition; it stays, as it does after an uninstall. */
  private async installDefinition(): Promise<void> {
    const [definition] = loadTemplate<V1CustomResourceDefinition>('crd-scan.yaml');
    if (definition === undefined) throw new Error('the chart defines no Scan');
    const extensions = this.admin.makeApiClient(ApiextensionsV1Api);
    const present = await extensions.readCustomResourceDefinition({ name: 'scans.pinata.dev' }).catch(() => undefined);
    if (present === undefined) await extensions.createCustomResourceDefinition({ body: definition });
    else await extensions.replaceCustomResourceDefinition({ name: 'scans.pinata.dev', body: { ...definition, metadata: { ...definition.metadata, resourceVersion: present.metadata?.resourceVersion ?? '' } } });
    const custom = this.admin.makeApiClient(CustomObjectsApi);
    await this.until('the definition is served', () => custom.listNamespacedCustomObject({ group: 'pinata.dev', version: 'v1alpha1', namespace: 'default', plural: 'scans' }).then(() => true, () => false));
  }

  private async makeOperatorIdentity(core: CoreV1Api): Promise<void> {
    const access = this.admin.makeApiClient(RbacAuthorizationV1Api);
    const valueOf = (expression: string) => {
      if (expression.includes('scansNamespace')) return this.scansNamespace;
      return expression === '.Release.Namespace' ? this.operatorNamespace : 'operator';
    };
    for (const [file, namespace] of [['operator/role-scans.yaml', this.scansNamespace], ['operator/role-lease.yaml', this.operatorNamespace]] as const) {
      for (const object of loadTemplate<V1Role | V1RoleBinding>(file, valueOf)) {
        if (!('roleRef' in object)) await access.createNamespacedRole({ namespace, body: object });
        else await access.createNamespacedRoleBinding({ namespace, body: object });
      }
    }
    await core.createNamespacedServiceAccount({ namespace: this.operatorNamespace, body: { metadata: { name: 'operator' } } });
    const { status } = await core.createNamespacedServiceAccountToken({ namespace: this.operatorNamespace, name: 'operator', body: { spec: { audiences: [], expirationSeconds: 7200 } } });
    const cluster = this.admin.getCurrentCluster();
    if (cluster === null || status?.token === undefined) throw new Error('no token');
    this.operatorConfig = new KubeConfig();
    this.operatorConfig.loadFromClusterAndUser(cluster, { name: 'operator', token: status.token });
  }
}
