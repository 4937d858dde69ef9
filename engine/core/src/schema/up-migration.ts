import { ARGUMENT, EXPORT, EXPRESSION, Expression, LOCAL, Local, SCOPE, SYMBOL } from '../facts/schema.js';
import type { CallSite, FileView } from '../view/file-view.js';

/**
 * Whether a call stands in what a migration calls `up`: a function or method, an entry of an object, `exports.up = …`.
 * Of what takes it back, and of functions beside both, nothing is read.
 */
export function isInUp(view: FileView, { owner, expression }: CallSite): boolean {
  const { symbols } = view.facts;
  for (let row = owner < 0 ? -1 : owner - view.file.firstSymbol; row >= 0; row = symbols.get(row, SYMBOL.parent)) {
    const name = view.facts.text(symbols.get(row, SYMBOL.name));
    if (name === 'down') return false;
    if (name === 'up') return true;
  }
  const lambdas = view.lambdasAround(expression);
  if (lambdas.length > 0) return lambdas.some((lambda) => namesOf(view, lambda).includes('up'));
  // A method of an object has no symbol: of two whose names the object says, their order tells which it is.
  const scope = owner < 0 ? methodAround(view, expression) : -1;
  if (scope < 0) return false;
  const known = upMethods.get(view) ?? upMethod(view);
  upMethods.set(view, known);
  return known === scope;
}

const upMethods = new WeakMap<FileView, number>();

/** The scope of an object's method `up`, or -1. */
function upMethod(view: FileView): number {
  const scopes = [...new Set(view.calls().filter((call) => call.owner < 0).map((call) => methodAround(view, call.expression)).filter((one) => one >= 0))].sort((a, b) => a - b);
  return scopes[isDownFirst(view) && scopes.length > 1 ? scopes.length - 1 : 0] ?? -1;
}

/** Whether an object names a method `down` before its `up`. */
function isDownFirst(view: FileView): boolean {
  const { arguments: parts } = view.facts;
  const [up, down] = [view.facts.indexOf('up'), view.facts.indexOf('down')];
  for (let row = 0; row < parts.rows; row++) {
    if (parts.get(row, ARGUMENT.value) >= 0) continue;
    const name = parts.get(row, ARGUMENT.name);
    if (name >= 0 && (name === up || name === down)) return name === down;
  }
  return false;
}

/** The outermost scope with parameters around an expression, or -1. */
function methodAround(view: FileView, expression: number): number {
  const { expressions, scopes } = view.facts;
  let found = -1;
  for (let scope = expression < 0 ? -1 : expressions.get(expression, EXPRESSION.scope); scope >= 0; scope = scopes.get(scope, SCOPE.parent)) {
    if (view.localsIn(scope).some((row) => view.facts.locals.get(row, LOCAL.kind) === Local.parameter)) found = scope;
  }
  return found;
}

/** Keys and members under which a lambda is kept. */
function namesOf(view: FileView, lambda: number): readonly string[] {
  const { arguments: parts, exports, expressions } = view.facts;
  const names: string[] = [];
  for (let row = 0; row < exports.rows; row++) if (exports.get(row, EXPORT.expression) === lambda) names.push(view.facts.text(exports.get(row, EXPORT.exported)));
  for (let row = 0; row < parts.rows; row++) if (parts.get(row, ARGUMENT.value) === lambda && parts.get(row, ARGUMENT.name) >= 0) names.push(view.facts.text(parts.get(row, ARGUMENT.name)));
  for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.assign && expressions.get(row, EXPRESSION.operand) === lambda) names.push(view.name(expressions.get(row, EXPRESSION.extra)));
  return names;
}
