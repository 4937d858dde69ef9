import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CheckoutError } from './checkout-error.js';
import { TestFolder, git, serveGit } from './fixtures/git-server.js';
import type { GitHttpServer } from './fixtures/git-server.js';
import { checkConnection, listReferences, openSource } from './open-source.js';
import type { OpenSource, OpenedSource } from './open-source.js';
import { LOCAL_POLICY, STRICT_POLICY } from './policy.js';

const local = { policy: LOCAL_POLICY } as const;
const SETTLED = 2_600;

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof CheckoutError ? error.code : error),
  );
}

/** Temporary folders of ours that are left over. */
const leftOver = (): string[] => readdirSync(tmpdir()).filter((name) => /^pinata-(?:git|checkout)-[A-Za-z0-9]{6}$/.test(name));

let folder: TestFolder;
let servers: GitHttpServer[] = [];
beforeEach(() => {
  folder = new TestFolder();
});
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
  folder.remove();
});

async function serve(behaviour?: Parameters<typeof serveGit>[1]): Promise<{ url: string; server: GitHttpServer }> {
  const server = await serveGit(folder.path, behaviour);
  servers.push(server);
  return { url: `http://127.0.0.1:${server.port}`, server };
}

/** A source with the answer that git may still be looking for. */
async function settled(source: OpenedSource): Promise<Record<string, unknown>> {
  return { ...source, isModified: await source.isModified };
}

