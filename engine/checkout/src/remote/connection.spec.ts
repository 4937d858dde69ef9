import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { parseRepositoryUrl } from '../address/repository-url.js';
import { GitScratch } from '../git/git-environment.js';
import { LOCAL_POLICY, STRICT_POLICY } from '../policy.js';
import { connect } from './connection.js';
import { ProgressReader } from './progress-reader.js';
import { parseReferences, resolveReference } from './references.js';

const PUBLIC = () => Promise.resolve(['140.82.121.4', '2606:4700::1111']);

describe('connect', () => {
  let scratch: GitScratch;
  beforeEach(async () => {
    scratch = GitScratch.create();
  });
  afterEach(async () => {
    await scratch.remove();
  });

  const connection = (text: string, more: Partial<Parameters<typeof connect>[1]> = {}) => connect(scratch, { url: parseRepositoryUrl(text).url, policy: STRICT_POLICY, resolve: PUBLIC, ...more });
  const settingsOf = (environment: NodeJS.ProcessEnv): Map<string, string> =>
    new Map(Array.from({ length: Number(environment.GIT_CONFIG_COUNT) }, (_, i) => [environment[`GIT_CONFIG_KEY_${i}`] ?? '', environment[`GIT_CONFIG_VALUE_${i}`] ?? '']));

  it('pins https to the addresses that were checked and follows no redirect', async () => {
    const { address, environment } = await connection('https://code.example/x');
    expect(address).toBe('https://code.example/x');
    const settings = settingsOf(environment);
    expect(settings.get('http.curloptResolve')).toBe('code.example:443:140.82.121.4,[2606:4700::1111]');
    expect(settings.get('http.followRedirects')).toBe('false');
    expect(settings.get('protocol.allow')).toBe('never');
    expect(environment.GIT_ALLOW_PROTOCOL).toBe('https');
  });

  it('gives a password to git in its environment alone, for that host alone', async () => {
    const { address, environment } = await connection('https://code.example/x', { credential: { kind: 'password', username: 'me', password: 'canary' } });
    expect(address).not.toContain('canary');
    expect(settingsOf(environment).get('http.https://code.example/.extraHeader')).toBe(`Authorization: Basic ${Buffer.from('me:canary').toString('base64')}`);
    expect(readFileSync(`${scratch.folder}/settings`, 'utf8')).not.toContain('Basic');
  });

  it('passes nothing of our own environment on', async () => {
    process.env.PINATA_TEST_CANARY = 'canary';
    const { environment } = await connection('https://code.example/x');
    delete process.env.PINATA_TEST_CANARY;
    expect(Object.values(environment)).not.toContain('canary');
    expect(environment.HOME).toBe(scratch.folder);
  });

  it('lets ssh use the given key alone, at the checked address under its own name', async () => {
    const { address, environment } = await connection('git@code.example:x.git', { credential: { kind: 'sshKey', privateKey: 'KEY' } });
    expect(address).toBe('git@code.example:x.git');
    const command = environment.GIT_SSH_COMMAND ?? '';
    for (const option of ["'HostName=140.82.121.4'", "'HostKeyAlias=code.example'", "'IdentitiesOnly=yes'", "'IdentityAgent=none'", "'BatchMode=yes'", '-F /dev/null', `'IdentityFile=${scratch.folder}/key'`]) expect(command).toContain(option);
    expect(readFileSync(`${scratch.folder}/key`, 'utf8')).toBe('KEY\n');
    expect(statSync(`${scratch.folder}/key`).mode & 0o777).toBe(0o600);
  });

  it('lets ssh use the person\'s own identity only where the policy says so', async () => {
    expect((await connection('git@code.example:x')).environment.GIT_SSH_COMMAND).toContain("'IdentityFile=none'");
    const own = (await connection('git@code.example:x', { policy: LOCAL_POLICY })).environment.GIT_SSH_COMMAND ?? '';
    expect(own).not.toContain('IdentityFile');
    expect(own).not.toContain('/dev/null');
    expect(own).not.toContain('HostName');
    const listed = await connection('git@code.example:x', { policy: { ...LOCAL_POLICY, allowedHosts: ['code.example'] } });
    expect(listed.environment.GIT_SSH_COMMAND).toContain("'HostName=140.82.121.4'");
  });

  it('tells git: the checked address, and takes a proxy where one is set', async () => {
    expect((await connection('git://code.example/x', { policy: LOCAL_POLICY })).address).toBe('git://140.82.121.4/x');
    const proxied = await connection('https://code.example/x', { policy: { ...STRICT_POLICY, httpProxy: 'http://proxy:3128' } });
    expect(settingsOf(proxied.environment).get('http.proxy')).toBe('http://proxy:3128');
    expect(settingsOf(proxied.environment).has('http.curloptResolve')).toBe(false);
  });
});

describe('resolveReference', () => {
  const [a, b, c] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
  const listing = `ref: refs/heads/main\tHEAD\n${a}\tHEAD\n${a}\trefs/heads/main\n${b}\trefs/heads/same\n${c}\trefs/tags/same\n${b}\trefs/tags/v1\n${c}\trefs/tags/v1^{}\n${c}\trefs/pull/1/head\n`;
  const references = parseReferences(listing);

  it.each([
    [undefined, 'refs/heads/main', a],
    ['main', 'refs/heads/main', a],
    ['refs/heads/same', 'refs/heads/same', b],
    ['same', 'refs/heads/same', b],
    ['refs/tags/same', 'refs/tags/same', c],
    ['v1', 'refs/tags/v1', c],
    ['HEAD', 'refs/heads/main', a],
    [c, c, c],
  ])('finds %s', (wanted, full, commit) => {
    expect(resolveReference(references, wanted)).toMatchObject({ full, commit });
  });

  it('says what the default branch is when there is no such reference', () => {
    expect(() => resolveReference(references, 'gone')).toThrow('the repository has no branch, tag or commit "gone"; its default branch is "main"');
  });

  it('knows detached, missing and empty heads', () => {
    expect(resolveReference(parseReferences(`${a}\tHEAD\n${b}\trefs/heads/x\n`), undefined)).toMatchObject({ full: 'HEAD', commit: a });
    expect(() => resolveReference(parseReferences(`${b}\trefs/heads/x\n`), undefined)).toThrow(expect.objectContaining({ code: 'unknownRef' }));
    expect(() => resolveReference(parseReferences(''), undefined)).toThrow(expect.objectContaining({ code: 'emptyRepository' }));
  });
});

describe('ProgressReader', () => {
  it('never goes back, and reads lines that come in pieces', () => {
    const seen: string[] = [];
    const reader = new ProgressReader(({ percent, message }) => seen.push(`${percent} ${message}`));
    reader.add('remote: Counting objects: 100% (3/3), done.\rReceiving obj');
    reader.add('ects:  50% (1/2)\rReceiving objects:  20% (1/2)\rResolving deltas: 100% (1/1)\r');
    reader.checkingOut();
    reader.done();
    expect(seen).toEqual(['5 Counting objects', '47 Receiving objects', '90 Resolving deltas', '100 Checked out']);
  });
});
