import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import getPort from 'get-port';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { KeycloakProvider, registerKeycloakProxy } from '../../src/adapters/identity-provider/keycloak/index.js';
import { TokenError } from '../../src/ports/index.js';
import { Browser, authorization, location } from '../platform/sign-in.js';
import { KeycloakServer } from './keycloak-server.js';

const DISTRIBUTION = process.env.PINATA_TEST_KEYCLOAK;
const ifPart = DISTRIBUTION === undefined || DISTRIBUTION === '' ? describe.skip : describe;
const EMAIL = 'admin@example.org';
const PASSWORD = 'a password of the test';

interface Answer {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

ifPart('Keycloak with the chart’s realm', () => {
  let keycloak: KeycloakServer;
  let gateway: FastifyInstance;
  let provider: KeycloakProvider;
  let origin = '';
  let tokens: Answer;

  beforeAll(async () => {
    const port = await getPort();
    origin = `http://localhost:${port}`;
    keycloak = await KeycloakServer.start(DISTRIBUTION ?? '', { publicUrl: origin, email: EMAIL, password: PASSWORD });
    const addresses = { url: `${origin}/auth`, internalUrl: keycloak.internalUrl, realm: 'pinata' };
    gateway = Fastify();
    registerKeycloakProxy(gateway, { ...addresses, onError: () => undefined });
    await gateway.listen({ port, host: 'localhost' });
    provider = new KeycloakProvider({ ...addresses, client: 'pinata-console' });
  }, 240_000);
  afterAll(async () => {
    await gateway.close();
    await keycloak.remove();
  }, 60_000);

  const endpoint = (name: string): string => `/auth/realms/pinata/protocol/openid-connect/${name}`;
  /** As a person and the console's library do it, to the address to which the browser returns. */
  async function returned(browser: Browser, changes: Readonly<Record<string, string>> = {}, password = PASSWORD): Promise<{ url: URL; verifier: string }> {
    const begin = authorization(origin, changes);
    const page = await browser.open(endpoint('auth') + new URL(begin.address, origin).search);
    if (page.status !== 200) return { url: new URL(location(page)), verifier: begin.verifier };
    const action = /action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
    const submitted = await browser.open(action, { method: 'POST', body: new URLSearchParams({ username: EMAIL, password }) });
    return { url: new URL(submitted.headers.get('location') ?? 'http://stayed/'), verifier: begin.verifier };
  }
  const exchange = (fields: Readonly<Record<string, string>>): Promise<Response> => fetch(origin + endpoint('token'), { method: 'POST', body: new URLSearchParams({ client_id: 'pinata-console', ...fields }) });
  const refusalOf = (token: string, by = provider): Promise<unknown> => by.verify(token).then(() => 'accepted', (error: unknown) => (error instanceof TokenError ? error.code : error));

  it('describes itself below the gateway’s own address', async () => {
    const { issuer, clientId } = provider.describe();
    const found = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<string, string>;
    expect([clientId, found.issuer, new URL(found.authorization_endpoint ?? '').origin, new URL(found.end_session_endpoint ?? '').origin]).toEqual(['pinata-console', issuer, origin, origin]);
  }, 30_000);

  it('signs the first person in by authorization code with PKCE, and its tokens are believed', async () => {
    const { url, verifier } = await returned(new Browser(origin));
    expect([url.origin, url.pathname]).toEqual([origin, '/signed-in']);
    const code = url.searchParams.get('code') ?? '';
    tokens = (await (await exchange({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: `${origin}/signed-in` })).json()) as Answer;
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    const identity = await provider.verify(tokens.access_token);
    expect(identity).toEqual({ subject: decodeJwt(tokens.access_token).sub, expiresAt: expect.any(Date), person: { email: EMAIL, name: 'Pinata Administrator', isInstanceAdministrator: true } });
    expect(identity.expiresAt.getTime() - Date.now()).toBeLessThan(15 * 60_000);
    // A code is good once.
    expect((await exchange({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: `${origin}/signed-in` })).status).toBe(400);
  }, 60_000);

  it('gives new tokens for the refresh token, and a page in between to nobody who is signed in', async () => {
    const browser = new Browser(origin);
    const first = await returned(browser);
    const code = first.url.searchParams.get('code') ?? '';
    const { refresh_token } = (await (await exchange({ grant_type: 'authorization_code', code, code_verifier: first.verifier, redirect_uri: `${origin}/signed-in` })).json()) as Answer;
    const renewed = (await (await exchange({ grant_type: 'refresh_token', refresh_token })).json()) as Answer;
    expect(await refusalOf(renewed.access_token)).toBe('accepted');
    expect((await returned(browser)).url.searchParams.has('code')).toBe(true);
    const signOut = await browser.open(`${endpoint('logout')}?${new URLSearchParams({ client_id: 'pinata-console', id_token_hint: renewed.id_token, post_logout_redirect_uri: `${origin}/signed-out` }).toString()}`);
    expect(location(signOut)).toBe(`${origin}/signed-out`);
  }, 60_000);

  it.each([
    ['an id token', () => tokens.id_token, 'type'],
    ['a refresh token', () => tokens.refresh_token, expect.stringMatching(/algorithm|type/)],
    ['a token whose end was moved', () => tokens.access_token.replace(/\.[^.]+\./, (part) => `.${Buffer.from(JSON.stringify({ ...decodeJwt(tokens.access_token), exp: 4_000_000_000, part: part.length })).toString('base64url')}.`), 'signature'],
  ])('is not believed for %s', async (_name, token, code) => {
    expect(await refusalOf(token())).toEqual(code);
  });

  it('does without a secret, a password in a request, plain PKCE, and foreign addresses', async () => {
    expect((await exchange({ grant_type: 'password', username: EMAIL, password: PASSWORD })).status).toBe(400);
    expect((await exchange({ grant_type: 'client_credentials' })).status).toBe(401);
    const browser = new Browser(origin);
    for (const changes of [{ code_challenge_method: 'plain' }, { code_challenge: '' }, { response_type: 'token' }]) {
      const { url } = await returned(browser, changes);
      expect([url.searchParams.has('code'), url.searchParams.get('error') ?? new URLSearchParams(url.hash.slice(1)).get('error')]).toEqual([false, expect.stringMatching(/./)]);
    }
    const begin = authorization(origin, { redirect_uri: 'https://elsewhere.example/signed-in' });
    expect((await browser.open(endpoint('auth') + new URL(begin.address, origin).search)).status).toBe(400);
    expect((await returned(new Browser(origin), {}, 'wrong')).url.searchParams.has('code')).toBe(false);
  }, 60_000);

  it('keeps its administration and its other realms to itself', async () => {
    for (const address of ['/auth/admin/', '/auth/admin/realms/pinata', '/auth/realms/master', '/auth/realms/master/protocol/openid-connect/token', '/auth/realms/pinata/..%2Fmaster/', '/auth/metrics', '/auth/health']) {
      expect([address, (await fetch(origin + address, { redirect: 'manual' })).status]).toEqual([address, 404]);
    }
  }, 30_000);

  it('may be away: tokens go on, who comes anew hears that it cannot be checked now', async () => {
    await keycloak.kill();
    expect(await refusalOf(tokens.access_token)).toBe('accepted');
    const fresh = new KeycloakProvider({ url: `${origin}/auth`, internalUrl: keycloak.internalUrl, realm: 'pinata', client: 'pinata-console' });
    expect(await refusalOf(tokens.access_token, fresh)).toBe('unavailable');
    expect((await fetch(origin + endpoint('auth'))).status).toBe(502);
    // Another start has other keys here, for it is kept in memory: they are looked for, and the old tokens end.
    await keycloak.run();
    expect(await refusalOf(tokens.access_token, fresh)).toBe('signature');
  }, 240_000);
});
