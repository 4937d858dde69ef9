import { Expression, Kind, SYMBOL } from '../../facts/schema.js';
import type { ChainLink, FileView } from '../../view/file-view.js';
import type { QueryOptions } from './query-options.js';
import { columnsInText } from './text-columns.js';

/** Verbs that are given what records are chosen by. */
export const CONDITIONS = /^(?:where|having|filter|select|order|group|join|include|count|limit|exclude)/i;
const ENTRY_DEPTH = 3;

/** A name that may be a column's, and whether records are chosen by it. */
export interface NamedColumn {
  readonly name: string;
  readonly isCondition: boolean;
}

/** Keys and keywords of what records are chosen by: `{ where: { id } }`. */
const CONDITION = /^(?:where|filters?|conditions?|criteria)$/;

/** Verbs that are given what records are chosen by before what is done with them: `increment({ id }, 'total', 2)`, `updateOne({ id }, { name })`. */
const CHOSEN_FIRST = /^(?:update(?:One|Many)?|increment|decrement|findOneAnd\w+|replaceOne|softDelete|restore|delete(?:One|Many)?)$/;
const REMOVES = /^(?:softDelete|restore|delete)/;

/** Names in what a call is given that may be columns: keys of objects, keywords, members of a lambda's parameter. Objects that are options are read by these. */
export function columnsIn(view: FileView, { name: verb, call }: ChainLink, options: QueryOptions | undefined): readonly NamedColumn[] {
  const isGiven = CONDITIONS.test(verb);
  const given = view.arguments(call);
  const hasCriteria = options !== undefined && CHOSEN_FIRST.test(verb) && (REMOVES.test(verb) || (given.length > 1 && view.argument(given[1]?.value ?? -1, 'where') < 0));
  const named = (names: readonly string[], isChosenBy: boolean): readonly NamedColumn[] => names.map((name) => ({ name, isCondition: isGiven || isChosenBy }));
  return given.flatMap((part): readonly NamedColumn[] => options !== undefined && view.kind(part.value) === Expression.object && options.take(view, part.value, verb) ? [] : [
    ...named(part.name === undefined ? [] : [part.name.replace(/__.*$/, '')], false),
    ...(view.kind(part.value) === Expression.object
      ? view.arguments(part.value).flatMap((entry) => named([...(entry.name === undefined ? shorthand(view, entry.value) : [entry.name]), ...namesIn(view, entry.value, 1)], (hasCriteria && part.position === 0) || CONDITION.test(entry.name ?? '')))
      : named(namesIn(view, part.value, 0), CONDITION.test(part.name ?? ''))),
    ...textColumns(view, part.value, verb),
  ]);
}

/** What a text names that is more than one name. */
function textColumns(view: FileView, row: number, verb: string): readonly NamedColumn[] {
  const text = view.kind(row) === Expression.literal ? view.text(row) : undefined;
  return text === undefined || !/\W/.test(text) ? [] : columnsInText(verb, text).map((name) => ({ name, isCondition: true }));
}

/** `{ email }` names a key and a variable at once. */
function shorthand(view: FileView, row: number): readonly string[] {
  return view.kind(row) === Expression.name ? [view.name(row)] : [];
}

/** Columns that the calls of a lambda set: `order => order.SetProperty(o => o.Total, 0)`. */
function namesSetIn(view: FileView, lambda: number, depth: number): readonly string[] {
  const returned = view.returnedExpression(lambda);
  const calls = returned < 0 ? [] : view.chain(returned).filter(({ name, call }) => call >= 0 && name === 'SetProperty');
  return calls.flatMap(({ call }) => namesIn(view, view.argument(call, 0), depth + 1));
}

function namesIn(view: FileView, row: number, depth: number): readonly string[] {
  if (depth > ENTRY_DEPTH) return [];
  switch (view.kind(row)) {
    case Expression.object:
    case Expression.array:
      return view.arguments(row).flatMap((part) => [...(part.name === undefined ? shorthand(view, part.value) : [part.name]), ...namesIn(view, part.value, depth + 1)]);
    case Expression.member:
      return ownerOfColumn(view, row) < 0 ? [] : [view.name(row)];
    case Expression.lambda:
      return [...view.memberNames(row), ...namesSetIn(view, row, depth)];
    case Expression.literal: {
      const text = view.text(row);
      return text !== undefined && /^[A-Za-z_]\w*$/.test(text) ? [text] : [];
    }
    default:
      return [];
  }
}

/** The class whose column a member names: `User.name`; -1 where it is none. */
export function ownerOfColumn(view: FileView, row: number): number {
  const owner = view.kind(row) === Expression.member ? view.operand(row) : -1;
  const symbol = owner >= 0 && view.kind(owner) === Expression.name && view.localOf(owner) < 0 ? view.symbolNamed(owner) : -1;
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.class ? symbol : -1;
}
