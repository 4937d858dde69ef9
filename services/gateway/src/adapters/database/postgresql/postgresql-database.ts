import { readFileSync } from 'node:fs';
import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { Pool, PoolClient } from 'pg';
import { entities, migrations, type TenantScope } from '../../../database/index.js';
import type { Database } from '../../../ports/database.js';
import { UnitsOfWork } from '../units-of-work.js';

export interface PostgresqlOptions {
  /** Such as `postgresql://pinata@postgres:5432/pinata`; the login is a member of the roles `app` and `system`, and owns nothing. */
  readonly url: string;
  readonly password?: string | undefined;
  /** PEM file of a private authority; with it, or with `isTlsRequired`, the server's name is checked. */
  readonly authorityFile?: string | undefined;
  readonly isTlsRequired: boolean;
  readonly connections: number;
  /** Called with each statement, for tests that count them. */
  readonly onStatement?: (sql: string) => void;
}

/** What a request may wait for a connection or an answer before it fails, and may be tried again. */
const CONNECT_MILLISECONDS = 5_000;
/** A migration holds its lock on one and works on another. */
const LEAST_CONNECTIONS = 3;
const STATEMENT_MILLISECONDS = 60_000;
/** One number for this product: whoever migrates holds it, and others wait. */
const MIGRATION_LOCK = 7_304_241_907;

/** PostgreSQL 15 or newer. Every unit of work is a transaction that takes its role for its own time alone. */
export class PostgresqlDatabase implements Database {
  private readonly units = new UnitsOfWork();

  private constructor(private readonly orm: MikroORM) {}

  /** Opens lazily: the first unit of work connects, so that the gateway starts before its database is there. */
  static open(options: PostgresqlOptions): PostgresqlDatabase {
    return new PostgresqlDatabase(
      new MikroORM({
        entities,
        extensions: [Migrator],
        clientUrl: options.url,
        ...(options.password === undefined ? {} : { password: options.password }),
        pool: { min: 0, max: Math.max(LEAST_CONNECTIONS, options.connections) },
        driverOptions: {
          connectionTimeoutMillis: CONNECT_MILLISECONDS,
          statement_timeout: STATEMENT_MILLISECONDS,
          idle_in_transaction_session_timeout: STATEMENT_MILLISECONDS,
          keepAlive: true,
          application_name: 'pinata-code',
          onPoolCreated: releaseLostConnections,
          ...tlsOf(options),
        },
        migrations: { migrationsList: migrations, transactional: true, allOrNothing: true, snapshot: false },
        debug: options.onStatement === undefined ? false : ['query'],
        logger: options.onStatement ?? (() => undefined),
        colors: false,
      }),
    );
  }

