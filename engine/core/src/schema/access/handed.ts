import { Expression, LOCAL, SYMBOL } from '../../facts/schema.js';
import type { CallMarks } from '../../assemble-graph/call-marks.js';
import { onlySymbolOf } from '../../link/outcome.js';
import type { CallSite, FileView } from '../../view/file-view.js';
import type { AccessSite } from '../model.js';
import type { LanguageConventions } from './family-conventions.js';
import { callPlace } from './access-place.js';
import { accessOfVerbs, modelOfValue } from './model-access.js';

/** How sure it is that a record is saved by a function that hands on what it is given. */
const HANDED = 80;
/** Functions that hand a value on to the next. */
const DEPTH = 3;
const MOST_CALLS = 2_000;

/** What a function does with the record that a parameter of any type stands for. */
type Handed = AccessSite['access'] | undefined;

/**
 * Records that are given to functions of the repository which save or fill in whatever they are given: `SaveOne(&user)` of
 * `func SaveOne(data any) { db.Save(data) }`. The table is known where the call stands, not where the verb does.
 */
export function handedAccesses(view: FileView, marks: CallMarks, keyOf: (symbol: number) => string, conventions: LanguageConventions): readonly AccessSite[] {
  if (!conventions.fillsRecords) return [];
  const keys = { keyOf, conventions };
  return view.calls().slice(0, MOST_CALLS).flatMap((call): readonly AccessSite[] =>
    view.arguments(call.expression).flatMap(({ position, value }): readonly AccessSite[] => {
      const model = view.kind(call.expression) === Expression.call ? modelOfValue(view, value, keys) : undefined;
      const access = model === undefined ? undefined : handedTo(view, call, position, conventions, 0);
      if (access === undefined || model === undefined) return [];
      return [{ access, rule: 'orm.handed', models: [model], columns: [], ...callPlace(view, call, marks, keyOf), confidence: HANDED }];
    }),
  );
}

function handedTo(view: FileView, { outcome }: CallSite, position: number, conventions: LanguageConventions, depth: number): Handed {
  const target = onlySymbolOf(outcome);
  if (target < 0 || depth > DEPTH) return undefined;
  const owner = view.viewOf(view.program.fileOfSymbol(target));
  const scope = view.program.cell(target, SYMBOL.ownScope);
  const parameter = scope < 0 ? undefined : owner.parametersIn(scope)[position];
  if (parameter === undefined || isKnown(owner, parameter)) return undefined;
  for (const call of view.bodiesOf(owner.file).callsOf(target)) {
    for (const given of owner.arguments(call.expression)) {
      const value = owner.kind(given.value) === Expression.same ? owner.operand(given.value) : given.value;
      if (owner.kind(value) !== Expression.name || owner.localOf(value) !== parameter) continue;
      const found = accessOfVerbs(owner, call, conventions) ?? handedTo(owner, call, given.position, conventions, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether a parameter's type is one of the repository's: then the function itself says which table it is. */
function isKnown(view: FileView, parameter: number): boolean {
  const type = view.facts.locals.get(parameter, LOCAL.type);
  return type >= 0 && onlySymbolOf(view.linker.namedType(view.file, view.heldType(type))) >= 0;
}
