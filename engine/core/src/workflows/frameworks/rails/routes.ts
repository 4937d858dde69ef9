import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import { plural, singular } from '../../../schema/names.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import { methodOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { MountSite, Site, TriggerSite } from '../../sites.js';
import { callbackTriggers } from './callbacks.js';
import { ancestryOf, filterSites } from './filters.js';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'options']);
const OF_MANY = ['index', 'create', 'new', 'edit', 'show', 'update', 'destroy'];
const OF_ONE = ['create', 'new', 'edit', 'show', 'update', 'destroy'];
const DEPTH = 16;
/** Concerns in concerns. */
const CONCERNS = 4;
/** Also methods that an application wraps around them: `admin_resources :orders do`. */
const RESOURCES = /^(?:\w+_)?resources?$/;

/** A resource that routes stand in. */
interface Resource {
  readonly name: string;
  readonly isSingle: boolean;
  /** Name of its key in paths: `id`. */
  readonly key: string;
}

/** What the blocks around a route say of it. */
interface Scope {
  readonly path: string;
  /** `admin/`, before the names of controllers. */
  readonly module: string;
  readonly controller: string | undefined;
  readonly resource: Resource | undefined;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly controller: string;
  readonly action: string;
}

const TOP: Scope = { path: '', module: '', controller: undefined, resource: undefined };

