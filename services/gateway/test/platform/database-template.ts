import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';

const MIGRATIONS = new URL('../../src/database/migrations/', import.meta.url);

/** A migrated, empty database, made once for all test files and kept among the system's temporary files. */
export async function databaseTemplate(): Promise<Blob> {
  const { migrations } = await import('../../src/database/index.js');
  const hash = createHash('sha256').update(process.version);
  for (const { name } of migrations) hash.update(await readFile(new URL(`${name}.ts`, MIGRATIONS)));
  const file = path.join(tmpdir(), `pinata-test-database-${hash.digest('hex').slice(0, 16)}.tar`);
  const known = await readFile(file).catch(() => undefined);
  if (known !== undefined) return new Blob([new Uint8Array(known)]);
  const database = await PgliteDatabase.open();
  await database.migrate();
  const template = await database.dump();
  await database.close();
  // Written beside its place, so that another test process never reads half of it.
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, Buffer.from(await template.arrayBuffer()));
  await rename(beside, file);
  return template;
}
