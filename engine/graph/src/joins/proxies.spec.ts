import { describe, expect, it } from '@jest/globals';
import { ProxyIndex, parseProxyName, proxyName, proxyRule } from './proxies.js';

describe('a reverse proxy', () => {
  it.each([
    [proxyRule('/api/', 'http://users:3000/'), '/api -> users:3000/'],
    [proxyRule('/api', 'http://users:3000/api', 'Shop.example.com'), 'shop.example.com/api -> users:3000/api'],
    [proxyRule('/', '/v1'), '/ -> /v1'],
    [proxyRule('/api', 'http://${HOST}/'), '/api -> /'],
  ])('is named by both of its sides', (rule, name) => {
    expect(proxyName(rule)).toBe(name);
    expect(parseProxyName(name)).toEqual(rule);
  });

  it.each(['', 'GET /users', ' -> ', 'a -> b', '/a -> b'])('is not what %j names', (name) => {
    expect(parseProxyName(name)).toBeUndefined();
  });

  it('passes requests below the longest path on', () => {
    const index = new ProxyIndex([proxyRule('/api', 'http://gateway/'), proxyRule('/api/users', 'http://users/v1'), proxyRule('/', 'http://web/')]);
    expect(index.forwardsOf({ template: '/api/users/{}' })).toEqual([{ template: '/v1/{}', host: 'users' }]);
    expect(index.forwardsOf({ template: '/api/usersonly' })).toEqual([{ template: '/usersonly', host: 'gateway' }]);
    expect(index.forwardsOf({ template: '/api' })).toEqual([{ template: '/', host: 'gateway' }]);
    expect(index.forwardsOf({ template: '/other' })).toEqual([{ template: '/other', host: 'web' }]);
    expect([...index.sourcesOf('/v1/{}')].sort()).toEqual(['/api/users/{}', '/api/v1/{}', '/v1/{}']);
  });

  it('answers for its own host, and for requests without one', () => {
    const index = new ProxyIndex([proxyRule('/api', 'http://users/', 'shop.example.com')]);
    const forwards = (host?: string): number => index.forwardsOf({ template: '/api/x', ...(host === undefined ? {} : { host }) }).length;
    expect([forwards(), forwards('localhost:4200'), forwards('Shop.example.com'), forwards('api.example.com')]).toEqual([1, 1, 1, 0]);
  });
});
