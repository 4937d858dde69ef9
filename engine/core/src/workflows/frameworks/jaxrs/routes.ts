import { joinPaths } from '@pinata/graph';
import { Kind, SYMBOL, SymbolFlag, TYPE } from '../../../facts/schema.js';
import { onlySymbolOf } from '../../../link/outcome.js';
import type { FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { lineageOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { ApplicationSite, MountSite, Site, TriggerSite } from '../../sites.js';
import { valuesOf } from '../../values.js';

const VERB = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
const OF_JAXRS = /(?:jakarta|javax)\.ws\.rs\./;
/** Below the folder of a module, or else the file's name. */
const SOURCES = /(?<=^|\/)src\/.*$|[^/]*$/;
const MOST_TYPES = 16;

/** A method in the file that declares it. */
interface Method {
  readonly view: FileView;
  readonly row: number;
}

/**
 * Methods of bases in the repository belong to each resource that derives from them, under its own path;
 * what a nearer class overrides keeps its annotations unless it has some (Jakarta RESTful Web Services 4.0, 3.6).
 */
export const routes: FrameworkRoutes = {
  files: /\.(?:java|kt)$/,
  read: (view, maker) => {
    const applications = applicationPaths(view);
    if (view.facts.indexOf('Path') < 0) return applications;
    const { symbols } = view.facts;
    const sites: Site[] = [...applications, ...locators(view, maker)];
    for (let row = 0; row < symbols.rows; row++) {
      const isClass = symbols.get(row, SYMBOL.kind) === Kind.class && (symbols.get(row, SYMBOL.flags) & SymbolFlag.abstract) === 0;
      const [path] = isClass ? pathOf({ view, row }) : [];
      if (path !== undefined) sites.push(...inherited(view, maker, row, path));
    }
    return sites;
  },
};

/** `@ApplicationPath("/api")`: what stands before all resources of the module (Jakarta RESTful Web Services 4.0, 2.3.2). */
function applicationPaths(view: FileView): readonly ApplicationSite[] {
  if (view.facts.indexOf('ApplicationPath') < 0) return [];
  return view.decorations().flatMap(({ name, expression }): readonly ApplicationSite[] => {
    const path = name === 'ApplicationPath' ? view.text(view.argument(expression, 0)) : undefined;
    return path === undefined || path.includes('{}') ? [] : [{ kind: 'application', framework: 'jaxrs', folder: view.file.path.replace(SOURCES, ''), prefix: joinPaths(path), except: [] }];
  });
}

/** `@Path("{id}/orders") OrdersResource orders()`: a method that gives another resource out under its path (Jakarta RESTful Web Services 4.0, 3.4.1). */
function locators(view: FileView, maker: SiteMaker): readonly MountSite[] {
  const { symbols, types } = view.facts;
  return view.decorations().flatMap(({ symbol, name }): readonly MountSite[] => {
    const around = symbol < 0 || name !== 'Path' || symbols.get(symbol, SYMBOL.kind) !== Kind.method ? -1 : symbols.get(symbol, SYMBOL.parent);
    const method = { view, row: symbol };
    if (around < 0 || verbsOf(method).length > 0) return [];
    const stated = symbols.get(symbol, SYMBOL.type);
    const given = stated >= 0 && view.facts.text(types.get(view.namedRow(stated), TYPE.name)) === 'Class' ? (view.typeArguments(stated)[0] ?? -1) : stated;
    const child = given < 0 ? -1 : onlySymbolOf(view.linker.namedType(view.file, given));
    const owner = child < 0 ? undefined : view.viewOf(view.program.fileOfSymbol(child));
    // What has a path of its own is reached by that.
    if (owner === undefined || pathOf({ view: owner, row: child - owner.file.firstSymbol }).length > 0) return [];
    return [{ kind: 'mount', parent: keyOf(maker, { view, row: around }), child: maker.keyOf(view.program.canonical(child)), prefix: joinPaths(pathOf({ view, row: around })[0], pathOf(method)[0]) }];
  });
}

function inherited(view: FileView, maker: SiteMaker, row: number, path: string): readonly TriggerSite[] {
  const type = view.program.canonical(view.file.firstSymbol + row);
  const nearer: Method[] = [];
  return lineageOf(view, type, MOST_TYPES).types.flatMap((base) => {
    const methods = methodsOf(view, base);
    const found = base === type ? [] : methods.flatMap((method) => {
      const overriding = nearer.find((one) => isSame(one, method));
      const isStatedAnew = overriding !== undefined && verbsOf(overriding).length > 0;
      // The resource is named beside the method, which runs on it.
      const handlers = isStatedAnew ? [] : [keyOf(maker, { view, row }), keyOf(maker, overriding ?? method)];
      return handlers.flatMap((handler) => verbsOf(method).map((verb): TriggerSite => ({
        kind: 'trigger', framework: 'jaxrs', rule: 'jaxrs.inherited', protocol: 'http', method: verb, address: joinPaths(path, pathOf(method)[0] ?? ''),
        handler, inline: undefined, receiver: undefined, range: view.symbolRange(row), confidence: 100,
      })));
    });
    nearer.push(...methods);
    return found;
  });
}

function pathOf({ view, row }: Method): readonly string[] {
  return valuesOf({ view, expression: -1, symbol: row, type: -1 }, 'own:Path:0');
}

function verbsOf({ view, row }: Method): readonly string[] {
  return view.decorationsOf(row).filter((site) => VERB.test(site.name) && OF_JAXRS.test(outsidePath(view.decorationOutcome(site)) ?? '')).map(({ name }) => name);
}

function methodsOf(view: FileView, type: number): readonly Method[] {
  const owner = view.viewOf(view.program.fileOfSymbol(type));
  const { symbols } = owner.facts;
  const own = type - owner.file.firstSymbol;
  const found: Method[] = [];
  for (let row = own + 1; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.parent) === own && symbols.get(row, SYMBOL.kind) === Kind.method) found.push({ view: owner, row });
  return found;
}

/** Whether one overrides the other, as far as names and numbers of parameters tell. */
function isSame(one: Method, other: Method): boolean {
  return nameOf(one) === nameOf(other) && parametersOf(one) === parametersOf(other);
}

function parametersOf({ view, row }: Method): number {
  return view.parametersIn(view.facts.symbols.get(row, SYMBOL.ownScope)).length;
}

function nameOf({ view, row }: Method): string {
  return view.facts.text(view.facts.symbols.get(row, SYMBOL.name));
}

function keyOf(maker: SiteMaker, { view, row }: Method): string {
  return maker.keyOf(view.program.canonical(view.file.firstSymbol + row));
}
