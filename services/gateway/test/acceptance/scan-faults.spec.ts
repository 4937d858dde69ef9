import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gitRepository, SMALL_PROJECT } from '../platform/git-repositories.js';
import { GatedGitServer } from '../platform/gated-git-server.js';
import { isRunning, scannersOf, until } from '../platform/scanner-processes.js';
import { createRepository, finished, scanFolder, scanState, startScan } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

describe('what goes wrong while a scan runs', () => {
  let platform: TestPlatform;
  let server: GatedGitServer;
  let repositoryId: string;
  beforeAll(async () => {
    platform = await startTestPlatform();
    server = await GatedGitServer.start(gitRepository(SMALL_PROJECT));
    repositoryId = await createRepository(platform.admin, platform.organizationId, { source: 'URL', location: server.url });
  }, 60_000);
  afterAll(async () => {
    server.close();
    await platform.close();
  });

  /** Starts a scan and waits until its scanner hangs in the checkout. */
  async function startHanging(): Promise<{ scanId: string; pid: number }> {
    server.hold();
    const held = server.nextHeld();
    const scanId = (await startScan(platform.admin, repositoryId)).id;
    await held;
    return { scanId, pid: scannersOf(process.pid)[0] ?? -1 };
  }

  it('completes with the same digest in a second attempt, after kill -9', async () => {
    server.release();
    const undisturbed = await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id);
    const { scanId, pid } = await startHanging();
    server.reopen(); // were the connection cut, the scan could fail of that before it is killed
    process.kill(pid, 'SIGKILL');
    const done = await finished(platform.admin, scanId);
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 2, attempts: [{ status: 'FAILED', failure: { code: 'killed' } }, { status: 'SUCCEEDED' }] });
    expect(done.summary?.graphDigest).toBe(undisturbed.summary?.graphDigest);
  }, 60_000);

  it('is FAILED with the reason after a second kill, and can be started again', async () => {
    const { scanId, pid } = await startHanging();
    const heldAgain = server.nextHeld();
    process.kill(pid, 'SIGKILL');
    await heldAgain;
    process.kill(scannersOf(process.pid)[0] ?? -1, 'SIGKILL');
    const failed = await finished(platform.admin, scanId);
    expect(failed).toMatchObject({ status: 'FAILED', attempt: 2, failure: { code: 'killed' } });
    expect(failed.failure?.message).toMatch(/SIGKILL.*Start the scan again/);
    server.release();
    expect(await finished(platform.admin, (await startScan(platform.admin, repositoryId)).id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
  }, 60_000);

  it('ends its process when it is cancelled, and stays CANCELLED', async () => {
    const { scanId, pid } = await startHanging();
    const { cancelScan } = await platform.admin.ask<{ cancelScan: { status: string } }>('mutation($id: ID!) { cancelScan(id: $id) { status } }', { id: scanId });
    expect(cancelScan.status).toBe('CANCELLED');
    await until(() => !isRunning(pid));
    server.release();
    await until(async () => (await scanState(platform.admin, scanId)).attempts[0]?.status === 'CANCELLED');
    expect(await scanState(platform.admin, scanId)).toMatchObject({ status: 'CANCELLED', attempt: 1 });
    const again = await platform.admin.ask<{ cancelScan: { status: string } }>('mutation($id: ID!) { cancelScan(id: $id) { status } }', { id: scanId });
    expect(again.cancelScan.status).toBe('CANCELLED');
  }, 60_000);

  it('waits in a queue, says its place, and leaves it when cancelled', async () => {
    const { scanId } = await startHanging();
    const waiting = await startScan(platform.admin, repositoryId);
    const { scan } = await platform.admin.ask<{ scan: { progress: { phase: string; queuePosition: number } } }>('query($id: ID!) { scan(id: $id) { progress { phase queuePosition message } } }', { id: waiting.id });
    expect(scan.progress).toMatchObject({ phase: 'QUEUED', queuePosition: 0 });
    await platform.admin.ask('mutation($id: ID!) { cancelScan(id: $id) { id } }', { id: waiting.id });
    expect(await scanState(platform.admin, waiting.id)).toMatchObject({ status: 'CANCELLED', attempt: 0, attempts: [] });
    await platform.admin.ask('mutation($id: ID!) { cancelScan(id: $id) { id } }', { id: scanId });
    server.release();
  }, 60_000);

  it('meets its deadline', async () => {
    server.hold();
    const scan = await finished(platform.admin, (await startScan(platform.admin, repositoryId, { configuration: { deadlineSeconds: 5 } })).id);
    server.release();
    expect(scan).toMatchObject({ status: 'FAILED', failure: { code: 'deadline' }, attempt: 1 });
    expect(scan.failure?.message).toMatch(/longer than 5 seconds\. Raise the deadline/);
  }, 60_000);

  it('leaves nothing behind: no process, no checkout, no files of attempts', async () => {
    const done = await scanFolder(platform.admin, platform.organizationId, gitRepository(SMALL_PROJECT));
    expect(done.status).toBe('COMPLETED');
    await until(() => scannersOf(process.pid).length === 0);
    const { readdirSync } = await import('node:fs');
    await until(() => readdirSync(`${platform.folder}/work`).length === 0);
    const left = readdirSync(`${platform.folder}/artifacts`, { recursive: true }).filter((name) => String(name).includes('attempt-'));
    expect(left).toEqual([]);
  }, 60_000);
});
