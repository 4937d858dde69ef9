import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mortal } from '../support/mortal-kubernetes.js';
import type { Lease } from '../../src/runtime/kubernetes-objects.js';
import { collections } from '../../src/scan/scan-resource.js';
import { kubeconfig, TestCluster } from './test-cluster.js';

const when = kubeconfig === undefined ? describe.skip : describe;
if (kubeconfig === undefined) process.stderr.write('KUBECONFIG is not set: the tests that need a cluster are skipped.\n');
const never = new AbortController().signal;
const ENTRY = path.resolve(import.meta.dirname, '../../dist/main.js');

let cluster: TestCluster;

function report(text: string): void {
  process.stderr.write(`    ${text}\n`);
}

async function expectNothingLeft(scan: string): Promise<void> {
  expect([(await cluster.jobsOf(scan)).map(({ metadata }) => metadata.name), (await cluster.podsOf(scan)).map(({ metadata }) => metadata.name), await cluster.secretsOf(scan)]).toEqual([[], [], []]);
}

when('the operator on a real cluster', () => {
  beforeAll(async () => {
    cluster = new TestCluster();
    await cluster.setUp();
  });
  afterAll(() => cluster.tearDown());
  beforeEach(() => {
    cluster.gateway.behaviour = () => 'ok';
  });
  afterEach(() => cluster.stopOperators());

  describe('the definition of Scans', () => {
    it('refuses what no scan can be', async () => {
      await expect(cluster.addScan({}, 'not-a-uuid')).rejects.toMatchObject({ status: 422 });
      await expect(cluster.addScan({ organizationId: 'two words' })).rejects.toMatchObject({ status: 422 });
      await expect(cluster.addScan({ maximumAttempts: 6 })).rejects.toMatchObject({ status: 422 });
      await expect(cluster.addScan({ deadlineSeconds: 0 })).rejects.toMatchObject({ status: 422 });
    });

    it('fills in defaults, and keeps what may not change', async () => {
      const scan = await cluster.addScan();
      expect((await cluster.scan(scan))?.spec).toMatchObject({ maximumAttempts: 2, isCancelled: false, ttlSecondsAfterFinished: 3600 });
      await expect(cluster.patchScan(scan, { spec: { organizationId: 'others' } })).rejects.toMatchObject({ status: 422 });
      await cluster.patchScan(scan, { spec: { isCancelled: true } });
      await expect(cluster.patchScan(scan, { spec: { isCancelled: false } })).rejects.toMatchObject({ status: 422 });
      await expect(cluster.patchScan(scan, { spec: { isCancelled: null } })).rejects.toMatchObject({ status: 422 });
    });
  });

  describe('rights', () => {
    it('do not reach Secrets, or anything outside', async () => {
      const api = cluster.operatorApi();
      for (const namespace of [cluster.scansNamespace, cluster.operatorNamespace, 'default']) {
        await expect(api.list(collections.secrets(namespace), {}, never)).rejects.toMatchObject({ status: 403 });
        await expect(api.get(collections.secrets(namespace), 'any', never)).rejects.toMatchObject({ status: 403 });
      }
      await expect(api.list(collections.pods('default'), {}, never)).rejects.toMatchObject({ status: 403 });
      await expect(api.create({ groupPath: '/api/v1', plural: 'pods', namespace: cluster.scansNamespace }, { metadata: { name: 'a' } }, never)).rejects.toMatchObject({ status: 403 });
    });
  });

  it('runs a scan in a restricted namespace, and keeps its resource small', async () => {
    cluster.gateway.behaviour = () => 'slow';
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    const running = await cluster.untilPodRuns(scan);
    const ended = await cluster.untilPhase(scan, 'Completed');
    const bytes = Buffer.byteLength(JSON.stringify(ended));
    report(`from resource to running scanner ${Math.round(running)} ms; the ended resource has ${bytes} bytes`);
    expect(bytes).toBeLessThan(4096);
    expect(ended.status).toMatchObject({ attempt: 1, attempts: [{ code: 'done', outcome: 'Succeeded' }], observedGeneration: 1 });
    expect(ended.status?.conditions?.map(({ type, status }) => `${type}=${status}`).sort()).toEqual(['Accepted=True', 'Completed=True', 'Running=False', 'Scheduled=True']);
    expect(await cluster.secretsOf(scan)).toEqual([]);
    const events = await cluster.administrator.list<never>(collections.events(cluster.scansNamespace), {}, never);
    expect(JSON.stringify(events)).toContain('AttemptStarted');
    expect(`${cluster.logged.join('')}${JSON.stringify(events)}${JSON.stringify(await cluster.jobsOf(scan))}`).not.toMatch(/canary-[a-z]+-credential|install-key-of-the-test/);
  });

  it('cancels within ten seconds and leaves nothing, though the scanner hears no signal', async () => {
    cluster.gateway.behaviour = () => 'deaf';
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    await cluster.untilPodRuns(scan);
    await cluster.patchScan(scan, { spec: { isCancelled: true } });
    const took = await cluster.until('cancelled', async () => (await cluster.scan(scan))?.status?.phase === 'Cancelled', 20);
    report(`cancelled after ${Math.round(took)} ms`);
    await expectNothingLeft(scan);
    expect(took).toBeLessThan(10_000);
  });

  it('cancels what has only just begun', async () => {
    cluster.gateway.behaviour = () => 'sleep';
    cluster.startOperator('a');
    for (const milliseconds of [0, 60, 120, 250, 500, 900]) {
      const scan = await cluster.addScan();
      await delay(milliseconds);
      await cluster.patchScan(scan, { spec: { isCancelled: true } });
      await cluster.untilPhase(scan, 'Cancelled', 15);
      await expectNothingLeft(scan);
    }
  });

  it('never has more than three Jobs at once for ten scans, and all complete', async () => {
    cluster.gateway.behaviour = () => 'ok';
    cluster.startOperator('a', { jobs: cluster.jobSettings({ limits: { perCluster: 3, perOrganization: 3 } }) });
    cluster.mostUnfinishedJobs = 0;
    const scans = await Promise.all(Array.from({ length: 10 }, () => cluster.addScan()));
    for (const scan of scans) await cluster.untilPhase(scan, 'Completed', 120);
    report(`at most ${cluster.mostUnfinishedJobs} Jobs at once`);
    expect(cluster.mostUnfinishedJobs).toBe(3);
  });

  it('gives more memory after running out of it', async () => {
    cluster.gateway.behaviour = (_scan, attempt) => (attempt === 1 ? 'oom' : 'ok');
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    const ended = await cluster.untilPhase(scan, 'Completed', 120);
    expect(ended.status?.attempts).toMatchObject([{ number: 1, code: 'memory', memoryMegabytes: 96 }, { number: 2, code: 'done', memoryMegabytes: 192 }]);
    const [job] = await cluster.jobsOf(scan);
    expect(job?.spec.template?.spec.containers[0]?.resources.limits['memory']).toBe('192Mi');
  });

  it('does not try an error of the user again', async () => {
    cluster.gateway.behaviour = () => 'user';
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    const ended = await cluster.untilPhase(scan, 'Failed');
    expect(ended.status).toMatchObject({ attempt: 1, failure: { code: 'tooLarge', message: 'Leave folders out.' } });
    expect(cluster.gateway.asked.filter((asked) => asked.startsWith(scan))).toEqual([`${scan} 1`]);
  });

  it('tries again after a crash, and stops after the last attempt', async () => {
    cluster.gateway.behaviour = () => 'crash';
    cluster.startOperator('a');
    const scan = await cluster.addScan({ maximumAttempts: 3 });
    expect((await cluster.untilPhase(scan, 'Failed', 90)).status).toMatchObject({ attempt: 3, failure: { code: 'crashed' } });
  });

  it('begins anew when somebody deletes the pod, or the Job', async () => {
    cluster.gateway.behaviour = (_scan, attempt) => (attempt < 3 ? 'sleep' : 'ok');
    cluster.startOperator('a');
    const scan = await cluster.addScan({ maximumAttempts: 3 });
    await cluster.untilPodRuns(scan);
    await cluster.administrator.delete(collections.pods(cluster.scansNamespace), (await cluster.podsOf(scan))[0]?.metadata.name ?? '', {}, never);
    await cluster.until('the second attempt', async () => (await cluster.scan(scan))?.status?.attempts?.[1]?.startedAt !== undefined);
    await cluster.untilPodRuns(scan);
    await cluster.administrator.delete(cluster.jobsCollection, `scan-${scan}-2`, { propagationPolicy: 'Background' }, never);
    const ended = await cluster.untilPhase(scan, 'Completed');
    expect(ended.status?.attempts?.map(({ code }) => code)).toEqual(['podDeleted', 'lost', 'done']);
  });

  it('fails at the deadline', async () => {
    cluster.gateway.behaviour = () => 'sleep';
    cluster.startOperator('a');
    const scan = await cluster.addScan({ deadlineSeconds: 4 });
    expect((await cluster.untilPhase(scan, 'Failed', 40)).status).toMatchObject({ attempt: 1, failure: { code: 'deadline' } });
    await cluster.until('its pod is gone', async () => (await cluster.podsOf(scan)).length === 0, 20);
  });

  it('fails with storage when a volume passes its limit', async () => {
    cluster.gateway.behaviour = () => 'disk';
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    expect((await cluster.untilPhase(scan, 'Failed', 150)).status).toMatchObject({ attempt: 1, failure: { code: 'storage' } });
  });

  it('fails with imagePull when there is no image', async () => {
    cluster.startOperator('a', { jobs: cluster.jobSettings({ image: 'localhost/pinata-test/absent:1', imagePullPolicy: 'Never' }) });
    const scan = await cluster.addScan({ maximumAttempts: 2 });
    expect((await cluster.untilPhase(scan, 'Failed', 60)).status).toMatchObject({ attempt: 2, failure: { code: 'imagePull' }, attempts: [{ code: 'imagePull' }, { code: 'imagePull' }] });
    await cluster.until('its Jobs are gone', async () => (await cluster.jobsOf(scan)).length === 0, 20);
  });

  it('says why a scan finds no node', async () => {
    cluster.startOperator('a', { jobs: cluster.jobSettings({ nodeSelector: { 'pinata.dev/nowhere': 'true' } }) });
    const scan = await cluster.addScan();
    await cluster.until('unschedulable', async () => (await cluster.scan(scan))?.status?.conditions?.some(({ type, status, reason }) => type === 'Scheduled' && status === 'False' && reason === 'Unschedulable') === true, 20);
    await cluster.patchScan(scan, { spec: { isCancelled: true } });
    await cluster.untilPhase(scan, 'Cancelled', 15);
    await expectNothingLeft(scan);
  });

  it('takes the gateway at its word', async () => {
    cluster.gateway.behaviour = () => ({ refuse: 'superseded' });
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    expect((await cluster.untilPhase(scan, 'Failed')).status).toMatchObject({ failure: { code: 'superseded' } });
    await expectNothingLeft(scan);
  });

  it('cleans up after a Scan that is deleted', async () => {
    cluster.gateway.behaviour = () => 'sleep';
    cluster.startOperator('a');
    const scan = await cluster.addScan();
    await cluster.untilPodRuns(scan);
    await cluster.administrator.delete(cluster.scansCollection, scan, {}, never);
    await cluster.until('nothing left', async () => (await cluster.jobsOf(scan)).length + (await cluster.podsOf(scan)).length + (await cluster.secretsOf(scan)).length === 0, 20);
  });

  it('removes orphans within a minute', async () => {
    cluster.gateway.behaviour = () => 'sleep';
    const first = cluster.startOperator('a');
    const scan = await cluster.addScan();
    await cluster.untilPodRuns(scan);
    first.stop();
    await first.ended;
    await cluster.administrator.delete(cluster.scansCollection, scan, { propagationPolicy: 'Orphan' }, never);
    await cluster.until('the Scan is gone', async () => (await cluster.scan(scan)) === undefined);
    expect(await cluster.jobsOf(scan)).toHaveLength(1);
    cluster.startOperator('b');
    const took = await cluster.until('nothing left', async () => (await cluster.jobsOf(scan)).length + (await cluster.podsOf(scan)).length + (await cluster.secretsOf(scan)).length === 0, 60);
    report(`orphans were gone after ${Math.round(took)} ms`);
  });

  it('removes an ended Scan when its time is over', async () => {
    cluster.startOperator('a');
    const scan = await cluster.addScan({ ttlSecondsAfterFinished: 1 });
    await cluster.until('it is gone', async () => (await cluster.scan(scan)) === undefined);
    await cluster.until('nothing left', async () => (await cluster.jobsOf(scan)).length + (await cluster.podsOf(scan)).length === 0, 20);
  });

  it('makes exactly one Job for each attempt when the leader is killed at any write', async () => {
    cluster.gateway.behaviour = (_scan, attempt) => (attempt === 1 ? 'crash' : 'ok');
    const table: string[] = [];
    for (let step = 1; step <= 12; step++) {
      const isDone = step % 2 === 0;
      const victim = mortal(cluster.operatorApi(), step, isDone, (plural) => plural !== 'leases' && plural !== 'events');
      const first = cluster.startOperator(`victim-${step}`, { api: victim.api });
      await cluster.until('the first one leads', async () => (await cluster.administrator.get<Lease>({ groupPath: '/apis/coordination.k8s.io/v1', plural: 'leases', namespace: cluster.operatorNamespace }, 'operator', never))?.spec.holderIdentity === `victim-${step}`, 20);
      cluster.startOperator(`heir-${step}`);
      const scan = await cluster.addScan();
      const ended = await cluster.untilPhase(scan, 'Completed', 90);
      const uids = [1, 2].map((attempt) => cluster.jobUids.get(`scan-${scan}-${attempt}`)?.size ?? 0);
      table.push(`killed ${isDone ? 'after' : 'before'} write ${step}: Jobs for each attempt ${uids.join(', ')}; attempts ${ended.status?.attempts?.map(({ code }) => code).join(', ')}; writes it lived ${victim.writes()}`);
      expect(uids).toEqual([1, 1]);
      expect(ended.status?.attempts?.map(({ code }) => code)).toEqual(['crashed', 'done']);
      expect(await cluster.secretsOf(scan)).toEqual([]);
      first.stop();
      await cluster.stopOperators();
    }
    report(table.join('\n    '));
  }, 400_000);

  describe('as processes', () => {
    const children: ChildProcess[] = [];
    afterEach(() => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
    });

    it('has one leader of two; kill -9 of it loses nothing, and SIGTERM hands over at once', async () => {
      if (!existsSync(ENTRY)) throw new Error('build the operator first');
      const configuration = path.join(cluster.folder, 'operator.json');
      writeFileSync(configuration, JSON.stringify(cluster.jobSettings()));
      const env = { PATH: process.env['PATH'], KUBECONFIG: cluster.writeOperatorKubeconfig(), PINATA_SCANS_NAMESPACE: cluster.scansNamespace, PINATA_OPERATOR_NAMESPACE: cluster.operatorNamespace, PINATA_OPERATOR_LEASE: 'operator', PINATA_OPERATOR_CONFIG: configuration, PINATA_OPERATOR_PORT: '0', PINATA_GRANT_URL: cluster.gateway.url, PINATA_INSTALL_KEY_FILE: path.join(cluster.folder, 'key') };
      const start = (identity: string) => {
        const child = spawn(process.execPath, [ENTRY], { env: { ...env, PINATA_OPERATOR_IDENTITY: identity }, stdio: ['ignore', 'pipe', 'inherit'] });
        children.push(child);
        const lines: string[] = [];
        child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)));
        const port = async () => {
          await cluster.until('a port', () => lines.length > 0);
          return (JSON.parse(lines[0] ?? '{}') as { readonly port: number }).port;
        };
        return { child, get: async (what: string) => fetch(`http://127.0.0.1:${await port()}${what}`) };
      };
      const leader = async () => (await cluster.administrator.get<Lease>({ groupPath: '/apis/coordination.k8s.io/v1', plural: 'leases', namespace: cluster.operatorNamespace }, 'operator', never))?.spec.holderIdentity;
      const first = start('first');
      await cluster.until('the first leads', async () => (await leader()) === 'first');
      const second = start('second');
      for (const { get } of [first, second]) expect([(await get('/livez')).status, (await get('/readyz')).status, (await get('/nothing')).status]).toEqual([200, 200, 404]);
      expect(await (await first.get('/metrics')).text()).toContain('pinata_operator_leader 1');
      expect(await (await second.get('/metrics')).text()).toContain('pinata_operator_leader 0');

      cluster.gateway.behaviour = () => 'slow';
      const scan = await cluster.addScan();
      await cluster.until('a Job', async () => (await cluster.jobsOf(scan)).length > 0);
      first.child.kill('SIGKILL');
      const took = await cluster.until('the second leads', async () => (await leader()) === 'second', 30);
      report(`after kill -9 the other one led after ${Math.round(took)} ms`);
      await cluster.untilPhase(scan, 'Completed');
      expect(cluster.jobUids.get(`scan-${scan}-1`)?.size).toBe(1);

      start('third');
      await delay(2_500);
      const ended = new Promise<number | null>((resolve) => second.child.on('exit', resolve));
      second.child.kill('SIGTERM');
      expect(await ended).toBe(0);
      const handed = await cluster.until('the third leads', async () => (await leader()) === 'third', 10);
      report(`after SIGTERM the other one led after ${Math.round(handed)} ms`);
    });
  });
});
