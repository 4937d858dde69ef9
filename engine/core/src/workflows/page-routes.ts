import { joinPaths } from '@pinata/graph';
import { EXPRESSION, Expression, Kind, SYMBOL, SymbolFlag } from '../facts/schema.js';
import type { LinkFile } from '../link/program.js';
import type { FileView } from '../view/file-view.js';
import type { FrameworkRoutes } from './framework.js';
import type { SiteMaker } from './make-sites.js';
import { fileKey } from './sites.js';
import type { MountSite, Site, TriggerSite } from './sites.js';

const DEPTH = 16;
/** Arrays are followed into the constants that they spread, and no further: each may name many. */
const SPREADS = 2;
/** More routes than a person writes into one file. */
const MOST_ROUTES = 2000;
/** How sure it is that an object with the keys of a route is one, where neither a call of the router nor a declared type says so. */
const BY_SHAPE = 80;

/** How a router of browsers writes its tables of routes: objects with a path, in arrays. */
export interface PageRoutes {
  readonly framework: string;
  /** Keys whose value is a component, or a function that loads one. */
  readonly components: readonly string[];
  /** Keys whose value is a function that loads more routes. */
  readonly tables: readonly string[];
  /** Over names of calls that are given a table of routes. */
  readonly calls: RegExp;
  /** Over the declared type of a table. */
  readonly types: RegExp;
  /** A decorator of modules, and the entry of its argument that lists the modules whose routes they take in. */
  readonly modules?: { readonly decorator: string; readonly entry: string };
}

interface Place {
  readonly prefix: string;
  readonly container: string;
  readonly confidence: number;
}

/** Reads tables of routes: a page for each component, under the paths of the routes around it and of the files that load its table. */
export function pageRoutes(shape: PageRoutes): FrameworkRoutes {
  return { files: /\.(?:[cm]?[jt]sx?|vue)$/, read: (view, maker) => new RouteTables(shape, view, maker).read() };
}

/** A file, and the number of the symbol in it that is meant, or -1. */
interface Loaded {
  readonly file: LinkFile;
  readonly symbol: number;
}

class RouteTables {
  /** Symbols of the file by the expression that they were first set to. */
  private readonly symbols = new Map<number, number>();
  /** Tables of the file that a route or a file outside gives a path. */
  private readonly tables = new Set<string>();
  /** Names and members by where they begin. */
  private places: Map<string, number> | undefined;

  constructor(
    private readonly shape: PageRoutes,
    private readonly view: FileView,
    private readonly maker: SiteMaker,
  ) {
    const { symbols } = view.facts;
    for (let row = 0; row < symbols.rows; row++) if (symbols.get(row, SYMBOL.value) >= 0) this.symbols.set(bare(view, symbols.get(row, SYMBOL.value)), row);
  }

  read(): readonly Site[] {
    const { expressions } = this.view.facts;
    const sites: Site[] = [];
    let read = 0;
    for (let row = 0; row < expressions.rows && read < MOST_ROUTES; row++) {
      if (!this.isRoute(row)) continue;
      read++;
      sites.push(...this.routeSites(row));
    }
    const file = fileKey(this.view.file.path);
    return [...sites, ...this.modulesTakenIn(), ...this.tablesOfCalls().map((child): MountSite => ({ kind: 'mount', parent: file, child, prefix: '' }))];
  }

  /** The routes of a module that this file's modules take in are reached as their own are. */
  private modulesTakenIn(): readonly MountSite[] {
    const { view, maker, shape } = this;
    const { modules } = shape;
    if (modules === undefined) return [];
    const parent = fileKey(view.file.path);
    const listed = view.decorations().filter(({ name }) => name === modules.decorator).flatMap(({ expression }) => view.arguments(view.argument(view.callExpression(expression), 0)).filter(({ name }) => name === modules.entry).flatMap(({ value }) => this.elementsOf(value)));
    return listed.flatMap((value): readonly MountSite[] => {
      const symbol = view.symbolNamed(bare(view, value));
      if (symbol < 0) return [];
      maker.keyOf(symbol); // this file's sites depend on where the module is declared
      const child = fileKey(view.program.fileOfSymbol(symbol).path);
      return child === parent ? [] : [{ kind: 'mount', parent, child, prefix: '' }];
    });
  }

  /** Elements of an array, those of constants that it spreads included. */
  private elementsOf(row: number, depth = 0): readonly number[] {
    const { view } = this;
    if (view.kind(row) === Expression.array) return view.arguments(row).flatMap(({ value }) => (depth > SPREADS ? [] : this.elementsOf(value, depth + 1)));
    const made = bare(view, view.initialiser(row));
    return view.kind(made) === Expression.array && depth <= SPREADS ? this.elementsOf(made, depth + 1) : [row];
  }

