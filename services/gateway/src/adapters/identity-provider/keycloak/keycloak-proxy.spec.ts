import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerKeycloakProxy, targetOf } from './keycloak-proxy.js';

const keycloak = { internalUrl: 'http://keycloak:8080/auth', realm: 'pinata' };

describe('what is passed on to Keycloak', () => {
  it.each([
    ['/auth/realms/pinata/protocol/openid-connect/auth?client_id=x&state=a%2Fb', 'http://keycloak:8080/auth/realms/pinata/protocol/openid-connect/auth?client_id=x&state=a%2Fb'],
    ['/auth/realms/pinata/.well-known/openid-configuration', 'http://keycloak:8080/auth/realms/pinata/.well-known/openid-configuration'],
    ['/auth/resources/abc12/login/keycloak.v2/css/styles.css', 'http://keycloak:8080/auth/resources/abc12/login/keycloak.v2/css/styles.css'],
    ['/auth/realms/pinata/../pinata/account', 'http://keycloak:8080/auth/realms/pinata/account'],
  ])('%s', (url, target) => {
    expect(targetOf(url, '/auth', keycloak)?.href).toBe(target);
  });

  it.each([
    '/auth/',
    '/auth/admin/master/console/',
    '/auth/realms/master/protocol/openid-connect/token',
    '/auth/realms/pinata',
    '/auth/realms/pinata2/x',
    '/auth/metrics',
    '/auth/realms/pinata/../master/protocol/openid-connect/token',
    '/auth/realms/pinata/%2e%2e/master/protocol/openid-connect/token',
    '/auth/realms/pinata/..%2f..%2fadmin/',
    '/auth/realms/pinata/..%5c..%5cadmin/',
    '/auth/realms/pinata/..\\master/',
    '/auth/realms/pinata/..;/master/',
    '/auth/realms/pinata/%252e%252e/../../master/',
    '/auth/realms/pinata//..//..//admin',
    '/auth/resources/../admin/',
    'http://elsewhere.example/auth/realms/pinata/x',
    '//elsewhere.example/auth/admin/',
  ])('not %s', (url) => {
    expect(targetOf(url, '/auth', keycloak)).toBeUndefined();
  });
});

describe('the way to Keycloak', () => {
  let upstream: Server;
  let server: FastifyInstance;
  const heard: { method: string | undefined; url: string | undefined; headers: Record<string, unknown>; body: string }[] = [];
  beforeEach(async () => {
    heard.length = 0;
    upstream = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        heard.push({ method: request.method, url: request.url, headers: request.headers, body });
        response.writeHead(302, { location: 'http://localhost:4700/signed-in?code=x', 'set-cookie': ['a=1; Path=/auth', 'b=2'], 'content-security-policy': "frame-ancestors 'self'", connection: 'close' });
        response.end('moved');
      });
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    server = Fastify();
    server.addHook('onRequest', (_request, reply, done) => {
      reply.header('content-security-policy', "default-src 'self'").header('x-frame-options', 'DENY');
      done();
    });
    registerKeycloakProxy(server, { url: 'http://localhost:4700/auth', internalUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/auth`, realm: 'pinata', onError: () => undefined });
  });
  afterEach(async () => {
    await server.close();
    upstream.close();
  });

  it('passes a form and its answer on, with the rules of whoever made the page', async () => {
    const answer = await server.inject({ method: 'POST', url: '/auth/realms/pinata/login-actions/authenticate?execution=1', headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-host': 'elsewhere.example', forwarded: 'host=elsewhere.example', cookie: 'c=3' }, payload: 'username=a&password=b' });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers).toMatchObject({ location: 'http://localhost:4700/signed-in?code=x', 'set-cookie': ['a=1; Path=/auth', 'b=2'], 'content-security-policy': "frame-ancestors 'self'" });
    expect(answer.headers).not.toHaveProperty('x-frame-options');
    expect(heard).toMatchObject([{ method: 'POST', url: '/auth/realms/pinata/login-actions/authenticate?execution=1', body: 'username=a&password=b', headers: { host: 'localhost:4700', 'x-forwarded-host': 'localhost:4700', 'x-forwarded-proto': 'http', 'x-forwarded-port': '4700', cookie: 'c=3' } }]);
    expect(heard[0]?.headers).not.toHaveProperty('forwarded');
  });

  it('passes nothing else on', async () => {
    expect((await server.inject('/auth/admin/master/console/')).statusCode).toBe(404);
    expect(heard).toEqual([]);
  });

  it('says so when Keycloak is away', async () => {
    upstream.close();
    await new Promise((resolve) => upstream.once('close', resolve));
    const answer = await server.inject('/auth/realms/pinata/account');
    expect([answer.statusCode, answer.body]).toEqual([502, expect.stringContaining('does not answer')]);
  });
});
