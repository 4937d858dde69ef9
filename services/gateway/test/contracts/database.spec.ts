import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { OrganizationEntity } from '../../src/database/index.js';
import { databaseTemplate } from '../platform/database-template.js';
import { MAKING_A_DATABASE, databaseContract, now } from './database.contract.js';

databaseContract('PGlite', async () => PgliteDatabase.open({ template: await databaseTemplate() }), () => PgliteDatabase.open());

describe('a PGlite folder', () => {
  it('holds after closing what it held before', async () => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'pinata-pglite-')), 'database');
    const id = randomUUID();
    const first = await PgliteDatabase.open({ folder });
    await first.migrate();
    await first.system((entities) => entities.insert(OrganizationEntity, { id, slug: 'kept', name: 'Kept', isDemo: false, createdAt: now, updatedAt: now }));
    await first.close();
    const again = await PgliteDatabase.open({ folder });
    expect(await again.migrate()).toEqual([]);
    expect(await again.system((entities) => entities.findOneOrFail(OrganizationEntity, { slug: 'kept' }))).toMatchObject({ id, createdAt: now });
    await again.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }, MAKING_A_DATABASE);
});
