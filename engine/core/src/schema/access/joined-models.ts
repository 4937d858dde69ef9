import { Expression, SYMBOL } from '../../facts/schema.js';
import type { ChainLink, FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { CONSTANTS, modelKey } from './model-keys.js';
import type { Keys } from './model-keys.js';
import { ownerOfColumn } from './named-columns.js';
import type { PlacedExpression } from '../returned.js';
import { qualifiedIn } from './text-columns.js';

/** Calls that join what they are given. */
const JOINS = /^(?:left|right|inner|full|cross|outer|natural|_)*joins?(?:_from|Lateral)?$/i;
/** Calls that ask for rows of all that they are given. */
const ASKS = /^(?:query|select)$/;
/** Functions that give a table another name. */
const ALIASES = /^alias(?:ed|edTable)?$/;
/** `users`, `users as u`, `users u`, `users ON …`, also behind the words of the join. */
const TABLE = /^\s*(?:(?:left|right|inner|full|cross|outer|natural)\s+)*(?:join\s+)?["'`[]?([A-Za-z_][\w.]*)["'`\]]?(?:\s|$)(?:(?:as\s+)?(?!on\b|using\b)(\w+))?/i;
const LONGEST_TEXT = 4_000;
const DEPTH = 4;

/** A model or table that a call works on beside its own. */
export type Joined = Pick<AccessSite, 'models' | 'calledModel' | 'declaredTable' | 'columns' | 'related' | 'isRelatedOnly' | 'hasColumns'> & { /** Only columns are named. */ readonly isOfColumns?: boolean };

/** Models and tables that joins are given: `.join(Post)`, `.innerJoin(posts, …)`, `.Join("orders o ON o.user_id = u.id")`. */
export function joinedModels(view: FileView, verbs: readonly ChainLink[], keys: Keys): readonly Joined[] {
  return verbs.flatMap(({ name, call }) => {
    const given = view.arguments(call).filter((part) => part.name === undefined).map(({ value }) => value);
    if (ASKS.test(name)) return given.slice(1).flatMap((value) => (view.kind(value) === Expression.name ? modelNamed({ view, expression: value }, keys) : []));
    const [first] = JOINS.test(name) ? given : [];
    if (first === undefined) return [];
    const isAlias = view.kind(first) === Expression.call && ALIASES.test(view.name(first));
    const value = isAlias ? view.argument(first, 0) : first;
    const owner = ownerOfColumn(view, value);
    if (owner >= 0) return [{ models: [keys.keyOf(owner)], columns: [], related: [{ path: [view.name(value)], access: 'reads', columns: [] }], isRelatedOnly: true }];
    const text = view.text(value);
    return text === undefined ? modelNamed({ view, expression: value }, keys) : tableNamed(text, keys, name);
  });
}

/** Columns that texts name with their tables: `select('posts.title')`, `where('users.id', '=', id)`. */
export function qualifiedColumns(view: FileView, verbs: readonly ChainLink[]): readonly Joined[] {
  const columns = new Map<string, Set<string>>();
  for (const { call } of verbs) {
    for (const { value } of view.arguments(call)) {
      for (const row of view.kind(value) === Expression.array ? view.arguments(value).map((part) => part.value) : [value]) {
        for (const { table, column } of view.kind(row) === Expression.literal ? qualifiedIn(view.text(row) ?? '') : []) {
          const known = columns.get(table) ?? new Set<string>();
          columns.set(table, known.add(column));
        }
      }
    }
  }
  return [...columns].map(([table, names]) => ({ declaredTable: table, columns: [...names], isOfColumns: true, hasColumns: true }));
}

/** A table that a join names in a text, with those of its columns that the join compares. */
function tableNamed(text: string, { conventions }: Keys, verb: string): readonly Joined[] {
  if (text.length > LONGEST_TEXT) return [];
  // A name alone is a relation's where the mapper is given these.
  const [, table, alias] = conventions.follows(verb) && !/\s/.test(text) ? [] : (TABLE.exec(text) ?? []);
  if (table === undefined) return [];
  // By its other name in the same text.
  const columns = alias === undefined ? [] : qualifiedIn(text).flatMap((one) => (one.table === alias ? one.column : []));
  return [{ declaredTable: table, columns }];
}

/** The model that an expression names: a class, a constant that holds a table, or a name under which one was defined. */
export function modelNamed({ view, expression }: PlacedExpression, keys: Keys): readonly Joined[] {
  const kind = view.kind(expression);
  if (kind !== Expression.name && kind !== Expression.member) return [];
  const symbol = view.symbolNamed(expression);
  const key = symbol < 0 ? undefined : CONSTANTS.has(view.program.cell(symbol, SYMBOL.kind)) ? keys.keyOf(symbol) : modelKey(symbol, view, keys);
  const called = keys.conventions.hasCalledModels && /^[A-Z]/.test(view.name(expression)) ? view.name(expression) : undefined;
  return key === undefined && called === undefined ? [] : [{ ...(key === undefined ? {} : { models: [key] }), ...(called === undefined ? {} : { calledModel: called }), columns: [] }];
}

/** Columns of tables that constants hold, by the tables' keys: `eq(books.authorId, authors.id)`. */
export function constantColumns(view: FileView, verbs: readonly ChainLink[], keys: Keys): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const read = (row: number, depth: number): void => {
    const kind = view.kind(row);
    if (kind === Expression.member) {
      const owner = view.operand(row);
      const symbol = view.kind(owner) === Expression.name && view.localOf(owner) < 0 ? view.symbolNamed(owner) : -1;
      if (symbol < 0 || !CONSTANTS.has(view.program.cell(symbol, SYMBOL.kind))) return;
      const columns = found.get(keys.keyOf(symbol)) ?? new Set<string>();
      found.set(keys.keyOf(symbol), columns);
      columns.add(view.name(row));
    } else if (depth < DEPTH && (kind === Expression.call || kind === Expression.object || kind === Expression.array)) for (const { value } of view.arguments(row)) read(value, depth + 1);
  };
  for (const { call } of verbs) for (const { value } of view.arguments(call)) read(value, 0);
  return found;
}