/** `config/routes.rb`: a language of its own, in which blocks say where the routes in them lie; filters of controllers, callbacks of models. */
export const routes: FrameworkRoutes = {
  files: /(?:^|\/)config\/routes(?:\.rb$|\/)|(?:^|\/)(?:controllers|models)\/.*\.rb$/,
  read: (view, maker) => {
    if (/(?:^|\/)controllers\//.test(view.file.path)) return filterSites(view, maker);
    if (/(?:^|\/)models\//.test(view.file.path)) return callbackTriggers(view, maker);
    return view.calls().flatMap((call): Site[] => [...routesOf(view, call).flatMap((route) => siteOf(view, maker, call, route) ?? []), ...mountOf(view, maker, call)]);
  },
};

function routesOf(view: FileView, call: CallSite): readonly Route[] {
  const { expression } = call;
  const name = view.name(expression);
  const isRoute = VERBS.has(name) || name === 'match' || name === 'root' || name === 'resources' || name === 'resource';
  // `client.get('/x')` is no route.
  if (!isRoute || view.chain(expression).length !== 1) return [];
  return scopesAround(view, expression).flatMap((scope) => routesIn(view, expression, name, scope));
}

function routesIn(view: FileView, expression: number, name: string, scope: Scope): readonly Route[] {
  if (name === 'resources' || name === 'resource') return namesOf(view, expression).flatMap((one) => actionsOf(view, expression, scope, one, name === 'resource'));
  const options = optionsOf(view, expression);
  if (name === 'root') return routeTo(options.get('to') ?? view.text(view.argument(expression, 0)), scope, ['GET'], '');
  const methods = name === 'match' ? wordsOf(view, view.argument(expression, 'via')).map((method) => (method === 'all' ? '*' : method.toUpperCase())) : [name.toUpperCase()];
  const here = placeOf(scope, options.get('on'));
  const pairs = view.arguments(expression).filter((part) => part.name !== undefined && /[/#]/.test(`${part.name}${view.text(part.value) ?? ''}`) && !/^(?:to|as|via|on|controller|action|path|format|constraints|defaults|module|param)$/.test(part.name));
  if (pairs.length > 0) return pairs.flatMap((part) => routeTo(view.text(part.value), here, methods, part.name ?? ''));
  return namesOf(view, expression).flatMap((path) => routeTo(options.get('to') ?? actionTo(path, here, options), here, methods, path));
}

/** `get :preview` is the action of the resource around; `get "photos/show"` names both. */
function actionTo(path: string, scope: Scope, options: ReadonlyMap<string, string>): string | undefined {
  const controller = options.get('controller') ?? scope.controller;
  const action = options.get('action');
  if (controller !== undefined) return `${controller}#${action ?? path.replace(/^\//, '')}`;
  const [first, second, ...more] = path.replace(/^\//, '').split('/');
  return first !== undefined && second !== undefined && more.length === 0 ? `${first}#${second}` : undefined;
}

function routeTo(target: string | undefined, scope: Scope, methods: readonly string[], path: string): readonly Route[] {
  const [controller, action] = (target ?? '').split('#');
  if (controller === undefined || action === undefined || action === '') return [];
  const owner = controller === '' ? (scope.controller ?? '') : controller;
  return methods.map((method) => ({ method, path: joinPaths(scope.path, withoutBrackets(path)), controller: `${scope.module}${owner}`, action: action.replaceAll('-', '_') }));
}

/** Optional parts of a path are parts of it; the format of an answer is not. */
function withoutBrackets(path: string): string {
  return path.replace(/\(\.:?\w+\)/g, '').replace(/[()]/g, '');
}

function actionsOf(view: FileView, call: number, scope: Scope, name: string, isSingle: boolean): readonly Route[] {
  const inner = resourceScope(view, call, placeOf(scope, undefined), name, isSingle);
  const only = wordsOf(view, view.argument(call, 'only'));
  const except = wordsOf(view, view.argument(call, 'except'));
  const key = inner.resource === undefined || isSingle ? '' : `:${inner.resource.key}`;
  const actions = (isSingle ? OF_ONE : OF_MANY).filter((action) => (only.length === 0 || only.includes(action)) && !except.includes(action));
  return actions.flatMap((action): Route[] => {
    const make = (method: string, ...path: readonly string[]): Route => ({ method, path: joinPaths(inner.path, ...path), controller: `${inner.module}${inner.controller ?? ''}`, action });
    switch (action) {
      case 'index':
        return [make('GET')];
      case 'create':
        return [make('POST')];
      case 'new':
        return [make('GET', 'new')];
      case 'edit':
        return [make('GET', key, 'edit')];
      case 'show':
        return [make('GET', key)];
      case 'update':
        return [make('PATCH', key), make('PUT', key)];
      default:
        return [make('DELETE', key)];
    }
  });
}

/** What `pluralize` leaves as it is. */
const IS_PLURAL = /[^aius]s$|ies$|[aeiou]us?es$/;

/** Where a resource's own routes lie. */
function resourceScope(view: FileView, call: number, scope: Scope, name: string, isSingle: boolean): Scope {
  const options = optionsOf(view, call);
  const controller = options.get('controller') ?? (isSingle && !IS_PLURAL.test(name) ? plural(name) : name);
  const module = options.get('module');
  return {
    path: joinPaths(scope.path, options.get('path') ?? name),
    module: `${scope.module}${module === undefined ? '' : `${module}/`}`,
    controller,
    resource: { name, isSingle, key: options.get('param') ?? 'id' },
  };
}

/** The scope of a route inside a resource: of one of many, under its key. */
function placeOf(scope: Scope, on: string | undefined): Scope {
  const { resource } = scope;
  if (resource === undefined || resource.isSingle || on === 'collection') return { ...scope, resource: undefined };
  const key = on === 'member' ? resource.key : `${singular(resource.name)}_${resource.key}`;
  return { ...scope, path: joinPaths(scope.path, `:${key}`), resource: undefined };
}

const MOST_PLACES = 200;

/** Scopes of a place: in a concern those of all who have it. */
function scopesAround(view: FileView, expression: number, depth = 0, budget = { left: MOST_PLACES }): readonly Scope[] {
  let scopes: readonly Scope[] = [TOP];
  for (const lambda of [...view.lambdasAround(expression)].slice(0, DEPTH).reverse()) {
    const call = view.callAround(lambda);
    if (call < 0) continue;
    if (view.name(call) === 'concern') scopes = depth > CONCERNS ? [] : namesOf(view, call).slice(0, 1).flatMap((concern) => placesOf(view, concern, depth + 1, budget));
    else scopes = scopes.map((scope) => within(view, call, scope));
  }
  return scopes;
}

/** Where a concern's routes stand: `concerns :commentable` in a resource, `resources :posts, concerns: [:commentable]`. */
function placesOf(view: FileView, concern: string, depth: number, budget: { left: number }): readonly Scope[] {
  // Concerns may be in one another.
  if (budget.left-- <= 0) return [];
  return view.calls().flatMap(({ expression }): readonly Scope[] => {
    const name = view.name(expression);
    if (name === 'concerns') return namesOf(view, expression).includes(concern) || wordsOf(view, view.argument(expression, 0)).includes(concern) ? scopesAround(view, expression, depth, budget) : [];
    if (!RESOURCES.test(name) || !wordsOf(view, view.argument(expression, 'concerns')).includes(concern)) return [];
    return scopesAround(view, expression, depth, budget).map((scope) => within(view, expression, scope));
  });
}

function within(view: FileView, call: number, scope: Scope): Scope {
  const options = optionsOf(view, call);
  const [name = ''] = namesOf(view, call);
  const module = options.get('module');
  switch (view.name(call)) {
    case 'namespace': {
      const outer = placeOf(scope, undefined);
      return { ...outer, path: joinPaths(outer.path, options.get('path') ?? name), module: `${outer.module}${module ?? name}/`, controller: undefined };
    }
    case 'scope': {
      const outer = placeOf(scope, undefined);
      return { ...outer, path: joinPaths(outer.path, options.get('path') ?? withoutBrackets(name)), module: `${outer.module}${module === undefined ? '' : `${module}/`}`, controller: options.get('controller') ?? outer.controller };
    }
    case 'controller':
      return { ...scope, controller: name };
    case 'member':
      return placeOf(scope, 'member');
    case 'collection':
      return placeOf(scope, 'collection');
    default:
      return RESOURCES.test(view.name(call)) ? resourceScope(view, call, placeOf(scope, undefined), name, /resource$/.test(view.name(call))) : scope;
  }
}

/** Keywords of a call that are texts. */
function optionsOf(view: FileView, call: number): ReadonlyMap<string, string> {
  return new Map(view.arguments(call).flatMap((part) => {
    const text = part.name === undefined ? undefined : view.text(part.value);
    // `path: nil` leaves a namespace out of the path.
    return part.name === undefined || text === undefined ? [] : [[part.name, text === 'nil' ? '' : text] as const];
  }));
}

/** What a call is given in its places, without keywords. */
function namesOf(view: FileView, call: number): readonly string[] {
  return view.arguments(call).flatMap((part) => (part.name === undefined ? (view.text(part.value) ?? []) : []));
}

function wordsOf(view: FileView, row: number): readonly string[] {
  if (row < 0) return [];
  const one = view.text(row);
  if (one !== undefined) return [one];
  return view.kind(row) === Expression.array ? view.arguments(row).flatMap((part) => view.text(part.value) ?? []) : [];
}

/** `admin/users` is `Admin::UsersController`. An action that has neither a method nor a template is none of the repository's. */
const TEMPLATES = ['html.erb', 'html.haml', 'html.slim', 'json.jbuilder', 'turbo_stream.erb', 'xml.builder', 'text.erb', 'js.erb'];

const OF_LIBRARY = /^(?!(?:::)?(?:ActionController|AbstractController)\b).*Controller$/;

function hasTemplate(view: FileView, controller: string, action: string): boolean {
  const folder = view.file.path.replace(/config\/routes.*$/s, `app/views/${controller.replace(/^\//, '')}/`);
  return TEMPLATES.some((ending) => view.program.isListed(`${folder}${action}.${ending}`));
}

function siteOf(view: FileView, maker: SiteMaker, call: CallSite, { method, path, controller, action }: Route): TriggerSite | undefined {
  const names = controller.split('/').filter((name) => name !== '').map((name) => name.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(''));
  const engine = engineAround(view, call.expression);
  const type = namespacesOf(view, engine).map((namespace) => view.typeNamed([...namespace, `${names.join('::')}Controller`].join('::'))).find((found) => found >= 0) ?? -1;
  const ancestry = type < 0 ? undefined : ancestryOf(view, type);
  // Of what a controller of a library does, as Devise's, the controller is shown.
  const isKnown = ancestry !== undefined && (hasTemplate(view, controller, action) || ancestry.outside.some((base) => OF_LIBRARY.test(base)));
  const handler = ancestry === undefined ? undefined : (methodOf(view, maker, ancestry, action) ?? (isKnown ? maker.keyOf(type) : undefined));
  if (handler === undefined) return undefined;
  return { kind: 'trigger', framework: 'rails', rule: 'rails.route', protocol: 'http', method, address: path, handler, inline: undefined, receiver: engine < 0 ? undefined : engineKey(view, maker, engine), range: call.range, confidence: 100 };
}

/** `Shop::Engine` of `Shop::Engine.routes.draw do`, in which a route stands; -1 for the routes of the application. */
function engineAround(view: FileView, expression: number): number {
  for (const lambda of view.lambdasAround(expression)) {
    const chain = view.chain(view.callAround(lambda));
    const at = chain.findIndex((link) => link.name === 'routes');
    const engine = chain[at - 1];
    if (chain[chain.length - 1]?.name === 'draw' && engine !== undefined && /Engine$/.test(engine.name)) return engine.expression;
  }
  return -1;
}

/** The modules in which an engine has its controllers, the innermost first: which of them it isolates is found by which has them. */
function namespacesOf(view: FileView, engine: number): readonly (readonly string[])[] {
  const parts = engine < 0 ? [] : wholeName(view, engine).split('::').slice(0, -1);
  return [...parts.map((_, index) => parts.slice(0, parts.length - index)), []];
}

function wholeName(view: FileView, expression: number): string {
  const before = view.kind(expression) === Expression.member ? `${wholeName(view, view.operand(expression))}::` : '';
  return `${before}${view.name(expression).replace(/^::/, '')}`;
}

function engineKey(view: FileView, maker: SiteMaker, engine: number): string {
  return maker.keyNamed(view, engine) ?? `engine ${wholeName(view, engine)}`;
}

/** `mount Shop::Engine, at: "/shop"`, `mount Shop::Engine => "/shop"`. */
function mountOf(view: FileView, maker: SiteMaker, { expression }: CallSite): readonly MountSite[] {
  if (view.name(expression) !== 'mount' || view.chain(expression).length !== 1) return [];
  const given = view.argument(expression, 0);
  const path = view.text(view.argument(expression, 'at'));
  if (given < 0 || path === undefined || !/Engine$/.test(view.name(given))) return [];
  const around = engineAround(view, expression);
  return [{ kind: 'mount', parent: around < 0 ? undefined : engineKey(view, maker, around), child: engineKey(view, maker, given), prefix: joinPaths(scopesAround(view, expression)[0]?.path, path) }];
}