  tenant<Result>(scope: TenantScope, work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result> {
    return this.run({ role: 'app', variables: { 'pinata.organization': scope.organizationId } }, work);
  }

  system<Result>(work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result> {
    return this.run({ role: 'system' }, work);
  }

  /** To be called with the owner's login, on a direct connection: an advisory lock does not outlive a pooled one. */
  migrate(): Promise<readonly string[]> {
    return this.locked(async () => {
      const done = (await new Migrator(this.orm.em).up()).map((migration) => migration.name);
      // So that the gateway can say whether its schema is there.
      await this.orm.em.fork().getConnection().execute('grant select on mikro_orm_migrations to system');
      return done;
    });
  }

  rollback(): Promise<readonly string[]> {
    return this.locked(async () => (await new Migrator(this.orm.em).down()).map((migration) => migration.name));
  }

  /**
   * The login of the gateway, with its password and its roles; one that is there is brought to them. To be called after `migrate`,
   * with the owner's login. Who may make no logins must have made it already, with these roles.
   * @throws RightsMissingError
   */
  prepareLogin({ name, password }: { readonly name: string; readonly password: string | undefined }): Promise<void> {
    return this.units.run(async () => {
      const entities = this.orm.em.fork();
      // As settings of the transaction: a statement that held the password would lie in the server's log.
      await entities.transactional(async (inside) => {
        await inside.execute("select set_config('pinata.login', ?, true), set_config('pinata.password', ?, true)", [name, password ?? '']);
        const quoted = `"${name.replaceAll('"', '""')}"`;
        await naming(() => inside.execute(LOGIN), `create role ${quoted} login noinherit password '…'; grant app, system to ${quoted};`);
      });
    });
  }

  /** Autovacuum does it. */
  maintain(): Promise<void> {
    return Promise.resolve();
  }

  async ping(): Promise<void> {
    await this.units.run(() => this.orm.em.fork().getConnection().execute('select 1'));
  }

  /** Whether the schema is the one that this version asks for: names of migrations that have not run. */
  pending(): Promise<readonly string[]> {
    return this.system(async (entities) => {
      const [table]: { readonly found: string | null }[] = await entities.execute("select to_regclass('mikro_orm_migrations')::text as found");
      const ran: { readonly name: string }[] = table?.found == null ? [] : await entities.execute('select name from mikro_orm_migrations');
      const known = new Set(ran.map(({ name }) => name));
      return migrations.map(({ name }) => name).filter((name) => !known.has(name));
    });
  }

  async close(): Promise<void> {
    if (await this.units.close()) await this.orm.close(true);
  }

  private run<Result>(session: { role: string; variables?: Record<string, string> }, work: (entities: SqlEntityManager) => Promise<Result>): Promise<Result> {
    return this.units.run(() => this.orm.em.fork({ session }).transactional(work));
  }

  /** One migration at a time in the whole database. The roles are made where the login may make them. */
  private locked<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.units.run(() => this.withLock(work));
  }

  private async withLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const entities = this.orm.em.fork();
    await entities.begin();
    try {
      await entities.execute(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      // On another connection, and at once: the migrations below run on one of their own and must see the roles.
      await naming(() => this.orm.em.fork().getConnection().execute(ROLES), 'create role owner nologin; create role app nologin; create role system nologin;');
      const result = await work();
      await entities.commit();
      return result;
    } catch (error) {
      await entities.rollback();
      throw error;
    }
  }
}

/** How long whoever held a connection that was lost has to give it back. */
const GIVE_BACK_MILLISECONDS = 1_000;

/**
 * A transaction whose server went away cannot be rolled back, and the query builder then never gives its connection back: after
 * as many restarts as there are connections nobody would get one.
 */
function releaseLostConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    client.once('end', () => {
      setTimeout(() => {
        try {
          client.release(true);
        } catch {
          // It was given back.
        }
      }, GIVE_BACK_MILLISECONDS).unref();
    });
  });
}

/** The owner's login may not do what has to be done; its words say who does, and how. */
export class RightsMissingError extends Error {
  override name = 'RightsMissingError';
}

/** PostgreSQL's insufficient_privilege. */
const INSUFFICIENT_PRIVILEGE = '42501';

/** @throws RightsMissingError naming the statements that mend it, where the right to them is missing */
async function naming(work: () => Promise<unknown>, statements: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE)) throw error;
    throw new RightsMissingError(`The login of PINATA_DATABASE_OWNER_URL may make no roles. Give it CREATEROLE, or let an administrator of the database run what is missing of: ${statements} Then start the migration again.`, { cause: error });
  }
}

/** Roles that cannot log in. A login of the gateway is a member of `app` and `system` without inheriting from them. */
const ROLES = `do $$ begin
  if not exists (select from pg_roles where rolname = 'owner') then create role owner nologin; end if;
  if not exists (select from pg_roles where rolname = 'app') then create role app nologin; end if;
  if not exists (select from pg_roles where rolname = 'system') then create role system nologin; end if;
  execute format('grant usage on schema public to app, system');
end $$`;

const LOGIN = `do $$ declare
  login text := current_setting('pinata.login');
  secret text := nullif(current_setting('pinata.password'), '');
  has_roles boolean;
begin
  if login = current_user then raise exception 'the login of the gateway must be another than the owner''s'; end if;
  if not exists (select from pg_roles where rolname = login) then execute format('create role %I login noinherit', login); end if;
  has_roles := pg_has_role(login, 'app', 'MEMBER') and pg_has_role(login, 'system', 'MEMBER');
  begin
    if secret is not null then execute format('alter role %I login noinherit password %L', login, secret); end if;
    if not has_roles then execute format('grant app, system to %I', login); end if;
  exception when insufficient_privilege then
    if not has_roles then raise; end if;
  end;
end $$`;

function tlsOf({ authorityFile, isTlsRequired }: PostgresqlOptions): Record<string, unknown> {
  if (authorityFile !== undefined) return { ssl: { ca: readFileSync(authorityFile, 'utf8'), rejectUnauthorized: true } };
  return isTlsRequired ? { ssl: { rejectUnauthorized: true } } : {};
}
