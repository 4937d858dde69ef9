import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generatedProject } from '../platform/generated-project.js';
import { SMALL_PROJECT } from '../platform/git-repositories.js';
import { startScan } from '../platform/scans.js';
import { helm, kubectl, kubectlJson, kubectlWith, until, withCommands } from './commands.js';
import { CREDENTIAL, GitServer } from './git-server.js';
import { CHART, embeddedDigest, image, InstalledPlatform, ROOT, type Pod } from './installed-platform.js';
import { addConsoleClient } from './keycloak-sign-in.js';

const report = (line: string): void => void process.stdout.write(`    ${line}\n`);

/** The commands of a page, as somebody copies them: the blocks of shell below a heading, in their order. */
function documentedCommands(page: string, heading: string): readonly string[] {
  const [, section = ''] = readFileSync(path.join(ROOT, page), 'utf8').split(`\n${heading}\n`);
  const [until = ''] = section.split(/\n#{1,3} /);
  return [...until.matchAll(/```sh\n(.*?)```/gs)].map(([, commands = '']) => commands);
}

/** What people would miss: ids, and how many files the first scan has. */
interface Kept {
  readonly repositories: readonly string[];
  readonly scans: readonly string[];
  readonly files: number;
}

describe('an installation that lives on', () => {
  const chart = process.env['PINATA_TEST_EARLIER_CHART'] ?? '';
  const earlier = { chart, tag: process.env['PINATA_TEST_EARLIER_TAG'] ?? '' };
  const platform = new InstalledPlatform(earlier);
  const gitServer = new GitServer(platform.gitNamespace, image('scanner'));
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-backup-'));
  let organizationId = '';
  let repositoryId = '';
  let firstScan = '';
  let digest = '';
  /** Of the same files by the earlier version, whose engine may read them otherwise. */
  let earlierDigest: string | undefined;

  const kept = async (): Promise<Kept> => {
    const ids = async (table: string): Promise<readonly string[]> => (await platform.sql(`select id from ${table} order by id`)).split('\n');
    return { repositories: await ids('repository'), scans: await ids('scan'), files: Number(await platform.sql(`select count(*) from scan_file where scan_id = '${firstScan}'`)) };
  };
  /** Reads the newest snapshot. */
  const expectGraph = async (): Promise<void> => {
    const { graph } = await platform.api.ask<{ graph: { searchSymbols: { name: string }[] } }>('{ graph(organization: "lives-on", repository: "private-small") { searchSymbols(query: "UserService") { name } } }');
    expect(graph.searchSymbols.map(({ name }) => name)).toContain('UserService');
  };
  /** Needs the credential that the database keeps under the SecretBox's key. */
  const scanPrivate = async (expected: string | undefined = digest): Promise<void> => {
    const done = await platform.scan(repositoryId);
    expect(done).toMatchObject({ status: 'COMPLETED', failure: null });
    expect(done.summary?.graphDigest).toBe(expected);
  };
  const documented = (commands: string): void => {
    const script = commands.replace('n=pinata; release=pinata', `n=${platform.namespace}; release=pinata`);
    if (script === commands) throw new Error('the commands name no namespace');
    execFileSync('bash', ['-euxo', 'pipefail', '-c', withCommands(script)], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  };

  beforeAll(async () => {
    symlinkSync(path.join(ROOT, 'charts'), path.join(folder, 'charts'));
    await gitServer.start();
    const took = await platform.install();
    report(`the earlier version was Ready in ${Math.round(took / 1000)} s`);
    await platform.signIn();
    organizationId = (await platform.api.ask<{ createOrganization: { id: string } }>('mutation { createOrganization(name: "Lives on") { id } }')).createOrganization.id;
    await platform.useApiToken(organizationId);
    const published = await gitServer.publish('private-small', SMALL_PROJECT);
    digest = embeddedDigest(published.folder);
    repositoryId = await platform.addRepository(organizationId, 'private-small', published.address, { credential: CREDENTIAL });
    const done = await platform.scan(repositoryId);
    expect(done).toMatchObject({ status: 'COMPLETED', failure: null });
    firstScan = done.id;
    earlierDigest = done.summary?.graphDigest;
    expect(earlierDigest).toMatch(/^[0-9a-f]{64}$/);
  }, 900_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await gitServer.remove();
    await platform.remove();
  }, 400_000);

  it('is upgraded while a scan runs: the scan completes, and what was there stays', async () => {
    const { address, folder: sources } = await gitServer.publish('large', generatedProject(2_000));
    const large = await platform.addRepository(organizationId, 'large', address);
    const undisturbed = await platform.scan(large);
    const before = await kept();
    const { id } = await startScan(platform.api, large);
    await until('results', async () => Number(await platform.sql(`select count(*) from scan_file where scan_id = '${id}'`)) > 100, 120, 100);
    const started = performance.now();
    await platform.upgrade({ chart: CHART });
    await platform.untilReady();
    await platform.reach();
    report(`upgraded in ${Math.round((performance.now() - started) / 1000)} s`);
    const { items } = await kubectlJson<{ items: (Pod & { spec: { containers: { image: string }[] } })[] }>('--namespace', platform.namespace, 'get', 'pods', '--selector=pinata.dev/gateway=true');
    expect(new Set(items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ spec }) => spec.containers[0]?.image))).toEqual(new Set([image('gateway')]));
    const done = await platform.untilEnded(id);
    expect(done).toMatchObject({ status: 'COMPLETED', failure: null });
    // The attempt goes on with the scanner that it began with; a second one takes the new.
    expect([undisturbed.summary?.graphDigest, embeddedDigest(sources)]).toContain(done.summary?.graphDigest);
    const after = await kept();
    expect(after).toEqual({ ...before, scans: [...before.scans, id].sort() });
    await expectGraph();
    await scanPrivate();
  });

  it('is taken back, and upgraded again', async () => {
    await helm('rollback', 'pinata', '--namespace', platform.namespace, '--wait', '--timeout', '5m');
    await platform.untilReady();
    await platform.reach();
    await scanPrivate(earlierDigest);
    await platform.upgrade({ chart: CHART });
    await platform.untilReady();
    await platform.reach();
    await expectGraph();
    await scanPrivate();
  });

  it('comes back from its backup, by the commands of docs/OPERATIONS.md', async () => {
    const [backup = '', restore = ''] = documentedCommands('docs/OPERATIONS.md', '### With bundled parts');
    const before = await kept();
    documented(backup);
    report(`backup: ${['secrets.yaml', 'pinata.dump', 'keycloak.dump', 'objects.tar'].map((name) => `${name} ${statSync(path.join(folder, name)).size} bytes`).join(', ')}`);
    await platform.lose();
    expect(await kubectl('get', 'namespace', platform.namespace, '--ignore-not-found', '--output=name')).toBe('');

    await platform.makeNamespace();
    symlinkSync(platform.writeValues(), path.join(folder, 'values.yaml'));
    const started = performance.now();
    documented(restore);
    report(`restored in ${Math.round((performance.now() - started) / 1000)} s`);
    await platform.untilReady();
    await platform.reach();
    expect(await kept()).toEqual(before);
    // With the token of before, and the password of before.
    await expectGraph();
    await scanPrivate();
    await platform.signIn();
    const { viewer } = await platform.api.ask<{ viewer: { memberships: { organization: { id: string } }[] } }>('{ viewer { memberships { organization { id } } } }');
    expect(viewer.memberships.map(({ organization }) => organization.id)).toContain(organizationId);
  });

  it('moves into another namespace, where every part is external and every Secret is named', async () => {
    const password = await platform.secret('pinata-keycloak', 'userPassword');
    const before = await kept();
    await kubectl('--namespace', platform.namespace, 'scale', 'deployment', '--all', '--replicas=0');
    await platform.reachKeycloak();
    const at = (part: string, port: number): string => `${part}.${platform.namespace}.svc:${port}`;
    const named = { installKey: 'install-key', secretBox: 'secret-box', metricsToken: 'metrics', database: 'database', nats: 'nats', s3: 's3' };
    const [installKey, secretBox, metricsToken, database, nats, s3] = Object.values(named).map((name) => ({ existingSecret: `named-${name}` }));
    const moved = new InstalledPlatform(
      { chart: CHART },
      {
        bundled: { enabled: false },
        crds: { enabled: false },
        installKey,
        secretBox,
        metricsToken,
        database,
        nats: { ...nats, url: `nats://${at('pinata-nats', 4222)}` },
        s3: { ...s3, endpoint: `http://${at('pinata-minio', 9000)}` },
        keycloak: { url: `${platform.origin}/auth`, internalUrl: `http://${at('pinata-keycloak', 8080)}/auth`, client: 'pinata-elsewhere' },
      },
    );
    // The database's addresses name its host as its own namespace knows it.
    const elsewhere = (data: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString().replace('@pinata-postgresql:5432', `@${at('pinata-postgresql', 5432)}`)]));
    try {
      await moved.makeNamespace();
      const secrets = await kubectlJson<{ items: { metadata: { name: string }; data: Record<string, string> }[] }>('--namespace', platform.namespace, 'get', 'secrets', '--selector=app.kubernetes.io/instance=pinata');
      await kubectlWith(
        secrets.items.map(({ metadata: { name }, data }) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: name.replace('pinata-', 'named-'), namespace: moved.namespace }, stringData: elsewhere(data) })),
        'apply',
      );
      // The policies of bundled parts let their own installation in.
      await kubectlWith([{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'moved', namespace: platform.namespace }, spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] } }], 'apply');
      await moved.choosePort();
      await addConsoleClient(platform.origin, await platform.secret('pinata-keycloak', 'adminPassword'), 'pinata-elsewhere', moved.origin);
      const took = await moved.install();
      report(`with external parts, all was Ready in ${Math.round(took / 1000)} s`);
      expect(await kubectl('--namespace', moved.namespace, 'get', 'statefulsets,persistentvolumeclaims,secrets', '--selector=app.kubernetes.io/instance=pinata', '--output=name')).toBe('');
      const { claims } = await moved.signIn(password);
      expect(claims).toMatchObject({ iss: `${platform.origin}/auth/realms/pinata`, azp: 'pinata-elsewhere' });
      const done = await moved.scan(repositoryId);
      expect(done).toMatchObject({ status: 'COMPLETED', failure: null });
      expect(done.summary?.graphDigest).toBe(digest);
      const after = await kept();
      expect(after).toEqual({ ...before, scans: [...before.scans, done.id].sort() });
    } finally {
      await moved.remove();
    }
  });
});
