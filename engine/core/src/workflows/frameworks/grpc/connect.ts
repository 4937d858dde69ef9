import { Expression } from '../../../facts/schema.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { outsidePath } from '../../../view/file-view.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';
import { rpcsOf, specifierOf } from './definitions.js';
import { sitesOf, sitesOfObject } from './services.js';
import type { Service } from './services.js';

const PACKAGE = /^npm:@(?:connectrpc|bufbuild)\/connect(?:-query)?!/;
const LIBRARY = /^@(?:connectrpc|bufbuild)\/connect/;
/** Functions that make clients: connectrpc.com/docs/web/using-clients. */
const CLIENTS = /^create(?:Promise|Callback)?Client$/;
/** Hooks that are given a method: connectrpc.com/docs/query/getting-started. */
const QUERIES = /^(?:use(?:Suspense)?(?:Infinite)?Query|useMutation|callUnaryMethod|createConnectQueryKey)$/;

/** Whether a module of Go is one that connect-go generates: connectrpc.com/docs/go/getting-started. */
export function isConnect(view: FileView, module: string): boolean {
  return /connect$/.test(module) || /[^/.]connect$/.test(specifierOf(view, module));
}

/** `router.service(ElizaService, { say })` and `router.rpc(ElizaService.method.say, say)`: connectrpc.com/docs/node/implementing-services. */
export function addedToRouter(view: FileView, maker: SiteMaker, { expression, owner, range, outcome }: CallSite): readonly Site[] {
  const called = view.name(expression);
  if (called !== 'service' && called !== 'rpc') return [];
  const method = called === 'rpc' ? methodOf(view, expression) : undefined;
  const name = called === 'service' ? view.name(view.argument(expression, 0)) : (method?.service ?? '');
  const rpcs = rpcsOf(view, name);
  if (name === '' || !(PACKAGE.test(outsidePath(outcome) ?? '') || rpcs !== undefined || importsConnect(view))) return [];
  const service: Service = { name, rpcs, rule: 'connect.handler', range };
  const around = owner < 0 ? undefined : maker.keyOf(owner);
  if (called === 'service') return sitesOfObject(view, maker, service, view.argument(expression, 1), around);
  const given = view.argument(expression, method?.isFirst === true ? 1 : 2);
  if (method === undefined) return [];
  if (view.kind(given) === Expression.lambda) return sitesOf(service, method.name, around, view.lambdaRange(given));
  const handler = maker.keyNamed(view, given);
  return handler === undefined ? [] : sitesOf(service, method.name, handler);
}

interface StatedMethod {
  readonly service: string;
  readonly name: string;
  readonly isFirst: boolean;
}

/** `ElizaService.method.say` among what a call is given, first or after the service. */
function methodOf(view: FileView, call: number): StatedMethod | undefined {
  for (const position of [0, 1]) {
    const chain = view.chain(view.argument(call, position)).map(({ name }) => name);
    const [name = '', word = '', service = ''] = chain.reverse();
    if (/^methods?$/.test(word) && service !== '') return { service, name, isFirst: position === 0 };
  }
  return undefined;
}

function importsConnect(view: FileView): boolean {
  return view.imports().some((specifier) => LIBRARY.test(specifier));
}

/** The service whose client a call makes: `createClient(ElizaService, transport)`. */
export function clientMade(view: FileView, call: number): string | undefined {
  if (!CLIENTS.test(view.name(call)) || !PACKAGE.test(outsidePath(view.callOf(call)?.outcome) ?? '')) return undefined;
  const service = view.name(view.argument(call, 0));
  return service === '' ? undefined : service;
}

/** `useQuery(ElizaService.method.say, …)`: the method that a hook asks for, with its service before it. */
export function methodAsked(view: FileView, { expression, outcome }: CallSite): string | undefined {
  if (!QUERIES.test(view.name(expression)) || !/^npm:@(?:connectrpc|bufbuild)\/connect-query!/.test(outsidePath(outcome) ?? '')) return undefined;
  const method = methodOf(view, expression);
  return method?.isFirst === true ? `${method.service}/${method.name.charAt(0).toUpperCase()}${method.name.slice(1)}` : undefined;
}
