import { existsSync } from 'node:fs';
import { mkdir, rename, rm, readdir } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { MikroORM, createPostgreSqlTypeParsers, type SqlEntityManager } from '@mikro-orm/pglite';
import { Migrator } from '@mikro-orm/migrations';
import { entities, migrations, type TenantScope } from '../../../database/index.js';
import type { Database } from '../../../ports/database.js';
import { UnitsOfWork } from '../units-of-work.js';

export interface PgliteOptions {
  /** Folder of the database; absent keeps it in memory. */
  readonly folder?: string;
  /** What `dump` gave: a new database in memory begins with it, which is several times faster than from nothing. */
  readonly template?: Blob;
  /** Called with each statement, for tests that count them. */
  readonly onStatement?: (sql: string) => void;
}

const ROLES = `do $$ begin
  if not exists (select from pg_roles where rolname = 'owner') then create role owner nologin; end if;
  if not exists (select from pg_roles where rolname = 'app') then create role app nologin; end if;
  if not exists (select from pg_roles where rolname = 'system') then create role system nologin; end if;
end $$;
grant usage, create on schema public to owner;
grant usage on schema public to app, system;`;

/** PostgreSQL inside the process. It does not sync to disk on each commit: a power cut is outside of its promise. */
export class PgliteDatabase implements Database {
  private readonly units = new UnitsOfWork();

  private constructor(private readonly orm: MikroORM) {}

  /**
   * Opens the database, and makes it where there is none: beside its place first, and then renamed, so that a kill in the
   * first seconds leaves nothing half-made.
   */
  static async open(options: PgliteOptions = {}): Promise<PgliteDatabase> {
    if (options.folder !== undefined && !existsSync(options.folder)) await createFolder(options.folder);
    const database = new PgliteDatabase(await connect(options));
    await database.orm.em.getConnection().execute('set role app');
    return database;
  }

  /** The whole database as one file. */
  async dump(): Promise<Blob> {
    const client = await this.orm.em.getDriver().getConnection().getNativeClient();
    return client.dumpDataDir('none');
  }

  tenant<Result>(scope: TenantScope, work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result> {
    return this.run({ role: 'app', variables: { 'pinata.organization': scope.organizationId } }, work);
  }

  system<Result>(work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result> {
    return this.run({ role: 'system' }, work);
  }

  async migrate(): Promise<readonly string[]> {
    return this.asOwner(async () => (await new Migrator(this.orm.em).up()).map((migration) => migration.name));
  }

  async rollback(): Promise<readonly string[]> {
    return this.asOwner(async () => (await new Migrator(this.orm.em).down()).map((migration) => migration.name));
  }

  /** There is no autovacuum here. */
  async maintain(): Promise<void> {
    await this.asOwner(() => this.orm.em.getConnection().execute('analyze'));
  }

  async ping(): Promise<void> {
    await this.units.run(() => this.orm.em.getConnection().execute('select 1'));
  }

  async close(): Promise<void> {
    if (!(await this.units.close())) return;
    // One that began with a template is ours, and the ORM leaves it open.
    const client = await this.orm.em.getDriver().getConnection().getNativeClient();
    await this.orm.close(true);
    if (!client.closed) await client.close();
  }

  private run<Result>(session: { role: string; variables?: Record<string, string> }, work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result> {
    return this.units.run(() => this.orm.em.fork({ session }).transactional(work));
  }

  private asOwner<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.units.run(() => this.inOwnersRole(work));
  }

  private async inOwnersRole<Result>(work: () => Promise<Result>): Promise<Result> {
    // Between these two statements another unit of work may run as the owner: each sets its own role for its transaction.
    const connection = this.orm.em.getConnection();
    await connection.execute('set role owner');
    try {
      return await work();
    } finally {
      await connection.execute('set role app');
    }
  }
}

async function connect({ folder, template, onStatement }: PgliteOptions): Promise<MikroORM> {
  const orm = await MikroORM.init({
    entities,
    extensions: [Migrator],
    ...(folder === undefined ? { dbName: 'memory://', ...(template === undefined ? {} : { driverOptions: { pglite: () => fromTemplate(template) } }) } : { dbName: 'postgres', driverOptions: { dataDir: folder } }),
    migrations: { migrationsList: migrations, transactional: true, allOrNothing: true, snapshot: false },
    debug: onStatement === undefined ? false : ['query'],
    logger: onStatement ?? (() => undefined),
    colors: false,
  });
  await orm.em.getConnection().execute('reset role');
  await orm.em.getConnection().executeDump(ROLES);
  return orm;
}

/** With the ORM's own reading of dates, which it gives to the databases that it makes itself; no column of ours is a list of dates. */
function fromTemplate(template: Blob): Promise<PGlite> {
  return PGlite.create({ loadDataDir: template, parsers: createPostgreSqlTypeParsers((text) => [text]) });
}

async function createFolder(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  const beginning = `${path.basename(folder)}.initialising-`;
  for (const left of await readdir(parent)) {
    // The lock on the data folder is held: what lies here was left by a start that was killed.
    if (left.startsWith(beginning)) await rm(path.join(parent, left), { recursive: true, force: true });
  }
  const beside = path.join(parent, `${beginning}${process.pid}`);
  const orm = await connect({ folder: beside });
  await orm.close(true);
  await rename(beside, folder);
}
