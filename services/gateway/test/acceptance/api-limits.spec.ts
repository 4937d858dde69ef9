import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { ApiClient } from '../platform/api-client.js';
import { GatedGitServer } from '../platform/gated-git-server.js';
import { gitRepository, SMALL_PROJECT } from '../platform/git-repositories.js';
import { createRepository, scanFolder, startScan } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

describe('the API at its edges', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform({ PINATA_REQUESTS_PER_MINUTE: '300' });
  }, 60_000);
  afterAll(() => platform.close());

  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${platform.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${platform.admin.credential}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('answers the standard introspection query to whoever is signed in, and nothing to others', async () => {
    expect(await platform.admin.ask<{ __schema: unknown }>(getIntrospectionQuery())).toHaveProperty('__schema');
    expect(await new ApiClient(platform.origin, 'none').send(getIntrospectionQuery())).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect((await post({ query: '{ __typename }' }, { authorization: '' })).status).toBe(401);
  });

  it.each([
    ['depth', `{ organization(slug: "personal") ${'{ repositories { edges { node { organization '.repeat(5)} { id } ${'} } } }'.repeat(5)} }`],
    ['aliases', `{ ${Array.from({ length: 1000 }, (_, index) => `a${index}: instance { version }`).join(' ')} }`],
    ['fields at the root', `{ ${'instance { version } '.repeat(25)} }`],
    ['directives', `{ instance { version ${'@include(if: true) '.repeat(40)} } }`],
    ['cost', '{ organization(slug: "personal") { repositories(first: 200) { edges { node { scans(first: 200) { edges { node { files(first: 200) { edges { node { path } } } } } } } } } } }'],
  ])('refuses too much %s before it runs', async (_name, query) => {
    platform.takeStatements();
    const answer = await platform.admin.send(query);
    expect(answer.errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(platform.takeStatements().filter((sql) => sql.includes('"repository"'))).toEqual([]);
  });

  it('refuses fragments in a cycle, endless documents and unknown fields with one clear code', async () => {
    for (const query of ['query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }', `{ ${'instance '.repeat(9000)} }`, '{ nothing }', '{ instance {', '']) {
      expect((await platform.admin.send(query)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('refuses batches, large bodies, odd content types and other origins', async () => {
    expect((await post([{ query: '{ instance { version } }' }, { query: '{ instance { version } }' }])).status).toBe(400);
    expect((await post({ query: '{ instance { version } }', variables: { x: 'x'.repeat(600_000) } })).status).toBe(413);
    expect((await post('query=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBeGreaterThanOrEqual(400);
    expect((await post('{ instance { version } }', { 'content-type': 'text/plain' })).status).toBeGreaterThanOrEqual(400);
    expect((await post({ query: '{ instance { version } }' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${platform.origin}/graphql?query=${encodeURIComponent('mutation { createOrganization(name: "x") { id } }')}`, { headers: { authorization: `Bearer ${platform.admin.credential}`, 'apollo-require-preflight': 'true' } })).status).toBe(405);
  });

  it('treats __proto__ in variables as data', async () => {
    const answer = await post('{"query":"query($input: CreateRepositoryInput!) { __typename }","variables":{"__proto__":{"polluted":true},"input":{"__proto__":{"polluted":true}}}}');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('never says more of an unexpected error than that it happened', async () => {
    const answer = await platform.admin.send('query($id: ID!) { scan(id: $id) { id } }', { id: 'not-a-uuid' });
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(JSON.stringify(answer)).not.toMatch(/stack|select|postgres/i);
  });

  it.each([
    ['a page that is too long', 'first: 1000', 'first'],
    ['a page of none', 'first: 0', 'first'],
    ['a cursor of somebody else', 'after: "bm90IG91cnM"', 'after'],
  ])('refuses %s', async (_name, parameters, field) => {
    expect(await platform.admin.refusal(`query($id: ID!) { repositories(organizationId: $id, ${parameters}) { totalCount } }`, { id: platform.organizationId })).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('pages through a list without a gap or a double, in any order', async () => {
    for (let index = 0; index < 7; index++) await createRepository(platform.admin, platform.organizationId, { location: '/tmp', name: `Paged ${index % 3}`, slug: `paged-${index}`, description: 'pages%of_it' });
    for (const field of ['NAME', 'CREATED_AT', 'LAST_SCANNED_AT']) {
      const slugs: string[] = [];
      let after: string | null = null;
      do {
        const page: { repositories: { totalCount: number; edges: { node: { slug: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } = await platform.admin.ask(
          `query($id: ID!, $after: String) { repositories(organizationId: $id, first: 3, after: $after, filter: { search: "pages%of paged" }, orderBy: { field: ${field}, direction: DESC }) {
            totalCount edges { node { slug } } pageInfo { hasNextPage endCursor } } }`,
          { id: platform.organizationId, after },
        );
        expect(page.repositories.totalCount).toBe(7);
        slugs.push(...page.repositories.edges.map(({ node }) => node.slug));
        after = page.repositories.pageInfo.hasNextPage ? page.repositories.pageInfo.endCursor : null;
      } while (after !== null);
      expect([...slugs].sort()).toEqual(Array.from({ length: 7 }, (_, index) => `paged-${index}`));
    }
    const found = await platform.admin.ask<{ repositories: { totalCount: number } }>('query($id: ID!) { repositories(organizationId: $id, filter: { search: "p_ged", isNeverScanned: true, source: LOCAL_PATH }) { totalCount } }', { id: platform.organizationId });
    expect(found.repositories.totalCount).toBe(0);
  });

  it('asks the database as often for many rows as for few', async () => {
    const folder = gitRepository(SMALL_PROJECT);
    const statementsFor = async (first: number): Promise<number> => {
      platform.takeStatements();
      await platform.admin.ask(
        `query($id: ID!) { repositories(organizationId: $id, first: ${first}, filter: { search: "counted" }) { edges { node {
          name organization { name viewerRole } latestScan { status requestedBy attempts { number } repository { name } } latestCompletedScan { id } } } } }`,
        { id: platform.organizationId },
      );
      return platform.takeStatements().length;
    };
    for (let index = 0; index < 4; index++) await scanFolder(platform.admin, platform.organizationId, folder, { name: `Counted ${index}` });
    // The last scan's own statements come to an end first.
    await statementsFor(1);
    await delay(1000);
    const few = await statementsFor(1);
    expect(await statementsFor(4)).toBe(few);
  }, 60_000);

  describe('sockets', () => {
    /** Opens a socket and says how the server closes it. */
    const closed = (payload: Readonly<Record<string, unknown>>): Promise<{ code: number }> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${platform.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
        socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
        socket.on('close', (code) => resolve({ code }));
      });

    it('close at once without a credential that works', async () => {
      expect(await closed({})).toMatchObject({ code: 4401 });
      expect(await closed({ authorization: 'Bearer nonsense' })).toMatchObject({ code: 4401 });
    });

    it('hold to the same limits as requests', async () => {
      await expect(platform.admin.follow(`{ ${'instance { version } '.repeat(25)} }`, {})).rejects.toThrow(/QUERY_TOO_COMPLEX/);
      await expect(platform.admin.follow('subscription { scanProgress(scanId: "x") { status } }', {})).rejects.toThrow(/NOT_FOUND/);
    });

    it('end within 30 seconds for a member who is removed while a scan is watched', async () => {
      const server = await GatedGitServer.start(gitRepository(SMALL_PROJECT));
      try {
        server.hold();
        const held = server.nextHeld();
        const repositoryId = await createRepository(platform.admin, platform.organizationId, { source: 'URL', location: server.url });
        const scanId = (await startScan(platform.admin, repositoryId)).id;
        await held;
        const watcher = await platform.newcomer('removed');
        const { addMember } = await platform.admin.ask<{ addMember: { id: string } }>('mutation($id: ID!, $email: String!) { addMember(organizationId: $id, email: $email, role: VIEWER) { id } }', { id: platform.organizationId, email: watcher.email });
        let removedAt = Number.NaN;
        const watching = watcher.client.follow('subscription($id: ID!) { scanProgress(scanId: $id) { status } }', { id: scanId }, () => {
          if (!Number.isNaN(removedAt)) return;
          removedAt = performance.now();
          void platform.admin.ask('mutation($id: ID!) { removeMember(id: $id) }', { id: addMember.id });
        });
        await expect(watching).rejects.toThrow(/NOT_FOUND/);
        expect(performance.now() - removedAt).toBeLessThan(30_000);
        await platform.admin.ask('mutation($id: ID!) { cancelScan(id: $id) { id } }', { id: scanId });
      } finally {
        server.close();
      }
    }, 60_000);

    it('are at most fifty of one caller', async () => {
      const { client } = await platform.newcomer('sockets');
      const sockets = Array.from({ length: 55 }, () => new WebSocket(`${platform.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws'));
      const outcomes = await Promise.all(
        sockets.map(
          (socket) =>
            new Promise<number>((resolve) => {
              socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${client.credential}` } })));
              socket.on('message', () => resolve(0));
              socket.on('close', (code) => resolve(code));
            }),
        ),
      );
      for (const socket of sockets) socket.terminate();
      expect(outcomes.filter((outcome) => outcome === 0)).toHaveLength(50);
      expect(outcomes.filter((outcome) => outcome !== 0)).toEqual([4403, 4403, 4403, 4403, 4403]);
    }, 30_000);

    it('refuse pages of other sites, and other addresses', async () => {
      const statusOf = (url: string, origin: string): Promise<number> =>
        new Promise((resolve) => {
          const socket = new WebSocket(url, 'graphql-transport-ws', { origin });
          socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
          socket.on('open', () => resolve(101));
          socket.on('error', () => undefined);
        });
      const base = platform.origin.replace('http', 'ws');
      expect(await statusOf(`${base}/graphql`, 'https://evil.example')).toBe(403);
      expect(await statusOf(`${base}/elsewhere`, platform.origin)).toBe(404);
    });
  });

  describe('pages', () => {
    const page = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(platform.origin + path, { redirect: 'manual', headers: { accept: 'text/html', ...headers } });

    it('come with headers that keep other sites out', async () => {
      const answer = await page('/o/personal/r/a%2Fb/main/graph');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await page('/graphql')).headers.get('content-type')).toContain('text/html');
    });

    it('and every answer of the API, may not be kept', async () => {
      const answers = [await post({ query: '{ instance { version } }' }), await post({ query: '{ instance { version } }' }, { authorization: '' }), await post('{'), await page('/api/snapshots/none/nodes.arrow'), await page('/metrics'), await page('/readyz')];
      expect(answers.map((answer) => [answer.status, answer.headers.get('cache-control')])).toEqual([200, 401, 400, 401, 200, 200].map((status) => [status, 'no-store']));
      for (const answer of answers) expect(answer.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
      expect(answers.map((answer) => answer.headers.get('access-control-allow-origin'))).toEqual(answers.map(() => null));
    });

    it.each(['/../../etc/passwd', '/..%2f..%2fsecret.key', '/.env', '/assets/..%5c..%5cx'])('%s gives no file', async (path) => {
      const answer = await fetch(platform.origin + path);
      expect(answer.status).toBe(404);
    });

    it('tell machines how it is', async () => {
      expect(await (await fetch(`${platform.origin}/healthz`)).json()).toEqual({ status: 'ok' });
      expect(await (await fetch(`${platform.origin}/readyz`)).json()).toMatchObject({ status: 'ok', info: { database: { status: 'up' } } });
      expect(await (await fetch(`${platform.origin}/metrics`)).text()).toMatch(/pinata_scans\{status="QUEUED"\} 0/);
    });
  });

  it('asks a caller who sends too much for patience', async () => {
    const { client } = await platform.newcomer('flood');
    const statuses = await Promise.all(Array.from({ length: 310 }, () => client.send('{ instance { version } }').then((answer) => answer.errors?.[0]?.extensions.code ?? 'ok')));
    expect(statuses).toContain('RATE_LIMITED');
    expect(statuses.filter((status) => status === 'ok').length).toBeGreaterThan(250);
    expect(await platform.admin.ask('{ instance { version } }')).toBeDefined();
  }, 60_000);
});
