import { joinPaths } from '@pinata/graph';
import type { SourceRange } from '@pinata/graph';
import { EXPORT, Export, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { LinkFile } from '../../../link/program.js';
import type { FileView } from '../../../view/file-view.js';
import type { SiteMaker } from '../../make-sites.js';
import type { HookSite, Site, TriggerSite } from '../../sites.js';

/** A file that answers a route. */
export interface RouteModule {
  readonly file: LinkFile;
  readonly address: string;
  /** Files of the routes around it, whose data is loaded with its own. */
  readonly around: readonly LinkFile[];
  /** Where a table names it; undefined where its own name does. */
  readonly range?: SourceRange;
}

/** What loads data for a component: on the server and in the browser. */
const LOADERS = ['loader', 'clientLoader'] as const;

/** A page for the component, routes for its loader and action, and the loaders as steps of the page: reactrouter.com/start/framework/route-module. */
export function sitesOfModule(view: FileView, maker: SiteMaker, { file, address, around, range }: RouteModule): readonly Site[] {
  const own = view.viewOf(file);
  const component = componentOf(own);
  const placeOf = (symbol: number): SourceRange => range ?? (view.program.fileOfSymbol(symbol) === file ? own.symbolRange(symbol - file.firstSymbol) : { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 });
  const triggerOf = (rule: string, protocol: 'http' | 'page', method: string, symbol: number): TriggerSite => ({
    kind: 'trigger', framework: 'remix', rule, protocol, method, address: joinPaths(address), handler: maker.keyOf(symbol), inline: undefined, receiver: undefined, range: placeOf(symbol), confidence: 100,
  });
  const sites: Site[] = [];
  const loader = exported(own, 'loader');
  const action = exported(own, 'action');
  if (component >= 0) sites.push(triggerOf('remix.page', 'page', '', component));
  if (loader >= 0) sites.push(triggerOf('remix.loader', 'http', 'GET', loader));
  if (action >= 0) sites.push(triggerOf('remix.action', 'http', 'POST', action));
  // A component of another file is a page of several routes, each with its own data.
  if (component < 0 || view.program.fileOfSymbol(component) !== file) return sites;
  const loading = [...around.map((other) => view.viewOf(other)), own].flatMap((one) => LOADERS.flatMap((name) => {
    const symbol = exported(one, name);
    return symbol < 0 ? [] : [maker.keyOf(symbol)];
  }));
  const source = maker.keyOf(component);
  return [...sites, ...loading.map((target): HookSite => ({ kind: 'hook', framework: 'remix', rule: 'remix.load', source, target, range: placeOf(component), confidence: 100 }))];
}

/** The symbol that a file gives out by default, also one of another file; -1 where there is none. */
function componentOf(view: FileView): number {
  const row = view.defaultExport();
  if (row >= 0) return view.file.firstSymbol + row;
  const { exports } = view.facts;
  for (let at = 0; at < exports.rows; at++) if (exports.get(at, EXPORT.kind) === Export.default) return view.symbolNamed(exports.get(at, EXPORT.expression));
  return -1;
}

/** A top-level symbol that a file gives out, or -1. */
function exported({ facts, file }: FileView, name: string): number {
  const { symbols } = facts;
  const wanted = facts.indexOf(name);
  for (let row = 0; wanted >= 0 && row < symbols.rows; row++) if (symbols.get(row, SYMBOL.name) === wanted && symbols.get(row, SYMBOL.parent) < 0 && (symbols.get(row, SYMBOL.flags) & SymbolFlag.exported) !== 0) return file.firstSymbol + row;
  return -1;
}
