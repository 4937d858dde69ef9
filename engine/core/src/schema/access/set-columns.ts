import { EXPRESSION, Expression, LOCAL, SCOPE } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import type { FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import { accessPlace } from './access-place.js';
import { conventionOf } from './conventions.js';
import { declaredModel } from './model-access.js';
import { heldModel, modelKey } from './model-keys.js';
import type { Keys } from './model-keys.js';

/** How sure it is that a member of a record which is saved after it was set is written. */
const SET = 80;
const BY_NAME = 60;
const SETTER = /^set([A-Z]\w*)$/;
/** What writes a record with what was set before. */
const SAVES = /^(?:a?save(?:_?(?:quietly|or_?fail|many|and_?flush|changes|all))?!?|update!?|persist(?:_?and_?flush)?|merge|add|add_all|insert|upsert|push|touch)$/i;

/** Verbs that lists have as well: they save what they are given where they are called on what people call a session. */
const OF_COLLECTIONS = /^(?:add|insert|push|update|merge|touch)/i;
const SESSION = /session|manager|^em$|context|^db$|database|repo|store$|orm$|uow|unit_?of_?work|^tx$|transaction/i;

/** What is saved in one symbol: names of variables, and whether all that was read or made is. */
interface Saved {
  readonly names: Set<string>;
  isAll: boolean;
}

/** A member of a record that is set. */
interface SetColumn {
  readonly row: number;
  readonly record: number;
  readonly column: string;
  /** Row of the symbol around, or -1. */
  readonly symbol: number;
}

/** Columns that are set as members of records which the same function saves: `user.name = name; user.save()`, `session.commit()`. */
export function setColumns(view: FileView, marks: CallMarks, keys: Keys): readonly AccessSite[] {
  const { expressions, scopes } = view.facts;
  const sets: SetColumn[] = [];
  for (let row = 0; row < expressions.rows; row++) {
    const target = view.kind(row) === Expression.assign ? expressions.get(row, EXPRESSION.extra) : -1;
    if (view.kind(target) !== Expression.member) continue;
    const record = view.kind(view.operand(target));
    if (record === Expression.name || record === Expression.this) sets.push({ row, record: view.operand(target), column: view.name(target), symbol: scopes.get(expressions.get(row, EXPRESSION.scope), SCOPE.symbol) });
  }
  if (keys.conventions.hasSetters) sets.push(...settersCalled(view));
  if (sets.length === 0) return [];
  const saved = savedIn(view, keys);
  return sets.flatMap(({ row, record, column, symbol }): readonly AccessSite[] => {
    const around = saved.get(symbol);
    const isNamed = around?.names.has(view.name(record)) === true;
    if (around === undefined || !(isNamed || around.isAll)) return [];
    const found = modelOf(view, record, keys);
    // Of all that is saved at once only what was set tells that a table is written.
    return found === undefined ? [] : [{ access: 'writes', rule: 'orm.set', models: [found.model], columns: [column], ...(isNamed ? { isColumnsOnly: true } : { hasColumns: true }), ...accessPlace(view, row, marks, keys.keyOf), confidence: found.confidence }];
  });
}

/** `user.setName(name)`. */
function settersCalled(view: FileView): readonly SetColumn[] {
  return view.calls().flatMap(({ expression, owner }): readonly SetColumn[] => {
    if (view.kind(expression) !== Expression.call) return [];
    const [, column] = SETTER.exec(view.name(expression)) ?? [];
    const callee = view.operand(expression);
    const record = column === undefined || view.kind(callee) !== Expression.member ? -1 : view.operand(callee);
    if (column === undefined || view.kind(record) !== Expression.name) return [];
    return [{ row: expression, record, column: `${column.charAt(0).toLowerCase()}${column.slice(1)}`, symbol: owner < 0 ? -1 : owner - view.file.firstSymbol }];
  });
}

function savedIn(view: FileView, { conventions }: Keys): ReadonlyMap<number, Saved> {
  const found = new Map<number, Saved>();
  for (const { expression, owner } of view.calls()) {
    if (view.kind(expression) !== Expression.call) continue;
    const verb = view.name(expression);
    const isAll = conventions.flushes(verb);
    if (!isAll && !SAVES.test(verb)) continue;
    const symbol = owner < 0 ? -1 : owner - view.file.firstSymbol;
    const saved = found.get(symbol) ?? { names: new Set(), isAll: false };
    found.set(symbol, saved);
    saved.isAll ||= isAll;
    const chain = view.chain(expression);
    const [root] = chain;
    if (root !== undefined && root.call < 0 && chain.length <= 2) saved.names.add(chain.length === 2 ? root.name : 'self');
    const isOfTable = !OF_COLLECTIONS.test(verb) || chain.slice(0, -1).some(({ name }) => SESSION.test(name));
    for (const { value } of isOfTable ? view.arguments(expression) : []) for (const given of view.kind(value) === Expression.array ? view.arguments(value).map((part) => part.value) : [value]) if (view.kind(given) === Expression.name || view.kind(given) === Expression.same) saved.names.add(view.name(given));
  }
  return found;
}

function modelOf(view: FileView, record: number, keys: Keys): { readonly model: string; readonly confidence: number } | undefined {
  const held = view.held(record);
  const model = held?.kind === 'one' ? modelKey(held.symbol, view, keys) : held === undefined ? heldModel(view, record, keys) : undefined;
  if (model !== undefined) return { model, confidence: SET };
  const given = held === undefined ? modelOfRepository(view, record, keys) : undefined;
  if (given !== undefined) return { model: given, confidence: SET };
  if (held !== undefined || !keys.conventions.hasNamedRecords || view.kind(record) !== Expression.name) return undefined;
  const convention = conventionOf(view, [{ name: view.name(record), call: -1, expression: record }]);
  return convention === undefined || convention.isQuery ? undefined : { model: keys.keyOf(convention.model), confidence: BY_NAME };
}

/** The model of a repository or set that gave a variable's value: `const user = await this.users.findOneBy({ id })`. */
function modelOfRepository(view: FileView, record: number, keys: Keys): string | undefined {
  const local = view.kind(record) === Expression.name ? view.localOf(record) : -1;
  let value = local < 0 ? -1 : view.facts.locals.get(local, LOCAL.value);
  while (value >= 0 && (view.kind(value) === Expression.await || view.kind(value) === Expression.same)) value = view.operand(value);
  if (view.kind(value) !== Expression.call) return undefined;
  const links = view.chain(value);
  return links.slice(0, -1).map((link, index) => declaredModel(view, link, keys, { isCalled: links[index + 1]?.call !== -1 })).find((key) => key !== undefined);
}
