import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectNats } from '../../src/adapters/nats/nats-connection.js';
import { RESULTS_STREAM } from '../../src/adapters/result-stream/jetstream/streams.js';
import { ApiClient } from '../platform/api-client.js';
import { until } from '../platform/scanner-processes.js';
import { ClusterInstallation, type ClusterReplica } from './cluster-gateway.js';
import { KubernetesServer } from './kubernetes-server.js';
import { granted, refusalOf } from './operator-part.js';
import { areAllPartsHere, startParts, type Parts } from './parts.js';
import { PodProcess } from './pod-process.js';
import { makeSources } from './scanned-sources.js';

const KUBECONFIG = process.env.KUBECONFIG ?? '';
const FILES = 60;
/** A sweep comes every ten seconds, and a lease that nobody gives back ends after fifteen. */
const SWEEP = 30_000;
const TAKEOVER = 60_000;

interface ScanAnswer {
  readonly status: string;
  readonly attempts: readonly { readonly number: number; readonly status: string; readonly peakMemoryBytes: number | null; readonly failure: { readonly code: string } | null }[];
  readonly progress: { readonly failure: { readonly code: string; readonly message: string } | null };
  readonly files: { readonly totalCount?: number; readonly nodes?: readonly unknown[]; readonly edges?: readonly { readonly node: { readonly path: string } }[] };
}

