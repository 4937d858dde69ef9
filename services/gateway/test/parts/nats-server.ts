import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createAccount, createOperator, createUser, encodeAccount, encodeOperator, encodeUser, fmtCreds, type KeyPair } from '@nats-io/jwt';
import getPort from 'get-port';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const UNLIMITED = -1;

/** A real NATS server in operator mode, with one account for the platform. It can be killed and started again on the same store. */
export class NatsServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly binary: string,
    readonly folder: string,
    readonly port: number,
    readonly account: string,
    readonly signingSeed: string,
    /** Credentials of the gateway: everything in its account. */
    readonly gatewayCredentials: string,
  ) {}

  static async start(binary: string): Promise<NatsServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-nats-'));
    const port = await getPort();
    const [operator, account, system] = [createOperator(), createAccount(), createAccount()];
    const gateway = createUser();
    const limits = { conn: UNLIMITED, imports: UNLIMITED, exports: UNLIMITED, data: UNLIMITED, payload: UNLIMITED, subs: UNLIMITED, leaf: UNLIMITED, wildcards: true, mem_storage: UNLIMITED, disk_storage: UNLIMITED, streams: UNLIMITED, consumer: UNLIMITED };
    const accountJwt = await encodeAccount('pinata', account, { limits }, { signer: operator });
    const systemJwt = await encodeAccount('system', system, {}, { signer: operator });
    const operatorJwt = await encodeOperator('pinata', operator, { system_account: system.getPublicKey() });
    const credentials = path.join(folder, 'gateway.creds');
    writeFileSync(credentials, fmtCreds(await encodeUser('gateway', gateway, account, {}), gateway));
    writeFileSync(
      path.join(folder, 'nats.conf'),
      [
        `listen: "127.0.0.1:${port}"`,
        `jetstream { store_dir: "${path.join(folder, 'store')}", sync_interval: always }`,
        `operator: ${operatorJwt}`,
        `system_account: ${system.getPublicKey()}`,
        `resolver: MEMORY`,
        `resolver_preload: {`,
        `  ${account.getPublicKey()}: ${accountJwt}`,
        `  ${system.getPublicKey()}: ${systemJwt}`,
        `}`,
      ].join('\n'),
    );
    const server = new NatsServer(binary, folder, port, account.getPublicKey(), seedOf(account), credentials);
    await server.run();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Starts it where it does not run, and waits until it listens. */
  async run(): Promise<void> {
    this.process = spawn(this.binary, ['-c', path.join(this.folder, 'nats.conf')], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries++) {
      if (await isListening(this.port)) return;
      await delay(50);
    }
    throw new Error('nats-server does not listen');
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    const running = this.process;
    if (running === undefined || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function seedOf(key: KeyPair): string {
  return text(key.getSeed());
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
