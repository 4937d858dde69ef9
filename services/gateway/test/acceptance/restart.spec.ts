import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { ApiClient } from '../platform/api-client.js';
import { gitRepository, SMALL_PROJECT } from '../platform/git-repositories.js';
import { GatedGitServer } from '../platform/gated-git-server.js';
import { GatewayProcess } from '../platform/gateway-process.js';
import { isRunning, until } from '../platform/scanner-processes.js';
import { createRepository, finished, scanState, startScan } from '../platform/scans.js';
import { signIn } from '../platform/sign-in.js';

describe('the platform stops and starts', () => {
  const data = mkdtempSync(path.join(tmpdir(), 'pinata-restart-'));
  let port: number;
  let server: GatedGitServer;
  let gateway: GatewayProcess;
  beforeAll(async () => {
    port = await getPort();
    server = await GatedGitServer.start(gitRepository(SMALL_PROJECT));
    gateway = new GatewayProcess(data, port);
    await gateway.origin();
  }, 60_000);
  afterAll(async () => {
    gateway.process.kill('SIGTERM');
    await gateway.ended;
    server.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }, 30_000);

  it('goes on with a scan after kill -9 in the middle of it, and keeps what was stored', async () => {
    const origin = await gateway.origin();
    const password = gateway.password;
    const client = new ApiClient(origin, await signIn(origin, 'admin@localhost', password));
    const { viewer } = await client.ask<{ viewer: { landingOrganization: { id: string } } }>('{ viewer { landingOrganization { id } } }');
    const repositoryId = await createRepository(client, viewer.landingOrganization.id, { source: 'URL', location: server.url });
    const before = await finished(client, (await startScan(client, repositoryId)).id);
    server.hold();
    const held = server.nextHeld();
    const scanId = (await startScan(client, repositoryId)).id;
    await held;
    const [scanner = -1] = gateway.scanners;
    await gateway.kill();
    // The scanner is not in our hands any more: it ends because its channel closed.
    await until(() => !isRunning(scanner));
    server.release();
    // As a kill leaves it after files were named and before the row says COMPLETED, and between a repository's rows and its files.
    const files = path.join(data, 'artifacts', viewer.landingOrganization.id);
    mkdirSync(path.join(files, scanId, 'files'), { recursive: true });
    writeFileSync(path.join(files, scanId, 'files/manifest.json'), '{}');
    mkdirSync(path.join(files, randomUUID(), 'files'), { recursive: true });

    gateway = new GatewayProcess(data, port);
    const again = new ApiClient(await gateway.origin(), await signIn(origin, 'admin@localhost', password));
    const done = await finished(again, scanId);
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 2, attempts: [{ status: 'LOST', failure: { code: 'platform-restarted' } }, { status: 'SUCCEEDED' }] });
    expect(done.summary?.graphDigest).toBe(before.summary?.graphDigest);
    expect(await scanState(again, before.id)).toMatchObject({ status: 'COMPLETED', summary: { graphDigest: before.summary?.graphDigest } });
    await until(() => readdirSync(path.join(data, 'work')).length === 0);
    expect(readdirSync(files).sort()).toEqual([before.id, scanId].sort());
    const asked = await again.ask<{ scan: { repository: { slug: string; organization: { slug: string } } } }>('query($id: ID!) { scan(id: $id) { repository { slug organization { slug } } } }', { id: scanId });
    const { slug, organization } = asked.scan.repository;
    const { graph } = await again.ask<{ graph: { overview: { packageCount: number } } }>('query($o: String!, $r: String!, $s: String!) { graph(organization: $o, repository: $r, revision: $s) { overview { packageCount } } }', { o: organization.slug, r: slug, s: scanId });
    expect(graph.overview.packageCount).toBeGreaterThan(0);
  }, 120_000);

  it('does not start twice on the same data', async () => {
    const second = new GatewayProcess(data, port);
    expect(await second.ended).toBe(1);
    expect(second.said).toMatch(/runs already with the data in .*--data <folder>/);
  }, 60_000);

  it('takes the next port when one is taken, and says so; asks for a number where there is none', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'pinata-restart-'));
    const second = new GatewayProcess(other, port);
    expect(await second.origin()).not.toBe(`http://localhost:${port}`);
    expect(second.said).toContain(`(port ${port} is taken)`);
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    rmSync(other, { recursive: true, force: true, maxRetries: 3 });
    const wrong = new GatewayProcess(other, port, '--port', 'many');
    expect(await wrong.ended).toBe(1);
    expect(wrong.said).toContain('PINATA_PORT cannot be used');
  }, 90_000);
});
