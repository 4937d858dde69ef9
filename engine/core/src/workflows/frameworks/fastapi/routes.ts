import { isInRange } from '@pinata/graph';
import type { SourceRange } from '@pinata/graph';
import { Kind, LOCAL, SYMBOL } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { parametersOf } from '../../routers.js';
import type { HookSite } from '../../sites.js';

const DEPENDS = /^pypi:fastapi!fastapi\.(?:.*\.)?(?:Depends|Security)$/u;
const FUNCTIONS = new Set<number>([Kind.function, Kind.method]);

/** What `Depends` has called before a function: in its parameters, in the aliases that they are declared with, and in the decorator of its route. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => {
    const { symbols } = view.facts;
    const own = dependsIn(view);
    const sites: HookSite[] = [];
    for (let symbol = 0; symbol < symbols.rows; symbol++) {
      if (!FUNCTIONS.has(symbols.get(symbol, SYMBOL.kind))) continue;
      const source = maker.keyOf(view.program.canonical(view.file.firstSymbol + symbol));
      const range = view.symbolRange(symbol);
      const targets = [
        ...own.filter((call) => innermost(view, call.range) === symbol).flatMap((call) => dependencyOf(view, maker, call)),
        ...parametersOf(view, symbol).flatMap((local) => dependenciesOfAlias(view, maker, view.facts.locals.get(local, LOCAL.type))),
        ...view.decorationsOf(symbol).flatMap(({ expression }) => statedFor(view, maker, own, view.argument(view.callExpression(expression), 'dependencies'))),
      ];
      for (const target of new Set(targets)) if (target !== source) sites.push({ kind: 'hook', framework: 'fastapi', rule: 'fastapi.depends', source, target, range, confidence: 100 });
    }
    return sites;
  },
};

function dependsIn(view: FileView): readonly CallSite[] {
  return view.calls().filter((call) => DEPENDS.test(outsidePath(call.outcome) ?? ''));
}

function dependencyOf(view: FileView, maker: SiteMaker, { expression }: CallSite): readonly string[] {
  const given = view.argument(expression, 0) < 0 ? view.argument(expression, 'dependency') : view.argument(expression, 0);
  const key = view.symbolNamed(given) < 0 ? undefined : maker.keyNamed(view, given);
  return key === undefined ? [] : [key];
}

/** `dependencies=[Depends(check)]` of a decorator. */
function statedFor(view: FileView, maker: SiteMaker, own: readonly CallSite[], list: number): readonly string[] {
  const given = new Set(list < 0 ? [] : view.arguments(list).map((part) => part.value));
  return own.filter((call) => given.has(call.expression)).flatMap((call) => dependencyOf(view, maker, call));
}

/** `CurrentUser = Annotated[User, Depends(current_user)]`. */
function dependenciesOfAlias(view: FileView, maker: SiteMaker, type: number): readonly string[] {
  const alias = type < 0 ? -1 : symbolOf(view.linker.namedType(view.file, type));
  if (alias < 0 || view.program.cell(alias, SYMBOL.kind) !== Kind.typeAlias) return [];
  const owner = view.viewOf(view.program.fileOfSymbol(alias));
  const range = owner.symbolRange(alias - owner.file.firstSymbol);
  return dependsIn(owner).filter((call) => isInRange(call.range.startRow, call.range.startColumn, range)).flatMap((call) => dependencyOf(owner, maker, call));
}

/** The function in whose declaration a place is, the innermost of several; -1 for none. */
function innermost(view: FileView, place: SourceRange): number {
  const { symbols } = view.facts;
  let found = -1;
  for (let row = 0; row < symbols.rows; row++) if (FUNCTIONS.has(symbols.get(row, SYMBOL.kind)) && isInRange(place.startRow, place.startColumn, view.symbolRange(row))) found = row;
  return found;
}
