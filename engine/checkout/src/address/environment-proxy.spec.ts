import { describe, expect, it } from '@jest/globals';
import { environmentProxy } from './environment-proxy.js';

const at = (host: string, scheme: 'https' | 'http' | 'ssh' | 'git' = 'https', port = 443) => ({ scheme, host, port });
const PROXY = 'http://proxy.corp.example:3128';

describe('the proxy of the environment', () => {
  it('is the one of the scheme, in either case of letters, else the one for all', () => {
    expect(environmentProxy(at('code.example'), { HTTPS_PROXY: PROXY })).toBe(PROXY);
    expect(environmentProxy(at('code.example'), { https_proxy: PROXY, HTTPS_PROXY: 'http://other' })).toBe(PROXY);
    expect(environmentProxy(at('code.example', 'http', 80), { HTTPS_PROXY: PROXY })).toBeUndefined();
    expect(environmentProxy(at('code.example', 'http', 80), { ALL_PROXY: PROXY })).toBe(PROXY);
    expect(environmentProxy(at('code.example'), { HTTPS_PROXY: ' ' })).toBeUndefined();
    for (const scheme of ['ssh', 'git'] as const) expect(environmentProxy(at('code.example', scheme, 22), { ALL_PROXY: PROXY })).toBeUndefined();
  });

  it.each([
    ['code.example', 'code.example', true],
    ['git.code.example', 'code.example', true],
    ['git.code.example', '.code.example', true],
    ['git.code.example', '*.code.example', true],
    ['notcode.example', 'code.example', false],
    ['code.example', 'x.code.example', false],
    ['CODE.example', 'code.EXAMPLE', true],
    ['gitea.tools.svc', '10.0.0.0/8,.svc', true],
    ['code.example', 'code.example:443', true],
    ['code.example', 'code.example:8443', false],
    ['code.example', '*', true],
    ['code.example', ' other.example , code.example ', true],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['[fd00::1]', 'fd00::/8', true],
    ['10.1.2.3', '10.0.0.0/99', false],
    ['code.example', '.', false],
    ['code.example', '', false],
  ])('of %s with NO_PROXY=%s: left out %s', (host, exceptions, isLeftOut) => {
    expect(environmentProxy(at(host), { HTTPS_PROXY: PROXY, NO_PROXY: exceptions })).toBe(isLeftOut ? undefined : PROXY);
  });
});
