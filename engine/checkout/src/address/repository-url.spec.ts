import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CheckoutError } from '../checkout-error.js';
import { STRICT_POLICY } from '../policy.js';
import { isPrivateAddress, spelledAddress } from './ip-address.js';
import { checkReference } from './reference.js';
import { formatUrl, isUrlLike, maskCredentials, parseRepositoryUrl, repositoryName } from './repository-url.js';
import { resolveHost } from './resolve-host.js';

async function codeOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return 'accepted';
  } catch (error) {
    return error instanceof CheckoutError ? error.code : error;
  }
}

describe('parseRepositoryUrl', () => {
  it.each([
    ['https://github.com/owner/name.git', { scheme: 'https', host: 'github.com', port: 443, path: '/owner/name.git' }],
    ['https://GitHub.com:8443/a', { scheme: 'https', host: 'github.com', port: 8443, path: '/a' }],
    ['http://[::1]:3000/a/b', { scheme: 'http', host: '::1', port: 3000, path: '/a/b' }],
    ['ssh://git@host.example:2222/~me/x', { scheme: 'ssh', host: 'host.example', port: 2222, user: 'git', path: '/~me/x' }],
    ['git@github.com:owner/name.git', { scheme: 'ssh', host: 'github.com', port: 22, user: 'git', path: 'owner/name.git' }],
    ['git@[::1]:x.git', { scheme: 'ssh', host: '::1', port: 22, user: 'git', path: 'x.git' }],
    ['github.com:owner/name', { scheme: 'ssh', host: 'github.com', port: 22, path: 'owner/name' }],
    ['git://host/x', { scheme: 'git', host: 'host', port: 9418, path: '/x' }],
  ])('takes %s apart', (text, url) => {
    expect(parseRepositoryUrl(text)).toEqual({ url });
    expect(isUrlLike(text)).toBe(true);
    expect(parseRepositoryUrl(formatUrl(parseRepositoryUrl(text).url)).url).toEqual(url);
  });

  it('takes credentials out of the address', () => {
    const { url, credential } = parseRepositoryUrl('https://me:p%40ss@host/x.git');
    expect(formatUrl(url)).toBe('https://host/x.git');
    expect(credential).toEqual({ kind: 'password', username: 'me', password: 'p@ss' });
    expect(parseRepositoryUrl('https://token@host/x').credential).toEqual({ kind: 'password', username: 'token', password: '' });
  });

  it.each([
    'ext::sh -c touch% /tmp/pwned', 'file:///etc', 'fd::17', '--upload-pack=touch x', '-oProxyCommand=x', 'https://host/x\n--upload-pack=y', 'https://host/\0', 'ftp://host/x', 'javascript://host/x',
    'https://host', 'https:///x', 'ssh://-oProxyCommand=x/y', 'ssh://user@-host/x', 'git@-host:x', 'ssh://-user@host/x', 'ssh://git:secret@host/x', 'git://me:x@host/y', 'git@host:-x', 'https://host/x?y=z', 'https://host/x#y',
    'https://ho st/x', 'https://host/%', `https://host/${'x'.repeat(3000)}`, 'https://host/%0a', 'not a url', '',
  ])('refuses %j', async (text) => {
    expect(await codeOf(() => parseRepositoryUrl(text))).toBe('forbiddenUrl');
  });

  it('never repeats what it refuses, because it may hold a password', () => {
    for (const text of ['https://me:canary@ho st/x', 'ssh://me:canary@host/x', 'https://me:canary@host', 'ftp://me:canary@host/x']) {
      expect(() => parseRepositoryUrl(text)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('canary') }));
      try {
        parseRepositoryUrl(text);
      } catch (error) {
        expect(error instanceof CheckoutError && error.cause instanceof Error ? error.cause.message : '').not.toContain('canary');
      }
    }
  });

  it('gives parts or an error for any text, and parts that say the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.webUrl().map((url) => url.replace('//', '//me:secret@'))), (text) => {
        try {
          const { url } = parseRepositoryUrl(text);
          expect(formatUrl(url)).not.toContain('secret@');
          expect(parseRepositoryUrl(formatUrl(url)).url).toEqual(url);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckoutError);
        }
      }),
    );
  });

  it('tells addresses from paths', () => {
    expect(['/a/b', './x', 'C:\\code', 'folder', '../a@b', 'a:b'].map(isUrlLike)).toEqual([false, false, false, false, false, false]);
    expect(['ext::x', 'file:///x', 'weird+thing://x'].map(isUrlLike)).toEqual([true, true, true]);
  });

  it('masks passwords in any text', () => {
    expect(maskCredentials('fatal: https://me:secret@host/x and http://token@h')).toBe('fatal: https://***@host/x and http://***@h');
  });

  it('names a repository by the end of its path', () => {
    expect(['/a/b.git', 'b', 'a/b/', '/', 'C:\\code\\thing'].map(repositoryName)).toEqual(['b', 'b', 'b', 'repository', 'thing']);
  });
});

