/** A column as it is compared. */
export interface ComparedColumn {
  /** As `comparableType` gives it; undefined where nothing is said. */
  readonly type: string | undefined;
  readonly isNullable: boolean | undefined;
}

/** A table as it is compared: all names in lower case, the default schema left out. */
export interface ComparedTable {
  readonly columns: ReadonlyMap<string, ComparedColumn>;
  /** In the order of the key. */
  readonly primaryKey: readonly string[];
}

/** A schema as it is compared, of a database or of a scan. */
export interface ComparedSchema {
  readonly tables: ReadonlyMap<string, ComparedTable>;
  /** Each pair of columns of each declared key, as `table.column -> table.column`. */
  readonly foreignKeys: ReadonlySet<string>;
}

/** What a database says of itself. */
export interface DatabaseSchema extends ComparedSchema {
  /** Names of its enumerations, in lower case. */
  readonly enumerations: ReadonlySet<string>;
}

/** What tools write down of their own work; no project declares it. */
const BOOKKEEPING = new Set(['_prisma_migrations', '__efmigrationshistory', 'alembic_version', 'ar_internal_metadata', 'databasechangelog', 'databasechangeloglock', 'django_migrations', 'flyway_schema_history', 'knex_migrations', 'knex_migrations_lock', 'kysely_migration', 'kysely_migration_lock', 'migrations', 'mikro_orm_migrations', 'schema_migrations', 'sequelizemeta', 'sqlite_sequence', 'typeorm_metadata']);

/** @param name with its schema, in any case; undefined for tables of the tools themselves */
export function comparableTable(name: string): string | undefined {
  const lower = name.toLowerCase().replace(/^(?:public|main|dbo)\./, '');
  return BOOKKEEPING.has(lower.slice(lower.lastIndexOf('.') + 1)) ? undefined : lower;
}

/** A pair of columns of a foreign key, as `ComparedSchema.foreignKeys` has it. */
export function foreignKeyPair(table: string, column: string, targetTable: string, targetColumn: string): string {
  return `${table}.${column.toLowerCase()} -> ${targetTable}.${targetColumn.toLowerCase()}`;
}
