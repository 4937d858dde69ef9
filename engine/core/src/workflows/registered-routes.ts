import type { SourceRange } from '@pinata/graph';
import { Expression } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { CallSite, FileView } from '../view/file-view.js';
import { outsidePath } from '../view/file-view.js';
import type { SiteMaker } from './make-sites.js';
import type { MountSite, Site, TriggerSite } from './sites.js';
import { typeAround } from './values.js';

const METHOD = /^(?:get|post|put|patch|delete|head|options|all)$/i;
const PATH = /^(?:$|\/|\*|:|\{\})/;
/** Names of functions that keep a route. */
const KEEPS = /route|endpoint/i;
/** Entries of an object that states a route. */
const ENTRIES = { path: ['path', 'url'], handler: ['handler', 'handle', 'action', 'controller'] } as const;
const BY_SHAPE = 75;
/** Where the function that keeps the route is not found. */
const BY_NAME = 60;

/** What a route is stated by. */
interface Stated {
  readonly method: string;
  readonly path: string;
  /** Row of what answers it. */
  readonly handler: number;
  /** Row of the router that the function is given, or -1. */
  readonly router: number;
}

/**
 * Routes that a function of the repository keeps for a router of a package, however it hands them on: it is given a method, a
 * path and what answers, one by one or in an object. `this.route('GET', '/users', list)` of a controller belongs to the
 * controller, which is mounted by `use('/admin', new Users().router)`.
 */
export function registeredRoutes(view: FileView, maker: SiteMaker, framework: string, taken: readonly Site[]): readonly Site[] {
  const known = new Set(taken.flatMap((site) => (site.kind === 'trigger' ? [placeOf(site.range)] : [])));
  return view.calls().flatMap((call): Site[] => {
    if (view.kind(call.expression) !== Expression.call || outsidePath(call.outcome) !== undefined) return mountOf(view, maker, call);
    const name = view.name(call.expression);
    const stated = known.has(placeOf(call.range)) ? undefined : KEEPS.test(name) ? (inObject(view, call) ?? oneByOne(view, call)) : METHOD.test(name) ? calledLikeMethod(view, call) : undefined;
    return stated === undefined ? mountOf(view, maker, call) : routesOf(view, maker, call, stated, framework);
  });
}

function routesOf(view: FileView, maker: SiteMaker, call: CallSite, { method, path, handler: row, router }: Stated, framework: string): TriggerSite[] {
  const isFound = onlySymbolOf(call.outcome) >= 0;
  // What is given no function asks for a route instead: `callEndpoint('post', '/login', credentials)`.
  const handler = isFound || view.kind(row) === Expression.lambda ? maker.handlerOf(view, call, row) : undefined;
  if (handler === undefined) return [];
  const receiver = router >= 0 ? maker.keyNamed(view, router) : ownerKey(view, maker, call);
  const verb = method.toUpperCase();
  return [{ kind: 'trigger', framework, rule: `${framework}.registered`, protocol: 'http', method: verb === 'ALL' ? '*' : verb, address: path, ...handler, receiver, range: call.range, confidence: isFound ? BY_SHAPE : BY_NAME }];
}

/** `route({ method: 'get', path: '/users', handler: this.list })`. */
function inObject(view: FileView, { expression }: CallSite): Stated | undefined {
  const object = view.arguments(expression).find(({ value }) => view.kind(value) === Expression.object)?.value ?? -1;
  if (object < 0) return undefined;
  const entry = (names: readonly string[]): number => names.map((name) => view.argument(object, name)).find((row) => row >= 0) ?? -1;
  const [method, path] = [entry(['method']), entry(ENTRIES.path)].map((row) => (row < 0 ? undefined : view.text(row)));
  const handler = entry(ENTRIES.handler);
  return method === undefined || path === undefined || handler < 0 || !METHOD.test(method) || !PATH.test(path) ? undefined : { method, path, handler, router: -1 };
}

/** `setupRoute(router, 'get', '/users', signedIn, list)`. */
function oneByOne(view: FileView, { expression }: CallSite): Stated | undefined {
  const given = view.arguments(expression).filter(({ name }) => name === undefined).map(({ value }) => value);
  const at = given.findIndex((row) => METHOD.test(view.text(row) ?? ''));
  const path = at < 0 || given[at + 1] === undefined ? undefined : view.text(given[at + 1]!); // looked at before
  if (path === undefined || !PATH.test(path)) return undefined;
  const before = at === 1 && view.kind(given[0]!) === Expression.name ? given[0]! : -1; // there are two
  const handler = given.slice(at + 2).findLast((row) => view.text(row) === undefined && view.kind(row) !== Expression.array && view.kind(row) !== Expression.object);
  return handler === undefined ? undefined : { method: view.text(given[at]!) ?? '', path, handler, router: before }; // found there
}

/** `this.get('/users', list)` of a base that has the route kept: `get(path, handler) { this.route({ method: 'get', path, handler }); }`. */
function calledLikeMethod(view: FileView, { expression, outcome }: CallSite): Stated | undefined {
  const symbol = onlySymbolOf(outcome);
  const [path, handler] = view.arguments(expression);
  if (symbol < 0 || path === undefined || handler === undefined || view.kind(view.chain(expression)[0]?.expression ?? -1) !== Expression.this) return undefined;
  const stated = view.text(path.value);
  if (stated === undefined || !PATH.test(stated)) return undefined;
  const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
  const isKept = owner.callsOf(symbol).some((call) => KEEPS.test(owner.name(call.expression)));
  return isKept ? { method: view.name(expression), path: stated, handler: handler.value, router: -1 } : undefined;
}

/** A controller that is made where it is mounted: `use('/users', new UserController(config).router)`. */
function mountOf(view: FileView, maker: SiteMaker, call: CallSite): MountSite[] {
  if (view.name(call.expression) !== 'use') return [];
  const given = view.arguments(call.expression);
  const prefix = given[0] === undefined ? undefined : view.text(given[0].value);
  return given.flatMap(({ value }): MountSite[] => {
    const root = view.chain(value)[0]?.expression ?? value;
    const type = view.kind(root) === Expression.new ? view.symbolNamed(view.operand(root)) : -1;
    return type < 0 ? [] : [{ kind: 'mount', parent: ownerKey(view, maker, call), child: instanceKey(maker, view, type), prefix: prefix ?? '' }];
  });
}

/** Key of what a route is added to: the controller around, where it is called on `this`, else what it is called on. */
function ownerKey(view: FileView, maker: SiteMaker, { expression, owner }: CallSite): string | undefined {
  const root = view.chain(expression)[0]?.expression ?? -1;
  const row = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
  if (view.kind(root) !== Expression.this) return view.kind(root) === Expression.name && view.chain(expression).length > 1 ? maker.keyNamed(view, root) : undefined;
  const type = typeAround(view, row);
  return type < 0 ? undefined : instanceKey(maker, view, view.program.canonical(view.file.firstSymbol + type));
}

function instanceKey(maker: SiteMaker, view: FileView, type: number): string {
  return `instance ${maker.keyOf(view.program.canonical(type))}`;
}

function placeOf({ startRow, startColumn }: SourceRange): string {
  return `${startRow}:${startColumn}`;
}