(areAllPartsHere && KUBECONFIG !== '' ? describe : describe.skip)('scans as resources of a real API server, with the test as their operator', () => {
  const sources = makeSources(FILES);
  let parts: Parts;
  let kubernetes: KubernetesServer;
  let installation: ClusterInstallation;
  let api: ClusterReplica;
  let ingest: ClusterReplica;
  let worker: ClusterReplica;
  let client: ApiClient;
  let repositoryId = '';

  beforeAll(async () => {
    parts = await startParts();
    kubernetes = new KubernetesServer(KUBECONFIG);
    await kubernetes.prepare();
    installation = new ClusterInstallation(parts);
    await installation.prepare(KUBECONFIG, { PINATA_SCANS_NAMESPACE: kubernetes.namespace });
    await installation.migrate();
    [api, ingest, worker] = [await installation.start('api'), await installation.start('ingest'), await installation.start('worker')];
    await Promise.all([api.ready(), ingest.ready(), worker.ready()]);
    client = new ApiClient(api.origin, await installation.realm.token('ada'));
    const { viewer } = await client.ask<{ viewer: { memberships: { organization: { id: string } }[] } }>('{ viewer { memberships { organization { id } } } }');
    const input = { organizationId: viewer.memberships[0]?.organization.id, name: 'app', source: 'LOCAL_PATH', location: sources };
    repositoryId = (await client.ask<{ createRepository: { id: string } }>('mutation($input: CreateRepositoryInput!) { createRepository(input: $input) { id } }', { input })).createRepository.id;
  }, 240_000);
  afterAll(async () => {
    await Promise.all([api, ingest, worker].map((replica) => replica.kill()));
    await kubernetes.close();
    installation.remove();
    await parts.remove();
    rmSync(sources, { recursive: true, force: true });
  }, 60_000);

  const startScan = async (): Promise<string> => (await client.ask<{ startScan: { id: string } }>('mutation($id: ID!) { startScan(input: { repositoryId: $id }) { id } }', { id: repositoryId })).startScan.id;
  const read = async (scanId: string): Promise<ScanAnswer> =>
    (await client.ask<{ scan: ScanAnswer }>('query($id: ID!) { scan(id: $id) { status attempts { number status peakMemoryBytes failure { code } } progress { failure { code message } } files(first: 100) { edges { node { path } } } } }', { id: scanId })).scan;
  const reaches = (scanId: string, status: string, milliseconds = SWEEP): Promise<void> => until(async () => (await read(scanId)).status === status, milliseconds);
  const minutesAgo = (minutes: number): string => `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`;
  const attempt = (number: number, code: string, outcome = 'Failed'): Record<string, unknown> => ({ number, jobName: `scan-${number}`, memoryMegabytes: 512, startedAt: minutesAgo(3), finishedAt: minutesAgo(2), outcome, code });

  it('are made when a scan starts, and made again when that was lost', async () => {
    const scanId = await startScan();
    await until(async () => (await kubernetes.scan(scanId)) !== undefined);
    const made = await kubernetes.scan(scanId);
    expect(made?.spec).toMatchObject({ deadlineSeconds: 3600, maximumAttempts: 3, isCancelled: false });
    await kubernetes.remove(scanId);
    await until(async () => ![undefined, made?.metadata.uid].includes((await kubernetes.scan(scanId))?.metadata.uid), SWEEP);
    await client.ask('mutation($id: ID!) { cancelScan(id: $id) { status } }', { id: scanId });
    await until(async () => (await kubernetes.scan(scanId))?.spec.isCancelled === true);
  }, 90_000);

  it('tell people how many come first, in a replica that does not watch', async () => {
    const scanId = await startScan();
    const progress = async (): Promise<unknown> => (await client.ask<{ scan: { progress: unknown } }>('query($id: ID!) { scan(id: $id) { progress { phase message queuePosition } } }', { id: scanId })).scan.progress;
    const seen: (number | null)[] = [];
    const watching = client.follow<{ scanProgress: { queuePosition: number | null } }>('subscription($id: ID!) { scanProgress(scanId: $id) { queuePosition } }', { id: scanId }, ({ scanProgress }) => void seen.push(scanProgress.queuePosition));
    await until(async () => (await kubernetes.scan(scanId)) !== undefined && seen.length > 0);
    expect(await progress()).toEqual({ phase: 'QUEUED', message: 'Waiting to start', queuePosition: null });
    await kubernetes.setStatus(scanId, { phase: 'Queued', queuePosition: 2 });
    // A change reaches who watches at once, not with the next sweep.
    await until(() => seen.at(-1) === 2, 3_000);
    expect(await progress()).toEqual({ phase: 'QUEUED', message: 'Waiting for 2 other scans', queuePosition: 2 });
    await client.ask('mutation($id: ID!) { cancelScan(id: $id) { status } }', { id: scanId });
    await watching;
    expect(seen.at(-1)).toBeNull();
  }, 90_000);

  it('tell why attempts and scans failed', async () => {
    const scanId = await startScan();
    await granted(worker.internal, scanId, 1);
    await kubernetes.setStatus(scanId, { phase: 'Running', attempt: 2, attempts: [attempt(1, 'evicted'), { number: 2, jobName: 'scan-2', memoryMegabytes: 512 }] });
    await granted(api.internal, scanId, 2);
    await until(async () => (await read(scanId)).attempts[0]?.failure?.code === 'evicted', SWEEP);
    await kubernetes.setStatus(scanId, { phase: 'Failed', finishedAt: minutesAgo(0), failure: { code: 'memory', message: 'The scan needed more memory than it had.' }, attempts: [attempt(1, 'evicted'), { ...attempt(2, 'memory'), peakMemoryMegabytes: 512 }] });
    await reaches(scanId, 'FAILED');
    expect(await read(scanId)).toMatchObject({
      progress: { failure: { code: 'memory', message: 'The scan needed more memory than it had.' } },
      attempts: [{ number: 1, status: 'FAILED', peakMemoryBytes: null, failure: { code: 'evicted' } }, { number: 2, status: 'FAILED', peakMemoryBytes: 512 * 1024 ** 2, failure: { code: 'memory' } }],
    });
    expect(await refusalOf(api.internal, scanId, 3)).toBe('ended');
  }, 90_000);

  it('end their scans when they vanish, or are cancelled in the cluster', async () => {
    const [vanishing, cancelled] = [await startScan(), await startScan()];
    await until(async () => (await kubernetes.scan(vanishing)) !== undefined && (await kubernetes.scan(cancelled)) !== undefined);
    await granted(api.internal, vanishing, 1);
    await kubernetes.remove(vanishing);
    await kubernetes.setStatus(cancelled, { phase: 'Cancelled', finishedAt: minutesAgo(0) });
    await reaches(vanishing, 'FAILED');
    await reaches(cancelled, 'CANCELLED');
    expect((await read(vanishing)).progress.failure?.code).toBe('job-vanished');
  }, 90_000);

  it('are removed when no scan asks for them', async () => {
    const scanId = await startScan();
    await until(async () => (await kubernetes.scan(scanId)) !== undefined);
    await client.ask('mutation($id: ID!) { cancelScan(id: $id) { status } }', { id: scanId });
    await client.ask('mutation($id: ID!) { deleteScan(id: $id) }', { id: scanId });
    await until(async () => (await kubernetes.scan(scanId)) === undefined, SWEEP);
    expect(await refusalOf(api.internal, randomUUID(), 1)).toBe('unknown');
  }, 90_000);

  it('complete their scans from their files when every message was lost, and fail them without files', async () => {
    await ingest.kill();
    const [scanned, empty] = [await startScan(), await startScan()];
    const pod = new PodProcess(await granted(api.internal, scanned, 1));
    expect(await pod.run()).toBe(0);
    pod.remove();
    await granted(api.internal, empty, 1);
    const connection = await connectNats({ servers: [parts.nats.url], credentialsFile: parts.nats.gatewayCredentials, name: 'test' });
    const { streams } = await jetstreamManager(connection);
    expect((await streams.info(RESULTS_STREAM)).state.messages).toBeGreaterThan(0);
    await streams.delete(RESULTS_STREAM);
    await connection.close();
    for (const scanId of [scanned, empty]) await kubernetes.setStatus(scanId, { phase: 'Completed', finishedAt: minutesAgo(1), attempts: [attempt(1, 'done', 'Succeeded')] });
    // Results may be on their way for five minutes.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect([(await read(scanned)).status, (await read(empty)).status]).toEqual(['RUNNING', 'RUNNING']);
    for (const scanId of [scanned, empty]) await kubernetes.setStatus(scanId, { finishedAt: minutesAgo(6) });
    await reaches(scanned, 'COMPLETED');
    await reaches(empty, 'FAILED');
    expect((await read(empty)).progress.failure?.code).toBe('results-lost');
    const { files, attempts } = await read(scanned);
    expect([new Set(files.edges?.map(({ node }) => node.path)).size, attempts]).toEqual([FILES, [{ number: 1, status: 'SUCCEEDED', peakMemoryBytes: expect.any(Number), failure: null }]]);
    const { scan } = await client.ask<{ scan: { summary: { files: number; symbols: number } } }>('query($id: ID!) { scan(id: $id) { summary { files symbols } } }', { id: scanned });
    expect(scan.summary).toEqual({ files: FILES, symbols: FILES });
    ingest = await installation.start('ingest');
    await ingest.ready();
  }, 180_000);

  it('go on when the worker is killed: a running scan is not lost, and the next one takes over', async () => {
    const scanId = await startScan();
    const pod = new PodProcess(await granted(api.internal, scanId, 1));
    await kubernetes.setStatus(scanId, { phase: 'Running', attempt: 1, attempts: [{ number: 1, jobName: 'scan-1', memoryMegabytes: 512, startedAt: minutesAgo(0) }] });
    await worker.kill();
    worker = await installation.start('worker');
    await worker.ready();
    expect(await pod.run()).toBe(0);
    pod.remove();
    await reaches(scanId, 'COMPLETED');
    const failing = await startScan();
    await granted(api.internal, failing, 1);
    await kubernetes.setStatus(failing, { phase: 'Failed', finishedAt: minutesAgo(0), failure: { code: 'crashed', message: 'The scanner ended with exit code 1; its log tells why.' }, attempts: [attempt(1, 'crashed')] });
    await reaches(failing, 'FAILED', TAKEOVER);
    expect((await kubernetes.scans()).filter(({ metadata }) => metadata.name === scanId)).toHaveLength(1);
  }, 180_000);
});
