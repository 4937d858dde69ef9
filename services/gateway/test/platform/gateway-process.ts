import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { killGroup, scannersOf, until } from './scanner-processes.js';

const MAIN = path.resolve(import.meta.dirname, '../../dist/main.js');

/** The gateway as `npm start` runs it, in a process and a process group of its own. */
export class GatewayProcess {
  private output = '';
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(data: string, port: number, ...parameters: string[]) {
    this.process = spawn(process.execPath, ['--no-warnings', MAIN, '--data', data, '--port', String(port), '--no-demo', ...parameters], {
      // Settings of the tests are none of the gateway's, which starts with no setting that it does not know.
      env: { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PINATA_'))), PINATA_ALLOW_PRIVATE_NETWORK: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.process.stdout, this.process.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => this.process.on('exit', (code) => resolve(code)));
  }

  get said(): string {
    return this.output;
  }

  /** Where it runs, once it says so. */
  async origin(): Promise<string> {
    await until(() => /runs at\s+http/.test(this.output) || this.process.exitCode !== null, 90_000);
    const address = /runs at\s+(\S+)/.exec(this.output)?.[1];
    if (address === undefined) throw new Error(`it ended instead: ${this.output}`);
    return address;
  }

  get password(): string {
    return /Password\s+(\S+)/.exec(this.output)?.[1] ?? '';
  }

  get scanners(): number[] {
    return scannersOf(this.process.pid ?? -1);
  }

  /** kill -9 of its whole group; the scanners have groups of their own, and see their channel close. */
  async kill(): Promise<void> {
    killGroup(this.process.pid ?? -1);
    await this.ended;
  }
}
