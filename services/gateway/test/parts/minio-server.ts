import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import getPort from 'get-port';
import { createS3Client, type S3Options } from '../../src/adapters/artifact-store/s3/s3-client.js';

/** A real MinIO on this machine; it can be killed and started again on the same data. */
export class MinioServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly binary: string,
    readonly folder: string,
    private readonly port: number,
    readonly options: S3Options,
  ) {}

  static async start(binary: string): Promise<MinioServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-minio-'));
    const port = await getPort();
    const server = new MinioServer(binary, folder, port, { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', bucket: 'pinata', accessKeyId: 'pinata-test', secretAccessKey: 'pinata-test-secret', isPathStyle: true });
    await server.run();
    await createS3Client(server.options).send(new CreateBucketCommand({ Bucket: server.options.bucket }));
    return server;
  }

  async run(): Promise<void> {
    const { accessKeyId, secretAccessKey, endpoint } = this.options;
    this.process = spawn(this.binary, ['server', '--address', `127.0.0.1:${this.port}`, '--quiet', path.join(this.folder, 'data')], { stdio: 'ignore', env: { ...process.env, MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey, MINIO_UPDATE: 'off', MINIO_BROWSER: 'off' } });
    for (let tries = 0; tries < 300; tries++) {
      if (await fetch(`${endpoint ?? ''}/minio/health/ready`).then(({ ok }) => ok, () => false)) return;
      await delay(100);
    }
    throw new Error('minio is not ready');
  }

  async kill(): Promise<void> {
    const running = this.process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
