import { Expression, SYMBOL, SYMBOL_KIND_NAMES } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { PartRow } from '../link/parts.js';
import type { FileView } from '../view/file-view.js';

/** Whether an expression is a function, names one, or wraps one. */
export function isFunction(view: FileView, row: number): boolean {
  const kind = view.kind(row);
  if (kind === Expression.lambda) return true;
  if (kind === Expression.call) return view.arguments(row).some(({ value }) => view.kind(value) !== Expression.call && isFunction(view, value));
  const symbol = kind === Expression.name || kind === Expression.member ? view.symbolNamed(row) : -1;
  const named = symbol < 0 ? undefined : SYMBOL_KIND_NAMES[view.program.cell(symbol, SYMBOL.kind)];
  return named === 'function' || named === 'method';
}

/** What people call types of functions that answer. */
const HANDLER = /(?:^|[.*])Handler(?:Func)?$/;

/** The functions that a call wraps: what it is given, or else what functions of the repository make for it, `handled(showOrder())`. What is called a handler and comes first is wrapped by what follows: `handled(showOrder(), authenticated)`. */
export function wrappedBy(view: FileView, call: number): readonly PartRow[] {
  const given = view.arguments(call);
  const [first] = given;
  if (first !== undefined && makesHandler(view, first.value)) return [first];
  const functions = given.filter(({ value }) => isFunction(view, value));
  return functions.length > 0 ? functions : given.filter(({ value }) => givesFunction(view, value));
}

/** Whether a call is one of a function of the repository whose declared result is a handler. */
function makesHandler(view: FileView, call: number): boolean {
  const symbol = view.kind(call) === Expression.call ? onlySymbolOf(view.callOf(call)?.outcome) : -1;
  return symbol >= 0 && HANDLER.test(view.viewOf(view.program.fileOfSymbol(symbol)).typeText(view.program.cell(symbol, SYMBOL.type)));
}

/** Whether a call is one of a function of the repository that gives a function back. */
function givesFunction(view: FileView, call: number): boolean {
  const symbol = view.kind(call) === Expression.call ? onlySymbolOf(view.callOf(call)?.outcome) : -1;
  if (symbol < 0) return false;
  const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
  return owner.returnedIn(view.program.cell(symbol, SYMBOL.ownScope)).some((row) => owner.kind(row) === Expression.lambda);
}
