import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { SkippedError } from '../oracles/tools.js';
import { compareSchemas } from './compare-schema.js';
import type { SchemaComparison } from './compare-schema.js';
import type { DatabaseSchema } from './database-schema.js';
import { declaredSchema } from './declared-schema.js';
import { readModelSnapshot } from './model-snapshot.js';
import { openPostgres, readPostgres } from './postgres.js';
import { scanGraph } from './scan-schema.js';
import type { ScanPart } from './scan-schema.js';

/** A title, and how to make the comparison. */
export type Comparable = readonly [string, () => Promise<SchemaComparison>];

/** What of a repository can be held against a database or a snapshot: EF Core's snapshots, and the migrations of Prisma, Flyway and Rails' dumps, as far as PGlite runs them. */
export function compareFolder(folder: string): readonly Comparable[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll(path.sep, '/')).filter((name) => !/(?:^|\/)(?:node_modules|\.git|vendor)\//.test(name)).sort();
  const name = path.basename(folder);
  return [...snapshots(folder, name, files), ...prismaMigrations(folder, name, files), ...flywayMigrations(folder, name, files), ...railsDumps(folder, name, files)];
}

function snapshots(folder: string, name: string, files: readonly string[]): readonly Comparable[] {
  return files.filter((file) => file.endsWith('ModelSnapshot.cs')).map((file) => [`${name} EF Core`, () => compared(folder, { exclude: files.filter((one) => /\.(?:Designer\.cs|sql)$/.test(one) || path.posix.dirname(one) === path.posix.dirname(file)) }, () => Promise.resolve(readModelSnapshot(readFileSync(path.join(folder, file), 'utf8'))))]);
}

function prismaMigrations(folder: string, name: string, files: readonly string[]): readonly Comparable[] {
  const scripts = files.filter((file) => /(?:^|\/)migrations\/[^/]+\/migration\.sql$/.test(file));
  const folders = new Set(scripts.map((file) => file.replace(/[^/]+\/migration\.sql$/, '')));
  return [...folders].flatMap((migrations): Comparable[] => {
    const own = scripts.filter((file) => file.startsWith(migrations));
    const schemas = files.filter((file) => file.endsWith('.prisma') && file.startsWith(migrations.replace(/migrations\/$/, '')));
    const truth = (): Promise<DatabaseSchema> => runInPostgres(folder, own);
    return [
      [`${name} migrations`, () => compared(folder, { include: own }, truth)],
      [`${name} Prisma models`, () => compared(folder, { include: schemas }, truth)],
    ];
  });
}

function flywayMigrations(folder: string, name: string, files: readonly string[]): readonly Comparable[] {
  const scripts = files.filter((file) => /(?:^|\/)V\d[\w.]*__[^/]*\.sql$/.test(file));
  return [...Map.groupBy(scripts, (file) => path.posix.dirname(file))].map(([at, own]) => [`${name} ${path.posix.basename(at)}`, () => compared(folder, { include: own }, () => runInPostgres(folder, [...own].sort(byVersion)))]);
}

function byVersion(a: string, b: string): number {
  const [left, right] = [a, b].map((file) => (/\/?V(\d[\w.]*?)__[^/]*$/.exec(file)?.[1] ?? '').split(/[._]/).map(Number));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) if ((left?.[at] ?? 0) !== (right?.[at] ?? 0)) return (left?.[at] ?? 0) - (right?.[at] ?? 0);
  return 0;
}

function railsDumps(folder: string, name: string, files: readonly string[]): readonly Comparable[] {
  return files.filter((file) => /(?:^|\/)db\/structure\.sql$/.test(file)).map((file) => [`${name} structure.sql`, () => compared(folder, { include: [file] }, () => runInPostgres(folder, [file]))]);
}

async function compared(folder: string, part: ScanPart, truth: () => Promise<DatabaseSchema>): Promise<SchemaComparison> {
  const theirs = await truth();
  return compareSchemas(declaredSchema(await scanGraph(folder, part), theirs.enumerations), theirs);
}

/** Runs scripts one after the other. @throws SkippedError where PGlite refuses one: another dialect, or an extension that it lacks */
async function runInPostgres(folder: string, scripts: readonly string[]): Promise<DatabaseSchema> {
  const database = await openPostgres();
  try {
    for (const script of scripts) {
      if (!statSync(path.join(folder, script)).isFile()) continue;
      try {
        await database.exec(readFileSync(path.join(folder, script), 'utf8'));
      } catch (error) {
        throw new SkippedError(`PGlite refuses ${script}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
    return await readPostgres(database);
  } finally {
    await database.close();
  }
}
