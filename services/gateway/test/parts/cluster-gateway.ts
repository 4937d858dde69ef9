import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { until } from '../platform/scanner-processes.js';
import type { Parts } from './parts.js';

const DIST = path.resolve(import.meta.dirname, '../../dist');
const DATABASE = 'pinata';
export const INSTALL_KEY = 'install-key-of-the-test';

/** A realm of few words: it has keys, and signs whatever a test wants said. */
export class SigningRealm {
  private server: Server | undefined;
  private key: CryptoKey | undefined;
  url = '';

  async start(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    this.key = privateKey;
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }] });
    this.server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(keys));
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/auth`;
  }

  token(subject: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
    if (this.key === undefined) throw new Error('the realm was not started');
    return new SignJWT({ email: `${subject}@example.org`, email_verified: true, name: subject, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'test' })
      .setIssuer(`${this.url}/realms/pinata`)
      .setAudience('pinata-api')
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(this.key);
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

/** What replicas of one installation share: settings, keys and a migrated database. */
export class ClusterInstallation {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'pinata-cluster-'));
  readonly realm = new SigningRealm();
  private settings: Readonly<Record<string, string>> = {};

  constructor(private readonly parts: Parts) {}

  /** @param kubeconfig of an API server that knows `Scan`; absent means that nothing answers */
  async prepare(kubeconfig: string | undefined, changes: Readonly<Record<string, string>> = {}): Promise<void> {
    const { nats, minio, postgresql } = this.parts;
    await this.realm.start();
    await postgresql.createDatabase(DATABASE);
    const own = (name: string, content: string): string => {
      const file = path.join(this.folder, name);
      writeFileSync(file, content, { mode: 0o600 });
      return file;
    };
    this.settings = {
      PINATA_PROFILE: 'cluster',
      PINATA_HOST: '127.0.0.1',
      PINATA_DATABASE_URL: `postgresql://pinata_login:pass%20word@127.0.0.1:${postgresql.port}/${DATABASE}`,
      PINATA_DATABASE_OWNER_URL: postgresql.url('pinata_owner', DATABASE),
      PINATA_NATS_URL: nats.url,
      PINATA_NATS_CREDENTIALS_FILE: nats.gatewayCredentials,
      PINATA_NATS_ACCOUNT: nats.account,
      PINATA_NATS_SIGNING_KEY_FILE: own('signing-key', nats.signingSeed),
      PINATA_NATS_STREAM_MEGABYTES: '64',
      PINATA_NATS_CACHE_MEGABYTES: '16',
      PINATA_S3_ENDPOINT: minio.options.endpoint ?? '',
      PINATA_S3_BUCKET: minio.options.bucket,
      PINATA_S3_ACCESS_KEY_ID: minio.options.accessKeyId,
      PINATA_S3_SECRET_ACCESS_KEY: minio.options.secretAccessKey,
      PINATA_KEYCLOAK_URL: this.realm.url,
      PINATA_SECRET_KEY_FILE: own('key', randomBytes(32).toString('base64')),
      PINATA_INSTALL_KEY_FILE: own('install-key', `${INSTALL_KEY}\n`),
      PINATA_SCANS_NAMESPACE: 'pinata-scans',
      PINATA_SCANNER_LANGUAGES_FILE: own('languages.json', JSON.stringify({ languages: [{ id: 'typescript', name: 'TypeScript', extensions: ['.ts'] }] })),
      PINATA_ALLOW_PRIVATE_NETWORK: 'true',
      PINATA_ALLOW_LOCAL_PATHS: 'true',
      KUBECONFIG: kubeconfig ?? own('kubeconfig', KUBECONFIG_OF_NOBODY),
      ...changes,
    };
  }

  /** As the init container does it. @returns what it printed */
  async migrate(): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', path.join(DIST, 'database/cli.js'), 'migrate'], { env: this.environment() });
    return stdout;
  }

  start(role: string, changes: Readonly<Record<string, string>> = {}): Promise<ClusterReplica> {
    return ClusterReplica.start(role, { ...this.environment(), ...changes }, path.join(this.folder, `data-${role}`));
  }

  remove(): void {
    this.realm.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private environment(): Record<string, string> {
    return { PATH: process.env.PATH ?? '', ...this.settings };
  }
}

/** One process of the gateway in a cluster. */
export class ClusterReplica {
  private output = '';
  readonly ended: Promise<number | null>;

  private constructor(
    readonly process: ChildProcess,
    readonly origin: string,
    /** Of the internal listener. */
    readonly internal: string,
  ) {
    for (const stream of [process.stdout, process.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => process.on('exit', (code) => resolve(code)));
  }

  static async start(role: string, environment: Readonly<Record<string, string>>, data: string): Promise<ClusterReplica> {
    const [port, internalPort] = [await getPort(), await getPort()];
    const origin = `http://localhost:${port}`;
    const child = spawn(process.execPath, ['--no-warnings', path.join(DIST, 'main.js'), '--role', role, '--port', String(port), '--data', data], {
      env: { ...environment, PINATA_PUBLIC_URL: origin, PINATA_INTERNAL_PORT: String(internalPort) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ClusterReplica(child, origin.replace('localhost', '127.0.0.1'), `http://127.0.0.1:${internalPort}`);
  }

  get said(): string {
    return this.output;
  }

  /** Structured lines of its log. */
  get entries(): Record<string, unknown>[] {
    return this.output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
  }

  async ready(): Promise<void> {
    await until(async () => this.process.exitCode !== null || (await this.readiness()) === 200, 60_000);
    if (this.process.exitCode !== null) throw new Error(`it ended instead: ${this.output}`);
  }

  /** The status of its readiness; 0 when nothing listens. */
  async readiness(): Promise<number> {
    return fetch(`${this.origin}/readyz`).then(({ status }) => status, () => 0);
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }
}

const KUBECONFIG_OF_NOBODY = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'nobody', cluster: { server: 'http://127.0.0.1:9', 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'nobody', user: {} }],
  contexts: [{ name: 'nobody', context: { cluster: 'nobody', user: 'nobody' } }],
  'current-context': 'nobody',
});
