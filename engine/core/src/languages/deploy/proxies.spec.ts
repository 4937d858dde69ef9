import { describe, expect, it } from '@jest/globals';
import { readDirectives } from '../nginx/directives.js';
import { beginningOf, moveBelow, moveOfExpression, proxyText } from './proxies.js';

describe('paths of proxies', () => {
  it.each([
    ['/api', '/api'],
    ['^/api/', '/api'],
    ['/api/**', '/api'],
    ['^\\/api\\/(.*)$', '/api'],
    ['/', '/'],
    ['/(a+)+$', undefined],
    ['api', undefined],
  ])('%s begins with %s', (expression, beginning) => {
    expect(beginningOf(expression)).toBe(beginning);
  });

  it.each([
    ['^/api/(.*)$', '/$1', { from: '/api', to: '/' }],
    ['/users(/|$)(.*)', '/v1/$2', { from: '/users', to: '/v1' }],
    ['/users(/|$)(.*)', '/$1', undefined],
    ['/api/?(.*)', '/$1', { from: '/api', to: '/' }],
    ['^/(.*)/(.*)$', '/$2', undefined],
    ['/api/(.*)', '/fixed', undefined],
  ])('%s to %s', (expression, replacement, move) => {
    expect(moveOfExpression(expression, replacement)).toEqual(move);
  });

  it('move below what they are for', () => {
    expect(moveBelow('/api/v1', { from: '/api', to: '/' })).toEqual({ from: '/api/v1', to: '/v1' });
    expect(moveBelow('/api', { from: '/api/users', to: '/people' })).toEqual({ from: '/api/users', to: '/people' });
    expect(moveBelow('/api', { from: '/apis', to: '/' })).toBeUndefined();
  });

  it.each(['/'.repeat(200_000), '/a'.repeat(100_000), `^${'(/|$)'.repeat(50_000)}`, '\\'.repeat(200_000)])('of any length are read in bounded time', (text) => {
    const started = performance.now();
    expect([beginningOf(text), moveOfExpression(text, text), proxyText({ from: '/', to: '/' }, text)]).toEqual([undefined, undefined, undefined]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each(['"'.repeat(200_001), '\\"'.repeat(200_000), '${'.repeat(200_000), '{'.repeat(200_000), '}', 'a '.repeat(300_000), 'location / { proxy_pass x; '.repeat(20_000), '\'"'.repeat(100_000)])('in a configuration that nobody wrote are none, in bounded time', (text) => {
    const started = performance.now();
    readDirectives(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
