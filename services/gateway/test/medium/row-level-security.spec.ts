import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { databaseTemplate } from '../platform/database-template.js';
import { GitRepositoryEntity, MemberEntity, OrganizationEntity, platformScope } from '../../src/database/index.js';

const now = new Date('2026-03-01T12:00:00Z');

describe('row-level security', () => {
  let database: PgliteDatabase;
  const mine = randomUUID();
  const theirs = randomUUID();

  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
    await database.system(async (entities) => {
      for (const id of [mine, theirs]) {
        entities.create(OrganizationEntity, { id, slug: id, name: id, isDemo: false, createdAt: now, updatedAt: now });
      }
    });
    for (const id of [mine, theirs]) await database.tenant(platformScope(id), async (entities) => void entities.create(GitRepositoryEntity, repositoryOf(id)));
  }, 60_000);
  afterAll(() => database.close());

  function repositoryOf(organizationId: string) {
    return {
      id: randomUUID(), organizationId, slug: 'app', name: 'app', description: '', source: 'url' as const, location: 'https://example.org/app.git',
      configuration: { fileExtensions: [], include: [], exclude: [], maximumFileBytes: 1, maximumFiles: 1, deadlineSeconds: 1, memoryMegabytes: 1, workers: null },
      isDemo: false, lastScanNumber: 0, createdAt: now, updatedAt: now,
    };
  }

  it("hides other organizations' rows even from a query that forgot the scope", async () => {
    const seen = await database.tenant(platformScope(mine), (entities) => entities.find(GitRepositoryEntity, {}));
    expect(seen.map((row) => row.organizationId)).toEqual([mine]);
    expect(await database.system((entities) => entities.count(GitRepositoryEntity))).toBe(2);
  });

  it('refuses to write a row of another organization', async () => {
    await expect(database.tenant(platformScope(mine), async (entities) => void entities.create(GitRepositoryEntity, { ...repositoryOf(theirs), slug: 'other' }))).rejects.toThrow(/row-level security/);
    expect(await database.tenant(platformScope(mine), (entities) => entities.nativeDelete(GitRepositoryEntity, { organizationId: theirs }))).toBe(0);
  });

  it('answers nothing to a scope without an organization', async () => {
    expect(await database.tenant(platformScope(''), (entities) => entities.find(MemberEntity, {}))).toEqual([]);
  });

  it('keeps passwords and settings from the role that serves requests', async () => {
    await expect(database.tenant(platformScope(mine), (entities) => entities.execute('select * from password'))).rejects.toThrow(/permission denied/);
    await expect(database.tenant(platformScope(mine), (entities) => entities.execute('select * from instance_setting'))).rejects.toThrow(/permission denied/);
  });

  it('has a policy for every table, and organization_id in every table of a tenant', async () => {
    const open = await database.system((entities) => entities.execute("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity and relname not like 'mikro_orm%'"));
    expect(open).toEqual([]);
  });

  it('goes down and up again', async () => {
    const other = await PgliteDatabase.open();
    expect(await other.migrate()).toHaveLength(1);
    expect(await other.rollback()).toHaveLength(1);
    expect(await other.migrate()).toHaveLength(1);
    await other.close();
  }, 60_000);
});
