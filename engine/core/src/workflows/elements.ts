import { Expression, LOCAL, Local, SYMBOL } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { FileView } from '../view/file-view.js';
import type { Element, Subject } from './given.js';

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

/** An expression of some file. */
interface Place {
  readonly view: FileView;
  readonly row: number;
}

/** What a name stands for that takes the elements of an array one after another, also of one that a function gives back: `for (const router of createRouters()) app.use(router.routes())`. None for other names. */
export function elementsNamed(view: FileView, row: number): readonly Place[] {
  const local = view.kind(row) === Expression.name ? view.localOf(row) : -1;
  const source = local < 0 ? -1 : sourceOf(view, local);
  return source < 0 ? [] : arraysAt(view, source).flatMap((array) => array.view.arguments(array.row).map(({ value }) => ({ view: array.view, row: value }))).slice(0, MOST);
}

function arraysAt(view: FileView, row: number): readonly Place[] {
  const array = arrayAt(view, row);
  if (array >= 0) return [{ view, row: array }];
  const call = view.kind(row) === Expression.call ? row : view.initialiser(row);
  const symbol = view.kind(call) === Expression.call ? onlySymbolOf(view.callOf(call)?.outcome) : -1;
  if (symbol < 0) return [];
  const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
  return owner.returnedIn(view.program.cell(symbol, SYMBOL.ownScope)).flatMap((given) => {
    const at = arrayAt(owner, given);
    return at < 0 ? [] : [{ view: owner, row: at }];
  });
}

/** The array that a parameter or the variable of a loop takes its values from, or -1. */
function tableOf(view: FileView, local: number): number {
  const source = sourceOf(view, local);
  return arrayAt(view, source < 0 ? view.facts.locals.get(local, LOCAL.value) : source);
}

/** What a loop or `forEach` goes through whose variable or parameter this is, or -1. */
function sourceOf(view: FileView, local: number): number {
  const { locals } = view.facts;
  const lambda = view.lambdaOf(locals.get(local, LOCAL.scope));
  const call = lambda < 0 ? -1 : view.callAround(lambda);
  if (call >= 0 && EACH.test(view.name(call)) && view.argument(call, 0) === lambda) return view.operand(view.operand(call));
  return locals.get(local, LOCAL.kind) === Local.element ? locals.get(local, LOCAL.value) : -1;
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
