import type { FactsBuilder } from '../../facts/file-facts.js';
import { Expression, Scope } from '../../facts/schema.js';
import { nestedStatements } from '../../schema/sql/nested-statements.js';
import { withoutRows } from '../../schema/sql/rows.js';
import { CHANGELOG_KIND, NAMED_KIND, statementsOf } from '../../schema/sql/tokens.js';
import type { Token } from '../../schema/sql/tokens.js';
import type { LanguageReader } from '../load-reader.js';

const DEFINES = /^(?:CREATE|ALTER|DROP|RENAME|EXEC|EXECUTE)$/;
/** The first line of a changelog of Liquibase that is written in SQL. */
const FORMATTED = /^\s*--\s*liquibase\s+formatted\s+sql\b/i;
/** Lines by which goose, sql-migrate, dbmate and MyBatis' migrations part what takes a migration back from what it does. */
const DIRECTION = /^[ \t]*--[ \t]*(?:\+(?:goose|migrate|micrate)[ \t]+|migrate:|\/\/[ \t]*@)(up|down|undo)\b/gim;
/** `DO $$ … $$` that defines something. */
const RUN_TEXT = /\b(?:create|alter|drop|rename)\s+(?:table|type|(?:unique\s+)?index)\b/i;
/** `-- name: get-user`, `-- name: GetUser :one`, `-- :name get_user :one`: what stands behind is run by its name (goyesql, sqlc, aiosql, PugSQL); `selectUser:` of SQLDelight. */
const NAME = /^[ \t]*(?:--|\/\*)[ \t]*:?name(?:[ \t]*:[ \t]*|[ \t]+)([A-Za-z_][\w-]*)[^\n]*|^([A-Za-z_]\w*):[ \t]*\{?[ \t]*\r?$/gim;
const LONGEST_STATEMENT = 256 * 1024;

/** Statements that define something, each a literal at its place. Rows that a file inserts say nothing of the schema. */
function readFacts(source: string, facts: FactsBuilder): void {
  const scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
  const kind = facts.intern(FORMATTED.test(source) ? CHANGELOG_KIND : 'statement');
  let row = 0;
  let lineStart = 0;
  const takenBack = takenBackIn(source);
  for (const tokens of statementsOf(withoutRows(source)).flatMap(nestedStatements)) {
    const [first] = tokens;
    const last = tokens[tokens.length - 1];
    if (first !== undefined && takenBack.some(({ start, end }) => first.start >= start && first.start < end)) continue;
    if (first === undefined || last === undefined || !(DEFINES.test(first.upper) || (first.upper === 'DO' && runsDefinition(tokens))) || last.end - first.start > LONGEST_STATEMENT) continue;
    for (let next = source.indexOf('\n', lineStart); next >= 0 && next < first.start; next = source.indexOf('\n', lineStart)) {
      row++;
      lineStart = next + 1;
    }
    facts.tables.expressions.add(Expression.literal, kind, -1, facts.intern(source.slice(first.start, last.end)), scope, row, first.start - lineStart);
  }
  readNamed(source, facts, scope);
}

/** Statements that have a name, up to the next that has one. */
function readNamed(source: string, facts: FactsBuilder, scope: number): void {
  const names = [...source.matchAll(NAME)];
  let row = 0;
  let counted = 0;
  names.forEach(({ 0: line, 1: stated, 2: label = '', index }, at) => {
    const name = stated ?? label;
    const start = index + line.length;
    const end = names[at + 1]?.index ?? source.length;
    for (let next = source.indexOf('\n', counted); next >= 0 && next < index; next = source.indexOf('\n', counted)) {
      row++;
      counted = next + 1;
    }
    if (end - start <= LONGEST_STATEMENT) facts.tables.expressions.add(Expression.literal, facts.intern(`${NAMED_KIND}${name}`), -1, facts.intern(source.slice(start, end)), scope, row, 0);
  });
}

function runsDefinition(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind, text }) => kind === 'string' && RUN_TEXT.test(text));
}

/** Parts of a file that take back what the others do. */
function takenBackIn(source: string): readonly { readonly start: number; readonly end: number }[] {
  const marks = [...source.matchAll(DIRECTION)];
  return marks.flatMap(({ index, 1: direction = '' }, at) => (direction.toLowerCase() === 'up' ? [] : [{ start: index, end: marks[at + 1]?.index ?? source.length }]));
}

export const reader: LanguageReader = { facts: readFacts };
