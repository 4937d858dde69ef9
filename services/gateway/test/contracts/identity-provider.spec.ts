import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair, importJWK, type CryptoKey, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmbeddedOidcProvider, loadProviderKeys } from '../../src/adapters/identity-provider/embedded-oidc/index.js';
import { KeycloakProvider } from '../../src/adapters/identity-provider/keycloak/index.js';
import { TokenError, type Database, type IdentityProvider } from '../../src/ports/index.js';

interface Opened {
  readonly provider: IdentityProvider;
  /** What the provider's own access tokens say, for a person of that name. */
  readonly claims: (subject: string) => JWTPayload;
  /** The key that the provider signs with, and its id. */
  readonly key: { readonly private: CryptoKey; readonly public: CryptoKey; readonly id: string };
  /** The same provider where its keys cannot be fetched; absent where they are in the process. */
  readonly withoutKeys?: IdentityProvider;
}

const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;

/** What every IdentityProvider promises. */
function identityProviderContract(name: string, open: () => Promise<Opened>): void {
  describe(`IdentityProvider: ${name}`, () => {
    let opened: Opened;
    let foreign: CryptoKey;
    beforeAll(async () => {
      opened = await open();
      foreign = (await generateKeyPair('RS256')).privateKey;
    });

    const token = async (changes: { claims?: JWTPayload; header?: Partial<JWTHeaderParameters>; key?: CryptoKey | Uint8Array } = {}): Promise<string> =>
      new SignJWT({ ...opened.claims('somebody'), iat: seconds(0), exp: seconds(600), ...changes.claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: opened.key.id, ...changes.header })
        .sign(changes.key ?? opened.key.private);
    const refusalOf = (given: string, provider = opened.provider): Promise<unknown> =>
      provider.verify(given).then(
        () => 'accepted',
        (error: unknown) => (error instanceof TokenError ? error.code : error),
      );

    it('says who is calling, and until when', async () => {
      const until = seconds(600);
      expect(await opened.provider.verify(await token({ claims: { exp: until } }))).toMatchObject({ subject: 'somebody', expiresAt: new Date(until * 1000) });
    });

    it('tells a browser where to sign in, in words that its tokens repeat', () => {
      const description = opened.provider.describe();
      expect(description).toEqual({ issuer: opened.claims('x').iss, audience: opened.claims('x').aud, clientId: expect.stringMatching(/./), scope: expect.stringContaining('openid') });
    });

    it.each([
      ['another issuer', { claims: { iss: 'https://elsewhere.example/realms/pinata' } }, 'issuer'],
      ['another realm of the same host', { claims: { iss: 'http://localhost:4700/other' } }, 'issuer'],
      ['another audience', { claims: { aud: 'https://elsewhere.example/api' } }, 'audience'],
      ['the type of an id token', { header: { typ: 'JWT' } }, 'type'],
      ['no type', { header: { typ: undefined as unknown as string } }, 'type'],
      ['an end in the past', { claims: { exp: seconds(-120) } }, 'expired'],
      ['a beginning in the future', { claims: { nbf: seconds(600) } }, 'malformed'],
      ['an unknown key id', { header: { kid: 'unknown' } }, 'signature'],
      ['no subject', { claims: { sub: undefined as unknown as string } }, 'malformed'],
      ['no end', { claims: { exp: undefined as unknown as number } }, 'malformed'],
    ])('refuses %s, and says why to the log', async (_name, changes, code) => {
      expect(await refusalOf(await token(changes))).toBe(code);
    });

    it('refuses what its key did not sign', async () => {
      expect(await refusalOf(await token({ key: foreign }))).toBe('signature');
      const [header, , signature] = (await token()).split('.');
      const otherwise = Buffer.from(JSON.stringify({ ...opened.claims('administrator'), iat: seconds(0), exp: seconds(600) })).toString('base64url');
      expect(await refusalOf(`${header}.${otherwise}.${signature}`)).toBe('signature');
    });

    it('refuses no algorithm, and its public key used as a secret', async () => {
      expect(await refusalOf(new UnsecuredJWT(opened.claims('somebody')).setIssuedAt().setExpirationTime('1h').encode())).not.toBe('accepted');
      const unsigned = (await token()).split('.').slice(1, 2)[0] ?? '';
      for (const alg of ['none', 'None', 'NONE', '']) {
        const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid: opened.key.id })).toString('base64url');
        for (const signature of ['', 'AAAA']) expect(await refusalOf(`${header}.${unsigned}.${signature}`)).not.toBe('accepted');
      }
      expect(await refusalOf(await token({ header: { alg: 'HS256' }, key: new TextEncoder().encode(await exportSPKI(opened.key.public)) }))).toBe('algorithm');
    });

    it('follows no key that the token brings along', async () => {
      const header = { jku: 'https://evil.example/keys', jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, x5u: 'https://evil.example/chain' } as Partial<JWTHeaderParameters>;
      expect(await refusalOf(await token({ header, key: foreign }))).toBe('signature');
    });

    it.each(['', 'word', 'a.b', 'a.b.c', 'a.b.c.d.e', '..', 'x'.repeat(100_000), `${'A'.repeat(4000)}.${'A'.repeat(4000)}.AAAA`])('refuses what is no token: %.20s', async (given) => {
      expect(await refusalOf(given)).toBe('malformed');
    });

    it('answers the same again, also many at once', async () => {
      const [good, bad] = [await token(), await token({ claims: { aud: 'other' } })];
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => refusalOf(index % 2 === 0 ? good : bad)));
      expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? 'accepted' : 'audience')));
    });

    it('says `unavailable` when it cannot check, and never lets through', async () => {
      if (opened.withoutKeys === undefined) return;
      expect(await refusalOf(await token(), opened.withoutKeys)).toBe('unavailable');
    });
  });
}

