import { primaryKeyOf } from '../model.js';
import type { ColumnFact, ForeignKeyFact, IndexFact } from '../model.js';
import { parseColumn, readDefault, readTarget } from './column.js';
import { Cursor, splitList } from './cursor.js';
import { nestedStatements } from './nested-statements.js';
import { statementsOf } from './tokens.js';
import type { Token } from './tokens.js';

/** What a statement that defines something says, apart from where it stands. */
export type Definition =
  | { readonly operation: 'createTable'; readonly name: string; readonly schema: string | undefined; readonly columns: readonly ColumnFact[]; readonly primaryKey: readonly string[]; readonly primaryKeyName?: string; readonly indexes: readonly IndexFact[]; readonly foreignKeys: readonly ForeignKeyFact[]; readonly copies: readonly string[]; readonly copiesKeys?: boolean; readonly isIfMissing: boolean }
  | { readonly operation: 'dropTable'; readonly name: string; readonly isCascading?: boolean }
  | { readonly operation: 'renameTable'; readonly name: string; readonly to: string; readonly toSchema?: string }
  | { readonly operation: 'addColumn' | 'alterColumn'; readonly name: string; readonly column: ColumnFact }
  | { readonly operation: 'dropColumn'; readonly name: string; readonly column: string }
  | { readonly operation: 'renameColumn'; readonly name: string; readonly column: string; readonly to: string }
  | { readonly operation: 'addForeignKey'; readonly name: string; readonly foreignKey: ForeignKeyFact }
  | { readonly operation: 'addPrimaryKey'; readonly name: string; readonly columns: readonly string[]; readonly constraint?: string }
  | { readonly operation: 'dropConstraint'; readonly name: string; readonly constraint: string }
  | { readonly operation: 'dropPrimaryKey'; readonly name: string }
  | { readonly operation: 'createEnum'; readonly name: string; readonly values: readonly string[] }
  | { readonly operation: 'addEnumValue'; readonly name: string; readonly value: string }
  | { readonly operation: 'renameType'; readonly name: string; readonly to: string }
  | { readonly operation: 'createView'; readonly name: string }
  | { readonly operation: 'addIndex'; readonly name: string; readonly index: IndexFact };

const TABLE_PARTS = new Set(['PRIMARY', 'UNIQUE', 'DEFAULT', 'FOREIGN', 'KEY', 'INDEX', 'CONSTRAINT', 'CHECK', 'FULLTEXT', 'SPATIAL', 'EXCLUDE', 'LIKE', 'PERIOD']);

/** How often a text that is run may hold another one. */
const NESTED_TEXTS = 4;

/** Definitions of one statement and of those inside of it; empty for others. */
export function definitionsOf(tokens: readonly Token[], texts = NESTED_TEXTS): readonly Definition[] {
  return nestedStatements(tokens).flatMap((part) => definitionsIn(part, texts));
}

function definitionsIn(tokens: readonly Token[], texts: number): readonly Definition[] {
  const cursor = new Cursor(tokens);
  if (cursor.take('CREATE')) return create(cursor);
  if (cursor.take('ALTER', 'TABLE')) return alter(cursor);
  if (cursor.take('ALTER', 'TYPE')) {
    const name = cursor.qualifiedName()?.name;
    if (name !== undefined && cursor.take('ADD', 'VALUE')) {
      cursor.take('IF', 'NOT', 'EXISTS');
      const value = cursor.name();
      return value === undefined ? [] : [{ operation: 'addEnumValue', name, value }];
    }
    const to = cursor.take('RENAME', 'TO') ? cursor.name() : undefined;
    return name === undefined || to === undefined ? [] : [{ operation: 'renameType', name, to }];
  }
  if (cursor.take('DROP', 'TABLE')) return drop(cursor);
  if (cursor.take('RENAME', 'TABLE')) {
    return splitList(tokens.slice(cursor.position)).flatMap((part): readonly Definition[] => {
      const pair = new Cursor(part);
      const from = fullName(pair.qualifiedName());
      const to = pair.take('TO') ? pair.qualifiedName() : undefined;
      return from === undefined || to === undefined ? [] : [{ operation: 'renameTable', name: from, to: to.name }];
    });
  }
  if (cursor.take('DO')) return ofTexts(tokens, texts);
  if (cursor.take('EXEC') || cursor.take('EXECUTE')) return cursor.peek()?.kind === 'string' || cursor.peek()?.text === '(' || cursor.looksAt('SP_EXECUTESQL') ? ofTexts(tokens, texts) : procedure(cursor);
  return [];
}

