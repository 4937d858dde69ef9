import { joinPaths } from '@pinata/graph';
import { Expression } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { MountSite, TriggerSite } from '../../sites.js';

/** Calls that make a route, with its method. */
const VERBS: ReadonlyMap<string, string> = new Map([...['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'query'].map((name) => [name, name.toUpperCase()] as const), ['ws', 'GET'], ['sse', 'GET']]);
/** Blocks in which routes stand; what `path` is given first adds to their paths. */
const BLOCKS = new Set(['path', 'apiBuilder', 'routes']);
const BUILDER = /^io\.javalin\.apibuilder\.ApiBuilder\b/;
const OF_JAVALIN = /^maven:io\.javalin\b/;
/** What routes are added to, by custom. */
const RECEIVERS = /^(?:app|javalin|server|routes|router)$/i;
/** How sure it is that a call of the name is Javalin's, in a file that imports it. */
const BY_NAME = 90;
/** The methods of a `CrudHandler`: https://javalin.io/documentation#crudhandler */
const CRUD = [['GET', 'getAll', false], ['GET', 'getOne', true], ['POST', 'create', false], ['PATCH', 'update', true], ['DELETE', 'delete', true]] as const;

/** Routes of an application and in blocks, also those of functions that add routes where they are called: https://javalin.io/documentation#endpoint-handlers */
export const routes: FrameworkRoutes = {
  files: /\.(?:kt|java)$/,
  read: (view, maker) => view.calls().flatMap((call) => [...routeSites(view, maker, call), ...crudSites(view, maker, call), ...mountSites(view, maker, call)]),
};

function routeSites(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression } = call;
  const method = VERBS.get(view.name(expression));
  const given = view.arguments(expression);
  if (method === undefined || given.length === 0 || !isRoute(view, call)) return [];
  const [first, ...more] = given.map(({ value }) => value);
  // In a block a route may have the block's own path.
  const path = more.length === 0 ? '' : view.text(first ?? -1);
  const handler = (more.length === 0 ? given : given.slice(1)).map(({ value }) => handlerOf(view, maker, call, value)).find((found) => found !== undefined);
  return path === undefined || handler === undefined ? [] : [trigger(view, maker, call, method, path, handler)];
}

/** `crud("users/{id}", new UserController())`. */
function crudSites(view: FileView, maker: SiteMaker, call: CallSite): readonly TriggerSite[] {
  const { expression } = call;
  const path = view.name(expression) === 'crud' && isRoute(view, call) ? view.text(view.argument(expression, 0)) : undefined;
  if (path === undefined) return [];
  const given = view.argument(expression, 1);
  const held = view.held(given);
  const type = view.kind(given) === Expression.new ? view.symbolNamed(view.operand(given)) : (held?.symbol ?? -1);
  return CRUD.flatMap(([method, name, isOfOne]) => {
    const handler = maker.methodKey(view, type, name);
    return handler === undefined ? [] : [trigger(view, maker, call, method, isOfOne ? path : path.replace(/\/?[^/]*$/, ''), { handler, inline: undefined })];
  });
}

function trigger(view: FileView, maker: SiteMaker, { expression, range }: CallSite, method: string, path: string, handler: Pick<TriggerSite, 'handler' | 'inline'>): TriggerSite {
  return { kind: 'trigger', framework: 'javalin', rule: 'javalin.route', protocol: 'http', method, address: joinPaths(prefixOf(view, expression), path), ...handler, receiver: maker.keyAround(view, expression), range, confidence: BY_NAME };
}

/** A function, or a constant that holds what answers. */
function handlerOf(view: FileView, maker: SiteMaker, call: CallSite, row: number): Pick<TriggerSite, 'handler' | 'inline'> | undefined {
  const found = maker.handlerOf(view, call, row);
  if (found !== undefined) return found;
  const kind = view.kind(row);
  const key = kind === Expression.name || kind === Expression.member ? maker.keyNamed(view, row) : undefined;
  return key === undefined || key.startsWith('local ') ? undefined : { handler: key, inline: undefined };
}

/** A static call of Javalin's builder, or one on an application. */
function isRoute(view: FileView, { expression, outcome }: CallSite): boolean {
  if (outcome.kind === 'resolved') return false;
  if (OF_JAVALIN.test(outsidePath(outcome) ?? '')) return true;
  const chain = view.chain(expression);
  const receiver = chain[chain.length - 2];
  return receiver === undefined ? view.imports().some((name) => BUILDER.test(name)) : RECEIVERS.test(receiver.name) || receiver.name === 'ApiBuilder';
}

function blocksAround(view: FileView, expression: number): readonly number[] {
  return view.lambdasAround(expression).map((lambda) => view.callAround(lambda)).filter((call) => call >= 0 && BLOCKS.has(view.name(call)));
}

/** The paths of the blocks around, the outermost first. */
function prefixOf(view: FileView, expression: number): string {
  return joinPaths(...blocksAround(view, expression).filter((call) => view.name(call) === 'path').map((call) => view.text(view.argument(call, 0))).reverse());
}

/** `path("api") { HallRoutes.add() }`: routes of a function lie where it is called. */
function mountSites(view: FileView, maker: SiteMaker, { expression, outcome }: CallSite): readonly MountSite[] {
  const target = symbolOf(outcome);
  if (target < 0 || view.kind(expression) !== Expression.call || blocksAround(view, expression).length === 0) return [];
  const parent = maker.keyAround(view, expression);
  const child = maker.keyOf(view.program.canonical(target));
  return child === parent ? [] : [{ kind: 'mount', parent, child, prefix: prefixOf(view, expression) }];
}
