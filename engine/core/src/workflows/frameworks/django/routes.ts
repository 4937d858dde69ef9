import { joinPaths } from '@pinata/graph';
import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, ChainLink, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import { fileKey } from '../../sites.js';
import type { MountSite, Site, TriggerSite } from '../../sites.js';
import { declaredModule } from './modules.js';
import { lineageOf } from '../../lineage.js';
import { texts } from '../../given.js';
import { actionsOf, genericMethods, viewHandlers } from './views.js';

const ROUTE = /^pypi:[Dd]jango!django\.(?:urls|conf\.urls)\.(?:path|re_path|url)$/u;
const INCLUDE = /^pypi:[Dd]jango!django\.(?:urls|conf\.urls)\.include$/u;
const REGISTER = /^pypi:[^!]*!rest_framework(?:_nested)?\.routers\.\w*Router\(\)\.register$/u;
const ROUTER = /^(?:Simple|Default|Nested\w*|Extended\w*)Router(?:Mixin)?$/;
const MOST_BASES = 8;
const PATTERNS = 'urlpatterns';
const DEPTH = 16;
/** More routes than a person writes into one file. */
const MOST_ROUTES = 2000;

/** Where a route stands: paths of the includes around it in the file, and what holds it, by which other files mount it. */
interface Place {
  readonly prefix: string;
  readonly container: string;
}

/** Routes of `urlpatterns`, what they include, and the actions of view sets that routers register: docs.djangoproject.com/en/stable/topics/http/urls. */
export const routes: FrameworkRoutes = {
  files: /\.py$/,
  read: (view, maker) => {
    const routers = new Map<string, boolean>();
    const calls = view.calls().map((call) => ({ call, callee: outsidePath(call.outcome) ?? '' })).filter(({ call, callee }) => ROUTE.test(callee) || REGISTER.test(callee) || isOwnRouter(view, call));
    const sites = calls.slice(0, MOST_ROUTES).flatMap(({ call, callee }): readonly Site[] => {
      if (ROUTE.test(callee)) return routeSites(view, maker, call, routers);
      return registered(view, maker, call, routers);
    });
    const spread = addedRouters(view, maker);
    for (const { child } of spread) routers.set(child, true);
    // A router whose routes are added to the patterns of its own file, not included under a path.
    const hasPatterns = hasSymbol(view, PATTERNS);
    const added = [...routers].filter(([, isIncluded]) => !isIncluded && hasPatterns).map(([child]): MountSite => ({ kind: 'mount', parent: fileKey(view.file.path), child, prefix: '' }));
    return [...sites, ...spread, ...added];
  },
};

/** `router.register(…)` of a router whose class derives from one of the framework's, or is one that the repository keeps of its own. */
function isOwnRouter(view: FileView, { expression }: CallSite): boolean {
  if (view.name(expression) !== 'register' || view.argument(expression, 1) < 0) return false;
  const made = view.initialiser(view.chain(expression)[0]?.expression ?? -1);
  const type = view.kind(made) === Expression.call || view.kind(made) === Expression.new ? view.symbolNamed(view.operand(made)) : -1;
  return type >= 0 && [view.program.nameOf(type), ...lineageOf(view, type, MOST_BASES).bases].some((base) => ROUTER.test(base));
}

function routeSites(view: FileView, maker: SiteMaker, call: CallSite, routers: Map<string, boolean>): readonly Site[] {
  const path = pathOf(view, call.expression);
  if (path === undefined) return [];
  const place = placeOf(view, maker, call.expression);
  const target = view.argument(call.expression, 1);
  const address = joinPaths(place.prefix, path);
  const included = includedBy(view, target);
  if (included !== undefined) {
    const child = includedKey(view, maker, included);
    if (child === undefined) return [];
    routers.set(child, true);
    return [{ kind: 'mount', parent: place.container, child, prefix: address }];
  }
  const rule = view.name(call.expression) === 'path' ? 'django.path' : 'django.pattern';
  const handled = viewHandlers(view, maker, target).map(({ method, handler, does }): TriggerSite => triggerAt(call, { ...(does === undefined ? {} : { does }), rule, method, address, handler, receiver: place.container }));
  return handled.length > 0 ? handled : libraryViews(view, target).map((method) => ({ ...triggerAt(call, { rule, method, address, handler: undefined, receiver: place.container }), inline: view.place(target) }));
}

/** Methods of a view that a library has, which is shown where the route is stated: `TemplateView.as_view(template_name='about.html')`. */
function libraryViews(view: FileView, target: number): readonly string[] {
  const isClass = view.kind(target) === Expression.call && view.name(target) === 'as_view';
  const named = isClass ? view.operand(view.operand(target)) : target;
  const isView = isClass || view.kind(target) === Expression.name || view.kind(target) === Expression.member;
  // Of the administration's pages and the like only what they are is known, no view.
  if (!isView || view.name(named) === 'urls' || view.linker.named(view.file, named).kind !== 'external') return [];
  const methods = genericMethods([view.name(named)]);
  return methods.length === 0 ? ['*'] : methods;
}

function triggerAt(call: CallSite, given: Pick<TriggerSite, 'rule' | 'method' | 'address' | 'handler' | 'receiver' | 'does'>): TriggerSite {
  return { ...given, kind: 'trigger', framework: 'django', protocol: 'http', inline: undefined, range: call.range, confidence: 100 };
}

