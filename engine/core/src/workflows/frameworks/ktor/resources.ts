import { joinPaths } from '@pinata/graph';
import { SYMBOL } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';

const ANNOTATION = /^(?:Resource|Location)$/;
const DEPTH = 8;

/** What the type argument of `get<Articles>` says of a route's path. */
export type ResourcePath = { readonly path: string } | 'plain' | 'unknown';

/** The path of the class that a call is given as its type argument: ktor.io/docs/server-resources.html. A class without one is what the body is read as. */
export function resourceOf(view: FileView, call: number): ResourcePath {
  const [type = -1] = view.typeArgumentsOfCall(call);
  const symbol = type < 0 ? -1 : symbolOf(view.linker.namedType(view.file, type));
  if (symbol < 0) return 'unknown';
  const path = pathOf(view, symbol, 0);
  return path === undefined ? (annotationOf(view, symbol) === undefined ? 'plain' : 'unknown') : { path };
}

/** The path of a class behind that of the class which one of its properties is of: `class Edit(val parent: Id)`. */
function pathOf(view: FileView, symbol: number, depth: number): string | undefined {
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  const row = symbol - owner.file.firstSymbol;
  const annotation = annotationOf(view, symbol);
  if (annotation === undefined) return undefined;
  const own = owner.text(owner.argument(annotation.expression, 0)) ?? owner.text(owner.argument(annotation.expression, 'path'));
  if (own === undefined) return undefined;
  return joinPaths(depth > DEPTH ? '' : parentPath(owner, row, symbol, depth), own);
}

function annotationOf(view: FileView, symbol: number): DecorationSite | undefined {
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  return owner.decorationsOf(symbol - owner.file.firstSymbol).find(({ name }) => ANNOTATION.test(name));
}

function parentPath(owner: FileView, row: number, symbol: number, depth: number): string {
  const { symbols } = owner.facts;
  for (let member = 0; member < symbols.rows; member++) {
    const type = symbols.get(member, SYMBOL.parent) === row ? symbols.get(member, SYMBOL.type) : -1;
    const target = type < 0 ? -1 : symbolOf(owner.linker.namedType(owner.file, owner.heldType(type)));
    const path = target < 0 || target === symbol ? undefined : pathOf(owner, target, depth + 1);
    if (path !== undefined) return path;
  }
  return '';
}