  private routeSites(object: number): readonly Site[] {
    const { view, shape } = this;
    const place = this.placeOf(object);
    if (place === undefined) return [];
    const address = under(place.prefix, this.pathOf(object));
    const sites: Site[] = [];
    for (const row of [...shape.components.map((key) => view.argument(object, key)), this.elementIn(object)]) {
      const handler = this.componentOf(row);
      if (handler === undefined) continue;
      // What follows is routed by elements inside the component.
      if (address.endsWith('/*')) sites.push({ kind: 'mount', parent: place.container, child: handler, prefix: address.slice(0, -2) });
      sites.push({ kind: 'trigger', framework: shape.framework, rule: `${shape.framework}.page`, protocol: 'page', method: '', address, qualifier: handler, handler, inline: undefined, receiver: place.container, range: view.place(object), confidence: place.confidence } satisfies TriggerSite);
      break;
    }
    for (const key of [...shape.tables, 'children']) {
      const child = this.tableOf(view.argument(object, key));
      if (child !== undefined) sites.push({ kind: 'mount', parent: place.container, child, prefix: address });
    }
    return sites;
  }

  /** A route has a path, or is the one without, and says what is shown there. */
  private isRoute(object: number): boolean {
    const kind = this.view.kind(object);
    if (kind === Expression.jsx) return this.view.arguments(object).length > 0;
    if (kind !== Expression.object) return false;
    const keys = new Set(this.view.arguments(object).flatMap(({ name }) => name ?? []));
    return (keys.has('path') || keys.has('index') || keys.has('children')) && [...this.shape.components, ...this.shape.tables, 'children'].some((key) => keys.has(key));
  }

  private pathOf(object: number): string {
    const row = this.view.argument(object, 'path');
    return row < 0 ? '' : (this.view.text(row) ?? '{}');
  }

  /** Undefined where the object stands in no table. */
  private placeOf(object: number): Place | undefined {
    const { view, shape } = this;
    const prefixes: string[] = [];
    let at = object;
    for (let depth = 0; depth < DEPTH; depth++) {
      const holder = view.callAround(at);
      if (holder < 0) break;
      if (this.isRoute(holder)) prefixes.unshift(this.pathOf(holder));
      if (view.kind(holder) === Expression.call && view.kind(object) === Expression.object) return shape.calls.test(view.name(holder)) ? { prefix: prefixes.reduce(under, ''), container: fileKey(view.file.path), confidence: 100 } : undefined;
      at = holder;
    }
    const prefix = prefixes.reduce(under, '');
    if (view.kind(object) === Expression.jsx) return { prefix, container: this.componentAround(object), confidence: 100 };
    if (at === object) return undefined;
    const symbol = this.symbols.get(at);
    if (symbol === undefined) return { prefix, container: fileKey(view.file.path), confidence: BY_SHAPE };
    const container = this.maker.keyOf(view.file.firstSymbol + symbol);
    this.tables.add(container);
    const type = view.facts.symbols.get(symbol, SYMBOL.type);
    return { prefix, container, confidence: shape.types.test(view.typeText(type)) ? 100 : BY_SHAPE };
  }

  /** Tables that a call of the router is given by name, and the one that the file gives out as its own: whoever loads the file loads them. */
  private tablesOfCalls(): readonly string[] {
    const { view, maker, shape } = this;
    const given = view.calls().filter(({ expression }) => shape.calls.test(view.name(expression))).flatMap(({ expression }) => view.arguments(expression).flatMap(({ value }) => (view.kind(value) === Expression.object ? view.argument(value, 'routes') : value))).flatMap((row) => (row < 0 ? [] : (maker.keyNamed(view, row) ?? [])));
    const { symbols } = view.facts;
    const isDefault = (row: number): boolean => (symbols.get(row, SYMBOL.flags) & SymbolFlag.default) !== 0;
    const own = [...this.symbols.values()].filter(isDefault).map((row) => maker.keyOf(view.file.firstSymbol + row)).filter((key) => this.tables.has(key));
    return [...new Set([...given, ...own])];
  }

  /** The element that stands in a route's element without being a route. */
  private elementIn(route: number): number {
    if (this.view.kind(route) !== Expression.jsx) return -1;
    return this.view.arguments(route).find(({ name, value }) => name === undefined && !this.isRoute(value))?.value ?? -1;
  }

  /** Key of the component whose code an element stands in, else of the file. */
  private componentAround(element: number): string {
    return this.maker.keyAround(this.view, element) ?? fileKey(this.view.file.path);
  }

