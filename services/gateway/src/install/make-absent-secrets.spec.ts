import { describe, expect, it } from '@jest/globals';
import { decode, fromSeed } from '@nats-io/jwt';
import { createNatsAuthority } from '../adapters/nats/installation-authority.js';
import { IncompleteSecretError, makeAbsentSecrets, NATS_KEYS, parseInstallPlan, wantedSecrets, type SecretStore } from './index.js';

const PLAN = JSON.stringify({
  namespace: 'pinata',
  installKey: 'p-install-key',
  secretBox: 'p-secret-box',
  metrics: 'p-metrics',
  database: { secret: 'p-database', host: 'p-postgresql', database: 'pinata', owner: 'pinata', login: 'pinata_gateway' },
  nats: 'p-nats',
  s3: 'p-s3',
  keycloak: 'p-keycloak',
});

class MemoryStore implements SecretStore {
  readonly secrets = new Map<string, Readonly<Record<string, string>>>();

  keysOf(name: string): Promise<readonly string[] | undefined> {
    const found = this.secrets.get(name);
    return Promise.resolve(found === undefined ? undefined : Object.keys(found));
  }

  create(name: string, content: Readonly<Record<string, string>>): Promise<boolean> {
    if (this.secrets.has(name)) return Promise.resolve(false);
    this.secrets.set(name, content);
    return Promise.resolve(true);
  }
}

/** A number for each byte, counted up, so that a test can tell what is new. */
function maker() {
  let next = 0;
  const natsAuthority = (): Promise<Record<string, string>> => Promise.resolve(Object.fromEntries(NATS_KEYS.map((key) => [key, 'made'])));
  return { randomBytes: (count: number) => Buffer.alloc(count, ++next), natsAuthority };
}

describe('the secrets of an installation', () => {
  it('are made when they are absent, each with every key that it must have', async () => {
    const store = new MemoryStore();
    const wanted = wantedSecrets(parseInstallPlan(PLAN), maker());
    expect(await makeAbsentSecrets(wanted, store)).toEqual(['p-install-key', 'p-secret-box', 'p-metrics', 'p-database', 'p-nats', 'p-s3', 'p-keycloak']);
    for (const { name, keys } of wanted) expect(Object.keys(store.secrets.get(name) ?? {}).sort()).toEqual([...keys].sort());
    expect(Buffer.from(store.secrets.get('p-secret-box')?.['key'] ?? '', 'base64')).toHaveLength(32);
    const database = store.secrets.get('p-database');
    expect(database?.['url']).toBe(`postgresql://pinata_gateway:${database?.['password']}@p-postgresql:5432/pinata`);
    expect(database?.['ownerUrl']).toBe(`postgresql://pinata:${database?.['ownerPassword']}@p-postgresql:5432/pinata`);
  });

  it('are left alone when they are there', async () => {
    const store = new MemoryStore();
    await makeAbsentSecrets(wantedSecrets(parseInstallPlan(PLAN), maker()), store);
    const before = new Map(store.secrets);
    store.secrets.delete('p-s3');
    expect(await makeAbsentSecrets(wantedSecrets(parseInstallPlan(PLAN), { ...maker(), randomBytes: (count) => Buffer.alloc(count, 99) }), store)).toEqual(['p-s3']);
    for (const [name, content] of before) if (name !== 'p-s3') expect(store.secrets.get(name)).toBe(content);
  });

  it('are refused as they are when one lacks a key, before another is made', async () => {
    const store = new MemoryStore();
    store.secrets.set('p-database', { url: 'postgresql://elsewhere' });
    const attempt = makeAbsentSecrets(wantedSecrets(parseInstallPlan(PLAN), maker()), store);
    await expect(attempt).rejects.toThrow(IncompleteSecretError);
    await expect(attempt).rejects.toThrow('p-database lacks ownerUrl, password, ownerPassword, keycloakPassword');
    expect([...store.secrets.keys()]).toEqual(['p-database']);
  });

  it('that the plan does not name are nobody’s business', () => {
    expect(wantedSecrets(parseInstallPlan('{"namespace":"pinata","s3":"only"}'), maker()).map(({ name }) => name)).toEqual(['only']);
  });

  it.each([
    ['no JSON', '{', 'no JSON'],
    ['a field that no plan has', '{"namespace":"pinata","s4":"x"}', 'cannot be used'],
    ['an odd name', '{"namespace":"pinata","s3":"../x"}', 's3 must be the name of a Secret'],
  ])('are refused for a plan with %s', (_name, text, words) => {
    expect(() => parseInstallPlan(text)).toThrow(words);
  });
});

describe('the authority of the bundled NATS', () => {
  it('has every key, and its account knows the key that signs scanner pods', async () => {
    const authority = await createNatsAuthority();
    expect(Object.keys(authority).sort()).toEqual([...NATS_KEYS].sort());
    const account = decode<{ signing_keys: string[] }>(authority['account.jwt'] ?? '');
    expect(account.sub).toBe(authority['account']);
    expect(account.nats.signing_keys).toEqual([fromSeed(new TextEncoder().encode(authority['signing.seed'])).getPublicKey()]);
    expect(authority['authority.conf']).not.toMatch(/\bS[OAU][A-Z2-7]{50}/);
  });
});
