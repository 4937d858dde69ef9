import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generatedProject } from '../platform/generated-project.js';
import { SMALL_PROJECT } from '../platform/git-repositories.js';
import { startScan } from '../platform/scans.js';
import { helm, kubectl, kubectlJson, until } from './commands.js';
import { DISTURBANCES, IN_CI } from './disturbances.js';
import { GitServer } from './git-server.js';
import { tryAsTakenOverPod } from './taken-over-pod.js';
import { embeddedDigest, image, InstalledPlatform, type Job, type Pod } from './installed-platform.js';

const report = (line: string): void => void process.stdout.write(`    ${line}\n`);

describe('the chart on a real cluster', () => {
  const platform = new InstalledPlatform();
  const gitServer = new GitServer(platform.gitNamespace, image('scanner'));
  let organizationId = '';
  beforeAll(async () => {
    await gitServer.start();
    const took = await platform.install();
    report(`installed from nothing to all Ready in ${Math.round(took / 1000)} s`);
  }, 900_000);
  afterAll(async () => {
    await gitServer.remove();
    await platform.remove();
  }, 300_000);

  it('signs people in through Keycloak, and the first one administers', async () => {
    const { claims } = await platform.signIn();
    expect(claims).toMatchObject({ iss: `${platform.origin}/auth/realms/pinata`, aud: expect.anything() });
    const { viewer } = await platform.api.ask<{ viewer: { email: string; isInstanceAdministrator: boolean; memberships: { organization: { id: string } }[] } }>('{ viewer { email isInstanceAdministrator memberships { organization { id } } } }');
    expect(viewer).toMatchObject({ email: 'admin@example.org', isInstanceAdministrator: true });
    organizationId = viewer.memberships[0]?.organization.id ?? (await platform.api.ask<{ createOrganization: { id: string } }>('mutation { createOrganization(name: "Cluster tests") { id } }')).createOrganization.id;
    await platform.useApiToken(organizationId);
  });

  it('scans a repository in a pod, with the digest of the embedded engine', async () => {
    const { address, commit, folder } = await gitServer.publish('small', SMALL_PROJECT);
    const repositoryId = await platform.addRepository(organizationId, 'small', address);
    const started = performance.now();
    const { id } = await startScan(platform.api, repositoryId);
    await until('a running pod', async () => (await platform.podsOf(id)).some(({ status }) => status.phase === 'Running' || status.phase === 'Succeeded'), 60, 50);
    const running = performance.now() - started;
    const done = await platform.untilEnded(id);
    report(`from startScan to the scan's container running ${Math.round(running)} ms; to COMPLETED ${Math.round(performance.now() - started)} ms`);
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 1, commit, failure: null });
    expect(done.summary?.graphDigest).toBe(embeddedDigest(folder));
    // The next one reads what this one knew, out of the bucket.
    const again = await platform.scan(repositoryId);
    const { scan } = await platform.api.ask<{ scan: { summary: unknown } }>('query($id: ID!) { scan(id: $id) { summary { graphDigest parsedFiles reusedFiles } } }', { id: again.id });
    expect(scan.summary).toEqual({ graphDigest: done.summary?.graphDigest, parsedFiles: 0, reusedFiles: done.summary?.files });
    expect(running).toBeLessThan(15_000);
  });

  it('cancels: Job and pod are gone in ten seconds, and nothing stays', async () => {
    const { address } = await gitServer.publish('to-cancel', generatedProject(1_500));
    const repositoryId = await platform.addRepository(organizationId, 'To cancel', address);
    const { id } = await startScan(platform.api, repositoryId);
    await until('a pod', async () => (await platform.podsOf(id)).length > 0, 60, 100);
    await delay(2_000);
    await platform.api.ask('mutation($id: ID!) { cancelScan(id: $id) { id } }', { id });
    const took = await until('nothing left of the scan', async () => (await platform.podsOf(id)).length === 0 && (await platform.jobs(`pinata.dev/scan=${id}`)).length === 0, 30, 200);
    report(`cancelled: Job and pod were gone after ${Math.round(took)} ms`);
    expect(took).toBeLessThan(10_000);
    expect((await platform.untilEnded(id, 30)).status).toBe('CANCELLED');
    expect(await kubectl('--namespace', platform.scansNamespace, 'get', 'secrets', `--selector=pinata.dev/scan=${id}`, '--output=name')).toBe('');
  });

  it('runs three of ten scans at once, and completes them all', async () => {
    const { address } = await gitServer.publish('ten', generatedProject(60));
    const ids: string[] = [];
    for (let index = 0; index < 10; index++) ids.push((await startScan(platform.api, await platform.addRepository(organizationId, 'ten', address, { slug: `ten-${index}`, memoryMegabytes: 512 }))).id);
    let most = 0;
    const isUnfinished = ({ status }: Job): boolean => !(status.conditions ?? []).some(({ type, status: is }) => is === 'True' && ['Complete', 'Failed', 'SuccessCriteriaMet'].includes(type));
    const ended = Promise.all(ids.map((id) => platform.untilEnded(id, 400)));
    let isOver = false;
    void ended.finally(() => (isOver = true)).catch(() => undefined);
    while (!isOver) {
      most = Math.max(most, (await platform.jobs()).filter(isUnfinished).length);
      await delay(300);
    }
    const states = await ended;
    report(`ten scans: at most ${most} Jobs at once`);
    expect(states.map(({ status }) => status)).toEqual(ids.map(() => 'COMPLETED'));
    expect(new Set(states.map(({ summary }) => summary?.graphDigest)).size).toBe(1);
    expect(most).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(0);
  }, 900_000);

  it('gives nobody more rights than they need', async () => {
    const can = async (account: string, namespace: string, ...what: string[]): Promise<boolean> => (await kubectl('auth', 'can-i', ...what, `--as=system:serviceaccount:${account}`, '--namespace', namespace).catch(() => 'no')).trim() === 'yes';
    const operator = `${platform.namespace}:pinata-operator`;
    const gateway = `${platform.namespace}:pinata-gateway`;
    for (const account of [operator, gateway, `${platform.scansNamespace}:default`]) {
      for (const namespace of [platform.namespace, platform.scansNamespace, 'kube-system']) {
        for (const verb of ['get', 'list', 'watch', 'update', 'patch']) expect([account, namespace, verb, await can(account, namespace, verb, 'secrets')]).toEqual([account, namespace, verb, false]);
      }
    }
    expect(await can(operator, platform.scansNamespace, 'create', 'jobs.batch')).toBe(true);
    expect(await can(operator, platform.namespace, 'create', 'jobs.batch')).toBe(false);
    expect(await can(gateway, platform.scansNamespace, 'create', 'scans.pinata.dev')).toBe(true);
    expect(await can(gateway, platform.scansNamespace, 'get', 'pods')).toBe(false);
    expect(await can(gateway, platform.namespace, 'get', 'pods')).toBe(false);
    for (const verb of ['get', 'list', 'create', 'delete']) expect(await can(`${platform.scansNamespace}:default`, platform.scansNamespace, verb, 'pods')).toBe(false);
  });

  it('gives a pod that was taken over its own attempt and nothing else', async () => {
    const { address } = await gitServer.publish('taken-over', generatedProject(2_500));
    const { id } = await startScan(platform.api, await platform.addRepository(organizationId, 'Taken over', address));
    await until('its Secret', async () => (await kubectl('--namespace', platform.scansNamespace, 'get', 'secret', `scan-${id}-1`, '--ignore-not-found', '--output=name')) !== '', 60, 50);
    const results = await tryAsTakenOverPod(platform.scansNamespace, image('scanner'), `scan-${id}-1`);
    for (const [what, came] of Object.entries(results)) report(`taken-over pod, ${what}: ${came}`);
    const { 'own progress': own, 'own object': object, 'a token of the cluster': token, ...others } = results;
    expect({ own, object, token }).toEqual({ own: 'sent', object: 'stored', token: 'none' });
    expect([...new Set(Object.values(others))]).toEqual(['refused']);
    expect(await platform.untilEnded(id)).toMatchObject({ status: 'COMPLETED' });
  });

  it('leaves every pod under the restricted standard', async () => {
    for (const namespace of [platform.namespace, platform.scansNamespace]) {
      const { metadata } = await kubectlJson<{ metadata: { labels: Record<string, string> } }>('get', 'namespace', namespace);
      expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
    }
    const { items } = await kubectlJson<{ items: Pod[] }>('--namespace', platform.namespace, 'get', 'pods');
    expect(items.filter(({ status }) => !['Running', 'Succeeded'].includes(status.phase)).map(({ metadata }) => metadata.name)).toEqual([]);
  });

  const count = Number(process.env['PINATA_TEST_DISTURBANCES'] ?? IN_CI.length);
  (count === 0 ? describe.skip : describe)('disturbed while it scans 2,000 files', () => {
    const rounds = Array.from({ length: Math.max(count, 1) }, (_, index) => (count <= IN_CI.length ? DISTURBANCES.filter(({ name }) => IN_CI.includes(name)) : DISTURBANCES)[index % (count <= IN_CI.length ? IN_CI.length : DISTURBANCES.length)]).filter((one) => one !== undefined);
    const table: string[] = [];
    /** What no earlier scan has seen, or the facts would come from the cache. */
    const publish = async (round: number): Promise<{ readonly address: string; readonly digest: string }> => {
      const files = Object.fromEntries(Object.entries(generatedProject(2_000)).map(([name, content]) => [name, name.endsWith('.ts') ? `${content}// ${round}\n` : content]));
      const { address, folder } = await gitServer.publish(`large-${round}`, files);
      return { address, digest: embeddedDigest(folder) };
    };
    let files = 0;
    beforeAll(async () => {
      const { address, digest } = await publish(0);
      const undisturbed = await platform.scan(await platform.addRepository(organizationId, 'large-0', address));
      expect(undisturbed).toMatchObject({ status: 'COMPLETED', attempt: 1 });
      expect(undisturbed.summary?.graphDigest).toBe(digest);
      files = undisturbed.summary?.files ?? 0;
    }, 600_000);
    afterAll(() => {
      report('| disturbance | after | ended | attempts | seconds | files stored | of earlier attempts | usage events | digest |');
      report('|---|---|---|---|---|---|---|---|---|');
      for (const line of table) report(line);
    });

    it.each(rounds.map((disturbance, index) => [index + 1, disturbance.name, disturbance] as const))(
      '%i: %s',
      async (index, name, disturbance) => {
        const { address, digest } = await publish(index);
        const repositoryId = await platform.addRepository(organizationId, `large-${index}`, address);
        const started = performance.now();
        const { id } = await startScan(platform.api, repositoryId);
        await until('results', async () => Number(await platform.sql(`select count(*) from scan_file where scan_id = '${id}'`)) > 100, 120, 100);
        const stored = Number(await platform.sql(`select count(*) from scan_file where scan_id = '${id}'`));
        expect(await platform.isRunning(id)).toBe(true);
        await disturbance.disturb(platform, id);
        const done = await platform.untilEnded(id, 600);
        const seconds = Math.round((performance.now() - started) / 1000);
        await platform.untilReady();
        const [rows = '', earlier = '', usage = ''] = (await platform.sql(`select (select count(*) from scan_file where scan_id = '${id}'), (select count(*) from scan_file where scan_id = '${id}' and attempt < ${done.attempt}), (select count(*) from usage_event where scan_id = '${id}')`)).split('|');
        const isSame = done.summary?.graphDigest === digest;
        table.push(`| ${name} | ${stored} files | ${done.status}${done.failure === null ? '' : ` (${done.failure.code})`} | ${done.attempt} | ${seconds} | ${rows} | ${earlier} | ${usage} | ${isSame ? 'the same' : String(done.summary?.graphDigest)} |`);
        expect(done).toMatchObject({ status: 'COMPLETED', failure: null });
        expect(isSame).toBe(true);
        expect(done.attempt > 1).toBe(disturbance.endsAttempt);
        expect([Number(rows), Number(earlier), Number(usage)]).toEqual([files, 0, 1]);
      },
      900_000,
    );
  });

  it('answers helm test from inside', async () => {
    expect(await helm('test', 'pinata', '--namespace', platform.namespace, '--timeout', '3m')).toMatch(/Phase:\s+Succeeded/);
  });

  it('leaves behind what its notes say when it is uninstalled, and nothing else', async () => {
    await platform.uninstall();
    const kinds = 'deployments,statefulsets,jobs,pods,services,configmaps,secrets,persistentvolumeclaims,serviceaccounts,roles,rolebindings,leases,networkpolicies,poddisruptionbudgets';
    await until('the end of the pods', async () => !(await kubectl('--namespace', platform.namespace, 'get', 'pods', '--output=name')).includes('pod/'), 120);
    const left = (await kubectl('--namespace', platform.namespace, 'get', kinds, '--output=name')).trim().split('\n').filter((name) => !/^(configmap\/kube-root-ca\.crt|serviceaccount\/default)$/.test(name));
    expect(left.filter((name) => name.startsWith('secret/')).sort()).toEqual(['database', 'install-key', 'keycloak', 'metrics', 'nats', 's3', 'secret-box'].map((name) => `secret/pinata-${name}`));
    expect(left.filter((name) => name.startsWith('persistentvolumeclaim/')).sort()).toEqual(['minio', 'nats', 'postgresql'].map((name) => `persistentvolumeclaim/data-pinata-${name}-0`));
    report(`left by helm uninstall besides Secrets and volumes: ${left.filter((name) => !/^(secret|persistentvolumeclaim)\//.test(name)).join(', ') || 'nothing'}`);
    expect(left.filter((name) => !/^(secret|persistentvolumeclaim|lease)/.test(name))).toEqual([]);
    expect(await kubectl('get', 'customresourcedefinition', 'scans.pinata.dev', '--output=name')).toContain('scans.pinata.dev');
    await until('the end of the namespace of scans', async () => (await kubectl('get', 'namespace', platform.scansNamespace, '--ignore-not-found', '--output=name')) === '', 120);
  });
});
