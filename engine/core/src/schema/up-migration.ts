import { ARGUMENT, EXPRESSION, Expression, LOCAL, Local, SCOPE, SYMBOL } from '../facts/schema.js';
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
  // A method of an object has no symbol and no name here: what takes back stands after it, as migrations are generated.
  const scope = methodAround(view, expression);
  return owner < 0 && scope >= 0 && firstMethod(view) === scope;
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

function firstMethod(view: FileView): number {
  const scopes = view.calls().filter((call) => call.owner < 0).map((call) => methodAround(view, call.expression)).filter((scope) => scope >= 0);
  return scopes.length === 0 ? -1 : Math.min(...scopes);
}

/** Keys and members under which a lambda is kept. */
function namesOf(view: FileView, lambda: number): readonly string[] {
  const { arguments: parts, expressions } = view.facts;
  const names: string[] = [];
  for (let row = 0; row < parts.rows; row++) if (parts.get(row, ARGUMENT.value) === lambda && parts.get(row, ARGUMENT.name) >= 0) names.push(view.facts.text(parts.get(row, ARGUMENT.name)));
  for (let row = 0; row < expressions.rows; row++) if (expressions.get(row, EXPRESSION.kind) === Expression.assign && expressions.get(row, EXPRESSION.operand) === lambda) names.push(view.name(expressions.get(row, EXPRESSION.extra)));
  return names;
}
