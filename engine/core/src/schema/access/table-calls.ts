import { Expression } from '../../facts/schema.js';
import type { ChainLink, FileView } from '../../view/file-view.js';

/** Calls of query builders that are given a table's name. */
const TABLE_CALLS = /^(?:table|from|into|selectFrom|insertInto|replaceInto|mergeInto|truncateTable|fetchCount|fetchExists|updateTable|deleteFrom|knex|db|trx|Table|From|Into)$/;
/** Calls of builders that are given a table's name where they begin with what people call a builder or a connection: `sq.Insert("users")`. */
const CHANGED_TABLE = /^(?:Insert|Update|Delete|Replace|insert|update|delete)$/;
const BUILDER = /^\$?(?:sq|squirrel|psql|goqu|dialect)$|builder|connection|^\$?conn$/i;
/** What FluentMigrator's statements begin with: they define tables. */
const DEFINES = /^(?:Create|Alter|Rename)$/;
/** Languages for which generators make constants of tables, as jOOQ does. */
const OF_JVM = new Set(['java', 'kotlin']);
/** What people call jOOQ's context, and functions that give one. */
const CONTEXT = /^(?:ctx|create|jooq)$|context$/i;
const CALLED_CONTEXT = /^(?:get)?dsl(?:Context)?$/i;
/** How generators call tables' constants: `Tables.BOOK_AUTHOR`. */
const GENERATED = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** `users` of `DB::table('users')`, `knex('users')`, `db.selectFrom('users as u')`, `dsl.selectFrom(BOOK)`. */
export function tableInCall(view: FileView, chain: readonly ChainLink[]): string | undefined {
  const [root] = chain;
  if (root !== undefined && root.call < 0 && DEFINES.test(root.name)) return undefined;
  for (const link of chain) {
    const isChange = CHANGED_TABLE.test(link.name);
    const isGiven = TABLE_CALLS.test(link.name) || (isChange && chain.some((other) => other !== link && BUILDER.test(other.name)));
    const given = link.call >= 0 && (isGiven || isChange) ? view.argument(link.call, 0) : -1;
    const text = given < 0 ? undefined : ((isGiven ? view.text(given) : undefined) ?? (mayBeGenerated(view, chain) ? generatedTable(view, given) : undefined));
    const name = text === undefined ? undefined : /^([A-Za-z_][\w.]*)(?:\s+(?:as\s+)?\w+)?$/i.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Whether a call may be given a table that a generator made a constant of. */
function mayBeGenerated(view: FileView, chain: readonly ChainLink[]): boolean {
  if (!OF_JVM.has(view.file.languageId)) return false;
  return chain.some(({ name, call }) => (call < 0 && CONTEXT.test(name)) || CALLED_CONTEXT.test(name)) || [...(view.file.manifest?.dependencies.keys() ?? [])].some((name) => name.includes('jooq'));
}

/** `BOOK` of a constant that a generator made of the schema, as jOOQ does, also by a variable and under another name: `val b = Tables.BOOK.as("b")`. */
function generatedTable(view: FileView, given: number): string | undefined {
  const kind = view.kind(given);
  if (kind !== Expression.name && kind !== Expression.member && kind !== Expression.call) return undefined;
  // `ORDERS` of `static final String ORDERS = "orders"` is the code's own.
  if (view.text(given) !== undefined) return undefined;
  const set = GENERATED.test(view.name(given)) || kind === Expression.call ? undefined : view.setting(given);
  const [owner, row] = set === undefined ? [view, given] : [set.view, set.row];
  const links = owner.kind(row) === Expression.call ? owner.chain(row) : [];
  return [owner.name(row), ...links.map(({ name }) => name)].find((name) => GENERATED.test(name));
}
