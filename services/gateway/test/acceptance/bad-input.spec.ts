import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { git, gitRepository, SMALL_PROJECT, writeFiles } from '../platform/git-repositories.js';
import { createRepository, finished, scanFolder, startScan } from '../platform/scans.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

const TINY_FILES = process.env['PINATA_NIGHTLY'] === '1' ? 100_000 : 5_000;
const CREATE = 'mutation($input: CreateRepositoryInput!) { createRepository(input: $input) { id location hasCredential } }';
const CHECK = 'mutation($input: CheckConnectionInput!) { checkConnection(input: $input) { isReachable code message defaultBranch branchCount } }';

describe('bad input is answered with what to do', () => {
  let platform: TestPlatform;
  let refusing: Server;
  let refusingUrl: string;
  beforeAll(async () => {
    platform = await startTestPlatform();
    const port = await getPort();
    refusing = createServer((_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end());
    await new Promise<void>((resolve) => refusing.listen(port, '127.0.0.1', resolve));
    refusingUrl = `http://127.0.0.1:${port}/private.git`;
  }, 60_000);
  afterAll(async () => {
    refusing.close();
    await platform.close();
  });

  const scanOf = async (input: Readonly<Record<string, unknown>>, scan: Readonly<Record<string, unknown>> = {}) => {
    const repositoryId = await createRepository(platform.admin, platform.organizationId, input);
    return finished(platform.admin, (await startScan(platform.admin, repositoryId, scan)).id);
  };
  const emptyFolder = (): string => mkdtempSync(path.join(tmpdir(), 'pinata-bad-'));

  it.each([
    ['an unknown reference', () => ({ location: gitRepository(SMALL_PROJECT), defaultBranch: 'no-such-branch' }), 'unknownRef'],
    ['a path that does not exist', () => ({ location: '/no/such/folder' }), 'pathNotFound'],
    ['a path that is no folder', () => ({ location: path.join(gitRepository(SMALL_PROJECT), 'README.md') }), 'notAFolder'],
    ['an empty folder', () => ({ location: emptyFolder() }), 'noFiles'],
    ['no file of the chosen languages', () => ({ location: gitRepository(SMALL_PROJECT), configuration: { fileExtensions: ['.jsx'] } }), 'noMatchingFiles'],
    ['a repository that is only binaries', () => ({ location: gitRepository({ 'a.ts': Uint8Array.of(0, 1, 2, 0), 'b.cs': Uint8Array.of(0, 0) }) }), 'onlyBinaryFiles'],
    ['a server that does not answer', () => ({ source: 'URL', location: 'git://127.0.0.1:1/x' }), 'unreachable'],
  ])('%s', async (_name, input, code) => {
    const scan = await scanOf(input());
    expect(scan).toMatchObject({ status: 'FAILED', failure: { code }, attempt: 1 });
    expect(scan.failure?.message).toMatch(/^[A-Z/].{15,}[.!?]$/s);
  }, 30_000);

  it('an empty repository', async () => {
    expect(await scanOf({ location: gitRepository({}) })).toMatchObject({ status: 'FAILED', failure: { code: expect.stringMatching(/emptyRepository|noFiles/) } });
  }, 30_000);

  it('wrong credentials, which appear nowhere afterwards', async () => {
    const canary = 'canary-3f9a1c-secret';
    const input = { source: 'URL', location: refusingUrl, credential: { username: 'somebody', secret: canary } };
    const { checkConnection } = await platform.admin.ask<{ checkConnection: unknown }>(CHECK, { input: { organizationId: platform.organizationId, ...input } });
    expect(checkConnection).toMatchObject({ isReachable: false, code: 'authenticationFailed' });
    const scan = await scanOf(input);
    expect(scan).toMatchObject({ status: 'FAILED', failure: { code: 'authenticationFailed' } });
    const rows = await platform.admin.ask('query($id: ID!) { repositories(organizationId: $id, first: 100) { edges { node { location credentialUsername hasCredential } } } }', { id: platform.organizationId });
    const said = JSON.stringify([checkConnection, scan, rows, platform.log.entries]);
    expect(said).not.toContain(canary);
    expect(said).not.toContain(Buffer.from(`somebody:${canary}`).toString('base64'));
  }, 30_000);

  it.each([
    ['--upload-pack=touch /tmp/x', 'locationInvalid'],
    ['ext::sh -c whoami', 'locationInvalid'],
    ['file:///etc', 'locationInvalid'],
    ['https://example.org/a\nb', 'locationInvalid'],
    ['https://example.org/a\0b', 'locationInvalid'],
    ['ftp://example.org/a', 'locationInvalid'],
    ['just words', 'locationInvalid'],
    ['', 'locationInvalid'],
  ])('the address %j is refused when it is saved', async (location, reason) => {
    expect(await platform.admin.refusal(CREATE, { input: { organizationId: platform.organizationId, name: 'x', source: 'URL', location } })).toMatchObject({ code: 'BAD_USER_INPUT', reason, field: 'input.location' });
  });

  it('takes a credential out of the address', async () => {
    const answer = await platform.admin.ask<{ createRepository: { location: string } }>(CREATE, { input: { organizationId: platform.organizationId, name: 'With credential', source: 'URL', location: 'https://me:hush-hush@example.org/a/b.git' } });
    expect(answer.createRepository).toMatchObject({ location: 'https://example.org/a/b.git', hasCredential: true });
  });

  it.each([
    [{ name: '' }, 'nameInvalid'],
    [{ slug: 'Not a slug' }, 'slugInvalid'],
    [{ location: 'relative/path' }, 'locationInvalid'],
    [{ defaultBranch: '--output=x' }, 'referenceInvalid'],
    [{ configuration: { maximumFiles: 0 } }, 'configurationInvalid'],
    [{ configuration: { include: ['../**'] } }, 'configurationInvalid'],
    [{ configuration: { exclude: ['*'.repeat(10) + '/a*b*c*d*e*f*g*h*i*j*k*l*m'] } }, 'configurationInvalid'],
    [{ configuration: { fileExtensions: ['ts; rm'] } }, 'configurationInvalid'],
    [{ configuration: { memoryMegabytes: 999_999 } }, 'configurationInvalid'],
  ])('%j is refused', async (input, reason) => {
    expect(await platform.admin.refusal(CREATE, { input: { organizationId: platform.organizationId, name: 'x', source: 'LOCAL_PATH', location: '/tmp', ...input } })).toMatchObject({ code: 'BAD_USER_INPUT', reason });
  });

  it('hostile files give skipped files and errors, and the scan goes on', async () => {
    const folder = gitRepository(SMALL_PROJECT);
    // In lines: on one line they would be taken for minified code, and no parser would meet them.
    const inLines = (text: string): string => text.replaceAll(/.{80}/g, '$&\n');
    const nested = (count: number): string => inLines(`export const x = ${'['.repeat(count)}${']'.repeat(count)};\n`);
    writeFiles(folder, {
      'bad/minified.js': Buffer.alloc(50 * 1024 ** 2, 'var a=1;'),
      'bad/one-line.js': `var a=${'1+'.repeat(400_000)}1;`,
      'bad/invalid-utf8.ts': Uint8Array.of(0x63, 0x6f, 0x6e, 0x73, 0x74, 0x20, 0xff, 0xfe, 0x0a),
      'bad/nul.ts': 'const a = "\0";\n',
      'bad/nested.ts': nested(5_000),
      'bad/deeper.ts': nested(200_000),
      'bad/generic.cs': inLines(`class A { ${'a<'.repeat(30_000)} }`),
      'bad/"quoted" <b>name</b>.ts': 'export const quoted = 1;\n',
      'bad/new\nline.ts': 'export const line = 1;\n',
      'bad/Case.ts': 'export const upper = 1;\n',
      'bad/case.ts': 'export const lower = 1;\n',
    });
    symlinkSync('.', path.join(folder, 'bad/loop.ts'));
    symlinkSync('/etc/passwd', path.join(folder, 'bad/outside.ts'));
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message=bad');
    const scan = await scanFolder(platform.admin, platform.organizationId, folder);
    expect(scan).toMatchObject({ status: 'COMPLETED', attempt: 1 });
    const { scan: found } = await platform.admin.ask<{ scan: { files: { edges: { node: { path: string; status: string; errors: number } }[] }; skippedFiles: { edges: { node: { path: string; reason: string; detail: string | null } }[] } } }>(
      'query($id: ID!) { scan(id: $id) { files(first: 100) { edges { node { path status errors } } } skippedFiles(first: 100) { edges { node { path reason detail } } } } }',
      { id: scan.id },
    );
    const read = found.files.edges.map(({ node }) => node.path);
    expect(read).toEqual(expect.arrayContaining(['bad/"quoted" <b>name</b>.ts', 'bad/new\nline.ts', 'bad/Case.ts', 'bad/case.ts', 'packages/users/src/clean.ts']));
    const states = new Map(found.files.edges.map(({ node }) => [node.path, `${node.status} ${node.errors > 0 ? 'with errors' : 'whole'}`]));
    for (const name of ['bad/nested.ts', 'bad/deeper.ts', 'bad/generic.cs']) expect(states.get(name)).toBe('PARTIAL with errors');
    for (const name of ['bad/invalid-utf8.ts', 'bad/Case.ts', 'bad/case.ts']) expect(states.get(name)).toBe('PARSED whole');
    const skipped = new Map(found.skippedFiles.edges.map(({ node }) => [node.path, node.reason]));
    expect(skipped.get('bad/outside.ts')).toBe('SYMLINK');
    expect(skipped.get('bad/loop.ts')).toBe('SYMLINK');
    expect(skipped.get('bad/nul.ts')).toBe('BINARY');
    expect(skipped.get('bad/minified.js')).toBe('OVERSIZED');
    expect(found.skippedFiles.edges.find(({ node }) => node.path === 'bad/minified.js')?.node.detail).toBe('52428800 bytes, the limit is 1048576');
    expect(skipped.get('bad/one-line.js')).toBe('MINIFIED');
  }, 120_000);

  it(`${TINY_FILES} tiny files`, async () => {
    const folder = emptyFolder();
    for (let part = 0; part * 1000 < TINY_FILES; part++) {
      mkdirSync(path.join(folder, `part-${part}`));
      for (let index = 0; index < 1000; index++) writeFileSync(path.join(folder, `part-${part}/tiny-${index}.ts`), `export const tiny${index} = ${part};\n`);
    }
    const began = performance.now();
    const scan = await scanFolder(platform.admin, platform.organizationId, folder, { configuration: { deadlineSeconds: 3600, memoryMegabytes: 4096 } });
    process.stdout.write(`${TINY_FILES} tiny files through the gateway: ${Math.round((performance.now() - began) / 1000)} s\n`);
    expect(scan).toMatchObject({ status: 'COMPLETED', attempt: 1, summary: { files: TINY_FILES, skippedFiles: 0 } });
    const { scan: found } = await platform.admin.ask<{ scan: { files: { totalCount: number } } }>('query($id: ID!) { scan(id: $id) { files { totalCount } } }', { id: scan.id });
    expect(found.files.totalCount).toBe(TINY_FILES);
    const refused = await finished(platform.admin, (await startScan(platform.admin, scan.repositoryId, { configuration: { maximumFiles: 1000 } })).id);
    expect(refused).toMatchObject({ status: 'FAILED', attempt: 1, failure: { code: 'tooManyFiles', message: 'The folder has more than 1000 files. Narrow the scan with include or exclude globs, or raise the limit.' } });
  }, TINY_FILES * 30 + 120_000);

  it('a plain folder without git', async () => {
    const folder = emptyFolder();
    mkdirSync(path.join(folder, 'src'));
    writeFileSync(path.join(folder, 'src/a.ts'), 'export const a = 1;\n');
    expect(await scanFolder(platform.admin, platform.organizationId, folder)).toMatchObject({ status: 'COMPLETED', branch: 'folder', commit: expect.stringMatching(/^tree-[0-9a-f]{12}$/) });
  }, 30_000);
});
