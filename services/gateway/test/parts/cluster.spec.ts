import { rmSync } from 'node:fs';
import { Code } from '@connectrpc/connect';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../platform/api-client.js';
import { until } from '../platform/scanner-processes.js';
import { ClusterInstallation, type ClusterReplica } from './cluster-gateway.js';
import { askGrant, granted, refusalOf } from './operator-part.js';
import { areAllPartsHere, startParts, type Parts } from './parts.js';
import { PodProcess } from './pod-process.js';
import { makeSources } from './scanned-sources.js';

const FILES = 60;
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The operator's part is played by the test; the cluster's API server is away all the time. */
(areAllPartsHere ? describe : describe.skip)('an installation in a cluster, its roles in processes of their own', () => {
  const sources = makeSources(FILES);
  let parts: Parts;
  let installation: ClusterInstallation;
  let api: ClusterReplica;
  let ingest: ClusterReplica;
  let client: ApiClient;
  let repositoryId = '';

  beforeAll(async () => {
    parts = await startParts();
    installation = new ClusterInstallation(parts);
    await installation.prepare(undefined);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([api, ingest].map((replica) => replica?.kill()));
    installation.remove();
    await parts.remove();
    rmSync(sources, { recursive: true, force: true });
  }, 60_000);

  const startScan = async (): Promise<string> => (await client.ask<{ startScan: { id: string } }>('mutation($id: ID!) { startScan(input: { repositoryId: $id }) { id } }', { id: repositoryId })).startScan.id;

  it('is not ready before its schema is there, and has it after its init container ran', async () => {
    // The login does not exist yet.
    api = await installation.start('api');
    await until(async () => (await api.readiness()) === 503, 60_000);
    expect(await (await fetch(`${api.origin}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await installation.migrate()).toMatch(/^Applied: .*create-leases/);
    expect(await installation.migrate()).toBe('Nothing to do.\n');
    await api.ready();
    ingest = await installation.start('ingest');
    await ingest.ready();
  }, 120_000);

  it('makes an account at the first sign-in, however many requests come at once', async () => {
    client = new ApiClient(api.origin, await installation.realm.token('ada', { name: 'Ada Lovelace', realm_access: { roles: ['pinata-admin'] } }));
    const viewers = await Promise.all(Array.from({ length: 8 }, () => client.ask<{ viewer: { id: string; memberships: { organization: { id: string; name: string; slug: string } }[] } }>('{ viewer { id memberships { organization { id name slug } } } }')));
    expect(new Set(viewers.map(({ viewer }) => viewer.id)).size).toBe(1);
    expect(viewers[0]?.viewer.memberships).toMatchObject([{ organization: { name: 'Ada Lovelace', slug: 'ada-lovelace' } }]);
    const organizationId = viewers[0]?.viewer.memberships[0]?.organization.id;
    const { createRepository } = await client.ask<{ createRepository: { id: string } }>('mutation($input: CreateRepositoryInput!) { createRepository(input: $input) { id } }', { input: { organizationId, name: 'app', source: 'LOCAL_PATH', location: sources } });
    repositoryId = createRepository.id;
  }, 60_000);

  it('leaves people and their passwords to Keycloak', async () => {
    expect(await client.refusal('mutation { createAccount(email: "b@example.org", name: "B") { id } }')).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('Keycloak') });
    expect(await client.refusal('mutation { changePassword(currentPassword: "a", newPassword: "bbbbbbbbbbbb") }')).toMatchObject({ code: 'FORBIDDEN' });
  }, 30_000);

  it('serves people in one role and machines in each', async () => {
    const statuses = await Promise.all(['/graphql', '/config.json', '/metrics', '/readyz'].map(async (address) => [address, (await fetch(`${api.origin}${address}`, { headers: { accept: 'application/json' } })).status, (await fetch(`${ingest.origin}${address}`)).status]));
    expect(statuses).toEqual([['/graphql', expect.any(Number), 404], ['/config.json', 200, 404], ['/metrics', 200, 200], ['/readyz', 200, 200]]);
    // The internal service is not on the public listener.
    await expect(askGrant(api.origin, NOBODY, 1)).rejects.toMatchObject({ code: expect.any(Number) });
  }, 30_000);

  it('grants attempts to who knows the key, and refuses what may not run', async () => {
    await expect(askGrant(api.internal, NOBODY, 1, 'another-key')).rejects.toMatchObject({ code: Code.Unauthenticated });
    expect(await refusalOf(api.internal, NOBODY, 1)).toBe('unknown');
    expect(await refusalOf(api.internal, 'made-by-hand', 1)).toBe('unknown');
    const scanId = await startScan();
    const [first, again] = [await granted(api.internal, scanId, 1), await granted(api.internal, scanId, 1)];
    expect(again.scan?.attempt).toBe(1);
    expect(again.nats?.credentials).not.toBe(first.nats?.credentials);
    expect([first.expiresAt, first.credential]).toEqual([again.expiresAt, undefined]);
    expect((await granted(api.internal, scanId, 2)).expiresAt).toBe(first.expiresAt);
    expect(await refusalOf(api.internal, scanId, 1)).toBe('superseded');
    await client.ask('mutation($id: ID!) { cancelScan(id: $id) { status } }', { id: scanId });
    expect(await refusalOf(api.internal, scanId, 2)).toBe('cancelled');
    const { scan } = await client.ask<{ scan: { attempts: { number: number; status: string }[] } }>('query($id: ID!) { scan(id: $id) { attempts { number status } } }', { id: scanId });
    expect(scan.attempts).toEqual([{ number: 1, status: 'LOST' }, { number: 2, status: 'CANCELLED' }]);
  }, 60_000);

  it('stores what a pod publishes in another process, and tells who watches', async () => {
    const scanId = await startScan();
    const seen: { status: string; phase: string; percentage: number }[] = [];
    const watching = client.follow<{ scanProgress: { status: string; phase: string; percentage: number } }>('subscription($id: ID!) { scanProgress(scanId: $id) { status phase percentage } }', { id: scanId }, ({ scanProgress }) => void seen.push(scanProgress));
    await until(() => seen.length > 0);
    const pod = new PodProcess(await granted(api.internal, scanId, 1));
    expect(await pod.run()).toBe(0);
    await watching;
    pod.remove();
    expect(seen.at(0)?.status).toBe('QUEUED');
    expect(seen.at(-1)).toMatchObject({ status: 'COMPLETED', percentage: 100 });
    expect(seen.some(({ status, percentage }) => status === 'RUNNING' && percentage > 0)).toBe(true);
    expect(await refusalOf(api.internal, scanId, 2)).toBe('ended');
    const { scan } = await client.ask<{ scan: { summary: { files: number } } }>('query($id: ID!) { scan(id: $id) { summary { files } } }', { id: scanId });
    expect(scan.summary.files).toBe(FILES);
  }, 120_000);

  it('lets a scan begin with what an earlier one of its repository knew', async () => {
    const scanId = await startScan();
    const grant = await granted(api.internal, scanId, 1);
    expect(grant.previousFactPackUrl).toContain('/facts.pack.zst?');
    const pod = new PodProcess(grant);
    expect(await pod.run()).toBe(0);
    pod.remove();
    await until(async () => (await client.ask<{ scan: { status: string } }>('query($id: ID!) { scan(id: $id) { status } }', { id: scanId })).scan.status === 'COMPLETED', 60_000);
    const { scan } = await client.ask<{ scan: { summary: unknown } }>('query($id: ID!) { scan(id: $id) { summary { files symbols parsedFiles reusedFiles } } }', { id: scanId });
    expect(scan.summary).toEqual({ files: FILES, symbols: FILES, parsedFiles: 0, reusedFiles: FILES });
    expect(api.said + ingest.said).not.toContain('facts.pack.zst?');
  }, 120_000);

  it('ends without losing what it was asked', async () => {
    const ended = ingest.kill('SIGTERM');
    await until(async () => (await ingest.readiness()) === 503);
    expect(await ended).toBe(0);
    expect(ingest.entries.map(({ message }) => message)).toEqual(expect.arrayContaining(['starting', 'listening', 'ending: no longer ready', 'ended']));
    expect(await api.readiness()).toBe(200);
    // Somebody watches a scan meanwhile: their socket ends, and they connect to another replica.
    const watching = client.follow('subscription($id: ID!) { scanProgress(scanId: $id) { status } }', { id: await startScan() }).catch(() => undefined);
    expect(await api.kill('SIGTERM')).toBe(0);
    await watching;
  }, 60_000);

  it('starts a role once again when all of its parts come later', async () => {
    await parts.nats.kill();
    const late = await installation.start('all');
    await until(() => late.said.includes('starting'), 30_000);
    await parts.nats.run();
    await late.ready();
    await parts.minio.kill();
    await until(async () => (await late.readiness()) === 503, 30_000);
    await parts.minio.run();
    await until(async () => (await late.readiness()) === 200, 60_000);
    expect(await late.kill('SIGTERM')).toBe(0);
  }, 120_000);
});
