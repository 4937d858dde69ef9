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

/** A snapshot speaks of one context: what it is held against are the projects that its own one refers to, without migrations. */
function snapshots(folder: string, name: string, files: readonly string[]): readonly Comparable[] {
  const all = files.filter((file) => file.endsWith('ModelSnapshot.cs'));
  const migrations = new Set(all.map((file) => path.posix.dirname(file)));
  return all.map((file): Comparable => {
    const projects = referencedProjects(folder, files, file);
    const isOf = (one: string): boolean => projects.length === 0 || projects.some((project) => one.startsWith(project));
    const include = files.filter((one) => one.endsWith('.cs') && isOf(one) && !one.endsWith('.Designer.cs') && !migrations.has(path.posix.dirname(one)));
    return [`${name} ${path.posix.basename(file, 'ModelSnapshot.cs')}`, () => compared(folder, { include: include.map(literalGlob) }, () => Promise.resolve(readModelSnapshot(readFileSync(path.join(folder, file), 'utf8'))))];
  });
}

/** Folders of the project above a file and of those that it refers to, on through their references; each ends with a slash. */
function referencedProjects(folder: string, files: readonly string[], file: string): readonly string[] {
  const projects = files.filter((one) => one.endsWith('.csproj'));
  const above = projects.filter((one) => file.startsWith(`${path.posix.dirname(one)}/`)).sort((a, b) => b.length - a.length)[0];
  const found = new Set<string>();
  const open = above === undefined ? [] : [above];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || !projects.includes(next)) continue;
    found.add(next);
    for (const [, reference = ''] of readFileSync(path.join(folder, next), 'utf8').matchAll(/<ProjectReference\s+Include="([^"]+)"/g)) open.push(path.posix.join(path.posix.dirname(next), reference.replaceAll('\\', '/')));
  }
  return [...found].map((project) => `${path.posix.dirname(project)}/`);
}

/** A glob that matches one path. */
function literalGlob(file: string): string {
  return file.replaceAll(/[[\](){}!*?+@|\\]/g, '\\$&');
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
