import { Expression, LOCAL, Local } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';

/** What a rule matched, as values are read from it. */
export interface Subject {
  readonly view: FileView;
  /** Row of the call, decorator, annotation; -1 for a symbol or base. */
  readonly expression: number;
  /** Row of the decorated or matched symbol; of a call the symbol around it. -1 at the top of a file. */
  readonly symbol: number;
  /** Row of the base's type, or -1. */
  readonly type: number;
  /** Stands for a variable of a loop or a parameter that a table's entries are handed to. */
  readonly element?: Element;
}

/** An entry of a table: members of the parameter or variable are entries of the object. */
export interface Element {
  /** Row of the parameter or variable. */
  readonly local: number;
  readonly object: number;
}

const DEPTH = 8;

/** What a list holds, or else what is given. */
export function elementsIn(view: FileView, row: number): readonly number[] {
  const list = view.kind(row) === Expression.cast ? view.operand(row) : row;
  return view.kind(list) === Expression.array ? view.arguments(list).map(({ value }) => value) : [row];
}

export function isParameter(view: FileView, row: number): boolean {
  const local = view.kind(row) === Expression.name ? view.localOf(row) : -1;
  return local >= 0 && view.facts.locals.get(local, LOCAL.kind) === Local.parameter;
}

/** Rows of the arguments that `0`, `-1`, `path`, `0.method` or `1..` name. */
export function expressionsOf({ view, expression, element }: Subject, spec: string): readonly number[] {
  if (expression < 0) return [];
  const call = view.callExpression(expression);
  if (spec.endsWith('..')) return view.arguments(call).filter((part) => part.name === undefined && part.position >= Number(spec.slice(0, -2))).map((part) => inElement(view, part.value, element)).filter((row) => row >= 0);
  const [first = '', ...path] = spec.split('.');
  let row = view.argument(call, /^-?\d+$/.test(first) ? Number(first) : first);
  for (const key of path) row = row < 0 ? -1 : view.argument(view.callExpression(objectAt(view, row)), /^-?\d+$/.test(key) ? Number(key) : key);
  const found = row < 0 ? -1 : inElement(view, row, element);
  return found < 0 ? [] : [found];
}

/** What a member of a table's entry is there: `entry.path` of `{ path: '/users' }`. */
function inElement(view: FileView, row: number, element: Element | undefined): number {
  const isOf = element !== undefined && view.kind(row) === Expression.member && view.localOf(view.operand(row)) === element.local;
  return isOf ? view.argument(element.object, view.name(row)) : row;
}

/** Functions of libraries that give back the description that they are given. */
const DESCRIBES = /^(?:createRoute|defineRoute)$/;

/** The object that a name was first set to: `options` of `const options = { method: 'POST' }`; else what is given. */
function objectAt(view: FileView, row: number): number {
  // What a parameter is without an argument is not what it is given.
  const made = view.kind(row) === Expression.name && !isParameter(view, row) ? view.initialiser(row) : -1;
  return view.kind(made) === Expression.object || (view.kind(made) === Expression.call && DESCRIBES.test(view.name(made))) ? made : row;
}

const MOST_OBJECTS = 200;

/** Whether an argument may hold an entry that the source does not state: `1.method`. */
export function mayHold({ view, expression }: Subject, spec: string): boolean {
  const [which = '', key = ''] = spec.split('.');
  const given = view.argument(view.callExpression(expression), Number(which));
  return given >= 0 && mayHoldKey(view, given, key, 0, { left: MOST_OBJECTS });
}

/** @param budget how many more objects are looked into: beyond that anything may be held */
function mayHoldKey(view: FileView, row: number, key: string, depth: number, budget: { left: number }): boolean {
  if (depth === DEPTH || budget.left-- <= 0) return true;
  const kind = view.kind(row);
  if (kind === Expression.object) return view.arguments(row).some(({ name, value }) => name === key || (name === undefined && mayHoldKey(view, value, key, depth + 1, budget)));
  if (kind === Expression.same || kind === Expression.cast) return mayHoldKey(view, view.operand(row), key, depth + 1, budget);
  const set = (kind === Expression.name || kind === Expression.member) && !isParameter(view, row) ? view.setting(row) : undefined;
  return set === undefined || mayHoldKey(set.view, set.row, key, depth + 1, budget);
}

/** Calls of the platforms' libraries that make a list of what they are given. */
const LISTS = /^(?:asList|singletonList|singleton|listOf|setOf|arrayOf|List\.of|Set\.of|of)$/;

/** The texts that an expression states: of an array or a list those of its elements. */
export function texts(view: FileView, row: number): readonly string[] {
  const kind = view.kind(row);
  if (kind === Expression.cast) return texts(view, view.operand(row));
  if (kind === Expression.call && LISTS.test(view.name(row))) return view.arguments(row).flatMap((part) => texts(view, part.value));
  if (view.kind(row) === Expression.array || view.kind(row) === Expression.object) return view.arguments(row).filter((part) => part.name === undefined).flatMap((part) => texts(view, part.value));
  const text = row < 0 ? undefined : view.text(row);
  return text === undefined ? [] : [text];
}
