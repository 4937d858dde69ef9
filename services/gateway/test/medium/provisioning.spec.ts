import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { AccountEntity, MemberEntity, OrganizationEntity } from '../../src/database/index.js';
import { ProvisioningRepository } from '../../src/modules/provisioning/provisioning.repository.js';
import { ProvisioningService } from '../../src/modules/provisioning/provisioning.service.js';
import { randomIdentifiers, systemClock } from '../../src/runtime/index.js';
import { databaseTemplate } from '../platform/database-template.js';

const ISSUER = 'https://pinata.example.org/auth/realms/pinata';
const ELSEWHERE = 'https://elsewhere.example.org/realms/pinata';
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('accounts of people whom Keycloak keeps', () => {
  let database: PgliteDatabase;
  let provisioning: ProvisioningService;
  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
    provisioning = new ProvisioningService(new ProvisioningRepository(database), systemClock, randomIdentifiers, quiet);
  }, 60_000);
  afterAll(() => database.close());

  const person = (changes: Partial<{ email: string | undefined; name: string; isInstanceAdministrator: boolean }> = {}) => ({ email: undefined, name: 'Ada Lovelace', isInstanceAdministrator: false, ...changes });
  const organizationsOf = (accountId: string): Promise<string[]> =>
    database.system(async (entities) => {
      const members = await entities.find(MemberEntity, { accountId });
      return (await entities.find(OrganizationEntity, { id: { $in: members.map((member) => member.organizationId) } })).map(({ slug }) => slug);
    });

  it('are made once, with an organization of their own, by however many requests', async () => {
    const accounts = await Promise.all(Array.from({ length: 5 }, () => provisioning.accountOf(ISSUER, 'ada', person({ email: 'Ada@Example.org' }))));
    expect(new Set(accounts.map((account) => account?.id)).size).toBe(1);
    expect(accounts[0]).toMatchObject({ email: 'ada@example.org', name: 'Ada Lovelace', isInstanceAdministrator: false });
    expect(await organizationsOf(accounts[0]?.id ?? '')).toEqual(['ada-lovelace']);
  });

  it('get another short name where theirs is taken, or none can be made of theirs', async () => {
    const [second, unspellable] = [await provisioning.accountOf(ISSUER, 'ada-2', person()), await provisioning.accountOf(ISSUER, 'kanji', person({ name: '愛' }))];
    expect((await organizationsOf(second?.id ?? ''))[0]).toMatch(/^ada-lovelace-[0-9a-f]{8}$/);
    expect((await organizationsOf(unspellable?.id ?? ''))[0]).toBe('personal');
  });

  it('are nobody else’s without a verified address', async () => {
    const stranger = await provisioning.accountOf(ISSUER, 'stranger', person({ name: 'ada@example.org' }));
    expect(stranger?.email).toBe(`${stranger?.id ?? ''}@unverified.invalid`);
    expect(stranger?.id).not.toBe((await provisioning.accountOf(ISSUER, 'ada', person({ email: 'ada@example.org' })))?.id);
    const verified = await provisioning.accountOf(ISSUER, 'stranger', person({ email: 'stranger@example.org', name: 'S' }));
    expect(verified).toMatchObject({ id: stranger?.id, email: 'stranger@example.org', name: 'S' });
  });

  it('are found again by a verified address when the realm moved', async () => {
    const known = await provisioning.accountOf(ISSUER, 'ada', person({ email: 'ada@example.org' }));
    expect((await provisioning.accountOf(ELSEWHERE, 'other-subject', person({ email: 'ada@example.org' })))?.id).toBe(known?.id);
    expect((await provisioning.accountOf(ELSEWHERE, 'ada', person()))?.id).not.toBe(known?.id);
  });

  it('follow what each token says', async () => {
    await provisioning.accountOf(ISSUER, 'ada', person({ email: 'ada@example.org', isInstanceAdministrator: true }));
    const stored = await database.system((entities) => entities.findOneOrFail(AccountEntity, { email: 'ada@example.org' }));
    expect(stored.isInstanceAdministrator).toBe(true);
    expect(await provisioning.accountOf(ISSUER, 'ada', person({ email: 'ada@example.org', name: 'Ada King' }))).toMatchObject({ isInstanceAdministrator: false, name: 'Ada King' });
    // Another one's address is not taken over by an account that exists.
    expect(await provisioning.accountOf(ISSUER, 'ada-2', person({ email: 'ada@example.org', isInstanceAdministrator: true }))).toMatchObject({ email: expect.stringMatching(/@unverified\.invalid$/), isInstanceAdministrator: true });
  });

  it('are refused when they are disabled', async () => {
    await database.system((entities) => entities.nativeUpdate(AccountEntity, { email: 'ada@example.org' }, { isDisabled: true }));
    expect(await provisioning.accountOf(ISSUER, 'ada', person({ email: 'ada@example.org' }))).toBeNull();
    expect(await provisioning.accountOf(ISSUER, 'newly-made', person({ email: 'ada@example.org' }))).toBeNull();
  });
});
