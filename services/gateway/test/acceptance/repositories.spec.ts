import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { git, gitRepository, SMALL_PROJECT } from '../platform/git-repositories.js';
import { GatedGitServer } from '../platform/gated-git-server.js';
import { createRepository, scanFolder } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

const CHECK = 'mutation($input: CheckConnectionInput!) { checkConnection(input: $input) { isReachable code message defaultBranch branchCount } }';
const UPDATE = 'mutation($input: UpdateRepositoryInput!) { updateRepository(input: $input) { name description location defaultBranch hasCredential credentialUsername configuration { fileExtensions maximumFiles deadlineSeconds } } }';

describe('repositories and organizations', () => {
  let platform: TestPlatform;
  let server: GatedGitServer;
  let folder: string;
  beforeAll(async () => {
    platform = await startTestPlatform();
    folder = gitRepository(SMALL_PROJECT);
    git(folder, 'branch', 'feature/one');
    git(folder, 'tag', 'v1.0.0');
    server = await GatedGitServer.start(folder);
  }, 60_000);
  afterAll(async () => {
    server.close();
    await platform.close();
  });

  it('checks a source before it is saved', async () => {
    const check = (input: Readonly<Record<string, unknown>>) => platform.admin.ask<{ checkConnection: unknown }>(CHECK, { input: { organizationId: platform.organizationId, ...input } }).then((data) => data.checkConnection);
    expect(await check({ source: 'URL', location: server.url })).toEqual({ isReachable: true, code: null, message: 'Found 2 branches.', defaultBranch: 'main', branchCount: 2 });
    expect(await check({ source: 'LOCAL_PATH', location: folder, reference: 'feature/one' })).toMatchObject({ isReachable: true, defaultBranch: 'main' });
    expect(await check({ source: 'LOCAL_PATH', location: folder, reference: 'nothing' })).toMatchObject({ isReachable: false, code: 'unknownRef', branchCount: 0 });
    expect(await check({ source: 'LOCAL_PATH', location: '/no/such/place' })).toMatchObject({ isReachable: false, code: 'pathNotFound' });
    expect(await check({ source: 'LOCAL_PATH', location: '/tmp' })).toMatchObject({ isReachable: true, message: 'A folder without git: all its files are read.' });
  }, 30_000);

  it('lists branches and tags, the default first, by part of their name', async () => {
    const repositoryId = await createRepository(platform.admin, platform.organizationId, { source: 'URL', location: server.url });
    const list = (search: string | null) =>
      platform.admin.ask<{ references: { name: string; kind: string; isDefault: boolean }[] }>('query($id: ID!, $search: String) { references(repositoryId: $id, search: $search) { name kind isDefault } }', { id: repositoryId, search });
    expect((await list(null)).references).toEqual([
      { name: 'main', kind: 'BRANCH', isDefault: true },
      { name: 'feature/one', kind: 'BRANCH', isDefault: false },
      { name: 'v1.0.0', kind: 'TAG', isDefault: false },
    ]);
    expect((await list('V1')).references.map((one) => one.name)).toEqual(['v1.0.0']);
    const { listReferences } = await platform.admin.ask<{ listReferences: unknown[] }>('mutation($input: CheckConnectionInput!) { listReferences(input: $input) { name } }', {
      input: { organizationId: platform.organizationId, source: 'LOCAL_PATH', location: folder },
    });
    expect(listReferences).toHaveLength(3);
    expect(await platform.admin.refusal('mutation($input: CheckConnectionInput!) { listReferences(input: $input) { name } }', { input: { organizationId: platform.organizationId, source: 'LOCAL_PATH', location: '/nothing' } })).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
    });
  }, 30_000);

  it('changes what is given and keeps the rest; a credential never follows to another address', async () => {
    const id = await createRepository(platform.admin, platform.organizationId, { source: 'URL', location: 'https://example.org/a.git', credential: { username: 'me', secret: 'hush' }, configuration: { fileExtensions: ['.TS', '.ts'] } });
    const update = (input: Readonly<Record<string, unknown>>) => platform.admin.ask<{ updateRepository: unknown }>(UPDATE, { input: { id, ...input } }).then((data) => data.updateRepository);
    expect(await update({ description: 'New words', configuration: { maximumFiles: 7 } })).toMatchObject({ description: 'New words', hasCredential: true, credentialUsername: 'me', configuration: { fileExtensions: ['.ts'], maximumFiles: 7 } });
    expect(await update({ defaultBranch: 'develop' })).toMatchObject({ defaultBranch: 'develop' });
    expect(await update({ defaultBranch: '' })).toMatchObject({ defaultBranch: null, hasCredential: true });
    expect(await update({ location: 'https://evil.example/a.git' })).toMatchObject({ location: 'https://evil.example/a.git', hasCredential: false, credentialUsername: null });
    expect(await update({ credential: { secret: 'token' } })).toMatchObject({ hasCredential: true, credentialUsername: 'git' });
    expect(await update({ isCredentialRemoved: true })).toMatchObject({ hasCredential: false });
    expect(await update({ credential: { sshPrivateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----' } })).toMatchObject({ hasCredential: true, credentialUsername: null });
    expect(await platform.admin.refusal(UPDATE, { input: { id, credential: { sshPrivateKey: 'not a key' } } })).toMatchObject({ reason: 'credentialInvalid' });
    expect(await platform.admin.refusal(UPDATE, { input: { id, credential: { username: 'a\nb', secret: 'x' } } })).toMatchObject({ reason: 'credentialInvalid' });
    const sealed = await platform.application.nest.get<{ system: (work: (entities: { execute: (sql: string) => Promise<unknown> }) => Promise<unknown>) => Promise<unknown> }>((await import('../../src/ports/index.js')).DATABASE).system((entities) => entities.execute('select sealed_credential from repository'));
    expect(JSON.stringify(sealed)).not.toContain('OPENSSH');
  });

  it('filters by the newest scan, and says what an organization used', async () => {
    const done = await scanFolder(platform.admin, platform.organizationId, folder, { name: 'Scanned once' });
    const filtered = await platform.admin.ask<{ organization: { repositories: { edges: { node: { id: string; latestCompletedScan: { id: string }; scannedBranches: { name: string }[]; scans: { totalCount: number } } }[] } } }>(
      '{ organization(slug: "personal") { repositories(filter: { latestScanStatus: COMPLETED, isNeverScanned: false }) { edges { node { id latestCompletedScan { id } scannedBranches { name commit scanId scannedAt } scans { totalCount } } } } } }',
    );
    expect(filtered.organization.repositories.edges.map(({ node }) => node)).toMatchObject([{ id: done.repositoryId, latestCompletedScan: { id: done.id }, scannedBranches: [{ name: 'main' }], scans: { totalCount: 1 } }]);
    const { organization } = await platform.admin.ask<{ organization: { usage: Record<string, unknown>; scans: { totalCount: number } } }>('{ organization(slug: "personal") { usage { month scans repositories members storedBytes scanLimit days { date scans } } scans(filter: { statuses: [COMPLETED], branch: "main" }) { totalCount } } }');
    expect(organization).toMatchObject({ usage: { scans: 1, members: 1, scanLimit: null, days: [{ scans: 1 }] }, scans: { totalCount: 1 } });
    expect(organization.usage['storedBytes']).toBeGreaterThan(1000);
    expect(await platform.admin.refusal('{ organization(slug: "personal") { usage(month: "March") { scans } } }')).toMatchObject({ reason: 'monthInvalid' });
    expect(await platform.admin.refusal('mutation($id: ID!) { deleteScan(id: $id) }', { id: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await platform.admin.ask('mutation($id: ID!) { deleteScan(id: $id) }', { id: done.id })).toEqual({ deleteScan: done.id });
  }, 30_000);

  it('makes and renames organizations, and changes roles', async () => {
    const { client, organizationId } = await platform.newcomer('founder');
    await platform.newcomer('colleague');
    expect(await client.refusal('mutation { createOrganization(name: "Other", slug: "founder") { id } }')).toMatchObject({ code: 'CONFLICT', reason: 'slugTaken' });
    expect(await client.refusal('mutation { createOrganization(name: "  ") { id } }')).toMatchObject({ reason: 'nameInvalid' });
    expect(await client.refusal('mutation { createOrganization(name: "日本") { id } }')).toMatchObject({ reason: 'slugInvalid' });
    expect(await client.ask('mutation($id: ID!) { updateOrganization(id: $id, name: "Founders") { name slug viewerRole } }', { id: organizationId })).toEqual({ updateOrganization: { name: 'Founders', slug: 'founder', viewerRole: 'ADMIN' } });
    const add = 'mutation($id: ID!, $email: String!) { addMember(organizationId: $id, email: $email, role: VIEWER) { id role email name } }';
    const { addMember } = await client.ask<{ addMember: { id: string } }>(add, { id: organizationId, email: ' Colleague@example.org' });
    expect(addMember).toMatchObject({ role: 'VIEWER', email: 'colleague@example.org', name: 'colleague' });
    expect(await client.refusal(add, { id: organizationId, email: 'colleague@example.org' })).toMatchObject({ reason: 'alreadyMember' });
    expect(await client.refusal(add, { id: organizationId, email: 'nobody@example.org' })).toMatchObject({ reason: 'noSuchAccount' });
    expect(await client.ask('mutation($id: ID!) { updateMember(id: $id, role: ADMIN) { role } }', { id: addMember.id })).toEqual({ updateMember: { role: 'ADMIN' } });
    expect(await client.ask('mutation($id: ID!) { removeMember(id: $id) }', { id: addMember.id })).toEqual({ removeMember: addMember.id });
    expect(await platform.admin.refusal('mutation { createAccount(email: "not an address", name: "x") { id } }')).toMatchObject({ reason: 'emailInvalid' });
    expect(await platform.admin.refusal('mutation { createAccount(email: "founder@example.org", name: "x") { id } }')).toMatchObject({ code: 'CONFLICT', reason: 'emailTaken' });
  });
});
