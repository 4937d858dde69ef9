import type { ColumnFact, ForeignKeyFact, IndexFact } from '../model.js';
import { Cursor, textOf } from './cursor.js';
import type { Token } from './tokens.js';

/** Words that end a column's type or default: its constraints follow. */
const CONSTRAINTS = new Set(['NOT', 'NULL', 'DEFAULT', 'PRIMARY', 'UNIQUE', 'REFERENCES', 'CHECK', 'CONSTRAINT', 'COLLATE', 'GENERATED', 'AUTO_INCREMENT', 'AUTOINCREMENT', 'IDENTITY', 'COMMENT', 'ON', 'AS', 'FIRST', 'AFTER', 'KEY', 'INDEX', 'ENCODE', 'STORED', 'VIRTUAL', 'INVISIBLE', 'ROWGUIDCOL', 'SPARSE', 'USING', 'CHARACTER', 'CHARSET', 'DEFERRABLE', 'INITIALLY', 'MATCH']);
const SERIAL = /^(?:big|small)?serial\d?$/i;

export interface ParsedColumn {
  readonly column: ColumnFact;
  readonly foreignKey: ForeignKeyFact | undefined;
  /** One that stands in the column, as SQL Server has it. */
  readonly index: IndexFact | undefined;
}

/** A column's definition: name, type, and what follows. */
export function parseColumn(tokens: readonly Token[]): ParsedColumn | undefined {
  const cursor = new Cursor(tokens);
  const name = cursor.name();
  if (name === undefined) return undefined;
  const typeStart = cursor.position;
  skipType(cursor);
  const typeTokens = tokens.slice(typeStart, cursor.position);
  const type = textOf(typeTokens);
  const values = enumValues(typeTokens);
  let isNullable: boolean | undefined;
  let isPrimaryKey = false;
  let isUnique = false;
  let fallback: string | undefined;
  let foreignKey: ForeignKeyFact | undefined;
  let index: IndexFact | undefined;
  let constraint: string | undefined;
  while (!cursor.isAtEnd) {
    if (cursor.take('NOT', 'NULL')) isNullable = false;
    else if (cursor.take('NULL')) isNullable ??= true;
    else if (cursor.take('PRIMARY', 'KEY')) isPrimaryKey = true;
    else if (cursor.take('UNIQUE')) isUnique = true;
    else if (cursor.take('DEFAULT')) fallback = readDefault(cursor);
    else if (cursor.take('CONSTRAINT')) constraint = cursor.name();
    else if (cursor.take('REFERENCES')) foreignKey = { ...(constraint === undefined ? {} : { name: constraint }), columns: [name], target: readTarget(cursor) };
    else if (cursor.take('INDEX')) {
      const indexName = cursor.name();
      index = { ...(indexName === undefined ? {} : { name: indexName }), columns: [name], isUnique: cursor.take('UNIQUE') };
    } else cursor.next();
  }
  // A serial column is never null and numbers itself.
  if (SERIAL.test(type)) isNullable = false;
  const column: ColumnFact = {
    name,
    ...(type === '' ? {} : { type }),
    ...(isPrimaryKey ? { isPrimaryKey } : {}),
    ...(isUnique ? { isUnique } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values === undefined ? {} : { values }),
    isNullable: isPrimaryKey ? false : (isNullable ?? true),
  };
  return { column, foreignKey, index };
}

/** Steps over a type: words and brackets up to the first constraint. */
function skipType(cursor: Cursor): void {
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    if (token.kind === 'word' && CONSTRAINTS.has(token.upper) && !(token.upper === 'CHARACTER' && cursor.peek(1)?.upper === 'VARYING') && !isTypeStart(cursor)) return;
    if (token.text === '(' && token.kind === 'sign') cursor.group();
    else cursor.next();
  }
}

/** `character varying(10)`, `character(1)`: the word is the type itself. */
function isTypeStart(cursor: Cursor): boolean {
  return cursor.peek()?.upper === 'CHARACTER' && cursor.peek(1)?.upper !== 'SET';
}

function enumValues(tokens: readonly Token[]): readonly string[] | undefined {
  return tokens[0]?.upper === 'ENUM' ? tokens.flatMap((token) => (token.kind === 'string' ? [token.text] : [])) : undefined;
}

/** A default: a literal, a call, or an expression in brackets, with its casts. */
export function readDefault(cursor: Cursor): string {
  const start = cursor.position;
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    // SQL Server gives a default to rows that are there (`WITH VALUES`) and to a column (`FOR column`).
    if (cursor.position > start && token.kind === 'word' && (CONSTRAINTS.has(token.upper) || cursor.looksAt('FOR') || cursor.looksAt('WITH', 'VALUES'))) break;
    if (token.text === '(' && token.kind === 'sign') cursor.group();
    else cursor.next();
  }
  return textOf(cursor.tokens.slice(start, cursor.position));
}

/** `table (columns)` after REFERENCES; what is done on update or delete is left. */
export function readTarget(cursor: Cursor): ForeignKeyFact['target'] {
  const target = cursor.qualifiedName();
  const columns = cursor.nameList();
  if (target === undefined) return {};
  return { table: target.schema === undefined ? target.name : `${target.schema}.${target.name}`, ...(columns.length === 0 ? {} : { columns }) };
}
