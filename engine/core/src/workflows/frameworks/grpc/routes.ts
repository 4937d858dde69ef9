import { EXPRESSION, Expression, Kind, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { SourceRange } from '@pinata/graph';
import { symbolOf } from '../../../link/outcome.js';
import type { CallSite, FileView } from '../../../view/file-view.js';
import { lastName } from '../../../view/file-shape.js';
import { clientCalls } from './clients.js';
import type { FrameworkRoutes } from '../../framework.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site } from '../../sites.js';

/** Generated code is often not kept in the repository: what is registered or extended is then known by its name alone. */
const BY_NAME = 90;
const DEPTH = 6;
/** Methods of the standard service `Health`: grpc.io/docs/guides/health-checking. */
const HEALTH: ReadonlySet<string> = new Set(['Check', 'List', 'Watch', 'check', 'list', 'watch']);
const REGISTER = /^Register(\w+)Server$/;
const CALLS = /(?:^|[.:])(?:addService|MapGrpcService|Register\w+Server|add_\w+Servicer_to_server)$/;
/** More services than a person adds in one file. */
const MOST_SERVICES = 500;
const ADD = /^add_(\w+)Servicer_to_server$/;
/** `GreeterGrpc.GreeterImplBase`, in Kotlin `GreeterGrpcKt.GreeterCoroutineImplBase`. */
const JVM_BASE = /^(\w+?)(?:Coroutine)?ImplBase$/;

/** A class that answers calls of a service. */
interface Service {
  readonly name: string;
  /** Number of the class, or -1. */
  readonly type: number;
  readonly range: SourceRange;
  /** Whether the class says itself which methods are the service's. */
  readonly marksOverrides: boolean;
}

/** Services that a server is given, with a trigger for each method, and calls of their methods: grpc.io/docs/languages. */
export const routes: FrameworkRoutes = {
  files: /\.(?:cs|go|py|[cm]?[jt]sx?|java|kt)$/,
  read: (view, maker, marks) => [...served(view, maker), ...clientCalls(view, maker, marks)],
};

function served(view: FileView, maker: SiteMaker): readonly Site[] {
  const { languageId } = view.file;
  if (languageId === 'java' || languageId === 'kotlin') return extended(view).flatMap((service) => sitesOf(view, maker, service));
  const calls = view.calls().filter(({ expression }) => CALLS.test(view.name(expression))).slice(0, MOST_SERVICES);
  return calls.flatMap((call) => (languageId === 'typescript' ? added(view, maker, call) : registered(view, call).flatMap((service) => sitesOf(view, maker, service))));
}

function registered(view: FileView, call: CallSite): readonly Service[] {
  const { expression, range } = call;
  const name = lastName(view.name(expression));
  switch (view.file.languageId) {
    case 'csharp': {
      const [given = -1] = name === 'MapGrpcService' ? view.typeArgumentsOfCall(expression) : [];
      const type = given < 0 ? -1 : symbolOf(view.linker.namedType(view.file, given));
      return type < 0 ? [] : [{ name: baseOf(view, type) ?? view.program.nameOf(type), type, range, marksOverrides: true }];
    }
    case 'go': {
      const service = REGISTER.exec(name)?.[1];
      return service === undefined ? [] : [{ name: service, type: typeOf(view, view.argument(expression, 1)), range, marksOverrides: false }];
    }
    default: {
      const service = ADD.exec(name)?.[1];
      return service === undefined ? [] : [{ name: service, type: typeOf(view, view.argument(expression, 0)), range, marksOverrides: false }];
    }
  }
}

/** `Greeter` of the base `Greeter.GreeterBase`. */
function baseOf(view: FileView, type: number): string | undefined {
  const owner = view.viewOf(view.program.fileOfSymbol(type));
  return owner.heritageOf(type - owner.file.firstSymbol).flatMap((row) => /^(\w+)Base$/.exec(owner.base(row).name)?.[1] ?? [])[0];
}

function extended(view: FileView): readonly Service[] {
  const { symbols } = view.facts;
  const services: Service[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (symbols.get(row, SYMBOL.kind) !== Kind.class) continue;
    const name = view.heritageOf(row).flatMap((base) => JVM_BASE.exec(view.base(base).name)?.[1] ?? [])[0];
    if (name !== undefined) services.push({ name, type: view.program.canonical(view.file.firstSymbol + row), range: view.symbolRange(row), marksOverrides: true });
  }
  return services;
}

function sitesOf(view: FileView, maker: SiteMaker, { name, type, range, marksOverrides }: Service): readonly Site[] {
  if (type < 0) return [];
  return [...view.program.membersOf(type)].flatMap(([method, [member = -1]]): readonly Site[] => {
    const kind = view.program.cell(member, SYMBOL.kind);
    if (kind !== Kind.method && kind !== Kind.function) return [];
    if (marksOverrides ? !isOverride(view, member) : !isOpen(view, member, method)) return [];
    // A class may answer for the health of its server as well.
    if (method === 'bindService' || (!marksOverrides && HEALTH.has(method) !== (name === 'Health'))) return [];
    return [siteOf(name, method, maker.keyOf(member), undefined, range)];
  });
}

function isOverride(view: FileView, member: number): boolean {
  if ((view.program.cell(member, SYMBOL.flags) & SymbolFlag.override) !== 0) return true;
  const owner = view.viewOf(view.program.fileOfSymbol(member));
  return owner.decorationsOf(member - owner.file.firstSymbol).some(({ name }) => name === 'Override');
}

/** Whether a method may be one of a service: in Go each takes a context or stream, which tells `Close` from them. */
function isOpen(view: FileView, member: number, method: string): boolean {
  return view.file.languageId === 'go' ? /^\p{Lu}/u.test(method) && view.program.cell(member, SYMBOL.minimumArguments) > 0 : !method.startsWith('_');
}

function siteOf(service: string, method: string, handler: string | undefined, inline: SourceRange | undefined, range: SourceRange): Site {
  const address = `${service}/${method.charAt(0).toUpperCase()}${method.slice(1)}`;
  return { kind: 'trigger', framework: 'grpc', rule: 'grpc.service', protocol: 'grpc', method: '', address, handler, inline, receiver: undefined, range, confidence: BY_NAME };
}

/** `server.addService(GreeterService, { sayHello })`: methods by the names of their entries. */
function added(view: FileView, maker: SiteMaker, { expression, owner, range }: CallSite): readonly Site[] {
  const chain = view.chain(expression);
  if (chain.length < 2 || chain[chain.length - 1]?.name !== 'addService') return [];
  const stated = view.argument(expression, 0);
  // Generated definitions are called after their service with one more word; a loaded one has the service's own name.
  const name = view.name(stated) === 'service' ? view.name(view.operand(stated)) : view.name(stated).replace(/(?<=.)Service$/, '');
  const given = view.argument(expression, 1);
  const object = view.kind(given) === Expression.object ? given : view.initialiser(given);
  if (name === '') return [];
  // Methods that are written in an object or class are its members.
  const holder = view.kind(object) === Expression.object ? view.symbolNamed(given) : typeOf(view, given);
  const members = sitesOf(view, maker, { name, type: holder, range, marksOverrides: false });
  const entries = view.kind(object) === Expression.object ? view.arguments(object) : [];
  return [...members, ...entries.flatMap(({ name: key, value }): readonly Site[] => {
    const method = key ?? (isFunction(view, value) ? view.name(value) : undefined);
    if (method === undefined) return [];
    if (view.kind(value) === Expression.lambda) return [siteOf(name, method, owner < 0 ? undefined : maker.keyOf(owner), view.lambdaRange(value), range)];
    const handler = maker.keyNamed(view, view.kind(value) === Expression.call && view.name(value) === 'bind' ? view.operand(view.operand(value)) : value);
    return handler === undefined ? [] : [siteOf(name, method, handler, undefined, range)];
  })];
}

function isFunction(view: FileView, row: number): boolean {
  const symbol = view.symbolNamed(row);
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.function;
}

/** The class or struct of a value that is made where it stands, before, or by a function of the repository; -1 where it is not told. */
function typeOf(view: FileView, row: number, depth = 0): number {
  if (row < 0 || depth > DEPTH) return -1;
  const { expressions } = view.facts;
  switch (view.kind(row)) {
    case Expression.same:
      return typeOf(view, view.operand(row), depth + 1);
    case Expression.new:
    case Expression.cast: { // `new(Server)` of Go
      const type = expressions.get(row, EXPRESSION.extra);
      return type < 0 ? view.symbolNamed(view.operand(row)) : symbolOf(view.linker.namedType(view.file, type));
    }
    case Expression.call: {
      const symbol = view.symbolNamed(view.operand(row));
      if (symbol < 0 || view.program.cell(symbol, SYMBOL.kind) === Kind.class) return symbol;
      const owner = view.viewOf(view.program.fileOfSymbol(symbol));
      const type = view.program.cell(symbol, SYMBOL.type);
      if (type < 0) return -1;
      const [pointed = type] = owner.isOptional(type) ? owner.typeArguments(type) : [];
      return symbolOf(owner.linker.namedType(owner.file, pointed));
    }
    default:
      return typeOf(view, view.initialiser(row), depth + 1);
  }
}
