import { DatabaseSync } from 'node:sqlite';
import { comparableType } from './comparable-type.js';
import { comparableTable, foreignKeyPair } from './database-schema.js';
import type { ComparedColumn, ComparedTable, DatabaseSchema } from './database-schema.js';

/** Runs scripts in an empty SQLite and says what stands there then. @throws what SQLite says of the first statement that fails */
export function runSqlite(scripts: readonly string[]): DatabaseSchema {
  const database = new DatabaseSync(':memory:');
  try {
    for (const script of scripts) database.exec(script);
    return readSqlite(database);
  } finally {
    database.close();
  }
}

function readSqlite(database: DatabaseSync): DatabaseSchema {
  const tables = new Map<string, ComparedTable>();
  const foreignKeys = new Set<string>();
  const names = database.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_schema' ORDER BY name").all().map((row) => String(row.name));
  const keysOf = (table: string): readonly string[] => database.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').all(table).map((row) => String(row.name).toLowerCase());
  for (const name of names) {
    const table = comparableTable(name);
    if (table === undefined) continue;
    const primaryKey = keysOf(name);
    const columns = new Map<string, ComparedColumn>();
    for (const row of database.prepare('SELECT name, type, "notnull" AS required FROM pragma_table_info(?)').all(name)) {
      const column = String(row.name).toLowerCase();
      // SQLite lets a key be null where it numbers it itself; nobody means that.
      columns.set(column, { type: comparableType(String(row.type)), isNullable: row.required !== 1 && !primaryKey.includes(column) });
    }
    tables.set(table, { columns, primaryKey });
    const pairs = database.prepare('SELECT "table" AS target, "from" AS source, "to" AS wanted, seq FROM pragma_foreign_key_list(?)').all(name);
    for (const { target, source, wanted, seq } of pairs) {
      const column = wanted === null ? keysOf(String(target))[Number(seq)] : String(wanted);
      foreignKeys.add(foreignKeyPair(table, String(source), comparableTable(String(target)) ?? '', column ?? ''));
    }
  }
  return { tables, foreignKeys, enumerations: new Set() };
}
