import { Kind, SYMBOL } from '../../../facts/schema.js';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { lastName } from '../../../view/file-shape.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';
import { clientCalls } from './clients.js';
import { addedToRouter, isConnect } from './connect.js';
import { rpcsOf } from './definitions.js';
import { sitesOfClass, sitesOfObject } from './services.js';
import type { ServiceClass } from './services.js';
import { typeOf } from './types.js';

/** In Go: of a gateway that calls methods itself, in Kratos too; of a handler of Connect; of a server. */
const GATEWAY = /^Register(\w+?)(?:HandlerServer|HTTPServer)$/;
const HANDLER = /^New(\w+)Handler$/;
const REGISTER = /^Register(\w+)Server$/;
const CALLS = /(?:^|[.:])(?:addService|MapGrpcService|Register\w+Server|New\w+Handler|add_\w+Servicer_to_server|service|rpc)$/;
/** More services than a person adds in one file. */
const MOST_SERVICES = 500;
const ADD = /^add_(\w+)Servicer_to_server$/;
/** `GreeterGrpc.GreeterImplBase`, in Kotlin `GreeterGrpcKt.GreeterCoroutineImplBase`. */
const JVM_BASE = /^(\w+?)(?:Coroutine)?ImplBase$/;

/** Services that a server is given, with a trigger for each method, and calls of their methods: grpc.io/docs/languages, connectrpc.com/docs. */
export const routes: FrameworkRoutes = {
  files: /\.(?:cs|go|py|[cm]?[jt]sx?|java|kt)$/,
  read: (view, maker, marks) => [...served(view, maker), ...clientCalls(view, maker, marks)],
};

function served(view: FileView, maker: SiteMaker): readonly Site[] {
  const { languageId } = view.file;
  if (languageId === 'java' || languageId === 'kotlin') return extended(view).flatMap((service) => sitesOfClass(view, maker, service));
  const calls = view.calls().filter(({ expression }) => CALLS.test(view.name(expression))).slice(0, MOST_SERVICES);
  return calls.flatMap((call) => (languageId === 'typescript' ? [...added(view, maker, call), ...addedToRouter(view, maker, call)] : registered(view, call).flatMap((service) => sitesOfClass(view, maker, service))));
}

function registered(view: FileView, call: CallSite): readonly ServiceClass[] {
  const { expression, range } = call;
  const name = lastName(view.name(expression));
  switch (view.file.languageId) {
    case 'csharp': {
      const [given = -1] = name === 'MapGrpcService' ? view.typeArgumentsOfCall(expression) : [];
      const type = given < 0 ? -1 : symbolOf(view.linker.namedType(view.file, given));
      const service = type < 0 ? '' : (baseOf(view, type) ?? view.program.nameOf(type));
      return type < 0 ? [] : [{ name: service, rpcs: rpcsOf(view, service), rule: 'grpc.service', type, range, marksOverrides: true }];
    }
    case 'go':
      return registeredInGo(view, call, name);
    default: {
      const service = ADD.exec(name)?.[1];
      return service === undefined ? [] : [{ name: service, rpcs: rpcsOf(view, service), rule: 'grpc.service', type: typeOf(view, view.argument(expression, 0)), range, marksOverrides: false }];
    }
  }
}

function registeredInGo(view: FileView, { expression, range }: CallSite, called: string): readonly ServiceClass[] {
  const chain = view.chain(expression);
  const module = chain[chain.length - 2]?.name ?? '';
  const found = ([[GATEWAY, 'grpc.gateway', -1], [REGISTER, 'grpc.service', 1], [HANDLER, 'connect.handler', 0]] as const).find(([pattern]) => pattern.test(called));
  if (found === undefined) return [];
  const [pattern, rule, position] = found;
  const name = pattern.exec(called)?.[1] ?? '';
  if (rule === 'connect.handler' && !isConnect(view, module)) return [];
  const rpcs = rpcsOf(view, name, module);
  return [{ name, rpcs, rule, type: typeOf(view, view.argument(expression, position)), range, marksOverrides: false }];
}

/** `Greeter` of the base `Greeter.GreeterBase`. */
function baseOf(view: FileView, type: number): string | undefined {
  const owner = view.viewOf(view.program.fileOfSymbol(type));
  return owner.heritageOf(type - owner.file.firstSymbol).flatMap((row) => /^(\w+)Base$/.exec(owner.base(row).name)?.[1] ?? [])[0];
}

function extended(view: FileView): readonly ServiceClass[] {
  const { symbols } = view.facts;
  const services: ServiceClass[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.kind) !== Kind.class) continue;
    const name = view.heritageOf(row).flatMap((base) => JVM_BASE.exec(view.base(base).name)?.[1] ?? [])[0];
    if (name !== undefined) services.push({ name, rpcs: rpcsOf(view, name), rule: 'grpc.service', type: view.program.canonical(view.file.firstSymbol + row), range: view.symbolRange(row), marksOverrides: true });
  }
  return services;
}

/** `server.addService(GreeterService, { sayHello })`: methods by the names of their entries. */
function added(view: FileView, maker: SiteMaker, { expression, owner, range }: CallSite): readonly Site[] {
  const chain = view.chain(expression);
  if (chain.length < 2 || chain[chain.length - 1]?.name !== 'addService') return [];
  const stated = view.argument(expression, 0);
  const isLoaded = view.name(stated) === 'service';
  const whole = view.name(isLoaded ? view.operand(stated) : stated);
  // Generated definitions are called after their service with one more word; a loaded one has the service's own name.
  const bare = isLoaded ? whole : whole.replace(/(?<=.)Service$/, '');
  const own = rpcsOf(view, whole);
  const [name, rpcs] = own === undefined ? [bare, rpcsOf(view, bare)] : [whole, own];
  return name === '' ? [] : sitesOfObject(view, maker, { name, rpcs, rule: 'grpc.service', range }, view.argument(expression, 1), owner < 0 ? undefined : maker.keyOf(owner));
}
