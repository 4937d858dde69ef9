import { namedValues } from '../../named-values.js';
import type { Change } from './change.js';

/** Types that Liquibase calls otherwise than PostgreSQL. */
const TYPES: Readonly<Record<string, string>> = namedValues({ clob: 'text', blob: 'bytea', datetime: 'timestamp', currency: 'decimal', number: 'numeric', double: 'double precision', float: 'double precision', tinyint: 'smallint', nvarchar: 'varchar', nchar: 'char', longvarchar: 'text', longtext: 'text', mediumint: 'int', bit: 'boolean' });

/** A change as statements of SQL; empty for what changes no definition. */
export function statementsOfChange(change: Change): readonly string[] {
  const { values, children, text } = change;
  const value = (key: string): string => values[key] ?? '';
  const table = qualified(values.schemaName, value('tableName'));
  const columns = children.filter((child) => child.name === 'column');
  switch (change.name) {
    case 'createTable':
      return [`CREATE TABLE ${table} (${columns.map(columnOf).join(', ')})`];
    case 'dropTable':
      return [`DROP TABLE ${table}${value('cascadeConstraints') === 'true' ? ' CASCADE' : ''}`];
    case 'renameTable':
      return [`ALTER TABLE ${qualified(values.schemaName, value('oldTableName'))} RENAME TO ${quoted(value('newTableName'))}`];
    case 'setTableRemarks':
      return [];
    case 'addColumn':
      return columns.map((column) => `ALTER TABLE ${table} ADD COLUMN ${columnOf(column)}`);
    case 'dropColumn':
      return [...(values.columnName === undefined ? [] : [values.columnName]), ...columns.flatMap((column) => column.values.name ?? [])].map((name) => `ALTER TABLE ${table} DROP COLUMN ${quoted(name)}`);
    case 'renameColumn':
      return [`ALTER TABLE ${table} RENAME COLUMN ${quoted(value('oldColumnName'))} TO ${quoted(value('newColumnName'))}`];
    case 'modifyDataType':
      return [`ALTER TABLE ${table} ALTER COLUMN ${quoted(value('columnName'))} TYPE ${typeOf(value('newDataType'))}`];
    case 'addNotNullConstraint':
    case 'dropNotNullConstraint':
      return [`ALTER TABLE ${table} ALTER COLUMN ${quoted(value('columnName'))} ${change.name.startsWith('add') ? 'SET' : 'DROP'} NOT NULL`];
    case 'addDefaultValue':
      return [`ALTER TABLE ${table} ALTER COLUMN ${quoted(value('columnName'))} SET DEFAULT ${defaultOf(change) ?? 'NULL'}`];
    case 'dropDefaultValue':
      return [`ALTER TABLE ${table} ALTER COLUMN ${quoted(value('columnName'))} DROP DEFAULT`];
    case 'addPrimaryKey':
      return [`ALTER TABLE ${table} ADD ${constraint(values.constraintName)}PRIMARY KEY (${listed(value('columnNames'))})`];
    case 'dropPrimaryKey':
      return [`ALTER TABLE ${table} DROP PRIMARY KEY`];
    case 'addForeignKeyConstraint':
      return [`ALTER TABLE ${qualified(values.baseTableSchemaName, value('baseTableName'))} ADD ${constraint(values.constraintName)}FOREIGN KEY (${listed(value('baseColumnNames'))}) REFERENCES ${qualified(values.referencedTableSchemaName, value('referencedTableName'))} (${listed(value('referencedColumnNames'))})`];
    case 'dropForeignKeyConstraint':
      return [`ALTER TABLE ${qualified(values.baseTableSchemaName, value('baseTableName'))} DROP CONSTRAINT ${quoted(value('constraintName'))}`];
    case 'addUniqueConstraint':
      return [`ALTER TABLE ${table} ADD ${constraint(values.constraintName)}UNIQUE (${listed(value('columnNames'))})`];
    case 'dropUniqueConstraint':
      return [`ALTER TABLE ${table} DROP CONSTRAINT ${quoted(value('constraintName'))}`];
    case 'createIndex':
      return [`CREATE ${value('unique') === 'true' ? 'UNIQUE ' : ''}INDEX ${quoted(value('indexName'))} ON ${table} (${columns.map((column) => quoted(column.values.name ?? '')).join(', ')})`];
    case 'sql':
      return [values.sql ?? text];
    default:
      return [];
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function qualified(schema: string | undefined, name: string): string {
  return schema === undefined || schema === '' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function listed(names: string): string {
  return names.split(',').map((name) => quoted(name.trim())).join(', ');
}

function constraint(name: string | undefined): string {
  return name === undefined ? '' : `CONSTRAINT ${quoted(name)} `;
}

function typeOf(written: string): string {
  const bare = written.replace(/^java\.sql\.Types\./i, '');
  const name = /^\w+/.exec(bare)?.[0] ?? '';
  const known = TYPES[name.toLowerCase()];
  return known === undefined ? bare : known.includes(' ') || known === 'text' || known === 'boolean' || known === 'bytea' ? known : `${known}${bare.slice(name.length)}`;
}

function defaultOf({ values }: Change): string | undefined {
  const text = values.defaultValue;
  if (text !== undefined) return `'${text.replaceAll("'", "''")}'`;
  return values.defaultValueNumeric ?? values.defaultValueBoolean ?? values.defaultValueComputed ?? (values.defaultValueDate === undefined ? undefined : `'${values.defaultValueDate}'`);
}

function columnOf(column: Change): string {
  const { values } = column;
  const [stated] = column.children.filter((child) => child.name === 'constraints');
  const said = stated?.values ?? {};
  const fallback = defaultOf(column);
  const target = said.referencedTableName === undefined ? said.references : `${qualified(said.referencedTableSchemaName, said.referencedTableName)} (${listed(said.referencedColumnNames ?? '')})`;
  return [
    quoted(values.name ?? ''),
    typeOf(values.type ?? ''),
    fallback === undefined ? '' : `DEFAULT ${fallback}`,
    said.nullable === 'false' || said.primaryKey === 'true' ? 'NOT NULL' : '',
    said.primaryKey === 'true' ? 'PRIMARY KEY' : '',
    said.unique === 'true' ? 'UNIQUE' : '',
    target === undefined ? '' : `${constraint(said.foreignKeyName)}REFERENCES ${target}`,
  ].filter((part) => part !== '').join(' ');
}
