import { EXPRESSION, Expression, Kind, SYMBOL } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import { outsidePath } from '../../view/file-view.js';
import type { ChainLink, FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { callPlace } from './access-place.js';
import { accessesOf } from '../sql/accesses.js';
import { NAMED_KIND, statementsOf } from '../sql/tokens.js';

/** How sure it is that a statement with a name is the one that is run by it. */
const BY_NAME = 90;
const LANGUAGES = new Set(['go', 'python', 'kotlin', 'java']);
/** What SQLDelight makes of a file: `UsersQueries` of `Users.sq`. */
const OF_FILE = /(?:^|\.)(\w+Queries)$/;
/** What people call an object whose fields are statements. */
const HOLDER = /(?:^|_)(?:q|qs|quer(?:y|ies)|stmts?|statements?|sql)$/i;
/** `query:"get-user"` of a field's tag, as goyesql fills it. */
const TAG = /\bquery:"([\w-]+)"/;
/** Libraries of Python that make an object with a method for each statement. */
const MAKERS = /^pypi:(?:aiosql|pugsql)!/;
/** Methods of dotsql that are given a statement's name. */
const OF_DOTSQL = /^go:github\.com\/(?:gchaincl|qustavo|swithek)\/dotsql!/;

/** What statements of a file of SQL do that have a name: it counts where code runs them. */
export function namedStatements(view: FileView): readonly AccessSite[] {
  const { expressions } = view.facts;
  return Array.from({ length: expressions.rows }, (_, row) => row).flatMap((row): readonly AccessSite[] => {
    const kind = view.facts.text(expressions.get(row, EXPRESSION.name));
    if (!kind.startsWith(NAMED_KIND)) return [];
    const [, file] = /([^/]*)\.sq$/.exec(view.file.path) ?? [];
    const statement = statementKey(`${file === undefined ? '' : `${file}Queries.`}${kind.slice(NAMED_KIND.length)}`);
    return statementsOf(view.facts.text(expressions.get(row, EXPRESSION.extra))).flatMap((tokens) => accessesOf(tokens).map(({ access, table, columns }): AccessSite => ({ access, rule: 'sql.named', statement, declaredTable: table, columns, source: undefined, range: view.place(row), marks: 0, confidence: BY_NAME })));
  });
}

/** `get-user`, `get_user` and `GetUser` are told apart by no library that has two of them. */
function statementKey(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

/** Statements with names that code runs: by a field with a tag, a method of what a library made of the file, or its name as a text. */
export function runStatements(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string): readonly AccessSite[] {
  if (!LANGUAGES.has(view.file.languageId)) return [];
  return view.calls().flatMap((call): readonly AccessSite[] => {
    if (view.kind(call.expression) !== Expression.call) return [];
    const chain = view.chain(call.expression);
    const given = view.arguments(call.expression).map(({ value }) => value);
    const names = [...[...chain.slice(-2, -1).filter((link) => link.call < 0).map(({ expression }) => expression), ...given].flatMap((row) => taggedField(view, row) ?? []), ...madeMethod(view, chain), ...methodOfFile(view, chain), ...(OF_DOTSQL.test(outsidePath(call.outcome) ?? '') ? given.flatMap((row) => view.text(row) ?? []) : [])];
    return [...new Set(names)].map((name) => ({ access: 'reads', rule: 'sql.named', runs: statementKey(name), columns: [], ...callPlace(view, call, marks, keyOf), confidence: BY_NAME }));
  });
}

/** `get-user` of `q.GetUser`, where the field has the tag `query:"get-user"`. */
function taggedField(view: FileView, row: number): string | undefined {
  if (view.file.languageId !== 'go' || view.kind(row) !== Expression.member || !HOLDER.test(view.name(view.operand(row)))) return undefined;
  const symbol = view.symbolNamed(row);
  if (symbol < 0 || view.program.cell(symbol, SYMBOL.kind) !== Kind.field) return undefined;
  const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
  const texts = owner.decorationsOf(symbol - owner.file.firstSymbol).flatMap(({ expression }) => owner.arguments(expression).flatMap(({ value }) => owner.text(value) ?? []));
  return texts.map((text) => TAG.exec(text)?.[1]).find((name) => name !== undefined);
}

/** `get_user` of `queries.get_user(…)`, where `queries` is what a library made of files of SQL. */
function madeMethod(view: FileView, chain: readonly ChainLink[]): readonly string[] {
  const [holder, method] = chain.slice(-2);
  if (view.file.languageId !== 'python' || holder === undefined || method === undefined || holder.call >= 0) return [];
  const made = view.setting(holder.expression);
  if (made === undefined || made.view.kind(made.row) !== Expression.call || !MAKERS.test(outsidePath(made.view.callOf(made.row)?.outcome) ?? '')) return [];
  return [method.name.replace(/_cursor$/, '')];
}

/** `usersQueries.selectUser` of `usersQueries.selectUser(id).executeAsOne()`: what SQLDelight makes of a file of statements has a method for each. */
function methodOfFile(view: FileView, chain: readonly ChainLink[]): readonly string[] {
  if (view.file.languageId !== 'kotlin' && view.file.languageId !== 'java') return [];
  const [holder, method] = chain.slice(-2);
  if (holder === undefined || method === undefined || holder.call >= 0) return [];
  const declared = view.declaredType(holder.expression);
  const type = declared === undefined || declared.type < 0 ? '' : view.viewOf(declared.view).typeText(declared.type);
  const name = OF_FILE.exec(type)?.[1] ?? OF_FILE.exec(holder.name)?.[1];
  return name === undefined ? [] : [`${name}.${method.name}`];
}