describe('a local source', () => {
  it('reads a work tree in place, with its commit and tracked files', async () => {
    const place = folder.repository('code', { 'a.ts': '1', 'src/b c"d.ts': '2', '.gitignore': 'ignored' });
    writeFileSync(path.join(place, 'untracked.ts'), '3');
    const { source, close } = await openSource({ ...local, location: place });
    expect(await settled(source)).toEqual({ folder: place, name: 'code', commit: git(place, ['rev-parse', 'HEAD']), branch: 'main', isModified: false, gitFolder: path.join(place, '.git'), trackedFiles: ['.gitignore', 'a.ts', 'src/b c"d.ts'] });
    await close();
    expect(existsSync(place)).toBe(true);
  });

  it('lists what git does not know and nobody has it ignore', async () => {
    const place = folder.repository('code', { 'src/a.ts': '1', '.gitignore': 'build/\n' });
    const untracked = async (location = place): Promise<readonly string[]> => {
      const { place: found } = await openSource({ ...local, location });
      return found?.kind === 'workTree' ? found.untracked() : ['no work tree'];
    };
    expect(await untracked()).toEqual([]);
    for (const name of ['build', 'lib', 'empty']) mkdirSync(path.join(place, name));
    for (const name of ['b.ts', 'build/c.js', 'lib/d.ts', 'lib/e.ts', 'src/f.ts']) writeFileSync(path.join(place, name), '1');
    expect(await untracked()).toEqual(['b.ts', 'lib/', 'src/f.ts']);
    expect(await untracked(path.join(place, 'src'))).toEqual(['f.ts']);
    git(place, ['add', '.']);
    expect(await untracked()).toEqual([]);
  });

  it('says when tracked files differ from the commit, by content and not by time', async () => {
    const place = folder.repository('code', { 'a.ts': '1', 'b.ts': '2' });
    utimesSync(path.join(place, 'a.ts'), 1, 1);
    const isModified = async (): Promise<boolean> => (await openSource({ ...local, location: place })).source.isModified;
    expect(await isModified()).toBe(false);
    writeFileSync(path.join(place, 'a.ts'), '9');
    expect(await isModified()).toBe(true);
    git(place, ['add', 'a.ts']);
    expect(await isModified()).toBe(true);
    git(place, ['commit', '-q', '-m', 'second']);
    expect(await isModified()).toBe(false);
  });

  it('reads a folder inside a work tree as its part', async () => {
    const place = folder.repository('code', { 'a.ts': '1', 'src/b.ts': '2' });
    const { source } = await openSource({ ...local, location: path.join(place, 'src') });
    expect(source).toMatchObject({ name: 'src', branch: 'main', trackedFiles: ['b.ts'] });
    writeFileSync(path.join(place, 'a.ts'), 'changed');
    expect(await (await openSource({ ...local, location: path.join(place, 'src') })).source.isModified).toBe(false);
  });

  it('asks git again only where its own files are others than at the last opening', async () => {
    const place = folder.repository('code', { 'a.ts': '1', 'b.ts': '2' });
    await new Promise((resolve) => setTimeout(resolve, SETTLED)); // what changed just now may change again unseen
    const open = async (last?: OpenSource): Promise<OpenSource> => openSource({ ...local, location: place, last });
    const first = await open();
    const second = await open(first);
    expect(second.source.trackedFiles).toBe(first.source.trackedFiles);
    expect(await second.source.isModified).toBe(false);
    writeFileSync(path.join(place, 'a.ts'), '3');
    const third = await open(second);
    expect(third.source.trackedFiles).toBe(first.source.trackedFiles);
    expect(await third.source.isModified).toBe(true);
    writeFileSync(path.join(place, 'c.ts'), '4');
    git(place, ['add', 'c.ts']);
    const fourth = await open(third);
    expect(fourth.source.trackedFiles).toEqual(['a.ts', 'b.ts', 'c.ts']);
    git(place, ['commit', '-qam', 'second']);
    expect((await open(fourth)).source).toMatchObject({ commit: git(place, ['rev-parse', 'HEAD']), branch: 'main' });
  });

  it('neither writes into a work tree nor runs what its configuration and attributes name', async () => {
    const trap = path.join(folder.path, 'trap');
    const place = folder.repository('code', { 'a.ts': '1', '.gitattributes': '*.ts filter=evil diff=evil\n' });
    const script = path.join(folder.path, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${trap}\ncat\n`);
    chmodSync(script, 0o755);
    for (const key of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process', 'diff.evil.command', 'diff.external', 'core.pager', 'core.sshCommand']) git(place, ['config', key, script]);
    mkdirSync(path.join(place, '.git', 'hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) writeFileSync(path.join(place, '.git', 'hooks', hook), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
    utimesSync(path.join(place, 'a.ts'), 1, 1);
    const before = statSync(path.join(place, '.git', 'index')).mtimeMs;
    const { source } = await openSource({ ...local, location: place });
    expect(source.trackedFiles).toEqual(['.gitattributes', 'a.ts']);
    expect(await source.isModified).toBe(false);
    expect(existsSync(trap)).toBe(false);
    expect(statSync(path.join(place, '.git', 'index')).mtimeMs).toBe(before);
  });

  it('lists a plain folder by .gitignore, and names it by its list of files', async () => {
    folder.write({ 'plain/a.ts': '1', 'plain/b.log': '2', 'plain/.gitignore': '*.log' });
    const place = path.join(folder.path, 'plain');
    const open = async (): Promise<string> => (await openSource({ ...local, location: place })).source.commit;
    const first = await open();
    expect(first).toMatch(/^tree-[0-9a-f]{12}$/);
    folder.write({ 'plain/c.log': 'ignored' });
    expect(await open()).toBe(first);
    folder.write({ 'plain/c.ts': 'new' });
    expect(await open()).not.toBe(first);
    expect(await settled((await openSource({ ...local, location: place, name: 'named' })).source)).toEqual({ folder: place, name: 'named', commit: await open(), branch: 'folder', isModified: false });
    expect(await codeOf(openSource({ ...local, location: place, reference: 'main' }))).toBe('unknownRef');
    expect(await checkConnection({ ...local, location: place })).toEqual({ kind: 'folder', name: 'plain', references: [] });
  });

  it('takes a folder that the repository around it ignores, and a repository without a commit, as plain folders', async () => {
    const place = folder.repository('code', { '.gitignore': 'build' });
    mkdirSync(path.join(place, 'build'));
    writeFileSync(path.join(place, 'build', 'x.ts'), '1');
    expect((await openSource({ ...local, location: path.join(place, 'build') })).source.branch).toBe('folder');
    mkdirSync(path.join(folder.path, 'unborn'));
    git(path.join(folder.path, 'unborn'), ['init', '--quiet']);
    expect((await openSource({ ...local, location: path.join(folder.path, 'unborn') })).source.branch).toBe('folder');
  });

  it('reads linked work trees and leaves submodules out', async () => {
    const place = folder.repository('code', { 'a.ts': '1' });
    git(place, ['update-index', '--add', '--cacheinfo', `160000,${git(place, ['rev-parse', 'HEAD'])},sub`]);
    git(place, ['commit', '-q', '-m', 'with a submodule']);
    git(place, ['worktree', 'add', '-q', '-b', 'other', path.join(folder.path, 'linked')]);
    expect(await settled((await openSource({ ...local, location: path.join(folder.path, 'linked') })).source)).toMatchObject({ branch: 'other', trackedFiles: ['a.ts'], isModified: false });
  });

  it('clones a repository of which nothing was taken out yet', async () => {
    const place = folder.repository('code', { 'a.ts': '1' });
    git(folder.path, ['clone', '-q', '--no-checkout', place, 'fresh']);
    const fresh = path.join(folder.path, 'fresh');
    for (const reference of [undefined, 'main']) {
      const { source, close } = await openSource({ ...local, location: fresh, ...(reference === undefined ? {} : { reference }) });
      expect(source).toMatchObject({ name: 'fresh', branch: 'main', commit: git(place, ['rev-parse', 'HEAD']), trackedFiles: ['a.ts'] });
      await close();
    }
    writeFileSync(path.join(fresh, 'b.ts'), '2');
    const { source, close } = await openSource({ ...local, location: fresh });
    expect(source).toMatchObject({ folder: fresh, branch: 'folder' });
    await close();
  });

  it('clones a bare repository, and a work tree when a reference is named', async () => {
    const place = folder.repository('code', { 'a.ts': '1' });
    git(place, ['tag', 'v1']);
    writeFileSync(path.join(place, 'a.ts'), '2');
    git(place, ['commit', '-qam', 'second']);
    git(folder.path, ['clone', '-q', '--bare', place, 'bare.git']);
    const bare = await openSource({ ...local, location: path.join(folder.path, 'bare.git') });
    expect(bare.source).toMatchObject({ name: 'bare', branch: 'main', commit: git(place, ['rev-parse', 'HEAD']) });
    expect(readFileSync(path.join(bare.source.folder, 'a.ts'), 'utf8')).toBe('2');
    await bare.close();
    expect(existsSync(bare.source.folder)).toBe(false);
    const tagged = await openSource({ ...local, location: place, reference: 'v1' });
    expect(tagged.source).toMatchObject({ branch: 'v1', commit: git(place, ['rev-parse', 'v1']) });
    expect(readFileSync(path.join(tagged.source.folder, 'a.ts'), 'utf8')).toBe('1');
    await tagged.close();
    const byCommit = await openSource({ ...local, location: place, reference: git(place, ['rev-parse', 'HEAD']) });
    expect(byCommit.source.commit).toBe(git(place, ['rev-parse', 'HEAD']));
    await byCommit.close();
  });

  it('reads repositories whose objects are named by SHA-256', async () => {
    const place = path.join(folder.path, 'new');
    mkdirSync(place);
    git(place, ['init', '--quiet', '--object-format=sha256']);
    writeFileSync(path.join(place, 'a.ts'), '1');
    git(place, ['add', '-A']);
    git(place, ['commit', '-qm', 'first']);
    expect(await settled((await openSource({ ...local, location: place })).source)).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{64}$/), isModified: false, trackedFiles: ['a.ts'] });
    const cloned = await openSource({ ...local, location: place, reference: 'main' });
    expect(cloned.source.trackedFiles).toEqual(['a.ts']);
    await cloned.close();
  });

  it('refuses what is missing, no folder, or not allowed', async () => {
    folder.write({ file: 'x' });
    expect(await codeOf(openSource({ ...local, location: path.join(folder.path, 'missing') }))).toBe('pathNotFound');
    expect(await codeOf(openSource({ ...local, location: path.join(folder.path, 'file') }))).toBe('notAFolder');
    expect(await codeOf(openSource({ ...local, location: 'a\0b' }))).toBe('pathNotFound');
    expect(await codeOf(openSource({ ...local, location: ' ' }))).toBe('pathNotFound');
    expect(await codeOf(openSource({ ...local, location: '--version' }))).toBe('forbiddenUrl');
    expect(await codeOf(openSource({ policy: STRICT_POLICY, location: folder.path }))).toBe('forbiddenPath');
    expect(await codeOf(openSource({ ...local, location: `file://${folder.path}` }))).toBe('forbiddenUrl');
    expect(await codeOf(openSource({ ...local, location: 'ext::sh -c true' }))).toBe('forbiddenUrl');
  });
});

describe('a source on a server', () => {
  it('is checked, listed and cloned without its history', async () => {
    const place = folder.repository('code', { 'a.ts': '1', 'dir/b.ts': '2' });
    git(place, ['commit', '-q', '--allow-empty', '-m', 'second']);
    git(place, ['branch', 'feature/x']);
    git(place, ['tag', '-a', 'v1', '-m', 'annotated']);
    const { url } = await serve();
    const location = `${url}/code`;
    const report = await checkConnection({ ...local, location });
    const commit = git(place, ['rev-parse', 'HEAD']);
    expect(report).toEqual({
      kind: 'remote', name: 'code', defaultBranch: 'main',
      references: [{ kind: 'branch', name: 'feature/x', commit, isDefault: false }, { kind: 'branch', name: 'main', commit, isDefault: true }, { kind: 'tag', name: 'v1', commit, isDefault: false }],
    });
    expect(await listReferences({ ...local, location })).toHaveLength(3);
    const seen: number[] = [];
    const workFolder = path.join(folder.path, 'work');
    const { source, close } = await openSource({ ...local, location, reference: 'feature/x', workFolder, onProgress: ({ percent }) => seen.push(percent) });
    expect(await settled(source)).toEqual({ folder: workFolder, name: 'code', commit, branch: 'feature/x', isModified: false, trackedFiles: ['a.ts', 'dir/b.ts'] });
    expect(git(workFolder, ['rev-list', '--count', 'HEAD'])).toBe('1');
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(100);
    await close();
    expect(existsSync(workFolder)).toBe(false);
  });

  it('takes a credential from the URL or beside it, and shows it nowhere', async () => {
    folder.repository('code', { 'a.ts': '1' });
    const { url, server } = await serve({ credential: 'me:canary-secret' });
    const location = `${url}/code`;
    expect(await codeOf(checkConnection({ ...local, location }))).toBe('authenticationFailed');
    expect(await codeOf(checkConnection({ ...local, location, credential: { kind: 'password', username: 'me', password: 'wrong' } }))).toBe('authenticationFailed');
    expect(await codeOf(checkConnection({ ...local, location, credential: { kind: 'password', username: 'me', password: 'canary-secret' } }))).toBe('accepted');
    const opened = await openSource({ ...local, location: location.replace('//', '//me:canary-secret@') });
    expect(server.authorizations.at(-1)).toMatch(/^Basic /);
const holding = spawnSync('grep', ['-rlE', 'canary-secret|Authorization', opened.source.folder], { encoding: 'utf8' });
    expect(holding.stdout).toBe('');
    await opened.close();
    expect(await codeOf(checkConnection({ ...local, location, credential: { kind: 'sshKey', privateKey: 'x' } }))).toBe('authenticationFailed');
  });

  it('is asked through the proxy of the environment, which finds the name, unless it stands among the exceptions', async () => {
    folder.repository('code', { 'a.ts': '1' });
    const { url } = await serve();
    const location = 'http://code.invalid/code';
    process.env.HTTP_PROXY = url;
    try {
      const { source, close } = await openSource({ ...local, location });
      expect(source).toMatchObject({ name: 'code', branch: 'main', trackedFiles: ['a.ts'] });
      await close();
      process.env.NO_PROXY = '.invalid';
      expect(await codeOf(checkConnection({ ...local, location }))).toBe('unreachable');
    } finally {
      delete process.env.HTTP_PROXY;
      delete process.env.NO_PROXY;
    }
  });

  it('is refused when it redirects', async () => {
    folder.repository('code', { 'a.ts': '1' });
    const target = await serve();
    const { url } = await serve({ redirectTo: target.url });
    expect(await codeOf(checkConnection({ ...local, location: `${url}/code` }))).toBe('forbiddenUrl');
    expect(target.server.authorizations).toEqual([]);
  });

  it('is asked at the address that was checked, whatever its name answers', async () => {
    folder.repository('code', { 'a.ts': '1' });
    const { url } = await serve();
    const location = `${url.replace('127.0.0.1', 'code.example')}/code`;
    expect((await checkConnection({ ...local, location, resolve: () => Promise.resolve(['127.0.0.1']) })).defaultBranch).toBe('main');
    const rebinding = { ...STRICT_POLICY, allowsPlainTransport: true };
    expect(await codeOf(checkConnection({ policy: rebinding, location, resolve: () => Promise.resolve(['127.0.0.1']) }))).toBe('forbiddenAddress');
  });

  it('says what is wrong', async () => {
    folder.repository('code', { 'a.ts': '1' });
    git(folder.path, ['init', '-q', '--bare', 'empty.git']);
    const { url, server } = await serve();
    expect(await codeOf(openSource({ ...local, location: `${url}/code`, reference: 'gone' }))).toBe('unknownRef');
    expect(await codeOf(openSource({ ...local, location: `${url}/code`, reference: 'a'.repeat(40) }))).toBe('unknownRef');
    expect(await codeOf(openSource({ ...local, location: `${url}/code`, reference: '--upload-pack=x' }))).toBe('unknownRef');
    expect(await codeOf(checkConnection({ ...local, location: `${url}/empty.git` }))).toBe('emptyRepository');
    expect(await codeOf(checkConnection({ ...local, location: `${url}/nothing` }))).toBe('repositoryNotFound');
    await server.close();
    expect(await codeOf(checkConnection({ ...local, location: `${url}/code` }))).toBe('unreachable');
    expect(await codeOf(checkConnection({ ...local, location: `${url.replace('http', 'git')}/code` }))).toBe('unreachable');
    expect(await codeOf(checkConnection({ ...local, location: 'git@127.0.0.1:code', credential: { kind: 'password', username: 'a', password: 'b' } }))).toBe('authenticationFailed');
  });

  it('ends when it takes too long or is cancelled, and leaves nothing behind', async () => {
    const before = leftOver();
    const { url } = await serve({ isSilent: true });
    expect(await codeOf(openSource({ ...local, location: `${url}/code`, limits: { milliseconds: 400 } }))).toBe('timeout');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    expect(await codeOf(openSource({ ...local, location: `${url}/code`, signal: controller.signal }))).toBe('cancelled');
    expect(await codeOf(openSource({ ...local, location: `${url}/code`, signal: AbortSignal.abort() }))).toBe('cancelled');
    expect(leftOver().filter((name) => !before.includes(name))).toEqual([]);
  }, 15_000);
});

describe('a hostile repository', () => {
  const openBare = (place: string, more: Partial<Parameters<typeof openSource>[0]> = {}) => openSource({ ...local, location: place, ...more });

  it('has its symlinks turned into dead links, and its submodules left out', async () => {
    const place = folder.bareWithTree('evil.git', [
      { mode: '100644', name: '.gitattributes', content: '* filter=evil text eol=crlf ident working-tree-encoding=UTF-16\n' },
      { mode: '100644', name: '.gitmodules', content: '[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c touch% /tmp/pwned\n\tupdate = !touch /tmp/pwned\n' },
      { mode: '120000', name: 'etc', content: '/etc' },
      { mode: '100644', name: 'kept.ts', content: '$Id$\nline\n' },
      { mode: '120000', name: 'loop', content: 'loop' },
      { mode: '160000', name: 'sub', id: 'a'.repeat(40) },
    ]);
    const { source, close } = await openBare(place);
    expect(source.trackedFiles).toEqual(['.gitattributes', '.gitmodules', 'etc', 'kept.ts', 'loop']);
    expect(lstatSync(path.join(source.folder, 'etc')).isSymbolicLink()).toBe(true);
    expect(existsSync(path.join(source.folder, 'etc', 'passwd'))).toBe(false);
    expect(readFileSync(path.join(source.folder, 'kept.ts'), 'utf8')).toBe('$Id$\nline\n');
    await close();
  });

  it.each([
    ['.git', '.git'],
    ['..', '..'],
    ['a path out of the tree', '../../escape'],
    ['.git in another spelling', '.GIT'],
  ])('is refused when a name is %s', async (_, name) => {
    const place = folder.bareWithTree('evil.git', [{ mode: '100644', name, content: 'x' }]);
    expect(['corruptRepository', 'failed']).toContain(await codeOf(openBare(place)));
    expect(existsSync(path.join(tmpdir(), 'escape'))).toBe(false);
  });

  it('has limits on files, bytes, depth and length of paths, each with its message', async () => {
    const place = folder.repository('code', { 'a.ts': 'x'.repeat(3000), 'b.ts': '2', 'd1/d2/d3/c.ts': '3', [`${'n'.repeat(200)}.ts`]: '4' });
    const refusal = async (limits: object): Promise<string> =>
      openBare(place, { reference: 'main', limits }).then(
        () => 'accepted',
        (error: unknown) => (error instanceof CheckoutError ? `${error.code}: ${error.message}` : String(error)),
      );
    expect(await refusal({ entries: 3 })).toBe('tooLarge: the repository has more than 3 files, which is the limit');
    expect(await refusal({ pathDepth: 2 })).toBe('tooLarge: the repository has a file 3 folders deep; the limit is 2');
    expect(await refusal({ pathBytes: 100 })).toBe('tooLarge: the repository has a path of 203 bytes; the limit is 100');
    expect(await refusal({ bytes: 2000 })).toMatch(/^tooLarge: the repository('s files have| has) more than 2000 bytes, which is the limit$/);
  });

  it('is refused before a file that is small when packed and huge when written is written', async () => {
    const place = folder.repository('bomb', { 'zeros.bin': Buffer.alloc(40 * 2 ** 20) });
    const workFolder = path.join(folder.path, 'work');
    await expect(openBare(place, { reference: 'main', workFolder, limits: { bytes: 10 * 2 ** 20 } })).rejects.toThrow(expect.objectContaining({ code: 'tooLarge' }));
    expect(existsSync(workFolder)).toBe(false);
  });

  it('may hold a path of 4,000 bytes, two names that differ in case and two that differ in Unicode form without doing harm', async () => {
    const long = folder.bareWithTree('long.git', [{ mode: '100644', name: 'n'.repeat(4000), content: 'x' }]);
    expect(await codeOf(openBare(long))).toBe('tooLarge');
    const alike = folder.bareWithTree('alike.git', [{ mode: '100644', name: 'A.ts', content: '1' }, { mode: '100644', name: 'a.ts', content: '2' }, { mode: '100644', name: 'e\u0301.ts', content: '3' }, { mode: '100644', name: '\u00e9.ts', content: '4' }]);
    const { source, close } = await openBare(alike);
    expect(source.trackedFiles).toHaveLength(4);
    await close();
  });

  it('keeps names with quotes, line breaks and markup as they are', async () => {
    const names = ['<script>alert(1)<', 'a"b.ts', 'line\nbreak.ts', '=cmd()', 'tab\tname', '\u001b[31mred', '\u202egnp.ts'];
    const place = folder.repository('code', Object.fromEntries(names.map((name) => [name, '1'])));
    const { source, close } = await openBare(place, { reference: 'main' });
    expect(source.trackedFiles?.toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(existsSync(path.join(source.folder, name))).toBe(true);
    await close();
  });

  it('does not follow alternates or hooks of a bare repository that it is cloned from', async () => {
    const trap = path.join(folder.path, 'trap');
    const place = folder.bareWithTree('evil.git', [{ mode: '100644', name: 'a.ts', content: '1' }]);
    git(place, ['config', 'uploadpack.packObjectsHook', `touch ${trap}`]);
    git(place, ['config', 'core.fsmonitor', `touch ${trap}`]);
    mkdirSync(path.join(place, 'hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'pre-upload', 'reference-transaction']) writeFileSync(path.join(place, 'hooks', hook), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
    symlinkSync('/etc', path.join(place, 'objects', 'info', 'odd'));
    await (await openBare(place)).close();
    expect(existsSync(trap)).toBe(false);
  });
});
