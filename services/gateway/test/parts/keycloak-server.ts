import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';

const REALM = path.resolve(import.meta.dirname, '../../../../charts/pinata-code/files/realm-pinata.json');

export interface KeycloakOptions {
  /** Where browsers find the gateway, which passes `/auth` on. */
  readonly publicUrl: string;
  readonly email: string;
  readonly password: string;
}

/** A real Keycloak on this machine, in memory, with the chart's realm. It can be killed and started again, as a new one. */
export class KeycloakServer {
  private process: ChildProcess | undefined;
  private output = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly options: KeycloakOptions,
  ) {}

  /** @param distribution its unpacked archive, which is copied: a start writes into it */
  static async start(distribution: string, options: KeycloakOptions): Promise<KeycloakServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-keycloak-'));
    cpSync(distribution, folder, { recursive: true });
    rmSync(path.join(folder, 'data'), { recursive: true, force: true });
    mkdirSync(path.join(folder, 'data/import'), { recursive: true });
    copyFileSync(REALM, path.join(folder, 'data/import/realm-pinata.json'));
    const server = new KeycloakServer(folder, await getPort(), options);
    await server.run();
    return server;
  }

  /** As the gateway reaches it. */
  get internalUrl(): string {
    return `http://127.0.0.1:${this.port}/auth`;
  }

  async run(): Promise<void> {
    const { publicUrl, email, password } = this.options;
    const parameters = ['start-dev', '--import-realm', '--db=dev-mem', '--cache=local', '--http-host=127.0.0.1', `--http-port=${this.port}`, '--http-relative-path=/auth', `--hostname=${publicUrl}/auth`, '--hostname-backchannel-dynamic=true', '--proxy-headers=xforwarded'];
    this.process = spawn(path.join(this.folder, 'bin/kc.sh'), parameters, {
      env: { PATH: process.env.PATH ?? '', HOME: this.folder, ...(process.env.JAVA_HOME === undefined ? {} : { JAVA_HOME: process.env.JAVA_HOME }), JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m', PINATA_PUBLIC_URL: publicUrl, PINATA_FIRST_USER_EMAIL: email, PINATA_FIRST_USER_PASSWORD: password },
      stdio: ['ignore', 'pipe', 'pipe'],
      // The script starts Java as its child.
      detached: true,
    });
    for (const stream of [this.process.stdout, this.process.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    for (let tries = 0; tries < 900 && this.process.exitCode === null; tries++) {
      if (await fetch(`${this.internalUrl}/realms/pinata`).then(({ ok }) => ok, () => false)) return;
      await delay(200);
    }
    throw new Error(`Keycloak is not ready: ${this.output.slice(-4000)}`);
  }

  async kill(): Promise<void> {
    const running = this.process;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    process.kill(-running.pid, 'SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
