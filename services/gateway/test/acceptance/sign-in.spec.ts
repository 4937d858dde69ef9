import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { AccountsService } from '../../src/modules/accounts/index.js';
import { ApiClient } from '../platform/api-client.js';
import { Browser, authorization, codeFor, exchange, location, signIn, tokensFor } from '../platform/sign-in.js';
import { startTestPlatform, type TestPlatform } from '../platform/test-platform.js';

const VIEWER = '{ viewer { email } }';

describe('signing in', () => {
  let platform: TestPlatform;
  let person: { email: string; password: string };
  beforeAll(async () => {
    platform = await startTestPlatform();
    person = await platform.newcomer('person');
  }, 60_000);
  afterAll(() => platform.close());

  it('gives tokens that a browser can read, to our own console alone', async () => {
    const tokens = await tokensFor(platform.origin, person.email, person.password);
    expect(decodeJwt(tokens.access_token)).toMatchObject({ iss: `${platform.origin}/oidc`, aud: `${platform.origin}/api` });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ email: person.email, name: 'person', nonce: 'nonce', aud: 'pinata-console' });
    expect(await new ApiClient(platform.origin, tokens.access_token).ask(VIEWER)).toEqual({ viewer: { email: person.email } });
    expect(await (await fetch(`${platform.origin}/config.json`)).json()).toMatchObject({ issuer: `${platform.origin}/oidc`, clientId: 'pinata-console', profile: 'embedded' });
  });

  it('lets a reload through without a page, and signs out', async () => {
    const browser = new Browser(platform.origin);
    await codeFor(browser, platform.origin, authorization(platform.origin), person.email, person.password);
    const again = location(await browser.open(authorization(platform.origin, { prompt: 'none' }).address));
    expect(new URL(again).searchParams.get('code')).not.toBeNull();
    const question = await browser.open(`/oidc/session/end?client_id=pinata-console&post_logout_redirect_uri=${encodeURIComponent(`${platform.origin}/signed-out`)}`);
    const html = await question.text();
    expect(question.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const out = await browser.open(/action="([^"]+)"/.exec(html)?.[1] ?? '', { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    expect(location(out)).toBe(`${platform.origin}/signed-out`);
    const silent = location(await browser.open(authorization(platform.origin, { prompt: 'none' }).address));
    expect(new URL(silent).searchParams.get('error')).toBe('login_required');
  });

  it('uses a code once', async () => {
    const begin = authorization(platform.origin);
    const code = await codeFor(new Browser(platform.origin), platform.origin, begin, person.email, person.password);
    expect((await exchange(platform.origin, code, begin.verifier)).status).toBe(200);
    expect((await exchange(platform.origin, code, begin.verifier)).status).toBe(400);
  });

  it('refuses a code without its verifier, and a request without PKCE', async () => {
    const code = await codeFor(new Browser(platform.origin), platform.origin, authorization(platform.origin), person.email, person.password);
    expect((await exchange(platform.origin, code, 'x'.repeat(43))).status).toBe(400);
    const answer = location(await new Browser(platform.origin).open(authorization(platform.origin, { code_challenge: '', code_challenge_method: '' }).address));
    expect(new URL(answer).searchParams.get('error')).toBe('invalid_request');
  });

  it.each([
    ['another redirect address', { redirect_uri: 'https://evil.example/signed-in' }],
    ['another client', { client_id: 'somebody-else' }],
  ])('refuses %s with a page, and goes nowhere', async (_name, changes) => {
    const answer = await new Browser(platform.origin).open(authorization(platform.origin, changes).address);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(await answer.text()).toContain('Sign-in did not work');
  });

  it('says the same of a wrong password and of an unknown address, then asks for patience', async () => {
    const browser = new Browser(platform.origin);
    const page = location(await browser.open(authorization(platform.origin).address));
    const shown = await browser.open(page);
    expect(await shown.text()).toMatch(/<label for="email">.*<label for="password">/s);
    const attempt = (email: string, password: string): Promise<Response> => browser.open(page, { method: 'POST', body: new URLSearchParams({ email, password }), headers: { origin: platform.origin } });
    for (const email of [person.email, 'nobody@example.org']) {
      const answer = await attempt(email, 'wrong');
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('The address and the password do not belong together.');
    }
    for (let count = 0; count < 4; count++) await attempt(person.email, 'wrong');
    const limited = await attempt(person.email, person.password);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await limited.text()).toMatch(/Too many attempts\. Try again in \d+ seconds/);
  });

  it('refuses a form of another site, and one of another window', async () => {
    const browser = new Browser(platform.origin);
    const page = location(await browser.open(authorization(platform.origin).address));
    const body = new URLSearchParams({ email: person.email, password: person.password });
    expect((await browser.open(page, { method: 'POST', body, headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await browser.open('/sign-in/another', { method: 'POST', body, headers: { origin: platform.origin } })).status).toBe(400);
    expect((await fetch(platform.origin + page, { method: 'POST', body })).status).toBe(400);
  });

  it('shows names and addresses as text', async () => {
    const browser = new Browser(platform.origin);
    const page = location(await browser.open(authorization(platform.origin, { login_hint: '"><script>alert(1)</script>' }).address));
    expect(await (await browser.open(page)).text()).not.toContain('<script>alert(1)');
  });

  it('changes a password once the present one is given', async () => {
    const { client, email, password } = await platform.newcomer('changer');
    const CHANGE = 'mutation($current: String!, $next: String!) { changePassword(currentPassword: $current, newPassword: $next) }';
    expect(await client.ask('{ viewer { mustChangePassword } }')).toEqual({ viewer: { mustChangePassword: true } });
    expect(await client.refusal(CHANGE, { current: 'wrong', next: 'long enough now' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'currentPassword' });
    expect(await client.refusal(CHANGE, { current: password, next: 'short' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'newPassword' });
    await client.ask(CHANGE, { current: password, next: 'long enough now' });
    expect(await client.ask('{ viewer { mustChangePassword } }')).toEqual({ viewer: { mustChangePassword: false } });
    await expect(signIn(platform.origin, email, password)).rejects.toThrow();
    expect(await signIn(platform.origin, email, 'long enough now')).toBeTruthy();
  });

  it('gives the administrator a new password on request, and the old one no longer works', async () => {
    const accounts = platform.application.nest.get(AccountsService);
    const reset = await accounts.resetAdministrator();
    expect(reset?.account.email).toBe('admin@localhost');
    expect(await accounts.authenticate('Admin@Localhost ', reset?.password ?? '')).toBe(reset?.account.id);
    expect(await accounts.createFirstAdministrator()).toBeUndefined();
  });

  describe('access tokens', () => {
    const claims = () => ({ iss: `${platform.origin}/oidc`, aud: `${platform.origin}/api`, sub: '00000000-0000-4000-8000-000000000000' });
    const refused = async (token: string): Promise<void> => {
      const answer = await new ApiClient(platform.origin, token).send(VIEWER);
      expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    };

    it('an id token is none', async () => refused((await tokensFor(platform.origin, 'admin@localhost', (await platform.application.nest.get(AccountsService).resetAdministrator())?.password ?? '')).id_token));

    it('alg none, a foreign key, and a public key used as a secret are refused', async () => {
      await refused(new UnsecuredJWT(claims()).setIssuedAt().setExpirationTime('1h').encode());
      const foreign = await generateKeyPair('RS256');
      await refused(await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' }).setIssuedAt().setExpirationTime('1h').sign(foreign.privateKey));
      const { keys } = (await (await fetch(`${platform.origin}/oidc/jwks`)).json()) as { keys: { kid: string; n: string }[] };
      const secret = new TextEncoder().encode(JSON.stringify(keys[0]));
      await refused(await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...(keys[0] === undefined ? {} : { kid: keys[0].kid }) }).setIssuedAt().setExpirationTime('1h').sign(secret));
      expect(Object.keys(keys[0] ?? {})).not.toContain('d');
      expect(await exportJWK(foreign.publicKey)).toBeDefined();
    });

    it.each([
      ['an empty one', ''],
      ['a word', 'nonsense'],
      ['three parts', 'a.b.c'],
      ['an endless one', 'x'.repeat(10_000)],
    ])('%s is refused', async (_name, token) => refused(token));
  });

  describe('API tokens', () => {
    const CREATE = 'mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret token { id prefix scopes expiresAt revokedAt } } }';

    it('work in their organization, within their scopes, until they are revoked', async () => {
      const { client, organizationId } = await platform.newcomer('scripter');
      const make = async (scopes: string[]) => (await client.ask<{ createApiToken: { secret: string; token: { id: string; prefix: string } } }>(CREATE, { input: { organizationId, name: 'ci', scopes } })).createApiToken;
      const reading = await make(['READ']);
      expect(reading.secret).toMatch(/^pinata_[A-Za-z0-9_-]{43}$/);
      expect(reading.secret.startsWith(reading.token.prefix)).toBe(true);
      const script = new ApiClient(platform.origin, reading.secret);
      expect(await script.ask('{ viewer { email memberships { organization { slug } } } }')).toEqual({ viewer: { email: 'scripter@example.org', memberships: [{ organization: { slug: 'scripter' } }] } });
      const create = 'mutation($id: ID!) { createRepository(input: { organizationId: $id, name: "By token", source: LOCAL_PATH, location: "/tmp" }) { id } }';
      expect(await script.refusal(create, { id: organizationId })).toMatchObject({ code: 'FORBIDDEN', reason: 'scopeTooLow' });
      const { createRepository } = await new ApiClient(platform.origin, (await make(['ADMIN'])).secret).ask<{ createRepository: { id: string } }>(create, { id: organizationId });
      const scanner = new ApiClient(platform.origin, (await make(['SCAN'])).secret);
      expect(await scanner.refusal(create, { id: organizationId })).toMatchObject({ reason: 'scopeTooLow' });
      expect(await scanner.ask('mutation($id: ID!) { startScan(input: { repositoryId: $id }) { status } }', { id: createRepository.id })).toEqual({ startScan: { status: 'QUEUED' } });
      expect(await script.refusal(CREATE, { input: { organizationId, name: 'another', scopes: ['ADMIN'] } })).toMatchObject({ code: 'FORBIDDEN' });
      await client.ask('mutation($id: ID!) { revokeApiToken(id: $id) { revokedAt } }', { id: reading.token.id });
      expect(await script.refusal(VIEWER)).toMatchObject({ code: 'UNAUTHENTICATED' });
      const { apiTokens } = await client.ask<{ apiTokens: { lastUsedAt: string | null }[] }>('query($id: ID!) { apiTokens(organizationId: $id) { lastUsedAt } }', { id: organizationId });
      expect(apiTokens).toHaveLength(3);
      expect(apiTokens.every((token) => token.lastUsedAt !== null)).toBe(true);
    });

    it.each([
      [{ name: ' ' }, 'nameInvalid'],
      [{ scopes: [] }, 'scopesInvalid'],
      [{ expiresInDays: 0 }, 'expiryInvalid'],
      [{ expiresInDays: 366 }, 'expiryInvalid'],
    ])('%j is refused', async (changes, reason) => {
      const token = await platform.newcomer(`token-${reason}-${JSON.stringify(changes).length}`);
      expect(await token.client.refusal(CREATE, { input: { organizationId: token.organizationId, name: 'x', scopes: ['READ'], ...changes } })).toMatchObject({ code: 'BAD_USER_INPUT', reason });
    });
  });
});
