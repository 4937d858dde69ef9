import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { ApiClient } from '../platform/api-client.js';
import { gitRepository, SMALL_PROJECT } from '../platform/git-repositories.js';
import { scanFolder } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

/** Ids of one organization, or ids that nobody has. */
interface Ids {
  readonly organizationId: string;
  readonly organization: string;
  readonly repositoryId: string;
  readonly repository: string;
  readonly scanId: string;
  readonly memberId: string;
  readonly tokenId: string;
}

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const UNKNOWN: Ids = { organizationId: NOWHERE, organization: 'nobodys', repositoryId: NOWHERE, repository: 'nothing', scanId: NOWHERE, memberId: NOWHERE, tokenId: NOWHERE };

/** Every operation that takes an id or a name of something, with the ids in their places. */
const OPERATIONS: Readonly<Record<string, (ids: Ids) => string>> = {
  'Query.organization': (ids) => `{ organization(slug: "${ids.organization}") { id } }`,
  'Query.repository': (ids) => `{ repository(organization: "${ids.organization}", repository: "${ids.repository}") { id } }`,
  'Query.repositoryById': (ids) => `{ repositoryById(id: "${ids.repositoryId}") { id } }`,
  'Query.repositories': (ids) => `{ repositories(organizationId: "${ids.organizationId}") { totalCount } }`,
  'Query.references': (ids) => `{ references(repositoryId: "${ids.repositoryId}") { name } }`,
  'Query.scan': (ids) => `{ scan(id: "${ids.scanId}") { id } }`,
  'Query.scans': (ids) => `{ scans(organizationId: "${ids.organizationId}") { totalCount } }`,
  'Query.usage': (ids) => `{ usage(organizationId: "${ids.organizationId}") { scans } }`,
  'Query.apiTokens': (ids) => `{ apiTokens(organizationId: "${ids.organizationId}") { id } }`,
  'Query.graph': (ids) => `{ graph(organization: "${ids.organization}", repository: "${ids.repository}", revision: "${ids.scanId}") { scan { id } } }`,
  'Query.searchSymbols': (ids) => `{ searchSymbols(organizationId: "${ids.organizationId}", query: "User") { branch } }`,
  'Mutation.updateOrganization': (ids) => `mutation { updateOrganization(id: "${ids.organizationId}", name: "Taken") { id } }`,
  'Mutation.addMember': (ids) => `mutation { addMember(organizationId: "${ids.organizationId}", email: "intruder@example.org", role: ADMIN) { id } }`,
  'Mutation.updateMember': (ids) => `mutation { updateMember(id: "${ids.memberId}", role: VIEWER) { id } }`,
  'Mutation.removeMember': (ids) => `mutation { removeMember(id: "${ids.memberId}") }`,
  'Mutation.checkConnection': (ids) => `mutation { checkConnection(input: { organizationId: "${ids.organizationId}", source: LOCAL_PATH, location: "/tmp" }) { isReachable } }`,
  'Mutation.listReferences': (ids) => `mutation { listReferences(input: { organizationId: "${ids.organizationId}", source: LOCAL_PATH, location: "/tmp" }) { name } }`,
  'Mutation.createRepository': (ids) => `mutation { createRepository(input: { organizationId: "${ids.organizationId}", name: "x", source: LOCAL_PATH, location: "/tmp" }) { id } }`,
  'Mutation.updateRepository': (ids) => `mutation { updateRepository(input: { id: "${ids.repositoryId}", name: "Taken" }) { id } }`,
  'Mutation.deleteRepository': (ids) => `mutation { deleteRepository(id: "${ids.repositoryId}") }`,
  'Mutation.startScan': (ids) => `mutation { startScan(input: { repositoryId: "${ids.repositoryId}" }) { id } }`,
  'Mutation.cancelScan': (ids) => `mutation { cancelScan(id: "${ids.scanId}") { id } }`,
  'Mutation.deleteScan': (ids) => `mutation { deleteScan(id: "${ids.scanId}") }`,
  'Mutation.createApiToken': (ids) => `mutation { createApiToken(input: { organizationId: "${ids.organizationId}", name: "x", scopes: [READ] }) { secret } }`,
  'Mutation.revokeApiToken': (ids) => `mutation { revokeApiToken(id: "${ids.tokenId}") { id } }`,
  'Subscription.scanProgress': (ids) => `subscription { scanProgress(scanId: "${ids.scanId}") { status } }`,
};

/** Operations that name nothing of any tenant. */
const OWN_OR_INSTANCE = ['Query.viewer', 'Query.instance', 'Mutation.createOrganization', 'Mutation.createAccount', 'Mutation.changePassword', 'Mutation.updateInstance'];

/** What a viewer and a member may not, by role; the rest needs no more than membership. */
const NEEDS_MEMBER = ['Mutation.checkConnection', 'Mutation.listReferences', 'Mutation.createRepository', 'Mutation.updateRepository', 'Mutation.startScan', 'Mutation.cancelScan', 'Mutation.deleteScan'];
const NEEDS_ADMIN = ['Mutation.updateOrganization', 'Mutation.addMember', 'Mutation.updateMember', 'Mutation.removeMember', 'Mutation.deleteRepository'];