/** The path of a route; of a regular expression without its ends and with the names of its groups. */
function pathOf(view: FileView, call: number): string | undefined {
  const text = view.text(view.argument(call, 0));
  if (text === undefined || view.name(call) === 'path') return text;
  return withoutExpression(text);
}

function withoutExpression(text: string): string {
  return text.replace(/^\^/, '').replace(/\\?[$Z]$/, '').replaceAll(/\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)/g, '<$1>').replaceAll(/\((?!\?)[^()]*\)/g, '<>').replaceAll(/\(\?:|[)?\\]/g, '');
}

/** What the call of `include` in a route is given, or undefined where the route includes nothing. */
function includedBy(view: FileView, row: number): number | undefined {
  if (view.kind(row) !== Expression.call || !INCLUDE.test(calleeOf(view, row))) return undefined;
  const given = view.argument(row, 0);
  // `include((patterns, 'shop'))` names the application as well.
  return view.kind(given) === Expression.array && view.text(view.argument(given, 1)) !== undefined ? view.argument(given, 0) : given;
}

function includedKey(view: FileView, maker: SiteMaker, given: number): string | undefined {
  const module = view.text(given);
  if (module !== undefined) {
    const file = declaredModule(view, module);
    return file === undefined ? undefined : fileKey(file);
  }
  // Routes that are written in place know the path around them.
  if (view.kind(given) === Expression.array) return undefined;
  return maker.keyNamed(view, view.kind(given) === Expression.member && view.name(given) === 'urls' ? view.operand(given) : given);
}

/** `[*router.urls]`, `[…] + router.urls`: routes of a router among other patterns. */
function addedRouters(view: FileView, maker: SiteMaker): readonly MountSite[] {
  const { expressions } = view.facts;
  const found: MountSite[] = [];
  for (let row = 0; row < expressions.rows; row++) {
    if (view.kind(row) !== Expression.member || view.name(row) !== 'urls' || found.length === MOST_ROUTES) continue;
    const holder = view.callAround(row);
    if (view.kind(holder) === Expression.call && (INCLUDE.test(calleeOf(view, holder)) || ROUTE.test(calleeOf(view, holder)))) continue;
    const child = view.symbolNamed(view.operand(row)) < 0 ? undefined : maker.keyNamed(view, view.operand(row));
    if (child === undefined) continue;
    const { prefix, container } = placeOf(view, maker, row);
    found.push({ kind: 'mount', parent: container, child, prefix });
  }
  return found;
}

/** The includes around a route, and the variable or file whose patterns it is one of. */
function placeOf(view: FileView, maker: SiteMaker, call: number): Place {
  let prefix = '';
  let at = call;
  for (let depth = 0; depth < DEPTH; depth++) {
    const holder = view.callAround(at);
    if (holder < 0) break;
    if (view.kind(holder) === Expression.call && ROUTE.test(calleeOf(view, holder))) prefix = joinPaths(pathOf(view, holder), prefix);
    at = holder;
  }
  const { symbols } = view.facts;
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.value) === at && view.facts.text(symbols.get(row, SYMBOL.name)) !== PATTERNS) return { prefix, container: maker.keyOf(view.file.firstSymbol + row) };
  }
  return { prefix, container: fileKey(view.file.path) };
}

/** `router.register('orders', OrderViewSet)`: routes of the set's actions. */
function registered(view: FileView, maker: SiteMaker, call: CallSite, routers: Map<string, boolean>): readonly Site[] {
  const chain = view.chain(call.expression);
  const name = nestedName(view, chain);
  const [router] = chain;
  const receiver = router === undefined ? undefined : maker.keyNamed(view, router.expression);
  if (name === undefined || receiver === undefined) return [];
  if (!routers.has(receiver)) routers.set(receiver, false);
  const given = view.argument(call.expression, 1);
  const set = maker.typeNamed(view, given < 0 ? view.argument(call.expression, 'viewset') : given);
  const base = name.replace(/\(\?P<(\w+)>[^()]*\)/g, '<$1>');
  return actionsOf(view, maker, set).map(({ method, path, handler, does }) => triggerAt(call, { ...(does === undefined ? {} : { does }), rule: 'django.router', method, address: joinPaths(base, withoutExpression(path)), handler, receiver }));
}

/** The path of a set: behind those that it is registered below, `router.register('orders', …).register('lines', …, parents_query_lookups=['order'])`. */
function nestedName(view: FileView, chain: readonly ChainLink[]): string | undefined {
  const calls = chain.filter((link) => link.call >= 0 && link.name === 'register').map((link) => link.call);
  const parents = texts(view, view.argument(calls[calls.length - 1] ?? -1, 'parents_query_lookups'));
  const names = calls.map((call) => view.text(view.argument(call, 0)) ?? view.text(view.argument(call, 'prefix')));
  return names.slice(1).reduce((path, name, index) => (path === undefined || name === undefined ? undefined : `${path}/{${parents[index] ?? 'parent'}}/${name}`), names[0]);
}

function calleeOf(view: FileView, call: number): string {
  return outsidePath(view.callOf(call)?.outcome) ?? '';
}

function hasSymbol(view: FileView, name: string): boolean {
  const { symbols } = view.facts;
  for (let row = 0; row < symbols.rows; row++) if (view.facts.text(symbols.get(row, SYMBOL.name)) === name) return true;
  return false;
}
