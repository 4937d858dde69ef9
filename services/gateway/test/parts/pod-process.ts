import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { CheckoutGrantSchema, PodGrantSchema, type AttemptGrant } from '@pinata/proto';

const PROGRAM = path.resolve(import.meta.dirname, '../../../scanner/dist/pod.js');

/** A scanner pod's two containers as processes of this machine, with what the operator would have put into their Secret. */
export class PodProcess {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'pinata-pod-'));
  private running: ChildProcess | undefined;

  constructor({ scan, credential, nats, upload, expiresAt, previousFactPackUrl }: AttemptGrant) {
    for (const name of ['var/run/pinata/grant', 'work', 'dev']) mkdirSync(path.join(this.folder, name), { recursive: true });
    const part = (value: object | undefined, name: string): object => (value === undefined ? {} : { [name]: value });
    writeFileSync(path.join(this.folder, 'var/run/pinata/grant/checkout'), toBinary(CheckoutGrantSchema, create(CheckoutGrantSchema, { ...part(scan, 'scan'), ...part(credential, 'credential') })));
    writeFileSync(path.join(this.folder, 'var/run/pinata/grant/scan'), toBinary(PodGrantSchema, create(PodGrantSchema, { ...part(scan, 'scan'), ...part(nats, 'nats'), ...part(upload, 'upload'), expiresAt, previousFactPackUrl })));
  }

  /** Both containers, one after the other. @returns the exit code of the last that ran */
  async run(): Promise<number | null> {
    const checkout = await this.container('checkout');
    return checkout === 0 ? this.container('scan') : checkout;
  }

  container(name: 'checkout' | 'scan'): Promise<number | null> {
    const child = spawn(process.execPath, ['--no-warnings', PROGRAM, name], { env: { PATH: process.env.PATH ?? '', HOME: this.folder, PINATA_TEST_POD_ROOT: this.folder }, stdio: 'ignore' });
    this.running = child;
    return new Promise((resolve) => child.once('exit', resolve));
  }

  kill(): void {
    this.running?.kill('SIGKILL');
  }

  remove(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