describe('tenants are apart', () => {
  let platform: TestPlatform;
  let ids: Ids;
  let intruder: ApiClient;
  let viewer: ApiClient;
  beforeAll(async () => {
    platform = await startTestPlatform({ PINATA_REQUESTS_PER_MINUTE: '10000' });
    const scan = await scanFolder(platform.admin, platform.organizationId, gitRepository(SMALL_PROJECT), { name: 'Secret', slug: 'secret' });
    const { organization } = await platform.admin.ask<{ organization: { members: { edges: { node: { id: string } }[] } } }>('{ organization(slug: "personal") { members { edges { node { id } } } } }');
    const { createApiToken } = await platform.admin.ask<{ createApiToken: { token: { id: string } } }>(
      'mutation($id: ID!) { createApiToken(input: { organizationId: $id, name: "mine", scopes: [READ] }) { token { id } } }',
      { id: platform.organizationId },
    );
    intruder = (await platform.newcomer('intruder')).client;
    const watcher = await platform.newcomer('watcher');
    viewer = watcher.client;
    await platform.admin.ask('mutation($id: ID!, $email: String!) { addMember(organizationId: $id, email: $email, role: VIEWER) { id } }', { id: platform.organizationId, email: watcher.email });
    ids = {
      organizationId: platform.organizationId, organization: 'personal', repositoryId: scan.repositoryId, repository: 'secret', scanId: scan.id,
      memberId: organization.members.edges[0]?.node.id ?? '', tokenId: createApiToken.token.id,
    };
  }, 90_000);
  afterAll(() => platform.close());

  const refusalOf = async (client: ApiClient, operation: string): Promise<{ code: string; message: string }> => {
    if (!operation.startsWith('subscription')) return client.refusal(operation);
    const said = await client.follow(operation, {}).then(
      (values) => new Error(`no refusal, but ${JSON.stringify(values)}`),
      (error: Error) => error,
    );
    const [error] = JSON.parse(said.message) as { message: string; extensions: { code: string } }[];
    return { message: error?.message ?? said.message, code: error?.extensions.code ?? '' };
  };

  it('every operation of the schema is in one of the lists above', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    const all = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`));
    expect([...Object.keys(OPERATIONS), ...OWN_OR_INSTANCE].sort()).toEqual(all.sort());
  });

  it.each(Object.keys(OPERATIONS))('%s: a foreign id is answered like an unknown one', async (name) => {
    const operation = OPERATIONS[name];
    if (operation === undefined) throw new Error(name);
    const foreign = await refusalOf(intruder, operation(ids));
    const unknown = await refusalOf(platform.admin, operation(UNKNOWN));
    expect(foreign.code).toBe('NOT_FOUND');
    expect(foreign).toEqual(unknown);
  });

  it.each([...NEEDS_MEMBER, ...NEEDS_ADMIN])('%s: a viewer is told that the role is too low', async (name) => {
    expect(await refusalOf(viewer, OPERATIONS[name]?.(ids) ?? '')).toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each(['Query.organization', 'Query.repository', 'Query.scan', 'Query.scans', 'Query.graph', 'Query.usage', 'Query.searchSymbols', 'Subscription.scanProgress'])('%s: a viewer may', async (name) => {
    const operation = OPERATIONS[name]?.(ids) ?? '';
    if (operation.startsWith('subscription')) expect(await viewer.follow(operation, {})).toHaveLength(1);
    else expect(await viewer.ask(operation)).toBeDefined();
  });

  it('a snapshot cannot be had with another tenant in its address', async () => {
    const foreign = await fetch(`${platform.origin}/api/snapshots/${ids.scanId}/nodes.arrow`, { headers: { authorization: `Bearer ${intruder.credential}` } });
    expect(foreign.status).toBe(404);
    const { graph } = await platform.admin.ask<{ graph: { downloads: { url: string }[] } }>('{ graph(organization: "personal", repository: "secret") { downloads { url } } }');
    const url = graph.downloads[0]?.url ?? '';
    expect((await fetch(platform.origin + url.replace(ids.organizationId, NOWHERE))).status).toBe(404);
    expect((await fetch(platform.origin + url.replace(/expires=\d+/, 'expires=9999999999999'))).status).toBe(404);
    expect((await fetch(platform.origin + url.replace(/\/[^/]+\?/, '/..%2f..%2fsecret.key?'))).status).toBe(404);
  });

  it('a removed member is refused at once', async () => {
    const { createRepository } = await platform.admin.ask<{ createRepository: { id: string } }>('mutation($id: ID!) { createRepository(input: { organizationId: $id, name: "Removed", source: LOCAL_PATH, location: "/tmp" }) { id } }', { id: ids.organizationId });
    expect(await viewer.ask(`{ repositoryById(id: "${createRepository.id}") { id } }`)).toBeDefined();
    const { organization } = await platform.admin.ask<{ organization: { members: { edges: { node: { id: string; email: string } }[] } } }>('{ organization(slug: "personal") { members { edges { node { id email } } } } }');
    const member = organization.members.edges.find(({ node }) => node.email === 'watcher@example.org');
    await platform.admin.ask('mutation($id: ID!) { removeMember(id: $id) }', { id: member?.node.id });
    expect(await viewer.refusal(`{ repositoryById(id: "${createRepository.id}") { id } }`)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('the last admin stays', async () => {
    expect(await platform.admin.refusal(`mutation { updateMember(id: "${ids.memberId}", role: VIEWER) { id } }`)).toMatchObject({ code: 'CONFLICT', reason: 'lastAdmin' });
    expect(await platform.admin.refusal(`mutation { removeMember(id: "${ids.memberId}") }`)).toMatchObject({ code: 'CONFLICT', reason: 'lastAdmin' });
  });

  it('what belongs to the instance is for its administrators', async () => {
    expect(await intruder.refusal('mutation { createAccount(email: "a@example.org", name: "A") { id } }')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await intruder.refusal('mutation { updateInstance(input: { isGraphiqlEnabled: false }) { version } }')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await platform.admin.ask('mutation { updateInstance(input: { isGraphiqlEnabled: false }) { isGraphiqlEnabled } }')).toEqual({ updateInstance: { isGraphiqlEnabled: false } });
  });
});
