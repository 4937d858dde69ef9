import type { SourceRange } from '@pinata/graph';
import { Expression, Kind, SYMBOL, SymbolFlag } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import { lineageOf } from '../../lineage.js';
import type { SiteMaker } from '../../make-sites.js';
import type { Site, TriggerSite } from '../../sites.js';
import type { Rpc } from './definitions.js';
import { gatewayRoutes } from './gateway.js';
import { typeOf } from './types.js';

/** Generated code is often not kept in the repository: what is registered or extended is then known by its name alone. */
const BY_NAME = 90;
/** Methods of the standard service `Health`: grpc.io/docs/guides/health-checking. */
const HEALTH: ReadonlySet<string> = new Set(['Check', 'List', 'Watch', 'check', 'list', 'watch']);
/** What generated code answers for methods that nobody wrote. */
const UNIMPLEMENTED = /^(?:Unimplemented|Unsafe)/;
const MOST_BASES = 20;

/** A service that a server, a gateway or a handler of Connect is given. */
export interface Service {
  readonly name: string;
  /** What its definition states; undefined where the repository has none. */
  readonly rpcs: readonly Rpc[] | undefined;
  readonly rule: 'grpc.service' | 'grpc.gateway' | 'connect.handler';
  readonly range: SourceRange;
}

/** A class that answers calls of a service. */
export interface ServiceClass extends Service {
  /** Number of the class, or -1. */
  readonly type: number;
  /** Whether the class says itself which methods are the service's. */
  readonly marksOverrides: boolean;
}

/** Triggers of the methods of a class. */
export function sitesOfClass(view: FileView, maker: SiteMaker, service: ServiceClass): readonly Site[] {
  const { type, rpcs } = service;
  if (type < 0) return [];
  const answers = rpcs === undefined ? openMembers(view, service) : statedMembers(view, type, rpcs);
  return answers.flatMap(({ method, member }) => sitesOf(service, method, maker.keyOf(member)));
}

interface Answer {
  readonly method: string;
  readonly member: number;
}

/** The methods that a definition states, of the class or of what it takes in. */
function statedMembers(view: FileView, type: number, rpcs: readonly Rpc[]): readonly Answer[] {
  const types = lineageOf(view, type, MOST_BASES).types.filter((one) => !UNIMPLEMENTED.test(view.program.nameOf(one))).map((one) => view.program.membersOf(one));
  return rpcs.flatMap(({ name }): readonly Answer[] => {
    const member = types.map((members) => members.get(name)?.[0] ?? members.get(lowered(name))?.[0]).find((one) => one !== undefined);
    return member === undefined ? [] : [{ method: name, member }];
  });
}

/** The methods of a class that may be those of a service whose definition is not known. */
function openMembers(view: FileView, { type, name, rule, marksOverrides }: ServiceClass): readonly Answer[] {
  // Only a definition says what a gateway answers.
  if (rule === 'grpc.gateway') return [];
  return Array.from(view.program.membersOf(type)).flatMap(([method, [member = -1]]): readonly Answer[] => {
    const kind = view.program.cell(member, SYMBOL.kind);
    if (kind !== Kind.method && kind !== Kind.function) return [];
    if (marksOverrides ? !isOverride(view, member) : !isOpen(view, member, method)) return [];
    // A class may answer for the health of its server as well.
    if (method === 'bindService' || (!marksOverrides && HEALTH.has(method) !== (name === 'Health'))) return [];
    return [{ method, member }];
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

/** Triggers of an object's entries, or of the class or object that a value is of. @param around key of the symbol around, for functions that are written in place */
export function sitesOfObject(view: FileView, maker: SiteMaker, service: Service, given: number, around: string | undefined): readonly Site[] {
  const symbol = view.symbolNamed(given);
  // An object that another file has.
  const owner = symbol < 0 ? view : view.viewOf(view.program.fileOfSymbol(symbol));
  const made = owner === view ? view.initialiser(given) : view.program.cell(symbol, SYMBOL.value);
  const object = view.kind(given) === Expression.object ? given : owner.kind(made) === Expression.object ? made : -1;
  // Methods that are written in an object or class are its members.
  const type = object >= 0 ? symbol : owner === view ? typeOf(view, given) : typeOf(owner, made);
  const members = sitesOfClass(view, maker, { ...service, type, marksOverrides: false });
  if (object < 0) return members;
  const holder = object === given ? view : owner;
  return [...members, ...holder.arguments(object).flatMap(({ name, value }): readonly Site[] => {
    const method = name ?? (isFunction(holder, value) ? holder.name(value) : undefined);
    if (method === undefined || !isStated(service, method)) return [];
    if (holder.kind(value) === Expression.lambda) return holder === view ? sitesOf(service, method, around, view.lambdaRange(value)) : [];
    const handler = maker.keyNamed(holder, holder.kind(value) === Expression.call && holder.name(value) === 'bind' ? holder.operand(holder.operand(value)) : value);
    return handler === undefined ? [] : sitesOf(service, method, handler);
  })];
}

function isFunction(view: FileView, row: number): boolean {
  const symbol = view.symbolNamed(row);
  return symbol >= 0 && view.program.cell(symbol, SYMBOL.kind) === Kind.function;
}

function isStated({ rpcs }: Service, method: string): boolean {
  return rpcs === undefined || rpcs.some(({ name }) => lowered(name) === lowered(method));
}

/** The trigger of one method, and of the routes that it is mapped to. */
export function sitesOf({ name, rpcs, rule, range }: Service, method: string, handler: string | undefined, inline?: SourceRange): readonly TriggerSite[] {
  const rpc = rpcs?.find((one) => lowered(one.name) === lowered(method));
  const routes = rpc === undefined || handler === undefined || rule === 'connect.handler' || inline !== undefined ? [] : gatewayRoutes(rpc, handler, range, rule === 'grpc.gateway');
  if (rule === 'grpc.gateway') return routes;
  const address = `${name}/${method.charAt(0).toUpperCase()}${method.slice(1)}`;
  return [{ kind: 'trigger', framework: 'grpc', rule, protocol: 'grpc', method: '', address, handler, inline, receiver: undefined, range, confidence: BY_NAME }, ...routes];
}

function lowered(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
