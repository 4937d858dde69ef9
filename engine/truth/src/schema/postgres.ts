import { PGlite } from '@electric-sql/pglite';
import { comparableType } from './comparable-type.js';
import { comparableTable, foreignKeyPair } from './database-schema.js';
import type { ComparedColumn, ComparedTable, DatabaseSchema } from './database-schema.js';

const COLUMNS = `SELECT c.table_schema || '.' || c.table_name AS table, c.column_name AS column, c.is_nullable = 'YES' AS nullable,
  CASE WHEN c.domain_name IS NOT NULL THEN c.domain_name WHEN c.data_type = 'ARRAY' THEN substr(c.udt_name, 2) || '[]' WHEN c.data_type = 'USER-DEFINED' THEN c.udt_name ELSE c.data_type END AS type
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY c.table_schema, c.table_name, c.ordinal_position`;

// The keys of information_schema cannot be told apart where two of a schema have one name; the catalogue's can.
const KEYS = `SELECT k.contype AS kind, n.nspname || '.' || t.relname AS table, a.attname AS column, fn.nspname || '.' || f.relname AS target, fa.attname AS "targetColumn"
  FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
  CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(attnum, place)
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.attnum
  LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
  LEFT JOIN pg_attribute fa ON fa.attrelid = f.oid AND fa.attnum = k.confkey[u.place]
  WHERE k.contype IN ('p', 'f') AND k.conparentid = 0 ORDER BY 2, k.conname, u.place`;

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly nullable: boolean;
  readonly type: string;
}

interface KeyRow {
  readonly kind: 'p' | 'f';
  readonly table: string;
  readonly column: string;
  readonly target: string | null;
  readonly targetColumn: string | null;
}

/** An empty PostgreSQL in this process. */
export async function openPostgres(): Promise<PGlite> {
  return PGlite.create();
}

/** What stands in the database now, views and the tools' own tables left out. */
export async function readPostgres(database: PGlite): Promise<DatabaseSchema> {
  const { rows: types } = await database.query<{ name: string }>(`SELECT lower(typname) AS name FROM pg_type WHERE typtype = 'e'`);
  const enumerations = new Set(types.map(({ name }) => name));
  const columns = new Map<string, Map<string, ComparedColumn>>();
  for (const row of (await database.query<ColumnRow>(COLUMNS)).rows) {
    const table = comparableTable(row.table);
    if (table === undefined) continue;
    const known = columns.get(table) ?? new Map<string, ComparedColumn>();
    columns.set(table, known.set(row.column.toLowerCase(), { type: comparableType(row.type, enumerations), isNullable: row.nullable }));
  }
  const primaryKeys = new Map<string, string[]>();
  const foreignKeys = new Set<string>();
  for (const row of (await database.query<KeyRow>(KEYS)).rows) {
    const table = comparableTable(row.table);
    if (table === undefined) continue;
    if (row.kind === 'p') primaryKeys.set(table, [...(primaryKeys.get(table) ?? []), row.column.toLowerCase()]);
    else foreignKeys.add(foreignKeyPair(table, row.column, comparableTable(row.target ?? '') ?? '', row.targetColumn ?? ''));
  }
  const tables = new Map<string, ComparedTable>([...columns].map(([table, own]) => [table, { columns: own, primaryKey: primaryKeys.get(table) ?? [] }]));
  return { tables, foreignKeys, enumerations };
}
