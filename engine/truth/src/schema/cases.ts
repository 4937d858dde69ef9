import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compareSchemas } from './compare-schema.js';
import type { SchemaComparison } from './compare-schema.js';
import type { DatabaseSchema } from './database-schema.js';
import { declaredSchema } from './declared-schema.js';
import { runOracle } from './oracles.js';
import { packageFolder } from './peers.js';
import { openPostgres, readPostgres } from './postgres.js';
import { scanGraph } from './scan-schema.js';
import { withServer } from './serve-postgres.js';
import { runSqlite } from './sqlite.js';

const casesFolder = path.join(packageFolder, 'fixtures');

/** Projects that we wrote, each of one family, in the order of their names. A name up to `-` is the family's. */
export function caseNames(): readonly string[] {
  return readdirSync(casesFolder).sort();
}

/** Whether a case needs nothing but this process: scripts of SQL that it runs itself. */
export function isPlainCase(name: string): boolean {
  return !readdirSync(path.join(casesFolder, name)).some((file) => file.startsWith('oracle.'));
}

/** Builds a case's schema with the real tool in a real database and holds a scan of the project against it. @throws SkippedError */
export async function runCase(name: string): Promise<SchemaComparison> {
  const folder = path.join(casesFolder, name);
  const theirs = await truthOf(name, folder);
  return compareSchemas(declaredSchema(await scanGraph(path.join(folder, 'project')), theirs.enumerations), theirs);
}

async function truthOf(name: string, folder: string): Promise<DatabaseSchema> {
  if (name.endsWith('-sqlite')) return runSqlite(scriptsOf(folder));
  const database = await openPostgres();
  try {
    if (isPlainCase(name)) for (const script of scriptsOf(folder)) await database.exec(script);
    else await withServer(database, (url) => runOracle(folder, url));
    return await readPostgres(database);
  } finally {
    await database.close();
  }
}

/** The scripts that a case names in `scripts.txt`, in the order in which its tool would run them. */
function scriptsOf(folder: string): readonly string[] {
  const list = path.join(folder, 'scripts.txt');
  if (!existsSync(list)) throw new Error(`${folder} has neither oracle.* nor scripts.txt`);
  return readFileSync(list, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => readFileSync(path.join(folder, 'project', line.trim()), 'utf8'));
}
