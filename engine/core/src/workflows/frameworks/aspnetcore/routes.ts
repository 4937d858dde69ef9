import { joinPaths } from '@pinata/graph';
import type { SourceRange } from '@pinata/graph';
import { Kind, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { DecorationSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { lineageOf } from '../../lineage.js';
import type { Lineage } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site, TriggerSite } from '../../sites.js';
import { pathBases } from './path-base.js';

const VERB = /^Http(Get|Post|Put|Patch|Delete|Head|Options)$/;
const CONTROLLER_BASE = /^(?:Controller|ControllerBase|ApiController|ODataController)$/;
/** Of libraries too: `AbpPageModel`. */
const PAGE_BASE = /PageModel$/;
const PAGE_FILE = /\.cshtml\.cs$/;
/** Handlers of Razor pages: `OnGet`, `OnPostDeleteAsync`. */
const PAGE_HANDLER = /^On(Get|Post|Put|Patch|Delete|Head|Options)(?:\p{Lu}\w*)?$/u;
const MOST_TYPES = 16;
/** Which paths actions without a template have is said where the program starts, mostly so. */
const BY_CONVENTION = 80;

/** A declaration in one file: of a partial class each part. */
interface Part {
  readonly view: FileView;
  /** Row of the file's symbols. */
  readonly row: number;
}

interface Controller {
  /** Its own file and row. */
  readonly part: Part;
  readonly name: string;
  readonly area: string | undefined;
  /** Templates of the class, or of the nearest base that has some. */
  readonly templates: readonly string[];
  readonly isApi: boolean;
  /** Whether every public method is an action, with attributes or without. */
  readonly hasPlainActions: boolean;
}

/** A method and an address as an action's attributes state them. */
interface Stated {
  readonly method: string;
  readonly template: string;
  readonly range: SourceRange;
}

/** Actions of controllers and handlers of Razor pages: learn.microsoft.com/aspnet/core/mvc/controllers/routing, …/razor-pages. */
export const routes: FrameworkRoutes = {
  files: /\.cs$/,
  read: (view, maker, marks) => {
    const { symbols } = view.facts;
    const sites: Site[] = [...pathBases(view, marks)];
    // Most files have neither: their classes are looked at no further.
    const mayServe = PAGE_FILE.test(view.file.path) || view.decorations().some((site) => VERB.test(site.name));
    for (let row = 0; row < symbols.rows; row++) {
      const kind = symbols.get(row, SYMBOL.kind);
      const type = view.file.firstSymbol + row;
      // An abstract class serves nothing itself, and a partial one is read where its first part stands.
      if ((kind !== Kind.class && kind !== Kind.record) || (symbols.get(row, SYMBOL.flags) & SymbolFlag.abstract) !== 0 || view.program.canonical(type) !== type) continue;
      if (!mayServe && !nameOf({ view, row }).endsWith('Controller')) continue;
      const lineage = lineageOf(view, type, MOST_TYPES);
      sites.push(...(PAGE_FILE.test(view.file.path) && lineage.bases.some((base) => PAGE_BASE.test(base)) ? pageSites(view, maker, lineage) : actionSites(view, maker, row, lineage)));
    }
    return sites;
  },
};

function actionSites(view: FileView, maker: SiteMaker, row: number, lineage: Lineage): readonly TriggerSite[] {
  const methods = methodsOf(view, lineage);
  const name = nameOf({ view, row });
  const isNamedSo = name.endsWith('Controller') && lineage.bases.some((base) => CONTROLLER_BASE.test(base));
  if (!isNamedSo && !methods.some((method) => decorationsOf(method).some((site) => VERB.test(site.name)))) return [];
  const ofNearest = (attribute: RegExp): readonly string[] => lineage.types.map((type) => partsOf(view, type).flatMap((part) => argumentsOf(part, attribute))).find((found) => found.length > 0) ?? [];
  const isApi = lineage.types.some((type) => partsOf(view, type).some((part) => decorationsOf(part).some((site) => site.name === 'ApiController')));
  const controller: Controller = { part: { view, row }, name: name.replace(/Controller$/, ''), area: ofNearest(/^Area$/)[0], templates: ofNearest(/^Route(?:Prefix)?$/), isApi, hasPlainActions: isNamedSo };
  return methods.flatMap((method) => ofAction(maker, controller, method));
}

/** Methods of a class and of its bases in the repository, without those that a nearer one overrides. */
function methodsOf(view: FileView, { types }: Lineage): readonly Part[] {
  const overridden = new Set<string>();
  return types.flatMap((type) => {
    const methods = partsOf(view, type).flatMap(membersOf).filter((method) => !overridden.has(nameOf(method)));
    for (const method of methods) if (hasFlag(method, SymbolFlag.override)) overridden.add(nameOf(method));
    return methods;
  });
}

function ofAction(maker: SiteMaker, controller: Controller, method: Part): readonly TriggerSite[] {
  const attributes = decorationsOf(method);
  if (attributes.some((site) => site.name === 'NonAction')) return [];
  const { part } = controller;
  const rangeOf = (site: DecorationSite): SourceRange => (method.view === part.view ? part.view.place(site.expression) : part.view.symbolRange(part.row));
  const templates = attributes.filter((site) => site.name === 'Route').flatMap((site) => templateOf(method.view, site).map((template): Omit<Stated, 'method'> => ({ template, range: rangeOf(site) })));
  const verbs = attributes.flatMap((site): readonly Stated[] => {
    const range = rangeOf(site);
    if (site.name === 'AcceptVerbs') return method.view.arguments(method.view.callExpression(site.expression)).flatMap(({ name, value }) => (name === undefined ? method.view.texts(value) : [])).flatMap((verb) => eachTemplate(verb.toUpperCase(), routeOf(method.view, site), templates, range));
    const verb = VERB.exec(site.name)?.[1]?.toUpperCase();
    return verb === undefined ? [] : eachTemplate(verb, templateOf(method.view, site), templates, range);
  });
  const stated = verbs.length > 0 ? verbs : templates.map((one): Stated => ({ method: '*', ...one }));
  if (stated.length > 0) return stated.flatMap((one) => triggers(maker, controller, method, one));
  if (!controller.hasPlainActions || !hasFlag(method, SymbolFlag.public) || hasFlag(method, SymbolFlag.static | SymbolFlag.override)) return [];
  const range = method.view === part.view ? method.view.symbolRange(method.row) : part.view.symbolRange(part.row);
  return triggers(maker, controller, method, { method: '*', template: '', range });
}

/** An attribute's own templates, else those of `Route` beside it, else the empty one. */
function eachTemplate(method: string, own: readonly string[], beside: readonly Omit<Stated, 'method'>[], range: SourceRange): readonly Stated[] {
  const templates = own.length > 0 ? own : beside.map(({ template }) => template);
  return (templates.length > 0 ? templates : ['']).map((template) => ({ method, template, range }));
}

function triggers(maker: SiteMaker, controller: Controller, action: Part, { method, template, range }: Stated): readonly TriggerSite[] {
  const { name, area, templates, isApi } = controller;
  const isConvention = template === '' && templates.length === 0 && !isApi;
  const actionName = nameOf(action).replace(/Async$/, '');
  const replaced = (text: string): string => text.replaceAll('[controller]', name).replaceAll('[action]', actionName).replaceAll('[area]', area ?? '[area]');
  // A template that begins with a slash is the whole path.
  const paths = isConvention ? [conventionalPath(area, name, actionName)] : /^~?\//.test(template) || templates.length === 0 ? [joinPaths(replaced(template.replace(/^~/, '')))] : templates.map((prefix) => joinPaths(replaced(prefix), replaced(template)));
  const handler = keyOf(maker, action);
  return paths.map((address) => ({
    kind: 'trigger', framework: 'aspnetcore', rule: isConvention ? 'aspnetcore.convention' : 'aspnetcore.action', protocol: 'http', method, address, handler, inline: undefined, receiver: undefined, range, confidence: isConvention ? BY_CONVENTION : 100,
  }));
}

/** `{area}/{controller=Home}/{action=Index}`: what a project's template and `MapDefaultControllerRoute` say. */
function conventionalPath(area: string | undefined, controller: string, action: string): string {
  const isIndex = action === 'Index';
  return joinPaths(area ?? '', isIndex && controller === 'Home' ? '' : controller, isIndex ? '' : action);
}

/** Handlers of a page, whose path is its place under `Pages`, in an area or not. */
function pageSites(view: FileView, maker: SiteMaker, lineage: Lineage): readonly TriggerSite[] {
  const [, area, place] = /(?:^|\/)(?:Areas\/([^/]+)\/)?Pages\/(.+)\.cshtml\.cs$/.exec(view.file.path) ?? [];
  if (place === undefined) return [];
  const address = joinPaths(area ?? '', place.replace(/(?:^|\/)Index$/, ''));
  return methodsOf(view, lineage).flatMap((method): readonly TriggerSite[] => {
    const verb = PAGE_HANDLER.exec(nameOf(method).replace(/Async$/, ''))?.[1]?.toUpperCase();
    if (verb === undefined || method.view !== view || !hasFlag(method, SymbolFlag.public)) return [];
    return [{ kind: 'trigger', framework: 'aspnetcore', rule: 'aspnetcore.page', protocol: 'http', method: verb, address, handler: keyOf(maker, method), inline: undefined, receiver: undefined, range: view.symbolRange(method.row), confidence: 100 }];
  });
}

function partsOf(view: FileView, type: number): readonly Part[] {
  return view.program.sitesOf(view.program.canonical(type)).map((site) => {
    const owner = view.viewOf(view.program.fileOfSymbol(site));
    return { view: owner, row: site - owner.file.firstSymbol };
  });
}

function membersOf({ view, row }: Part): readonly Part[] {
  const { symbols } = view.facts;
  const found: Part[] = [];
  for (let member = row + 1; member < symbols.rows; member++) {
    if (symbols.get(member, SYMBOL.parent) === row && symbols.get(member, SYMBOL.kind) === Kind.method) found.push({ view, row: member });
  }
  return found;
}

function decorationsOf({ view, row }: Part): readonly DecorationSite[] {
  return view.decorationsOf(row);
}

/** First arguments of the attributes of a name. */
function argumentsOf(part: Part, attribute: RegExp): readonly string[] {
  return decorationsOf(part).filter((site) => attribute.test(site.name)).flatMap((site) => templateOf(part.view, site));
}

function templateOf(view: FileView, { expression }: DecorationSite): readonly string[] {
  const call = view.callExpression(expression);
  const named = view.argument(call, 'template');
  const text = view.text(named >= 0 ? named : view.argument(call, 0));
  return text === undefined ? [] : [text];
}

/** `[AcceptVerbs("GET", "HEAD", Route = "items")]`. */
function routeOf(view: FileView, { expression }: DecorationSite): readonly string[] {
  const text = view.text(view.argument(view.callExpression(expression), 'Route'));
  return text === undefined ? [] : [text];
}

function nameOf({ view, row }: Part): string {
  return view.facts.text(view.facts.symbols.get(row, SYMBOL.name));
}

function hasFlag({ view, row }: Part, flags: number): boolean {
  return (view.facts.symbols.get(row, SYMBOL.flags) & flags) !== 0;
}

function keyOf(maker: SiteMaker, { view, row }: Part): string {
  return maker.keyOf(view.program.canonical(view.file.firstSymbol + row));
}
