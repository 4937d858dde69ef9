import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gitRepository, git, SMALL_PROJECT, writeFiles } from '../platform/git-repositories.js';
import { createRepository, finished, scanFolder, scanState, startScan } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

interface Progress {
  readonly scanProgress: { readonly status: string; readonly phase: string; readonly percentage: number; readonly current: number; readonly total: number; readonly filesScanned: number };
}

const PROGRESS = 'subscription($id: ID!) { scanProgress(scanId: $id) { status phase percentage current total message filesScanned } }';

describe('a scan, from click to picture', () => {
  let platform: TestPlatform;
  let folder: string;
  beforeAll(async () => {
    platform = await startTestPlatform();
    folder = gitRepository(SMALL_PROJECT);
  }, 60_000);
  afterAll(() => platform.close());

  it('is QUEUED at once, tells its progress, and is COMPLETED', async () => {
    const repositoryId = await createRepository(platform.admin, platform.organizationId, { location: folder, name: 'Small project' });
    const queued = await startScan(platform.admin, repositoryId);
    expect(queued).toMatchObject({ status: 'QUEUED', attempt: 0, failure: null, summary: null });

    const told = (await platform.admin.follow<Progress>(PROGRESS, { id: queued.id })).map((value) => value.scanProgress);
    expect(told.at(-1)).toMatchObject({ status: 'COMPLETED', phase: 'DONE', percentage: 100, filesScanned: 5 });
    const percentages = told.map((value) => value.percentage);
    expect(percentages).toEqual([...percentages].sort((a, b) => a - b));
    expect(percentages.slice(0, -1).every((value) => value < 100)).toBe(true);

    const done = await scanState(platform.admin, queued.id);
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 1, branch: 'main', commit: git(folder, 'rev-parse', 'HEAD'), attempts: [{ number: 1, status: 'SUCCEEDED' }] });
    expect(done.summary).toMatchObject({ files: 5 });
  }, 60_000);

  it('keeps the balance and every file in the database', async () => {
    const scan = await scanFolder(platform.admin, platform.organizationId, folder);
    const { scan: found } = await platform.admin.ask<{
      scan: {
        summary: { balance: { captured: number; resolved: number; external: number; unresolved: { count: number }[] }; files: number };
        files: { totalCount: number; edges: { node: { path: string; language: string; symbols: number } }[] };
        skippedFiles: { totalCount: number; edges: { node: { path: string; reason: string } }[] };
      };
    }>(
      `query($id: ID!) { scan(id: $id) {
        summary { files balance { captured resolved external unresolved { reason count } } }
        files(first: 3, orderBy: { field: PATH, direction: ASC }) { totalCount edges { cursor node { path language symbols } } }
        skippedFiles { totalCount edges { node { path reason } } }
      } }`,
      { id: scan.id },
    );
    const { captured, resolved, external, unresolved } = found.summary.balance;
    expect(captured).toBeGreaterThan(0);
    expect(resolved + external + unresolved.reduce((sum, one) => sum + one.count, 0)).toBe(captured);
    expect(found.files.totalCount).toBe(found.summary.files);
    expect(found.files.edges.map(({ node }) => node)).toEqual([
      { path: 'native/Greeter.cs', language: 'csharp', symbols: 4 },
      { path: 'packages/app/src/main.ts', language: 'typescript', symbols: expect.any(Number) },
      { path: 'packages/users/src/clean.ts', language: 'typescript', symbols: expect.any(Number) },
    ]);
    expect(found.skippedFiles.edges.map(({ node }) => node)).toContainEqual({ path: 'README.md', reason: 'UNSUPPORTED_LANGUAGE' });
  }, 60_000);

  it('scans again upon the last scan, and the same files elsewhere upon what their content told', async () => {
    const own = gitRepository(SMALL_PROJECT);
    const repositoryId = await createRepository(platform.admin, platform.organizationId, { location: own, name: 'Again', slug: 'again' });
    const filesOf = async (id: string): Promise<unknown> =>
      (await platform.admin.ask<{ scan: { files: unknown } }>('query($id: ID!) { scan(id: $id) { files(first: 100, orderBy: { field: PATH, direction: ASC }) { edges { node { path language symbols lines } } } } }', { id })).scan.files;
    const scanned = async (): Promise<{ id: string; digest: unknown }> => {
      const { id } = await startScan(platform.admin, repositoryId);
      const state = await finished(platform.admin, id);
      expect(state).toMatchObject({ status: 'COMPLETED' });
      return { id, digest: state.summary?.graphDigest };
    };
    const first = await scanned();
    const second = await scanned();
    expect([second.digest, await filesOf(second.id)]).toEqual([first.digest, await filesOf(first.id)]);
    writeFiles(own, { 'packages/users/src/late.ts': 'export function late() { return 1; }\n' });
    git(own, 'add', '--all');
    git(own, 'commit', '--quiet', '--message', 'late');
    const third = await scanned();
    const elsewhere = await scanFolder(platform.admin, platform.organizationId, own, { name: 'Again elsewhere', slug: 'again-elsewhere' });
    expect(await filesOf(elsewhere.id)).toEqual(await filesOf(third.id));
    expect(JSON.stringify(await filesOf(third.id))).toContain('late.ts');
  }, 60_000);

  it('gives the same scan for the same client key, and numbers others', async () => {
    const repositoryId = await createRepository(platform.admin, platform.organizationId, { location: folder });
    const [first, again] = await Promise.all([startScan(platform.admin, repositoryId, { clientKey: 'key-1' }), startScan(platform.admin, repositoryId, { clientKey: 'key-1' })]);
    expect(again.id).toBe(first.id);
    const other = await startScan(platform.admin, repositoryId, { clientKey: 'key-2' });
    expect(other.id).not.toBe(first.id);
    await finished(platform.admin, first.id);
    await finished(platform.admin, other.id);
    const { repositoryById } = await platform.admin.ask<{ repositoryById: { scans: { edges: { node: { number: number } }[] } } }>('query($id: ID!) { repositoryById(id: $id) { scans { edges { node { number } } } } }', { id: repositoryId });
    expect(repositoryById.scans.edges.map(({ node }) => node.number)).toEqual([2, 1]);
  }, 60_000);

  it('answers for the branch, the commit and the scan it is asked for', async () => {
    const own = gitRepository(SMALL_PROJECT);
    const first = await scanFolder(platform.admin, platform.organizationId, own, { name: 'Revisions', slug: 'revisions' });
    writeFiles(own, { 'packages/users/src/added.ts': 'export const added = 1;\n' });
    git(own, 'switch', '--quiet', '--create', 'feature/added');
    git(own, 'add', '--all');
    git(own, 'commit', '--quiet', '--message=second');
    const second = await finished(platform.admin, (await startScan(platform.admin, first.repositoryId)).id);
    const files = async (revision: string | null): Promise<unknown> => {
      const answer = await platform.admin.send<{ graph: { scan: { id: string } } }>('query($revision: String) { graph(organization: "personal", repository: "revisions", revision: $revision) { scan { id } } }', { revision });
      return answer.data?.graph.scan.id ?? answer.errors?.[0]?.extensions.code;
    };
    expect(await files('main')).toBe(first.id);
    expect(await files('feature/added')).toBe(second.id);
    expect(await files(first.commit?.slice(0, 8) ?? '')).toBe(first.id);
    expect(await files(second.id)).toBe(second.id);
    expect(await files(null)).toBe(second.id);
    expect(await files('nothing')).toBe('NOT_FOUND');
  }, 60_000);

  it('answers questions about its graph', async () => {
    await scanFolder(platform.admin, platform.organizationId, folder, { name: 'Graph', slug: 'graph-test' });
    const ask = <Data>(body: string): Promise<{ graph: Data }> => platform.admin.ask<{ graph: Data }>(`{ graph(organization: "personal", repository: "graph-test") { ${body} } }`);
    const { graph: found } = await ask<{ searchSymbols: { id: string; key: string; rank: string; path: string }[] }>('searchSymbols(query: "gUBI") { id key rank path }');
    expect(found.searchSymbols).toMatchObject([{ rank: 'CAMEL_HUMP', path: 'packages/users/src/user.service.ts' }]);
    const [symbol] = found.searchSymbols;
    const { graph: calls } = await ask<{ callers: { calls: { node: { qualifiedName: string } }[] }; callees: { calls: { node: { qualifiedName: string } }[] } }>(
      `callers(node: "${symbol?.id}") { calls { node { qualifiedName } sites { path rule } } } callees(node: "${symbol?.id}") { calls { node { qualifiedName } } }`,
    );
    expect(calls.callers.calls.map(({ node }) => node.qualifiedName)).toEqual(['main']);
    expect(calls.callees.calls.map(({ node }) => node.qualifiedName)).toEqual(['clean']);
    const { graph: drawn } = await ask<{ rollUp: { nodes: { name: string; kind: string; position: unknown }[]; links: { kind: string }[] } }>('rollUp { nodes { name kind position { x y size } } links { kind count } }');
    expect(drawn.rollUp.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['@small/app', '@small/users']));
    expect(drawn.rollUp.nodes.every(({ position }) => position !== null)).toBe(true);
    expect(drawn.rollUp.links.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['IMPORTS', 'CALLS']));
    const search = await platform.admin.ask<{ searchSymbols: { branch: string; match: { id: string; name: string } }[] }>('query($id: ID!) { searchSymbols(organizationId: $id, query: "UserServise") { branch repository { slug } match { id name rank } } }', { id: platform.organizationId });
    expect(search.searchSymbols[0]).toMatchObject({ repository: { slug: expect.any(String) }, match: { name: 'UserService', rank: 'TYPO' } });
  }, 60_000);

  it('gives its files to whoever may read it, or holds a fresh address', async () => {
    const scan = await scanFolder(platform.admin, platform.organizationId, folder, { name: 'Files', slug: 'files-test' });
    const { graph } = await platform.admin.ask<{ graph: { downloads: { name: string; url: string; bytes: number; sha256: string }[] } }>('{ graph(organization: "personal", repository: "files-test") { downloads { name url bytes sha256 } } }');
    const nodes = graph.downloads.find((file) => file.name === 'nodes.arrow');
    expect(graph.downloads.map((file) => file.name)).toEqual(expect.arrayContaining(['manifest.json', 'nodes.arrow', 'edges.arrow', 'picture/overview.json']));
    const bySignature = await fetch(platform.origin + (nodes?.url ?? ''));
    expect(bySignature.headers.get('cache-control')).toBe('no-store');
    expect((await bySignature.arrayBuffer()).byteLength).toBe(nodes?.bytes);
    const changed = await fetch(platform.origin + (nodes?.url.replace('nodes.arrow', 'edges.arrow') ?? ''));
    expect(changed.status).toBe(404);
    const address = `${platform.origin}/api/snapshots/${scan.id}/picture/overview.json`;
    expect((await fetch(address)).status).toBe(401);
    expect(await (await fetch(address, { headers: { authorization: `Bearer ${platform.admin.credential}` } })).json()).toMatchObject({ level: 'overview' });
  }, 60_000);

  it('goes with its repository when that is deleted', async () => {
    const scan = await scanFolder(platform.admin, platform.organizationId, folder);
    expect(await platform.admin.ask('mutation($id: ID!) { deleteRepository(id: $id) }', { id: scan.repositoryId })).toEqual({ deleteRepository: scan.repositoryId });
    expect(await platform.admin.refusal('query($id: ID!) { scan(id: $id) { id } }', { id: scan.id })).toMatchObject({ code: 'NOT_FOUND' });
  }, 60_000);
});
