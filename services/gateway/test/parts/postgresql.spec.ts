import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresqlDatabase } from '../../src/adapters/database/postgresql/postgresql-database.js';
import { OrganizationEntity, migrations, platformScope } from '../../src/database/index.js';
import { databaseContract, now } from '../contracts/database.contract.js';
import { PostgresqlServer } from './postgresql-server.js';

const BINARIES = process.env.PINATA_TEST_POSTGRESQL;
const ifPart = BINARIES === undefined ? describe.skip : describe;

ifPart('PostgreSQL', () => {
  let server: PostgresqlServer;
  let count = 0;

  const open = (login: 'pinata_owner' | 'pinata_gateway', name: string): PostgresqlDatabase => PostgresqlDatabase.open({ url: server.url(login, name), isTlsRequired: false, connections: 8 });
  const create = async (): Promise<string> => {
    const name = `pinata_${count++}`;
    await server.createDatabase(name);
    return name;
  };
  const migrated = async (): Promise<string> => {
    const name = await create();
    const owner = open('pinata_owner', name);
    await owner.migrate();
    await owner.close();
    return name;
  };

  beforeAll(async () => {
    server = await PostgresqlServer.start(BINARIES ?? '');
  }, 120_000);
  afterAll(() => server.remove());

  databaseContract('PostgreSQL', async () => open('pinata_gateway', await migrated()), async () => open('pinata_owner', await create()));

  it('says which migrations are still to run', async () => {
    const name = await create();
    const [owner, gateway] = [open('pinata_owner', name), open('pinata_gateway', name)];
    expect(await owner.pending()).toEqual(migrations.map((migration) => migration.name));
    await owner.migrate();
    expect([await owner.pending(), await gateway.pending()]).toEqual([[], []]);
    await Promise.all([owner.close(), gateway.close()]);
  }, 60_000);

  it('is migrated once by several replicas that start at once', async () => {
    const name = await create();
    const owners = [1, 2, 3].map(() => open('pinata_owner', name));
    const ran = await Promise.all(owners.map((owner) => owner.migrate()));
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, migrations.length]);
    await Promise.all(owners.map((owner) => owner.close()));
  }, 60_000);

  it('owns nothing with the gateway’s login, and reads nothing without a role', async () => {
    const name = await migrated();
    const gateway = open('pinata_gateway', name);
    await expect(gateway.migrate()).rejects.toThrow();
    await expect(gateway.system((entities) => entities.execute('drop table scan'))).rejects.toThrow(/owner/);
    await gateway.close();
  }, 60_000);

  describe('without CREATEROLE', () => {
    const openAs = (login: string, name: string): PostgresqlDatabase => PostgresqlDatabase.open({ url: server.url(login, name), isTlsRequired: false, connections: 3 });
    let name: string;
    let owner: PostgresqlDatabase;
    beforeAll(async () => {
      await server.execute('postgres', ['create role plain_owner login']);
      name = `pinata_${count++}`;
      await server.createDatabase(name, 'plain_owner');
      owner = openAs('plain_owner', name);
    });
    afterAll(() => owner.close());

    it('says which roles an administrator must make', async () => {
      await server.execute('postgres', ['alter role app rename to app_of_others']);
      try {
        await expect(owner.migrate()).rejects.toThrow(/PINATA_DATABASE_OWNER_URL may make no roles\. Give it CREATEROLE, or .*create role app nologin/);
      } finally {
        await server.execute('postgres', ['alter role app_of_others rename to app']);
      }
    }, 60_000);

    it('says how the login is made, and takes one that is there', async () => {
      await owner.migrate();
      const login = { name: 'late "gateway', password: 'canary-password' };
      const refusal = await owner.prepareLogin(login).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ name: 'RightsMissingError', message: expect.stringContaining(`create role "late ""gateway" login noinherit password '…'; grant app, system to "late ""gateway";`) });
      expect(String(refusal)).not.toContain('canary');
      // A login without its roles would only fail later, and less clearly.
      await server.execute('postgres', ['create role "late ""gateway" login noinherit']);
      await expect(owner.prepareLogin(login)).rejects.toMatchObject({ name: 'RightsMissingError' });
      await server.execute('postgres', ['grant app, system to "late ""gateway"']);
      await owner.prepareLogin(login);
      const gateway = openAs(encodeURIComponent(login.name), name);
      expect(await gateway.pending()).toEqual([]);
      await gateway.close();
    }, 60_000);
  });

  it('fails fast while the server is away, and goes on by itself', async () => {
    const name = await migrated();
    const gateway = open('pinata_gateway', name);
    const id = randomUUID();
    await gateway.system((entities) => entities.insert(OrganizationEntity, { id, slug: id, name: id, isDemo: false, createdAt: now, updatedAt: now }));
    // More often than there are connections, each time with as many transactions under way: none of them is lost for good.
    for (let round = 0; round < 3; round++) {
      const underWay = Promise.allSettled(Array.from({ length: 8 }, () => gateway.system(async (entities) => {
        await entities.execute('select 1');
        await delay(500);
        await entities.execute('select 1');
      })));
      await delay(200);
      server.kill();
      const began = Date.now();
      expect((await underWay).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'rejected'));
      await expect(gateway.tenant(platformScope(id), (entities) => entities.count(OrganizationEntity))).rejects.toThrow();
      await expect(gateway.ping()).rejects.toThrow();
      expect(Date.now() - began).toBeLessThan(20_000);
      server.run();
      for (let tries = 0; tries < 100 && !(await gateway.ping().then(() => true, () => false)); tries++) await delay(100);
      expect(await gateway.tenant(platformScope(id), (entities) => entities.count(OrganizationEntity))).toBe(1);
    }
    await gateway.close();
  }, 120_000);
});
