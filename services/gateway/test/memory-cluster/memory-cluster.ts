import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { AttemptGrantSchema, GrantRefusalSchema, GrantResponseSchema, GrantService, type GrantResponse } from '@pinata/proto';
import { MemoryApiServer } from './memory-api-server.js';
import { ScriptedPods } from './scripted-pods.js';

/** By its path, as it is started in an installation: the gateway may not import it. */
const OPERATOR = path.resolve(import.meta.dirname, '../../../../operator/dist/main.js');
export const SCANS_NAMESPACE = 'scans';

/** A cluster without nodes: an API server in memory, the real operator as a process, and pods that do what their scan's name says. */
export class MemoryCluster {
  readonly server = new MemoryApiServer();
  readonly pods = new ScriptedPods(this.server);
  /** Scans that the operator asked a grant for, each once. */
  readonly granted: string[] = [];
  readonly kubeconfig: string;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'pinata-memory-cluster-'));
  private readonly grants: Server;
  private operator: ChildProcess | undefined;

  /** @param isGranted whether the gateway knows the scan */
  constructor(isGranted: (scanId: string) => boolean) {
    this.kubeconfig = path.join(this.folder, 'kubeconfig');
    const grant = (scanId: string, attempt: number): GrantResponse => {
      if (!this.granted.includes(scanId)) this.granted.push(scanId);
      return create(GrantResponseSchema, {
        answer: isGranted(scanId) ? { case: 'grant', value: create(AttemptGrantSchema, { scan: { scanId, attempt } }) } : { case: 'refusal', value: create(GrantRefusalSchema, { code: 'ended', message: 'It has ended.' }) },
      });
    };
    this.grants = createServer(connectNodeAdapter({ routes: (router) => router.service(GrantService, { grant: ({ scanId, attempt }) => grant(scanId, attempt) }) }));
  }

  async start(limits: { readonly atOnce: number; readonly perOrganization: number }): Promise<void> {
    const address = await this.server.listen();
    await new Promise<void>((resolve) => this.grants.listen(0, '127.0.0.1', resolve));
    const own = (name: string, content: string): string => {
      writeFileSync(path.join(this.folder, name), content);
      return path.join(this.folder, name);
    };
    own('kubeconfig', JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'c', cluster: { server: address, 'insecure-skip-tls-verify': true } }], users: [{ name: 'u', user: { token: 'token' } }], contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }], 'current-context': 'x' }));
    this.operator = spawn(process.execPath, ['--no-warnings', OPERATOR], {
      env: {
        KUBECONFIG: this.kubeconfig,
        PINATA_SCANS_NAMESPACE: SCANS_NAMESPACE,
        PINATA_OPERATOR_NAMESPACE: 'pinata',
        PINATA_OPERATOR_IDENTITY: 'test',
        PINATA_OPERATOR_PORT: '0',
        PINATA_OPERATOR_CONFIG: own('operator.json', JSON.stringify({ image: 'scanner', limits: { perCluster: limits.atOnce, perOrganization: limits.perOrganization } })),
        PINATA_GRANT_URL: `http://127.0.0.1:${(this.grants.address() as AddressInfo).port}`,
        PINATA_INSTALL_KEY_FILE: own('key', 'key\n'),
        PINATA_LOG_LEVEL: 'warn',
      },
      stdio: 'ignore',
    });
  }

  async stop(): Promise<void> {
    const { operator } = this;
    if (operator !== undefined && operator.exitCode === null) {
      const ended = new Promise((resolve) => operator.once('exit', resolve));
      operator.kill('SIGKILL');
      await ended;
    }
    this.pods.close();
    this.server.close();
    this.grants.closeAllConnections();
    this.grants.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
