import { joinPaths } from '@pinata/graph';
import { Kind, LOCAL, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import { lineageOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import { parametersOf } from '../../routers.js';
import type { TriggerSite } from '../../sites.js';
import { valuesOf } from '../../values.js';

const CONTROLLER = /Controller$/;
const MAPPING = /^(?:(Get|Post|Put|Patch|Delete)|Request)Mapping$/;
const OF_SPRING = /org\.springframework\.web\.bind\.annotation\.\w+Mapping$/;
const PATHS = ['arg:0', 'arg:value', 'arg:path'];
const MOST_TYPES = 16;
const BY_NAME = 90;

/** A method that a base maps, or a class of its lineage overrides. */
interface Method {
  readonly view: FileView;
  /** Row of its file's symbols. */
  readonly row: number;
}

/**
 * Routes of a controller whose mappings stand at the methods of an interface that it implements, or of a class that it
 * continues: they are below what the controller itself is mapped to, or else the nearest of those
 * (docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-requestmapping.html).
 */
export function inheritedMappings(view: FileView, maker: SiteMaker): readonly TriggerSite[] {
  const { symbols } = view.facts;
  const sites: TriggerSite[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.kind) !== Kind.class || (symbols.get(row, SYMBOL.flags) & SymbolFlag.abstract) !== 0 || view.heritageOf(row).length === 0) continue;
    if (view.decorationsOf(row).some(({ name }) => CONTROLLER.test(name))) sites.push(...ofController(view, maker, row));
  }
  return sites;
}

/** A method with a mapping of its own. */
interface Mapped {
  readonly method: Method;
  /** Its number in the program. */
  readonly symbol: number;
  readonly mapping: DecorationSite;
  /** Which of the lineage's types has it. */
  readonly at: number;
}

function ofController(view: FileView, maker: SiteMaker, controller: number): readonly TriggerSite[] {
  const { program } = view;
  const { types } = lineageOf(view, program.canonical(view.file.firstSymbol + controller), MOST_TYPES);
  const mapped = types.flatMap((type, at) => mappedIn(view, type, at));
  if (!mapped.some(({ at }) => at > 0)) return [];
  const stated = types.map((type) => prefixesOf(view, type));
  const prefixes = stated.find((found) => found !== undefined) ?? [''];
  const bySymbol = new Map(mapped.map((one) => [one.symbol, one] as const));
  const handlers = new Map<Mapped, number>();
  // Mappings that one of the lineage takes the place of: what overrides a method with a mapping of its own is mapped so.
  const hidden = new Map<Mapped, string[]>(mapped.map((one) => [one, []]));
  for (const one of mapped) {
    const own = types.slice(0, one.at).map((type) => overriding(view, type, one.method)).filter((symbol) => symbol >= 0);
    const other = own.map((symbol) => bySymbol.get(symbol)).find((found) => found !== undefined);
    const key = isRoute(one) ? [] : [maker.keyOf(program.canonical(one.symbol))];
    if (other === undefined) handlers.set(one, own[0] ?? one.symbol);
    hidden.get(other ?? one)?.push(...key);
  }
  return [...handlers].flatMap(([one, own]) => {
    const others = hidden.get(one) ?? [];
    const isChanged = one.at > 0 || others.length > 0 || stated[0] === undefined;
    if (!isChanged) return [];
    const standsFor = one.at > 0 ? others : [...others, maker.keyOf(program.canonical(own))];
    const range = program.fileOfSymbol(own) === view.file ? view.symbolRange(own - view.file.firstSymbol) : view.symbolRange(controller);
    return requestsOf(one).flatMap(({ method, path, confidence }) => prefixes.map((prefix): TriggerSite => ({ kind: 'trigger', framework: 'spring', rule: 'spring.mapping.inherited', protocol: 'http', method, address: joinPaths(prefix, path), handler: maker.keyOf(program.canonical(own)), inline: undefined, receiver: undefined, range, confidence, standsFor })));
  });
}

function mappedIn(view: FileView, type: number, at: number): readonly Mapped[] {
  const owner = view.bodiesOf(view.program.fileOfSymbol(type));
  return view.program.childrenOf(type).flatMap((symbol): readonly Mapped[] => {
    const method = { view: owner, row: symbol - owner.file.firstSymbol };
    const mapping = view.program.fileOfSymbol(symbol) === owner.file ? owner.decorationsOf(method.row).find(({ name }) => MAPPING.test(name)) : undefined;
    return mapping === undefined ? [] : [{ method, symbol, mapping, at }];
  });
}

/** Whether a method is a route where it stands: of a class that is a controller by itself. */
function isRoute({ method: { view }, symbol, at }: Mapped): boolean {
  const holder = view.program.parentOf(view.program.canonical(symbol));
  const isClass = view.program.cell(holder, SYMBOL.kind) === Kind.class && !view.program.hasFlag(holder, 'abstract');
  return at === 0 || (isClass && view.decorationsOf(holder - view.file.firstSymbol).some(({ name }) => CONTROLLER.test(name)));
}

/** Methods and paths that a mapping states. */
function requestsOf({ method: { view, row }, mapping }: Mapped): readonly { readonly method: string; readonly path: string; readonly confidence: number }[] {
  const subject = { view, expression: mapping.expression, symbol: row, type: -1 };
  const verb = MAPPING.exec(mapping.name)?.[1]?.toUpperCase();
  const methods = verb === undefined ? valuesOf(subject, ['word:arg:method', '=*']) : [verb];
  const stated = valuesOf(subject, PATHS);
  const confidence = OF_SPRING.test(outsidePath(view.decorationOutcome(mapping)) ?? '') ? 100 : BY_NAME;
  return methods.flatMap((method) => (stated.length === 0 ? [''] : stated).map((path) => ({ method, path, confidence })));
}

/** What the mapping of a class says of the paths of its methods; undefined where there is none. */
function prefixesOf(view: FileView, type: number): readonly string[] | undefined {
  const owner = view.bodiesOf(view.program.fileOfSymbol(type));
  const row = type - owner.file.firstSymbol;
  const mapping = owner.decorationsOf(row).find(({ name }) => name === 'RequestMapping');
  const stated = mapping === undefined ? [] : valuesOf({ view: owner, expression: mapping.expression, symbol: row, type: -1 }, PATHS);
  return stated.length === 0 ? undefined : stated;
}

/** The method of a class that overrides another, by its name and as many parameters; of several by their types. -1 for none. */
function overriding(view: FileView, type: number, { view: owner, row }: Method): number {
  const { program } = view;
  const wanted = parametersOf(owner, row).length;
  const found = (program.membersOf(type).get(owner.facts.text(owner.facts.symbols.get(row, SYMBOL.name))) ?? []).map((symbol) => {
    const own = view.bodiesOf(program.fileOfSymbol(symbol));
    return { symbol, own, row: symbol - own.file.firstSymbol };
  });
  const same = found.filter((one) => program.cell(one.symbol, SYMBOL.kind) === program.cell(owner.file.firstSymbol + row, SYMBOL.kind) && parametersOf(one.own, one.row).length === wanted);
  const chosen = same.length > 1 ? same.find((one) => idOf({ view: one.own, row: one.row }) === idOf({ view: owner, row })) : same[0];
  return chosen?.symbol ?? -1;
}

/** Its name with the types of its parameters. */
function idOf({ view, row }: Method): string {
  const { locals, symbols } = view.facts;
  return `${view.facts.text(symbols.get(row, SYMBOL.name))}(${parametersOf(view, row).map((local) => view.typeText(locals.get(local, LOCAL.type))).join()})`;
}