  private componentOf(row: number): string | undefined {
    const { view, maker } = this;
    const plain = bare(view, row);
    // `render={() => <Page />}`
    const made = view.kind(plain) === Expression.lambda ? bare(view, view.returnedExpression(plain)) : -1;
    const given = view.kind(made) === Expression.jsx ? made : plain;
    const at = view.kind(given) === Expression.jsx ? this.elementName(given) : given;
    if (at < 0) return undefined;
    const loaded = this.loadedBy(at);
    if (loaded !== undefined) return this.keyOfLoaded(loaded);
    if (view.kind(at) !== Expression.name && view.kind(at) !== Expression.member) return undefined;
    // `const Page = lazy(() => import('./page'))` is the page.
    const late = this.loadedBy(bare(view, view.initialiser(at)));
    if (late !== undefined) return this.keyOfLoaded(late);
    const key = maker.keyNamed(view, at);
    return key?.startsWith('local ') === true ? undefined : key;
  }

  private keyOfLoaded({ file, symbol }: Loaded): string {
    return symbol < 0 ? fileKey(file.path) : this.maker.keyOf(symbol);
  }

  /** The name of the component in `<Page/>`, which stands behind the bracket; -1 for elements of HTML. */
  private elementName(row: number): number {
    const { view } = this;
    const { startRow, startColumn } = view.place(row);
    if (this.places === undefined) {
      const { expressions } = view.facts;
      this.places = new Map();
      for (let at = 0; at < expressions.rows; at++) {
        const kind = view.kind(at);
        if (kind === Expression.name || kind === Expression.member) this.places.set(`${expressions.get(at, EXPRESSION.row)} ${expressions.get(at, EXPRESSION.column)}`, at);
      }
    }
    return this.places.get(`${startRow} ${startColumn + 1}`) ?? -1;
  }

  private tableOf(row: number): string | undefined {
    const { view, maker } = this;
    if (row < 0 || view.kind(row) === Expression.array) return undefined;
    const loaded = this.loadedBy(bare(view, row));
    // A module holds its routes in the call that it imports.
    if (loaded !== undefined) return loaded.symbol >= 0 && view.program.cell(loaded.symbol, SYMBOL.value) >= 0 ? maker.keyOf(loaded.symbol) : fileKey(loaded.file.path);
    const symbol = view.symbolNamed(bare(view, row));
    return symbol < 0 ? undefined : maker.keyOf(symbol);
  }

  /** What `() => import('./page').then((m) => m.Page)` loads: the export that is named, else the default one, else (-1) the file as a whole. */
  private loadedBy(row: number): Loaded | undefined {
    const { view } = this;
    let at = row;
    let name: string | undefined;
    for (let depth = 0; depth < DEPTH && at >= 0; depth++) {
      const kind = view.kind(at);
      if (kind === Expression.import) {
        const file = view.importedFile(at);
        return file === undefined ? undefined : { file, symbol: this.exportOf(file, name) };
      }
      if (kind === Expression.lambda) at = view.returnedExpression(at);
      else if (kind === Expression.call && view.name(at) === 'then') {
        const given = view.argument(at, 0);
        name = view.kind(given) === Expression.lambda ? view.memberNames(given)[0] : undefined;
        at = view.operand(view.operand(at));
      } else if (kind === Expression.call) at = view.argument(at, 0); // `lazy(() => import('./page'))`
      else if (kind === Expression.same || kind === Expression.await || kind === Expression.cast) at = view.operand(at);
      else return undefined;
    }
    return undefined;
  }

  /** The number of a top-level symbol, or -1. */
  private exportOf(file: LinkFile, name: string | undefined): number {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      if (symbols.get(row, SYMBOL.parent) >= 0) continue;
      const isWanted = name === undefined || name === 'default' ? (symbols.get(row, SYMBOL.flags) & SymbolFlag.default) !== 0 && (symbols.get(row, SYMBOL.value) < 0 || symbols.get(row, SYMBOL.kind) === Kind.class) : file.facts.text(symbols.get(row, SYMBOL.name)) === name;
      if (isWanted) return this.view.program.canonical(file.firstSymbol + row);
    }
    return -1;
  }
}

/** A path under another; one that begins with a slash is whole. */
function under(prefix: string, path: string): string {
  return path.startsWith('/') ? joinPaths(path) : joinPaths(prefix, path);
}

/** An expression without what only says its type. */
function bare(view: FileView, row: number): number {
  let at = row;
  for (let depth = 0; depth < DEPTH && (view.kind(at) === Expression.same || view.kind(at) === Expression.cast); depth++) at = view.operand(at);
  return at;
}
