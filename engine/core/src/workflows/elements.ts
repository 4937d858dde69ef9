import { Expression, LOCAL } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';
import type { Element, Subject } from './values.js';

const MOST = 64;
const DEPTH = 8;
const EACH = /^(?:forEach|map)$/;

/** Entries of the table that a call goes through: `routers.forEach(({ path, router }) => app.use(path, router))`, one for each object in it. None where the call is given nothing of such. */
export function elementsOf({ view, expression }: Subject): readonly Element[] {
  if (expression < 0) return [];
  for (const { value } of view.arguments(view.callExpression(expression))) {
    const name = view.kind(value) === Expression.member ? view.operand(value) : -1;
    const local = view.kind(name) === Expression.name ? view.localOf(name) : -1;
    if (local < 0) continue;
    const table = tableOf(view, local);
    const objects = table < 0 ? [] : view.arguments(table).map((part) => part.value).filter((row) => view.kind(row) === Expression.object);
    if (objects.length > 0) return objects.slice(0, MOST).map((object) => ({ local, object }));
  }
  return [];
}

/** The array that a parameter or the variable of a loop takes its values from, or -1. */
function tableOf(view: FileView, local: number): number {
  const { locals } = view.facts;
  const lambda = view.lambdaOf(locals.get(local, LOCAL.scope));
  const call = lambda < 0 ? -1 : view.callAround(lambda);
  if (call >= 0 && EACH.test(view.name(call)) && view.argument(call, 0) === lambda) return arrayAt(view, view.operand(view.operand(call)));
  return arrayAt(view, locals.get(local, LOCAL.value));
}

function arrayAt(view: FileView, row: number): number {
  let at = row;
  // Constants may be set to one another.
  for (let depth = 0; at >= 0 && depth < DEPTH; depth++) {
    if (view.kind(at) === Expression.array) return at;
    const made = view.initialiser(at);
    if (view.kind(made) === Expression.array) return made;
    at = view.kind(made) === Expression.cast || view.kind(made) === Expression.same ? view.operand(made) : -1;
  }
  return -1;
}
