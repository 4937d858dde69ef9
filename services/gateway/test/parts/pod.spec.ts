import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { readSnapshot } from '@pinata/graph';
import { CheckoutGrantSchema, GrantSchema, NatsGrantSchema, PodGrantSchema, ScanConfigurationSchema, SourceGrantSchema, UploadGrantSchema } from '@pinata/proto';
import { FolderCache } from '../../src/adapters/artifact-store/s3/folder-cache.js';
import { createS3Client } from '../../src/adapters/artifact-store/s3/s3-client.js';
import { S3ArtifactStore } from '../../src/adapters/artifact-store/s3/s3-artifact-store.js';
import { NatsKvCache } from '../../src/adapters/cache/nats-kv/nats-kv-cache.js';
import { PostgresqlDatabase } from '../../src/adapters/database/postgresql/postgresql-database.js';
import { NatsEventBus } from '../../src/adapters/event-bus/nats/nats-event-bus.js';
import { AttemptCredentialIssuer } from '../../src/adapters/nats/attempt-credentials.js';
import { FactsResponder } from '../../src/adapters/nats/facts-responder.js';
import { connectNats } from '../../src/adapters/nats/nats-connection.js';
import { JetStreamResultStream } from '../../src/adapters/result-stream/jetstream/jetstream-result-stream.js';
import { GitRepositoryEntity, OrganizationEntity, ScanEntity, ScanFileEntity } from '../../src/database/index.js';
import { PlatformMetrics } from '../../src/metrics/index.js';
import { IngestRepository } from '../../src/modules/scans/ingest.repository.js';
import { IngestService } from '../../src/modules/scans/ingest.service.js';
import { SymbolRefillService } from '../../src/modules/scans/symbol-refill.service.js';
import { ScanLifecycleRepository } from '../../src/modules/scans/scan-lifecycle.repository.js';
import { factsOf } from '../../src/ports/index.js';
import { randomIdentifiers, systemClock } from '../../src/runtime/index.js';
import { MinioServer } from './minio-server.js';
import { NatsServer } from './nats-server.js';
import { PostgresqlServer } from './postgresql-server.js';

const [NATS, MINIO, POSTGRESQL] = [process.env.PINATA_TEST_NATS_SERVER, process.env.PINATA_TEST_MINIO, process.env.PINATA_TEST_POSTGRESQL];
const ifParts = NATS === undefined || MINIO === undefined || POSTGRESQL === undefined ? describe.skip : describe;
const PROGRAM = path.resolve(import.meta.dirname, '../../../scanner/dist/pod.js');
const CONFIGURATION = { fileExtensions: [], include: [], exclude: [], maximumFileBytes: 1_000_000, maximumFiles: 10_000, deadlineSeconds: 600, memoryMegabytes: 1024, workers: 2 };
const FILES = 400;
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