describe('checkReference', () => {
  it.each(['main', 'feature/a-b', 'v1.0', 'refs/heads/main', 'ünï', 'a'.repeat(40)])('takes %s', (name) => {
    expect(checkReference(name)).toBe(name);
  });

  it.each(['', '-x', '--upload-pack=x', 'a b', 'a\nb', 'a\0b', 'a..b', 'a@{1}', 'a^', 'a~1', 'a:b', '/a', 'a/', 'a//b', '.a', 'a/.b', 'a.lock', 'a'.repeat(300)])('refuses %j', async (name) => {
    expect(await codeOf(() => checkReference(name))).toBe('unknownRef');
  });
});

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255',
    '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::10.0.0.1', '2002:7f00:1::', '2001:db8::1', 'no address',
  ])('counts %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '140.82.121.4', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::1.1.1.1', '2002:101:101::'])('does not count %s', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  it.each([
    ['2130706433', '127.0.0.1'], ['0x7f000001', '127.0.0.1'], ['017700000001', '127.0.0.1'], ['127.1', '127.0.0.1'], ['0x7f.0.0.1', '127.0.0.1'], ['0177.0.0.1', '127.0.0.1'], ['10.0.258', '10.0.1.2'],
    ['1.1.1.1', '1.1.1.1'], ['::1', '::1'], ['example.com', undefined], ['1.2.3.4.5', undefined], ['256.0.0.1', undefined], ['4294967296', undefined],
  ])('reads %s as %s', (host, address) => {
    expect(spelledAddress(host)).toBe(address);
  });
});

describe('resolveHost', () => {
  const url = (text: string) => parseRepositoryUrl(text).url;
  const answering = (...addresses: string[]) => () => Promise.resolve(addresses);

  it('gives the addresses that were checked', async () => {
    expect(await resolveHost(url('https://code.example/x'), STRICT_POLICY, answering('140.82.121.4', '2606:4700::1111'))).toEqual(['140.82.121.4', '2606:4700::1111']);
  });

  it.each(['https://127.0.0.1/x', 'https://2130706433/x', 'ssh://git@2130706433/x', 'ssh://git@0x7f.1/x', 'git@127.1:x', 'https://[::1]/x', 'https://[::ffff:169.254.169.254]/latest', 'https://169.254.169.254/x'])('refuses %s', async (text) => {
    expect(await codeOf(() => resolveHost(url(text), STRICT_POLICY))).toBe('forbiddenAddress');
  });

  it('refuses a name that resolves into a network, even among public addresses', async () => {
    expect(await codeOf(() => resolveHost(url('https://code.example/x'), STRICT_POLICY, answering('1.1.1.1', '10.0.0.1')))).toBe('forbiddenAddress');
    expect(await resolveHost(url('https://code.example/x'), { ...STRICT_POLICY, allowsPrivateAddresses: true }, answering('10.0.0.1'))).toEqual(['10.0.0.1']);
  });

  it('says when a name is unknown', async () => {
    expect(await codeOf(() => resolveHost(url('https://code.example/x'), STRICT_POLICY, () => Promise.reject(new Error('ENOTFOUND'))))).toBe('unreachable');
    expect(await codeOf(() => resolveHost(url('https://code.example/x'), STRICT_POLICY, answering()))).toBe('unreachable');
  });

  it('lets an instance name its hosts, and a proxy resolve them', async () => {
    const listed = { ...STRICT_POLICY, allowedHosts: ['code.example', '.corp.example'] };
    expect(await codeOf(() => resolveHost(url('https://other.example/x'), listed, answering('1.1.1.1')))).toBe('forbiddenAddress');
    expect(await codeOf(() => resolveHost(url('https://git.corp.example/x'), listed, answering('1.1.1.1')))).toBe('accepted');
    expect(await resolveHost(url('https://git.corp.example/x'), { ...listed, httpProxy: 'http://proxy:3128' }, answering())).toBeUndefined();
    expect(await codeOf(() => resolveHost(url('https://10.0.0.1/x'), { ...STRICT_POLICY, httpProxy: 'http://proxy:3128' }))).toBe('forbiddenAddress');
  });

  it('refuses plain transports where they are not allowed', async () => {
    expect(await codeOf(() => resolveHost(url('http://code.example/x'), STRICT_POLICY, answering('1.1.1.1')))).toBe('forbiddenUrl');
    expect(await codeOf(() => resolveHost(url('git://code.example/x'), STRICT_POLICY, answering('1.1.1.1')))).toBe('forbiddenUrl');
  });
});