const folder = mkdtempSync(path.join(tmpdir(), 'pinata-identity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

identityProviderContract('embedded OIDC', async () => {
  const keys = await loadProviderKeys(path.join(folder, 'keys.json'));
  const origin = 'http://localhost:4700';
  const unused = () => Promise.reject(new Error('verifying reads nothing'));
  const database: Database = { tenant: unused, system: unused, migrate: unused, rollback: unused, maintain: unused, ping: unused, close: unused };
  const { kty, n, e, alg, kid } = keys.signing;
  return {
    provider: new EmbeddedOidcProvider({ origin, keys, database, people: { byId: unused }, isBehindProxy: false, onError: () => undefined }),
    claims: (sub) => ({ sub, iss: `${origin}/oidc`, aud: `${origin}/api`, client_id: 'pinata-console', scope: 'api' }),
    // RSA keys are imported as such; only secrets come as bytes.
    key: { private: (await importJWK(keys.signing, 'RS256')) as CryptoKey, public: (await importJWK({ kty, n, e, alg } as { kty: string }, 'RS256', { extractable: true })) as CryptoKey, id: kid ?? '' },
  };
});

/** Each gives out its keys at the address at which Keycloak has them. */
const realms: Server[] = [];
afterAll(() => {
  for (const realm of realms) {
    realm.closeAllConnections();
    realm.close();
  }
});

/** A realm that gives out one key, and the adapter that knows it. */
async function openRealm() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] });
  const realm = createServer((request, response) => void (request.url === '/auth/realms/pinata/protocol/openid-connect/certs' ? response.setHeader('content-type', 'application/json').end(keys) : response.writeHead(404).end()));
  await new Promise<void>((resolve) => realm.listen(0, '127.0.0.1', resolve));
  realms.push(realm);
  const options = { url: 'https://pinata.example.org/auth', internalUrl: `http://127.0.0.1:${(realm.address() as AddressInfo).port}/auth`, realm: 'pinata', client: 'pinata-console' };
  return {
    provider: new KeycloakProvider(options),
    claims: (sub: string): JWTPayload => ({ sub, iss: `${options.url}/realms/pinata`, aud: 'pinata-api' }),
    key: { private: privateKey, public: publicKey, id: 'one' },
    withoutKeys: new KeycloakProvider({ ...options, internalUrl: 'http://127.0.0.1:9/auth' }),
  };
}

identityProviderContract('Keycloak', openRealm);

describe('what Keycloak says of a person', () => {
  it.each([
    [{ email: 'Ada@Example.org', email_verified: true, name: 'Ada', realm_access: { roles: ['pinata-admin', 'other'] } }, { email: 'ada@example.org', name: 'Ada', isInstanceAdministrator: true }],
    [{ email: 'ada@example.org', email_verified: false, preferred_username: 'ada' }, { email: undefined, name: 'ada', isInstanceAdministrator: false }],
    [{ email: 'ada@example.org', email_verified: 'true' }, { email: undefined, name: '', isInstanceAdministrator: false }],
    [{ email: 'ada@example.org', realm_access: { roles: 'pinata-admin' } }, { email: undefined, name: '', isInstanceAdministrator: false }],
    [{ resource_access: { 'pinata-console': { roles: ['pinata-admin'] } } }, { email: undefined, name: '', isInstanceAdministrator: false }],
  ])('%j', async (said, person) => {
    const { provider, claims, key } = await openRealm();
    const token = await new SignJWT({ ...claims('ada'), ...said }).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: key.id }).setIssuedAt().setExpirationTime('1m').sign(key.private);
    expect((await provider.verify(token)).person).toEqual(person);
  });
});