ifParts('a pod’s two programs, the queue, the bucket and the database', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'pinata-pod-'));
  const organizationId = randomUUID();
  const repositoryId = randomUUID();
  let nats: NatsServer;
  let minio: MinioServer;
  let postgresql: PostgresqlServer;
  let connection: NatsConnection;
  let stream: JetStreamResultStream;
  let store: S3ArtifactStore;
  let database: PostgresqlDatabase;
  let lifecycle: ScanLifecycleRepository;
  let ingest: IngestService;
  let cache: NatsKvCache;
  let undisturbed: string | undefined;

  beforeAll(async () => {
    const source = path.join(root, 'source');
    for (let index = 0; index < FILES; index++) {
      const file = path.join(source, `part${index % 20}`, `module${index}.ts`);
      mkdirSync(path.dirname(file), { recursive: true });
      const other = (index * 7 + 1) % FILES;
      writeFileSync(file, `import { value${other} } from '../part${other % 20}/module${other}.js';\nexport function value${index}(): number {\n  return ${other === index ? 0 : `value${other}()`};\n}\n`);
    }
    const git = (...words: string[]): Buffer => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', source, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'sources');
    execFileSync('git', ['clone', '--quiet', '--bare', source, path.join(root, 'repository.git')]);
    [nats, minio, postgresql] = await Promise.all([NatsServer.start(NATS ?? ''), MinioServer.start(MINIO ?? ''), PostgresqlServer.start(POSTGRESQL ?? '')]);
    await postgresql.createDatabase('pinata');
    const owner = PostgresqlDatabase.open({ url: postgresql.url('pinata_owner', 'pinata'), isTlsRequired: false, connections: 3 });
    await owner.migrate();
    await owner.close();
    database = PostgresqlDatabase.open({ url: postgresql.url('pinata_gateway', 'pinata'), isTlsRequired: false, connections: 8 });
    connection = await connectNats({ servers: [nats.url], credentialsFile: nats.gatewayCredentials, name: 'gateway' });
    stream = await JetStreamResultStream.open(connection, { limits: { bytes: 64 * 1024 * 1024, replicas: 1 }, isStoreHealthy: () => Promise.all([database.ping(), store.ping()]).then(() => true, () => false), onHandlerError: () => undefined, onDead: () => undefined });
    const client = createS3Client(minio.options);
    store = new S3ArtifactStore(client, await FolderCache.open(path.join(root, 'cache'), 256 * 1024 * 1024), { bucket: minio.options.bucket, maximumBytes: 256 * 1024 * 1024, uploadEndpoint: client });
    const metrics = new PlatformMetrics();
    lifecycle = new ScanLifecycleRepository(database, metrics);
    cache = await NatsKvCache.open(connection, { bytes: { facts: 64 * 1024 * 1024, answers: 1024 * 1024 }, replicas: 1 });
    const repository = new IngestRepository(database, randomIdentifiers, metrics);
    ingest = new IngestService(repository, lifecycle, new SymbolRefillService(repository, store, quiet), database, store, cache, new NatsEventBus(connection, () => undefined), systemClock, quiet);
    const now = new Date();
    await database.system(async (entities) => {
      await entities.insert(OrganizationEntity, { id: organizationId, slug: 'o', name: 'O', isDemo: false, createdAt: now, updatedAt: now });
      await entities.insert(GitRepositoryEntity, { id: repositoryId, organizationId, slug: 'r', name: 'r', description: '', source: 'url', location: 'x', configuration: CONFIGURATION, isDemo: false, lastScanNumber: 0, createdAt: now, updatedAt: now });
    });
  }, 180_000);
  afterAll(async () => {
    await stream.close();
    await database.close();
    await connection.close();
    await Promise.all([nats.remove(), minio.remove()]);
    postgresql.remove();
    rmSync(root, { recursive: true, force: true });
  }, 60_000);

  let number = 0;
  async function newScan(): Promise<string> {
    const id = randomUUID();
    await database.system((entities) => entities.insert(ScanEntity, { id, organizationId, repositoryId, number: ++number, status: 'QUEUED', isModified: false, configuration: CONFIGURATION, attempt: 0, filesScanned: 0, storedBytes: 0, createdAt: new Date() }));
    return id;
  }

  /** What the operator does: grants an attempt and lays its two files where the containers look for them. */
  async function preparePod(scanId: string, location = path.join(root, 'repository.git')): Promise<{ folder: string; attempt: number }> {
    const begun = await lifecycle.beginAttempt(scanId, 5, new Date());
    const attempt = begun?.scan.attempt ?? 0;
    const until = new Date(Date.now() + 300_000);
    const place = await store.prepare({ organizationId, scanId }, attempt, until);
    if (place.kind !== 'upload') throw new Error('a bucket takes uploads');
    const { credentials, inboxPrefix } = await new AttemptCredentialIssuer(nats.signingSeed, nats.account).issue({ organizationId, scanId, attempt }, until);
    const scan = create(GrantSchema, {
      scanId, organizationId, attempt, window: 8,
      source: create(SourceGrantSchema, { location: { case: 'localPath', value: location }, name: 'app', isLocalPathAllowed: true }),
      configuration: create(ScanConfigurationSchema, { workers: 2, maximumCheckoutBytes: 100_000_000n, checkoutSeconds: 60, maximumFiles: 10_000, maximumFileBytes: 1_000_000 }),
    });
    const folder = mkdtempSync(path.join(root, 'pod-'));
    for (const name of ['var/run/pinata/grant', 'work', 'dev']) mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'var/run/pinata/grant/checkout'), toBinary(CheckoutGrantSchema, create(CheckoutGrantSchema, { scan })));
    writeFileSync(
      path.join(folder, 'var/run/pinata/grant/scan'),
      toBinary(PodGrantSchema, create(PodGrantSchema, {
        scan,
        nats: create(NatsGrantSchema, { servers: [nats.url], credentials, inboxPrefix }),
        upload: create(UploadGrantSchema, { url: place.url, fields: { ...place.fields }, keyPrefix: place.keyPrefix, maximumBytes: BigInt(place.maximumBytes) }),
        expiresAt: BigInt(Math.floor(until.getTime() / 1000)),
      })),
    );
    return { folder, attempt };
  }

  function start(folder: string, container: 'checkout' | 'scan'): { readonly ended: Promise<number | null>; kill: () => void } {
    const child = spawn(process.execPath, ['--no-warnings', PROGRAM, container], { env: { PATH: process.env.PATH ?? '', HOME: folder, PINATA_TEST_POD_ROOT: folder }, stdio: 'ignore' });
    return { ended: new Promise((resolve) => child.once('exit', resolve)), kill: () => void child.kill('SIGKILL') };
  }

  async function untilEnded(scanId: string, milliseconds = 90_000): Promise<string> {
    for (const end = Date.now() + milliseconds; Date.now() < end; await delay(100)) {
      const scan = await lifecycle.byId(scanId).catch(() => null);
      if (scan !== null && scan.status !== 'QUEUED' && scan.status !== 'RUNNING') return scan.status;
    }
    return 'still running';
  }

  /** Every file once, and the snapshot that everybody opens is the undisturbed one. */
  async function expectWhole(scanId: string, attempt: number): Promise<void> {
    expect(await untilEnded(scanId)).toBe('COMPLETED');
    const rows = await database.system((entities) => entities.find(ScanFileEntity, { scanId }));
    expect([rows.length, new Set(rows.map((row) => row.path)).size, new Set(rows.map((row) => row.attempt))]).toEqual([FILES, FILES, new Set([attempt])]);
    const { manifest } = await readSnapshot(await store.localFolder({ organizationId, scanId }, ['manifest.json', 'nodes.arrow', 'edges.arrow']));
    undisturbed ??= manifest.graphDigest;
    expect(manifest.graphDigest).toBe(undisturbed);
  }

  it('scan a repository whole', async () => {
    const stop = stream.consume((message) => ingest.handle(message));
    const scanId = await newScan();
    const { folder, attempt } = await preparePod(scanId);
    expect(await start(folder, 'checkout').ended).toBe(0);
    expect(await start(folder, 'scan').ended).toBe(0);
    await expectWhole(scanId, attempt);
    await stop();
  }, 120_000);

  it('take facts that the organization knows, and parse none of them again', async () => {
    const stop = stream.consume((message) => ingest.handle(message));
    const facts = new FactsResponder(connection, factsOf(cache));
    const scanId = await newScan();
    const { folder, attempt } = await preparePod(scanId);
    expect(await start(folder, 'checkout').ended).toBe(0);
    expect(await start(folder, 'scan').ended).toBe(0);
    await expectWhole(scanId, attempt);
    const scan = await lifecycle.byId(scanId);
    expect(scan?.summary).toMatchObject({ parsed: 0, reused: FILES });
    await facts.close();
    await stop();
  }, 120_000);

  it('say in the termination message why they cannot succeed', async () => {
    const { folder } = await preparePod(await newScan(), path.join(root, 'nowhere.git'));
    expect(await start(folder, 'checkout').ended).toBe(2);
    expect(JSON.parse(readFileSync(path.join(folder, 'dev/termination-log'), 'utf8'))).toMatchObject({ code: 'pathNotFound', isRetriable: false, peakMemoryBytes: expect.any(Number) });
  }, 60_000);

  it('finish while the queue, the bucket and the database are killed and come back', async () => {
    const stop = stream.consume((message) => ingest.handle(message));
    const scanId = await newScan();
    const { folder, attempt } = await preparePod(scanId);
    expect(await start(folder, 'checkout').ended).toBe(0);
    const scanning = start(folder, 'scan');
    await Promise.all([nats.kill(), minio.kill()]);
    postgresql.kill();
    await delay(3_000);
    postgresql.run();
    await Promise.all([nats.run(), minio.run()]);
    expect(await scanning.ended).toBe(0);
    await expectWhole(scanId, attempt);
    await stop();
  }, 180_000);

  it('leave nothing of an attempt that was killed, when the next one is done', async () => {
    const stop = stream.consume((message) => ingest.handle(message));
    const scanId = await newScan();
    const first = await preparePod(scanId);
    expect(await start(first.folder, 'checkout').ended).toBe(0);
    const killed = start(first.folder, 'scan');
    await delay(700);
    killed.kill();
    await killed.ended;
    const second = await preparePod(scanId);
    expect(await start(second.folder, 'checkout').ended).toBe(0);
    expect(await start(second.folder, 'scan').ended).toBe(0);
    await expectWhole(scanId, second.attempt);
    await stop();
  }, 180_000);

  it('are stored by whoever consumes next when an ingest is stopped in between', async () => {
    const scanId = await newScan();
    const { folder, attempt } = await preparePod(scanId);
    expect(await start(folder, 'checkout').ended).toBe(0);
    expect(await start(folder, 'scan').ended).toBe(0);
    let handled = 0;
    const stop = stream.consume(async (message) => {
      await ingest.handle(message);
      // Stored, and never acknowledged: as an ingest that is killed between the two.
      if (++handled <= 2) throw new Error('killed after the commit');
    });
    await expectWhole(scanId, attempt);
    await stop();
  }, 180_000);
});
