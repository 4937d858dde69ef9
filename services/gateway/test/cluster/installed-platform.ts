import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { ApiClient } from '../platform/api-client.js';
import { scanState, startScan, type ScanState } from '../platform/scans.js';
import { helm, kubectl, kubectlJson, kubectlWith, PortForward, until } from './commands.js';
import { signInThroughKeycloak, type SignedIn } from './keycloak-sign-in.js';

export const ROOT = path.resolve(import.meta.dirname, '../../../..');
export const CHART = path.join(ROOT, 'charts/pinata-code');
/** `<registry>/<folder>|<tag>`; the images are named as `npm run images` names them. */
const [PREFIX = 'localhost/pinata-code', TAG = ''] = (process.env['PINATA_TEST_IMAGES'] ?? 'localhost/pinata-code').split('|');
const RELEASE = 'pinata';

export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Readonly<Record<string, string>>; readonly deletionTimestamp?: string };
  readonly status: { readonly phase: string; readonly containerStatuses?: readonly { readonly name: string; readonly state: { readonly running?: { readonly startedAt: string } } }[] };
}

export interface Job {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export function image(name: string, wantedTag = TAG): string {
  const tag = wantedTag === '' ? (JSON.parse(execFileSync('node', ['-p', `JSON.stringify(require(${JSON.stringify(path.join(ROOT, 'package.json'))}).version)`], { encoding: 'utf8' })) as string) : wantedTag;
  return `${PREFIX}/${name}:${tag}`;
}

/** The chart, installed into namespaces of its own on the cluster that KUBECONFIG names, and used as people use it. */
export class InstalledPlatform {
  readonly namespace = `pinata-test-${randomUUID().slice(0, 8)}`;
  readonly scansNamespace = `${this.namespace}-scans`;
  readonly gitNamespace = `${this.namespace}-git`;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'pinata-cluster-'));
  private forward: PortForward | undefined;
  private port = 0;
  /** As a person with an API token; set by `signIn`. */
  private client: ApiClient | undefined;

  /**
   * @param version the chart that `install` installs, and the tag of its images
   * @param more values over those of every installation here
   */
  constructor(
    private version: { readonly chart: string; readonly tag?: string } = { chart: CHART },
    private readonly more: Readonly<Record<string, unknown>> = {},
  ) {}

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get api(): ApiClient {
    if (this.client === undefined) throw new Error('nobody has signed in');
    return this.client;
  }

  /** @returns the milliseconds until all was Ready */
  async install(): Promise<number> {
    await this.choosePort();
    await this.makeNamespace();
    const started = performance.now();
    await this.upgrade();
    await this.untilReady();
    const took = performance.now() - started;
    await this.reach();
    return took;
  }

  /** Opens the console's port on this machine, to pods that stay: a forwarded port ends with its pod, and a request on its way with it. */
  async reach(): Promise<void> {
    await this.forward?.close();
    await until('the end of pods that go', async () => (await kubectlJson<{ items: Pod[] }>('--namespace', this.namespace, 'get', 'pods', '--selector=pinata.dev/serves=console')).items.every(({ metadata }) => metadata.deletionTimestamp === undefined), 90);
    this.forward = new PortForward(this.namespace, `service/${RELEASE}-gateway`, `${this.port}:4700`);
    await until('the forwarded port', async () => (await fetch(`${this.origin}/healthz`)).ok, 60);
  }

  /** Opens Keycloak's own port there instead: a Keycloak beside the installation, with its administration. */
  async reachKeycloak(): Promise<void> {
    await this.forward?.close();
    this.forward = new PortForward(this.namespace, `service/${RELEASE}-keycloak`, `${this.port}:8080`);
    await until('Keycloak’s port', async () => (await fetch(`${this.origin}/auth/realms/pinata`)).ok, 60);
  }

  /** @returns a value of a Secret of its namespace */
  async secret(name: string, key: string): Promise<string> {
    const encoded = await kubectl('--namespace', this.namespace, 'get', 'secret', name, `--output=jsonpath={.data['${key.replaceAll('.', '\\.')}']}`);
    return Buffer.from(encoded, 'base64').toString();
  }

  /** Of this machine, for the console; its origin is known from then on. */
  async choosePort(): Promise<void> {
    if (this.port === 0) this.port = await getPort();
  }

  async makeNamespace(): Promise<void> {
    const restricted = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pinata.dev/test': 'true' } } };
    await kubectlWith([restricted], 'apply');
  }

  /** The definition of Scan outlives releases, and belongs to the last one. */
  async upgrade(version = this.version): Promise<void> {
    this.version = version;
    await helm('upgrade', '--install', RELEASE, version.chart, '--namespace', this.namespace, '--values', this.writeValues(), '--timeout', '5m', '--take-ownership');
  }

  /** @returns the file of the values that the present version was installed with */
  writeValues(): string {
    const file = path.join(this.folder, 'values.yaml');
    writeFileSync(file, JSON.stringify(this.values()));
    return file;
  }

  /** Whether every workload has what it wants of its present form. */
  async untilReady(): Promise<void> {
    const workloads = (await kubectl('--namespace', this.namespace, 'get', 'deployments,statefulsets', '--output=name')).trim().split('\n');
    for (const workload of workloads) await kubectl('--namespace', this.namespace, 'rollout', 'status', workload, '--timeout=300s');
  }

  async signIn(password?: string): Promise<SignedIn> {
    const signedIn = await signInThroughKeycloak(this.origin, 'admin@example.org', password ?? (await this.secret(`${RELEASE}-keycloak`, 'userPassword')));
    this.client = new ApiClient(this.origin, signedIn.accessToken);
    return signedIn;
  }

  /** Tests outlive an access token's five minutes. */
  async useApiToken(organizationId: string): Promise<void> {
    const { createApiToken } = await this.api.ask<{ createApiToken: { secret: string } }>('mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }', { input: { organizationId, name: 'cluster tests', scopes: ['ADMIN'], expiresInDays: 1 } });
    this.client = new ApiClient(this.origin, createApiToken.secret);
  }

  async addRepository(organizationId: string, name: string, location: string, more: { readonly slug?: string; readonly memoryMegabytes?: number; readonly credential?: { readonly username: string; readonly secret: string } } = {}): Promise<string> {
    const { memoryMegabytes = 768, ...given } = more;
    const input = { organizationId, name, source: 'URL', location, configuration: { memoryMegabytes }, ...given };
    return (await this.api.ask<{ createRepository: { id: string } }>('mutation($input: CreateRepositoryInput!) { createRepository(input: $input) { id } }', { input })).createRepository.id;
  }

  /** Asks again while the gateway, or the way to it, is away: that is what the console does. */
  async untilEnded(id: string, seconds = 300): Promise<ScanState> {
    let state: ScanState | undefined;
    await until(
      `the end of scan ${id}`,
      async () => {
        state = await scanState(this.api, id);
        return ['COMPLETED', 'FAILED', 'CANCELLED'].includes(state.status);
      },
      seconds,
      500,
    );
    if (state === undefined) throw new Error('no state');
    return state;
  }

  async scan(repositoryId: string): Promise<ScanState> {
    return this.untilEnded((await startScan(this.api, repositoryId)).id);
  }

  async podsOf(scanId: string): Promise<readonly Pod[]> {
    return (await kubectlJson<{ items: Pod[] }>('--namespace', this.scansNamespace, 'get', 'pods', `--selector=pinata.dev/scan=${scanId}`)).items;
  }

  async jobs(selector = 'pinata.dev/scan'): Promise<readonly Job[]> {
    return (await kubectlJson<{ items: Job[] }>('--namespace', this.scansNamespace, 'get', 'jobs', `--selector=${selector}`)).items;
  }

  /** Statements on the bundled database, as its owner. */
  async sql(statement: string): Promise<string> {
    return (await kubectl('--namespace', this.namespace, 'exec', `${RELEASE}-postgresql-0`, '--container=postgresql', '--', 'psql', '--username=pinata', '--dbname=pinata', '--tuples-only', '--no-align', '--command', statement)).trim();
  }

  /** By the database, whatever else is away. */
  async isRunning(scanId: string): Promise<boolean> {
    return (await this.sql(`select status from scan where id = '${scanId}'`)) === 'RUNNING';
  }

  async uninstall(): Promise<void> {
    await this.forward?.close();
    this.forward = undefined;
    await helm('uninstall', RELEASE, '--namespace', this.namespace, '--wait', '--timeout', '3m');
  }

  /** As if the cluster had been lost: data and Secrets too. */
  async lose(): Promise<void> {
    await this.uninstall();
    await this.deleteNamespaces();
  }

  async remove(): Promise<void> {
    await this.uninstall().catch(() => undefined);
    await this.deleteNamespaces().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async deleteNamespaces(): Promise<void> {
    await kubectl('delete', 'namespace', this.scansNamespace, this.namespace, '--wait=true', '--timeout=180s', '--ignore-not-found');
  }

  private values(): Readonly<Record<string, unknown>> {
    const own = (name: string): Record<string, unknown> => {
      const full = image(name, this.version.tag);
      const colon = full.lastIndexOf(':');
      return { repository: full.slice(0, colon), tag: full.slice(colon + 1), pullPolicy: 'IfNotPresent' };
    };
    return {
      publicUrl: this.origin,
      gateway: { image: own('gateway'), allowPrivateNetwork: true, allowPlainTransport: true, requestsPerMinute: 100_000 },
      operator: { image: own('operator'), limits: { perCluster: 3, perOrganization: 3 } },
      scanner: { image: own('scanner'), egress: { cidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] }, sizeClasses: [{ name: 'test', upToMemoryMegabytes: 16_777_216, cpuRequest: '50m' }], workVolumeSize: '2Gi' },
      ...this.more,
    };
  }
}

/** The digest that the embedded engine gives the same commit. */
export function embeddedDigest(folder: string): string {
  const printed = execFileSync(process.execPath, [path.join(ROOT, 'engine/cli/dist/main.js'), 'scan', folder, '--json'], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] });
  const found = /"graphDigest":\s*"([^"]+)"/.exec(printed)?.[1];
  if (found === undefined) throw new Error('the command line printed no digest');
  return found;
}
