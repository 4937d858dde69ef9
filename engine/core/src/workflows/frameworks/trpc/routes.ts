import { joinPaths } from '@pinata/graph';
import { Expression, SYMBOL } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import type { CallMarks } from '../../../assemble-graph/call-marks.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';

const ROUTERS = /^(?:router|createRouter|createTRPCRouter|createCallerRouter)$/;
const MERGES = /^(?:mergeRouters|mergeTRPCRouters)$/;
/** Procedures by the call that ends them: queries are asked with GET, mutations with POST (trpc.io/docs/rpc). */
const METHODS: ReadonlyMap<string, string> = new Map([['query', 'GET'], ['mutation', 'POST'], ['subscription', 'GET']]);
const CALLERS: ReadonlyMap<string, string> = new Map([
  ...['useQuery', 'useSuspenseQuery', 'useInfiniteQuery', 'useSuspenseInfiniteQuery', 'useSubscription', 'query', 'queryOptions', 'infiniteQueryOptions', 'fetch', 'prefetch', 'ensureData', 'subscribe'].map((name) => [name, 'GET'] as const),
  ...['useMutation', 'mutate', 'mutateAsync', 'mutationOptions'].map((name) => [name, 'POST'] as const),
]);
const CLIENT = /^(?:trpc|api|client|utils)$|trpc/i;
const BASE = 'trpc';
const DEPTH = 8;
/** How sure it is that a name on something called `trpc` is a procedure's. */
const BY_CLIENT = 80;

interface Around {
  readonly view: FileView;
  readonly maker: SiteMaker;
  readonly call: CallSite;
  /** Key of the router. */
  readonly router: string | undefined;
}

/** Procedures of routers, under the names that routers around them give, and the code of clients that asks for them. */
export const routes: FrameworkRoutes = {
  files: /\.[cm]?[jt]sx?$|\.(?:vue|svelte)$/,
  read: (view, maker, marks) => view.calls().flatMap((call) => [...routerSites(view, maker, call), ...requestSites(view, maker, marks, call)]),
};

function routerSites(view: FileView, maker: SiteMaker, call: CallSite): readonly Site[] {
  const name = view.name(call.expression);
  const around = { view, maker, call, router: routerOf(view, maker, call.expression) };
  if (MERGES.test(name)) return view.arguments(call.expression).flatMap(({ value }) => entrySites(around, '', value, 0));
  const given = ROUTERS.test(name) ? view.argument(call.expression, 0) : -1;
  // A router in another one's object is read there.
  if (given < 0 || view.kind(given) !== Expression.object || isNested(view, call.expression)) return [];
  return entriesOf(around, '', given, 0);
}

function isNested(view: FileView, expression: number): boolean {
  let at = view.callAround(expression);
  for (let depth = 0; at >= 0 && depth < DEPTH; depth++) {
    if (view.kind(at) === Expression.call && ROUTERS.test(view.name(at))) return true;
    at = view.callAround(at);
  }
  return false;
}

/** The constant that holds a router. */
function routerOf(view: FileView, maker: SiteMaker, expression: number): string | undefined {
  const row = view.symbolSetTo(expression);
  return row < 0 ? maker.keyAround(view, expression) : maker.keyOf(view.program.canonical(view.file.firstSymbol + row));
}

function entriesOf(around: Around, prefix: string, object: number, depth: number): readonly Site[] {
  if (depth > DEPTH) return [];
  return around.view.arguments(object).flatMap(({ name, value }) => entrySites(around, name === undefined ? prefix : joinPaths(prefix, name), value, depth + 1));
}

/** A procedure, a router or an object of them; what is spread has no name of its own. */
function entrySites(around: Around, path: string, value: number, depth: number): readonly Site[] {
  const { view, maker, router } = around;
  if (view.kind(value) === Expression.object) return entriesOf(around, path, value, depth);
  if (view.kind(value) === Expression.call) {
    if (ROUTERS.test(view.name(value))) return entriesOf(around, path, view.argument(value, 0), depth);
    const lambda = view.argument(value, -1);
    const method = METHODS.get(view.name(value));
    if (method === undefined || lambda < 0) return [];
    const isInline = view.kind(lambda) === Expression.lambda;
    const handler = isInline ? maker.keyAround(view, value) ?? router : maker.keyNamed(view, lambda);
    return handler === undefined ? [] : [trigger(around, method, path, handler, isInline ? lambda : -1)];
  }
  const symbol = view.symbolNamed(value);
  if (symbol < 0) return [];
  const method = METHODS.get(endOf(view, symbol));
  const key = maker.keyOf(view.program.canonical(symbol));
  return method === undefined ? [{ kind: 'mount', parent: router, child: key, prefix: path }] : [trigger(around, method, path, key, -1)];
}

/** The last call of what a constant is set to: `query` of `procedure.input(…).query(…)`. */
function endOf(view: FileView, symbol: number): string {
  const value = view.program.cell(symbol, SYMBOL.value);
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  return value < 0 || owner.kind(value) !== Expression.call ? '' : owner.name(value);
}

function trigger({ view, call, router }: Around, method: string, path: string, handler: string, lambda: number): Site {
  return { kind: 'trigger', framework: 'trpc', rule: 'trpc.procedure', protocol: 'http', method, address: path, dottedUnder: BASE, handler, inline: lambda < 0 ? undefined : view.lambdaRange(lambda), receiver: router, range: lambda < 0 ? call.range : view.place(lambda), confidence: 100 };
}

/** `trpc.orders.byId.useQuery(…)`. */
function requestSites(view: FileView, maker: SiteMaker, marks: CallMarks, { expression, range }: CallSite): readonly Site[] {
  const chain = view.chain(expression);
  const method = CALLERS.get(chain[chain.length - 1]?.name ?? '');
  const [client, ...names] = chain.slice(0, -1);
  if (method === undefined || client === undefined || names.length === 0 || !CLIENT.test(client.name) || names.some((link) => link.call >= 0)) return [];
  const symbol = view.symbolAround(expression);
  return [{ kind: 'effect', framework: 'trpc', rule: 'trpc.client', effect: 'requests', target: 'endpoint', protocol: 'http', method, address: `/${BASE}/${names.map((link) => link.name).join('.')}`, source: maker.keyAround(view, expression), range, marks: marks.at(range.startRow, range.startColumn, symbol), confidence: BY_CLIENT }];
}