/** What is defined by a text that a statement runs: `DO $$ … $$`, `EXEC('…')`. */
function ofTexts(tokens: readonly Token[], texts: number): readonly Definition[] {
  const run = texts === 0 ? undefined : tokens.find(({ kind }) => kind === 'string');
  return run === undefined ? [] : statementsOf(run.text).flatMap((inner) => definitionsOf(inner, texts - 1));
}

function fullName(name: { readonly schema: string | undefined; readonly name: string } | undefined): string | undefined {
  return name === undefined ? undefined : name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

/** How SQL Server lays rows out says nothing of the schema. */
function takeClustering(cursor: Cursor): void {
  if (!cursor.take('CLUSTERED')) cursor.take('NONCLUSTERED');
}

function create(cursor: Cursor): readonly Definition[] {
  if (!cursor.take('OR', 'REPLACE')) cursor.take('OR', 'ALTER');
  for (const word of ['GLOBAL', 'LOCAL', 'UNLOGGED', 'EXTERNAL', 'FORCE', 'MATERIALIZED', 'RECURSIVE']) cursor.take(word);
  if (cursor.take('VIEW')) {
    cursor.take('IF', 'NOT', 'EXISTS');
    const view = fullName(cursor.qualifiedName());
    return view === undefined ? [] : [{ operation: 'createView', name: view }];
  }
  // A temporary table is gone with its connection.
  if (cursor.take('TEMPORARY') || cursor.take('TEMP')) return [];
  const isUnique = cursor.take('UNIQUE');
  takeClustering(cursor);
  if (cursor.take('INDEX')) return createIndex(cursor, isUnique);
  if (cursor.take('TYPE')) {
    const name = cursor.qualifiedName()?.name;
    return name === undefined || !cursor.take('AS', 'ENUM') ? [] : [{ operation: 'createEnum', name, values: cursor.group().flatMap(({ kind, text }) => (kind === 'string' ? [text] : [])) }];
  }
  if (!cursor.take('TABLE')) return [];
  const isIfMissing = cursor.take('IF', 'NOT', 'EXISTS');
  const name = cursor.qualifiedName();
  if (name !== undefined && cursor.take('LIKE')) {
    const copied = fullName(cursor.qualifiedName());
    return copied === undefined ? [] : [{ ...createTable(name, [], [copied], isIfMissing), copiesKeys: true }];
  }
  if (name === undefined || cursor.peek()?.text !== '(') return [];
  const parts = splitList(cursor.group());
  const inherited = cursor.take('INHERITS') ? splitList(cursor.group()).flatMap((part) => fullName(new Cursor(part).qualifiedName()) ?? []) : [];
  return [createTable(name, parts, inherited, isIfMissing)];
}

function createTable(name: { readonly schema: string | undefined; readonly name: string }, parts: readonly (readonly Token[])[], inherited: readonly string[], isIfMissing: boolean): Extract<Definition, { readonly operation: 'createTable' }> {
  const columns: ColumnFact[] = [];
  const foreignKeys: ForeignKeyFact[] = [];
  const indexes: IndexFact[] = [];
  const copies = [...inherited];
  let primaryKey: readonly string[] = [];
  let primaryKeyName: string | undefined;
  for (const part of parts) {
    const [first, second] = part;
    const isPart = first?.kind === 'word' && TABLE_PARTS.has(first.upper) && !(second?.kind === 'word' && isTypeWord(second.upper) && first.upper !== 'CONSTRAINT');
    if (isPart) {
      const constraint = parseConstraint(new Cursor(part));
      if (constraint.primaryKey !== undefined) [primaryKey, primaryKeyName] = [constraint.primaryKey, constraint.name];
      if (constraint.copied !== undefined) copies.push(constraint.copied);
      if (constraint.index !== undefined) indexes.push(constraint.index);
      if (constraint.foreignKey !== undefined) foreignKeys.push(constraint.foreignKey);
      continue;
    }
    const parsed = parseColumn(part);
    if (parsed === undefined) continue;
    columns.push(parsed.column);
    if (parsed.foreignKey !== undefined) foreignKeys.push(parsed.foreignKey);
    if (parsed.index !== undefined) indexes.push(parsed.index);
  }
  const own = primaryKeyOf(columns);
  const keys = new Set((primaryKey.length > 0 ? primaryKey : own).map((key) => key.toLowerCase()));
  return {
    operation: 'createTable',
    ...name,
    columns: columns.map((column) => (keys.has(column.name.toLowerCase()) ? { ...column, isNullable: false } : column)),
    primaryKey: primaryKey.length > 0 ? primaryKey : own,
    ...(primaryKeyName === undefined ? {} : { primaryKeyName }),
    indexes,
    foreignKeys,
    copies,
    isIfMissing,
  };
}

/** A column may be called `key` or `index`: then a type follows. */
function isTypeWord(word: string): boolean {
  return /^(?:INT|INTEGER|BIGINT|SMALLINT|TINYINT|TEXT|VARCHAR|NVARCHAR|CHAR|CHARACTER|UUID|BOOLEAN|BOOL|DATE|TIMESTAMP|TIMESTAMPTZ|DATETIME|NUMERIC|DECIMAL|REAL|DOUBLE|FLOAT|BLOB|BYTEA|JSON|JSONB|SERIAL|BIGSERIAL)$/.test(word);
}

interface Constraint {
  readonly name?: string;
  /** The table of `LIKE table`. */
  readonly copied?: string;
  readonly primaryKey?: readonly string[];
  readonly index?: IndexFact;
  readonly foreignKey?: ForeignKeyFact;
  /** SQL Server's `DEFAULT 0 FOR column`. */
  readonly fallback?: ColumnFact;
}

function parseConstraint(cursor: Cursor): Constraint {
  if (cursor.take('LIKE')) {
    const copied = fullName(cursor.qualifiedName());
    return copied === undefined ? {} : { copied };
  }
  let name: string | undefined;
  if (cursor.take('CONSTRAINT') && !cursor.looksAt('FOREIGN') && !cursor.looksAt('PRIMARY')) name = cursor.name();
  const named = name === undefined ? {} : { name };
  if (cursor.take('PRIMARY', 'KEY')) {
    takeClustering(cursor);
    return { ...named, primaryKey: cursor.nameList() };
  }
  if (cursor.take('FOREIGN', 'KEY')) {
    // MySQL's name of the index.
    if (cursor.peek()?.text !== '(') cursor.name();
    const columns = cursor.nameList();
    return cursor.take('REFERENCES') ? { foreignKey: { ...named, columns, target: readTarget(cursor) } } : {};
  }
  const isUnique = cursor.take('UNIQUE');
  const isIndex = cursor.take('KEY') || cursor.take('INDEX') || isUnique;
  if (cursor.take('DEFAULT')) {
    const value = readDefault(cursor);
    const column = cursor.take('FOR') ? cursor.name() : undefined;
    return column === undefined ? {} : { fallback: { name: column, default: value } };
  }
  if (!isIndex) return {};
  takeClustering(cursor);
  cursor.take('NULLS', 'NOT', 'DISTINCT');
  if (cursor.peek()?.text !== '(' && !cursor.looksAt('USING')) name = cursor.name();
  const isUniqueIndex = cursor.take('UNIQUE') || isUnique;
  takeClustering(cursor);
  if (cursor.take('USING')) cursor.name();
  return { index: { ...(name === undefined ? {} : { name }), columns: cursor.nameList(), isUnique: isUniqueIndex } };
}

function createIndex(cursor: Cursor, isUnique: boolean): readonly Definition[] {
  cursor.take('CONCURRENTLY');
  cursor.take('IF', 'NOT', 'EXISTS');
  const index = cursor.looksAt('ON') ? undefined : cursor.qualifiedName()?.name;
  if (!cursor.take('ON')) return [];
  cursor.take('ONLY');
  const table = fullName(cursor.qualifiedName());
  if (cursor.take('USING')) cursor.name();
  const columns = cursor.nameList();
  return table === undefined ? [] : [{ operation: 'addIndex', name: table, index: { ...(index === undefined ? {} : { name: index }), columns, isUnique } }];
}

function drop(cursor: Cursor): readonly Definition[] {
  cursor.take('IF', 'EXISTS');
  const isCascading = cursor.tokens[cursor.tokens.length - 1]?.upper === 'CASCADE';
  return splitList(cursor.tokens.slice(cursor.position)).flatMap((part) => {
    const name = fullName(new Cursor(part).qualifiedName());
    return name === undefined ? [] : [{ operation: 'dropTable' as const, name, ...(isCascading ? { isCascading } : {}) }];
  });
}

/** SQL Server renames by a procedure: `EXEC sp_rename 'table.column', 'new', 'COLUMN'`. */
function procedure(cursor: Cursor): readonly Definition[] {
  if (!/^sp_rename$/i.test(cursor.qualifiedName()?.name ?? '')) return [];
  const [from = '', to = '', kind = ''] = cursor.tokens.slice(cursor.position).flatMap((token) => (token.kind === 'string' ? [token.text.replaceAll(/[[\]]/g, '')] : []));
  if (kind.toUpperCase() !== 'COLUMN') return (kind === '' || kind.toUpperCase() === 'OBJECT') && to !== '' ? [{ operation: 'renameTable', name: from, to }] : [];
  const dot = from.lastIndexOf('.');
  return dot < 0 ? [] : [{ operation: 'renameColumn', name: from.slice(0, dot), column: from.slice(dot + 1), to }];
}

function alter(cursor: Cursor): readonly Definition[] {
  cursor.take('IF', 'EXISTS');
  cursor.take('ONLY');
  const name = fullName(cursor.qualifiedName());
  if (name === undefined) return [];
  if (cursor.take('WITH', 'CHECK') || cursor.take('WITH', 'NOCHECK')) return alterPart(name, cursor.tokens.slice(cursor.position));
  // SQL Server gives several columns after one ADD.
  return splitList(cursor.tokens.slice(cursor.position)).flatMap((part, index, parts) => {
    const isContinued = index > 0 && parts[0]?.[0]?.upper === 'ADD' && part[0]?.upper !== 'ADD' && !/^(?:DROP|ALTER|MODIFY|CHANGE|RENAME)$/.test(part[0]?.upper ?? '');
    return alterPart(name, isContinued && parts[0]?.[0] !== undefined ? [parts[0][0], ...part] : part);
  });
}

function alterPart(name: string, tokens: readonly Token[]): readonly Definition[] {
  const cursor = new Cursor(tokens);
  if (cursor.take('RENAME')) return rename(name, cursor);
  if (cursor.take('SET', 'SCHEMA')) {
    const toSchema = cursor.name();
    return toSchema === undefined ? [] : [{ operation: 'renameTable', name, to: name.slice(name.lastIndexOf('.') + 1), toSchema }];
  }
  if (cursor.take('ADD')) return add(name, cursor);
  if (cursor.take('DROP')) {
    if (cursor.take('PRIMARY', 'KEY')) return [{ operation: 'dropPrimaryKey', name }];
    if (['CONSTRAINT', 'INDEX', 'KEY'].some((word) => cursor.take(word)) || cursor.take('FOREIGN', 'KEY')) {
      cursor.take('IF', 'EXISTS');
      const constraint = cursor.name();
      return constraint === undefined ? [] : [{ operation: 'dropConstraint', name, constraint }];
    }
    cursor.take('COLUMN');
    cursor.take('IF', 'EXISTS');
    const column = cursor.name();
    return column === undefined ? [] : [{ operation: 'dropColumn', name, column }];
  }
  if (cursor.take('MODIFY')) return changed(name, cursor);
  if (cursor.take('CHANGE')) {
    cursor.take('COLUMN');
    const from = cursor.name();
    const parsed = parseColumn(cursor.tokens.slice(cursor.position));
    if (from === undefined || parsed === undefined) return [];
    return [...(from === parsed.column.name ? [] : [{ operation: 'renameColumn' as const, name, column: from, to: parsed.column.name }]), { operation: 'alterColumn', name, column: parsed.column }];
  }
  return cursor.take('ALTER') ? alterColumn(name, cursor) : [];
}

function changed(name: string, cursor: Cursor): readonly Definition[] {
  cursor.take('COLUMN');
  const parsed = parseColumn(cursor.tokens.slice(cursor.position));
  return parsed === undefined ? [] : [{ operation: 'alterColumn', name, column: parsed.column }];
}

function rename(name: string, cursor: Cursor): readonly Definition[] {
  if (cursor.take('TO') || cursor.take('AS')) {
    const to = cursor.qualifiedName();
    return to === undefined ? [] : [{ operation: 'renameTable', name, to: to.name }];
  }
  if (cursor.looksAt('CONSTRAINT') || cursor.looksAt('INDEX') || cursor.looksAt('KEY')) return [];
  cursor.take('COLUMN');
  const column = cursor.name();
  const to = cursor.take('TO') ? cursor.name() : undefined;
  return column === undefined || to === undefined ? [] : [{ operation: 'renameColumn', name, column, to }];
}

function add(name: string, cursor: Cursor): readonly Definition[] {
  const first = cursor.peek();
  const second = cursor.peek(1);
  if (first?.kind === 'word' && TABLE_PARTS.has(first.upper) && !(second?.kind === 'word' && isTypeWord(second.upper) && first.upper !== 'CONSTRAINT')) {
    const { primaryKey, index, foreignKey, fallback, name: constraint } = parseConstraint(new Cursor(cursor.tokens.slice(cursor.position)));
    if (primaryKey !== undefined) return [{ operation: 'addPrimaryKey', name, columns: primaryKey, ...(constraint === undefined ? {} : { constraint }) }];
    if (foreignKey !== undefined) return [{ operation: 'addForeignKey', name, foreignKey }];
    if (fallback !== undefined) return [{ operation: 'alterColumn', name, column: fallback }];
    return index === undefined ? [] : [{ operation: 'addIndex', name, index }];
  }
  cursor.take('COLUMN');
  cursor.take('IF', 'NOT', 'EXISTS');
  const group = cursor.peek()?.text === '(' ? splitList(cursor.group()) : [cursor.tokens.slice(cursor.position)];
  return group.flatMap((part): Definition[] => {
    const parsed = parseColumn(part);
    if (parsed === undefined) return [];
    const { column, foreignKey, index } = parsed;
    return [{ operation: 'addColumn', name, column }, ...(foreignKey === undefined ? [] : [{ operation: 'addForeignKey' as const, name, foreignKey }]), ...(index === undefined ? [] : [{ operation: 'addIndex' as const, name, index }])];
  });
}

/** `ALTER COLUMN a SET NOT NULL`, `… TYPE text`, SQL Server's `ALTER COLUMN a int NOT NULL`. What is not said stays absent. */
function alterColumn(name: string, cursor: Cursor): readonly Definition[] {
  cursor.take('COLUMN');
  const column = cursor.name();
  if (column === undefined) return [];
  const change = (fact: Omit<ColumnFact, 'name'>): readonly Definition[] => [{ operation: 'alterColumn', name, column: { name: column, ...fact } }];
  if (cursor.take('SET', 'NOT', 'NULL')) return change({ isNullable: false });
  if (cursor.take('DROP', 'NOT', 'NULL')) return change({ isNullable: true });
  if (cursor.take('SET', 'DEFAULT')) return change({ default: readDefault(cursor) });
  if (cursor.take('DROP', 'DEFAULT')) return change({ default: '' });
  if (cursor.take('DROP') || cursor.looksAt('ADD')) return [];
  const isTyped = cursor.take('SET', 'DATA', 'TYPE') || cursor.take('TYPE');
  const start = cursor.position;
  const parsed = parseColumn([{ kind: 'name', text: column, upper: '', start: 0, end: 0 }, ...cursor.tokens.slice(start)]);
  if (parsed === undefined) return [];
  const { type, isNullable } = parsed.column;
  return change({ ...(type === undefined ? {} : { type }), ...(isTyped || isNullable === undefined ? {} : { isNullable }) });
}
