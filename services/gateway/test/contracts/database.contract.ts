import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccountEntity, GitRepositoryEntity, MemberEntity, OrganizationEntity, migrations, platformScope, type GitRepository } from '../../src/database/index.js';
import type { Database } from '../../src/ports/index.js';

/** A second on a quiet machine, half a minute on a busy one. */
export const MAKING_A_DATABASE = 240_000;
export const now = new Date('2026-03-01T12:34:56.789Z');
const CONFIGURATION = { fileExtensions: ['.ts'], include: [], exclude: ['**/"quoted"/**'], maximumFileBytes: 1, maximumFiles: 1, deadlineSeconds: 1, memoryMegabytes: 1, workers: null };

/**
 * What every Database promises.
 * @param open a migrated database without rows; the suite closes it
 * @param openUnmigrated one without tables, whose migrations may be taken back
 */
export function databaseContract(name: string, open: () => Promise<Database>, openUnmigrated: () => Promise<Database>): void {
  describe(`Database: ${name}`, () => {
    let database: Database;
    let [mine, theirs] = ['', ''];
    beforeAll(async () => {
      database = await open();
    }, MAKING_A_DATABASE);
    afterAll(() => database.close());
    beforeEach(async () => {
      [mine, theirs] = [randomUUID(), randomUUID()];
      await database.system(async (entities) => {
        for (const id of [mine, theirs]) await entities.insert(OrganizationEntity, { id, slug: id, name: id, isDemo: false, createdAt: now, updatedAt: now });
      });
    });
    afterEach(() => database.system((entities) => entities.nativeDelete(OrganizationEntity, {})));

    const repositoryOf = (organizationId: string, slug = 'app'): GitRepository => ({
      id: randomUUID(), organizationId, slug, name: 'App 🪅', description: 'It’s "quoted" \\ and\nbroken', source: 'url', location: 'https://example.org/app.git',
      configuration: CONFIGURATION, isDemo: false, lastScanNumber: 0, createdAt: now, updatedAt: now,
      defaultBranch: null, credentialUsername: null, sealedCredential: null, lastScannedAt: null,
    });
    const add = (organizationId: string, slug?: string) => database.tenant(platformScope(organizationId), (entities) => entities.insert(GitRepositoryEntity, repositoryOf(organizationId, slug)));
    const seenBy = (organizationId: string): Promise<string[]> => database.tenant(platformScope(organizationId), async (entities) => (await entities.find(GitRepositoryEntity, {})).map((row) => row.organizationId));

    it('gives back what was stored: times to the millisecond, objects, any text', async () => {
      await add(mine);
      const row = await database.tenant(platformScope(mine), (entities) => entities.findOneOrFail(GitRepositoryEntity, { slug: 'app' }));
      expect(row).toMatchObject({ name: 'App 🪅', description: 'It’s "quoted" \\ and\nbroken', configuration: CONFIGURATION, createdAt: now, isDemo: false, lastScanNumber: 0 });
    });

    it('commits when the work resolves', async () => {
      expect(await database.tenant(platformScope(mine), async (entities) => {
        await entities.insert(GitRepositoryEntity, repositoryOf(mine));
        return 'answer';
      })).toBe('answer');
      expect(await seenBy(mine)).toEqual([mine]);
    });

    it('rolls back when it throws, with the error unchanged', async () => {
      const mistake = new Error('mine');
      for (const unit of [(work: Parameters<Database['system']>[0]) => database.system(work), (work: Parameters<Database['system']>[0]) => database.tenant(platformScope(mine), work)]) {
        await expect(unit(async (entities) => {
          await entities.insert(GitRepositoryEntity, repositoryOf(mine));
          throw mistake;
        })).rejects.toBe(mistake);
      }
      expect(await seenBy(mine)).toEqual([]);
    });

    it('tells a doubled row from other errors, and works on after it', async () => {
      await add(mine);
      await expect(add(mine)).rejects.toBeInstanceOf(UniqueConstraintViolationException);
      await expect(database.system((entities) => entities.execute('select nothing from nowhere'))).rejects.not.toBeInstanceOf(UniqueConstraintViolationException);
      expect(await seenBy(mine)).toEqual([mine]);
    });

    it('shows a tenant its own rows, even to a query that forgot the scope', async () => {
      await add(mine);
      await add(theirs);
      expect([await seenBy(mine), await seenBy(theirs), await seenBy('')]).toEqual([[mine], [theirs], []]);
      expect(await database.system((entities) => entities.count(GitRepositoryEntity))).toBe(2);
    });

    it('lets a tenant neither write into another nor change or delete there', async () => {
      await add(theirs);
      await expect(database.tenant(platformScope(mine), (entities) => entities.insert(GitRepositoryEntity, repositoryOf(theirs, 'planted')))).rejects.toThrow(/row-level security/);
      expect(await database.tenant(platformScope(mine), (entities) => entities.nativeUpdate(GitRepositoryEntity, { organizationId: theirs }, { name: 'taken' }))).toBe(0);
      expect(await database.tenant(platformScope(mine), (entities) => entities.nativeDelete(GitRepositoryEntity, {}))).toBe(0);
      expect(await seenBy(theirs)).toEqual([theirs]);
    });

    it('keeps people, passwords and settings from the role that serves requests', async () => {
      const account = { id: randomUUID(), email: `${mine}@example.org`, name: 'A', isInstanceAdministrator: false, isDisabled: false, createdAt: now, updatedAt: now };
      await database.system((entities) => entities.insert(AccountEntity, account));
      const people = (): Promise<number> => database.tenant(platformScope(mine), (entities) => entities.count(AccountEntity));
      expect(await people()).toBe(0);
      await database.system((entities) => entities.insert(MemberEntity, { id: randomUUID(), organizationId: mine, accountId: account.id, role: 'viewer', createdAt: now }));
      expect(await people()).toBe(1);
      for (const table of ['password', 'instance_setting', 'oidc_record']) await expect(database.tenant(platformScope(mine), (entities) => entities.execute(`select * from ${table}`))).rejects.toThrow(/permission denied/);
      await expect(database.tenant(platformScope(mine), (entities) => entities.execute('drop table scan'))).rejects.toThrow();
    });

    it('lets nobody out of their role', async () => {
      await add(theirs);
      const escapes = ['reset role', 'set role owner', 'set local role system', "set session authorization default"];
      for (const escape of escapes) {
        const seen = await database.tenant(platformScope(mine), async (entities) => {
          await entities.execute(escape);
          return (await entities.find(GitRepositoryEntity, {})).length;
        }).catch(() => 'refused');
        // An embedded database has one superuser below; there the next unit must still be in its own role.
        expect(['refused', 0, 1]).toContain(seen);
        expect(await seenBy(mine)).toEqual([]);
      }
    });

    it('keeps many units of work apart that come at once', async () => {
      await add(mine);
      await add(theirs);
      const seen = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 3 === 2 ? database.system((entities) => entities.count(GitRepositoryEntity)) : seenBy(index % 3 === 0 ? mine : theirs))));
      seen.forEach((one, index) => expect(one).toEqual([[mine], [theirs], 2][index % 3]));
    });

    it('loses no update of two at once', async () => {
      await add(mine);
      await Promise.all(Array.from({ length: 20 }, () => database.tenant(platformScope(mine), (entities) => entities.execute('update repository set last_scan_number = last_scan_number + 1', [], 'run'))));
      expect(await database.tenant(platformScope(mine), async (entities) => (await entities.findOneOrFail(GitRepositoryEntity, { slug: 'app' })).lastScanNumber)).toBe(20);
    });

    it('has no policy-less table, and lets no role go round the policies', async () => {
      const open: unknown[] = await database.system((entities) => entities.execute("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity and relname not like 'mikro_orm%'"));
      expect(open).toEqual([]);
      const bypassing: unknown[] = await database.system((entities) => entities.execute("select rolname from pg_roles where rolname in ('app', 'system', 'owner') and (rolbypassrls or rolsuper)"));
      expect(bypassing).toEqual([]);
    });

    it('answers a ping, and can be maintained at any time', async () => {
      await Promise.all([database.ping(), database.maintain(), database.maintain(), add(mine)]);
      expect(await seenBy(mine)).toEqual([mine]);
    });

    it('migrates once, goes back and comes again', async () => {
      const other = await openUnmigrated();
      const all = migrations.map((migration) => migration.name);
      expect(await other.migrate()).toEqual(all);
      expect(await other.migrate()).toEqual([]);
      expect(await other.rollback()).toEqual(all.slice(-1));
      expect(await other.migrate()).toEqual(all.slice(-1));
      const running = other.system(async (entities) => {
        await delay(100);
        return entities.count(OrganizationEntity);
      });
      await Promise.all([other.close(), other.close()]);
      expect(await running).toBe(0);
      for (const late of [() => other.ping(), () => other.migrate(), () => other.system((entities) => entities.count(OrganizationEntity))]) await expect(late()).rejects.toThrow('closed');
      await other.close();
    }, MAKING_A_DATABASE);
  });
}
