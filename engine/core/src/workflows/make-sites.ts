import { joinPaths } from '@pinata/graph';
import type { SourceRange } from '@pinata/graph';
import type { CallMarks } from '../assemble-graph/call-marks.js';
import { Expression, Kind, SYMBOL, SYMBOL_KIND_NAMES, SymbolFlag } from '../facts/schema.js';
import { symbolOf } from '../link/outcome.js';
import type { LinkFile } from '../link/program.js';
import type { CallSite, FileView } from '../view/file-view.js';
import type { Rule, TriggerMapping, ValueSpec } from './framework.js';
import { actionNamed, controllerNamed, symbolNamed } from './actions.js';
import { fetchedFor } from './fetched.js';
import { lineageOf, methodNamed, methodOf } from './lineage.js';
import { groupKey } from './command-groups.js';
import { OWN_ROUTES, localKey, parameterKey, routerOf, routerPath } from './routers.js';
import { fileKey } from './sites.js';
import type { ApplicationSite, FetchedRecord, Site, TriggerSite } from './sites.js';
import { addresses } from './addresses.js';
import { elementsNamed, elementsOf } from './elements.js';
import { assignedExport, defaultExpression } from './exported.js';
import { expressionsOf } from './given.js';
import type { Subject } from './given.js';
import { typeAround, typeMade, valuesOf } from './values.js';
import { isFunction, wrappedBy } from './wrapped-handlers.js';

/** Expressions that may give a route's handler. */
const GIVES_HANDLER: ReadonlySet<number | undefined> = new Set([Expression.call, Expression.new, Expression.name, Expression.member]);

const WRAPPER_DEPTH = 3;
const CERTAIN = 100;
const MOST_BASES = 32;
/** Bases of controllers that have no actions. */
const PLAIN_BASES = /^(?:Base|Abstract)?Controller$|^(?:Authorizes|Dispatches|Validates)[A-Z]|^HasMiddleware$/;

/** A function that a trigger starts, or the code in its place. */
interface Handler {
  readonly key: string | undefined;
  readonly inline: SourceRange | undefined;
}

/** What all sites of one match share. */
interface Match {
  readonly framework: string;
  readonly rule: string;
  readonly range: SourceRange;
  readonly confidence: number;
}

/** Makes sites of what a rule matched. */
export class SiteMaker {
  /** Files whose exports are being looked for: they may require each other. */
  private readonly required = new Set<LinkFile>();

  constructor(
    /** Key of a symbol by its number. */
    readonly keyOf: (symbol: number) => string,
  ) {}

  make(rule: Rule, subject: Subject, shared: Match, marks: CallMarks): Site[] {
    const sites: Site[] = [];
    const { range } = shared;
    const { trigger, effect, mount, application, bind } = rule;
    if (trigger !== undefined) sites.push(...this.triggers(shared, trigger, subject));
    if (effect !== undefined) {
      for (const { method, address } of addresses(subject, effect)) {
        const symbol = subject.symbol;
        sites.push({ ...shared, kind: 'effect', effect: effect.effect, target: effect.target, protocol: effect.protocol, method, address, source: symbol < 0 ? undefined : this.keyOfRow(subject.view, symbol), marks: marks.at(range.startRow, range.startColumn, symbol) });
      }
    }
    if (mount !== undefined) {
      const groups = mount.groups === undefined ? undefined : new RegExp(`^(?:${mount.groups})$`, 'u');
      const around = mount.groups === undefined ? '' : (valuesOf(subject, `router:${mount.groups}`)[0] ?? '');
      const mounted = (one: Subject): void => {
        const parent = this.receiverKey(subject, groups);
        const keyOf = mount.isOfCommands === true ? groupKey : (key: string): string => key;
        for (const child of this.keysNamed(one, mount.child)) sites.push({ kind: 'mount', parent: parent === undefined ? undefined : keyOf(parent), child: keyOf(child), prefix: joinPaths(around, valuesOf(subject, mount.before)[0] ?? '', valuesOf(one, mount.prefix)[0] ?? '') });
      };
      const entries = elementsOf(subject);
      if (entries.length === 0) mounted(subject);
      for (const element of entries) mounted({ ...subject, element });
    }
    if (application !== undefined) sites.push(...applications(subject, shared.framework, application));
    if (bind !== undefined) {
      const [service] = this.keysNamed(subject, bind.service);
      const [implementation] = this.keysNamed(subject, bind.implementation);
      if (service !== undefined && implementation !== undefined && service !== implementation) sites.push({ ...shared, kind: 'bind', service, implementation });
    }
    return sites;
  }

  private triggers(shared: Match, mapping: TriggerMapping, subject: Subject): Site[] {
    const named = this.handlers(subject, mapping.handler);
    const handlers = named.length > 0 || shared.confidence < CERTAIN ? named : this.unknownHandler(subject, mapping);
    const fetches = this.fetched(subject, mapping);
    // A consumer of nothing that has a name is none that could be shown.
    return addresses(subject, mapping).filter(({ address }) => mapping.protocol !== 'message' || address !== '').flatMap(({ method, address }) =>
      handlers.map((handler): Site => ({ ...shared, kind: 'trigger', protocol: mapping.protocol, method, address, handler: handler.key, inline: handler.inline, receiver: this.addedTo(subject, mapping), ...(mapping.isFallback === true ? { isFallback: true } : {}), ...(fetches.length === 0 ? {} : { fetches }), ...versionOf(subject, mapping) })),
    );
  }

  /** Records that the framework reads for the method that a trigger starts. */
  private fetched({ view, symbol, ...rest }: Subject, { handler, fetches }: TriggerMapping): readonly FetchedRecord[] {
    if (fetches === undefined) return [];
    for (const one of typeof handler === 'string' ? [handler] : handler) {
      const own = one === 'symbol' && symbol >= 0 ? [symbol] : one.startsWith('methods:') ? methodsNamed(view, symbol, one) : [];
      if (own.length > 0) return own.flatMap((row) => fetchedFor(view, view.file.firstSymbol + row, fetches, this.keyOf));
      const named = one.startsWith('action:') ? actionNamed(view, expressionsOf({ view, symbol, ...rest }, one.slice('action:'.length))[0] ?? -1) : undefined;
      if (named !== undefined) return this.fetchedForAction(view, named.type, named.name, fetches);
    }
    return [];
  }

  /** Records that the framework reads for an action. @param type number of the class, or -1 */
  fetchedForAction(view: FileView, type: number, action: string, by: 'name' | 'path'): readonly FetchedRecord[] {
    const method = type < 0 ? undefined : lineageOf(view, type, MOST_BASES).types.map((one) => methodNamed(view, one, action)).find((one) => one >= 0);
    return method === undefined ? [] : fetchedFor(view, method, by, this.keyOf);
  }

  private addedTo(subject: Subject, mapping: TriggerMapping): string | undefined {
    const { view, symbol, expression } = subject;
    if (mapping.receiver === 'file') return fileKey(view.file.path);
    const around = mapping.receiver === 'class' ? typeAround(view, symbol) : -1;
    if (around >= 0) return this.keyOf(view.program.canonical(view.file.firstSymbol + around));
    const receiver = this.receiverKey(subject, groupsIn(mapping.prefix));
    if (mapping.protocol !== 'command') return receiver;
    const isOfLibrary = view.linker.named(view.file, view.chain(expression)[0]?.expression ?? -1).kind === 'external';
    const key = mapping.receiver === 'symbol' && symbol >= 0 && (receiver === undefined || isOfLibrary) ? this.keyOfRow(view, symbol) : receiver;
    return key === undefined ? undefined : groupKey(key);
  }

  /** The functions that a trigger starts; code written in place belongs to the symbol around it. */
  private handlers(subject: Subject, spec: ValueSpec): readonly Handler[] {
    const { view, symbol } = subject;
    for (const one of typeof spec === 'string' ? [spec] : spec) {
      if (one === 'symbol' && symbol >= 0) return [{ key: this.keyOfRow(view, symbol), inline: undefined }];
      if (one.startsWith('generic:')) {
        const [, around = '', methods = ''] = one.split(':');
        const keys = this.methodsOfTypeArgument(subject, around, new RegExp(methods, 'u'));
        if (keys.length > 0) return keys.map((key) => ({ key, inline: undefined }));
      }
      if (one.startsWith('held:')) {
        const [, where = '', method = ''] = one.split(':');
        const key = this.methodKey(view, typeMade(view, expressionsOf(subject, where)[0] ?? -1), method);
        if (key !== undefined) return [{ key, inline: undefined }];
      }
      if (one === 'file' && isTopLevel(view, symbol)) return [{ key: fileKey(view.file.path), inline: undefined }];
      if (one.startsWith('methods:')) {
        const rows = methodsNamed(view, symbol, one);
        if (rows.length > 0) return rows.map((row) => ({ key: this.keyOfRow(view, row), inline: undefined }));
      }
      if (one.startsWith('action:')) {
        const action = this.action(view, expressionsOf(subject, one.slice('action:'.length))[0] ?? -1);
        if (action !== undefined) return [{ key: action, inline: undefined }];
      }
      if (!one.startsWith('arg:')) continue;
      const found = expressionsOf(subject, one.slice('arg:'.length)).flatMap((row) => this.handlersNamed(view, symbol, row));
      if (found.length > 0) return found;
    }
    return [];
  }

  /**
   * What a route is given where no name leads to a function of the repository, such as what a library makes,
   * `passport.authenticate('github')`: the route is shown where it is stated.
   */
  private unknownHandler(subject: Subject, { handler, protocol }: TriggerMapping): readonly Handler[] {
    if (protocol !== 'http') return [];
    const { view, symbol, expression } = subject;
    const specs = (typeof handler === 'string' ? [handler] : handler).filter((one) => one.startsWith('arg:'));
    const [row = -1] = specs.flatMap((one) => expressionsOf(subject, one.slice('arg:'.length)).slice(-1));
    const isHandler = GIVES_HANDLER.has(view.kind(row)) && view.text(row) === undefined && row !== view.argument(view.callExpression(expression), 0);
    return isHandler ? [{ key: symbol < 0 ? undefined : this.keyOfRow(view, symbol), inline: view.place(row) }] : [];
  }

  /** The functions among what a call is given. */
  functionsGiven(view: FileView, { expression, owner }: CallSite): readonly Pick<TriggerSite, 'handler' | 'inline'>[] {
    const symbol = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
    const functions = view.arguments(expression).filter(({ value }) => isFunction(view, value));
    const plain = functions.filter(({ value }) => view.kind(value) !== Expression.call);
    return (plain.length > 0 ? plain : functions).flatMap(({ value }) => this.handlersNamed(view, symbol, value)).map(({ key, inline }) => ({ handler: key, inline }));
  }

  /** The function that an expression gives, where one is known. */
  handlerOf(view: FileView, { owner }: CallSite, row: number): Pick<TriggerSite, 'handler' | 'inline'> | undefined {
    const symbol = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
    const isBound = view.kind(row) === Expression.call && view.name(row) === 'bind';
    const [found] = isBound || isFunction(view, row) ? this.handlersNamed(view, symbol, row) : [];
    return found === undefined ? undefined : { handler: found.key, inline: found.inline };
  }

  /** The function that an argument is, names or wraps, or that makes it. */
  handlerGiven(view: FileView, { owner }: CallSite, row: number): Pick<TriggerSite, 'handler' | 'inline'> | undefined {
    const symbol = owner < 0 || view.program.fileOfSymbol(owner) !== view.file ? -1 : owner - view.file.firstSymbol;
    const [found] = row < 0 ? [] : this.handlersNamed(view, symbol, row);
    return found === undefined ? undefined : { handler: found.key, inline: found.inline };
  }

  /** Functions that an expression names or is; of a call that wraps one, `authenticated(show)`, what it wraps. */
  private handlersNamed(view: FileView, symbol: number, row: number, depth = 0): readonly Handler[] {
    // Of several in a list the last one answers.
    if (view.kind(row) === Expression.array && depth < WRAPPER_DEPTH) return view.arguments(row).map(({ value }) => this.handlersNamed(view, symbol, value, depth + 1)).filter((found) => found.length > 0).pop() ?? [];
    if (view.kind(row) === Expression.lambda) return [{ key: symbol < 0 ? undefined : this.keyOfRow(view, symbol), inline: view.lambdaRange(row) }];
    const isCall = view.kind(row) === Expression.call && depth < WRAPPER_DEPTH;
    if (isCall && view.name(row) === 'bind') return this.handlersNamed(view, symbol, view.operand(view.operand(row)), depth + 1);
    const wrapped = isCall ? wrappedBy(view, row).flatMap(({ value }) => this.handlersNamed(view, symbol, value, depth + 1)) : [];
    if (wrapped.length > 0) return wrapped;
    const made = view.kind(row) === Expression.name && depth < WRAPPER_DEPTH && view.localOf(row) >= 0 ? view.initialiser(row) : -1;
    if (made >= 0) return this.handlersNamed(view, symbol, made, depth + 1);
    const key = this.keyNamed(view, row);
    return key === undefined || key.startsWith('local ') ? [] : [{ key, inline: undefined }];
  }

  /** Key of the action that an expression names. */
  private action(view: FileView, row: number): string | undefined {
    const named = actionNamed(view, row);
    return named === undefined ? undefined : this.actionKey(view, named.type, named.name);
  }

  /** Key of an action, which a base or trait may have; of one that a library's has, its controller's. @param type number of the class, or -1 */
  actionKey(view: FileView, type: number, name: string): string | undefined {
    if (type < 0) return undefined;
    const lineage = lineageOf(view, type, MOST_BASES);
    const isFromOutside = name !== '__invoke' && lineage.outside.some((base) => !PLAIN_BASES.test(base));
    return methodOf(view, this, lineage, name) ?? (isFromOutside ? this.keyOf(type) : undefined);
  }

  /** The class that an expression names, or -1. */
  typeNamed(view: FileView, row: number): number {
    return row < 0 ? -1 : symbolNamed(view, row);
  }

  /** The controller that an expression names, also as a text, or -1. */
  controllerNamed(view: FileView, row: number): number {
    const text = row < 0 ? undefined : view.text(row);
    return text === undefined ? this.typeNamed(view, row) : controllerNamed(view, row, text);
  }

  /** Key of a method by its name. @param type number of the symbol, or -1 */
  methodKey(view: FileView, type: number, name: string): string | undefined {
    const member = type < 0 ? -1 : methodNamed(view, type, name);
    return member < 0 ? undefined : this.keyOf(member);
  }

  private keysNamed(subject: Subject, spec: ValueSpec): readonly string[] {
    const { view } = subject;
    for (const one of typeof spec === 'string' ? [spec] : spec) {
      const [head, tail = ''] = [one.slice(0, one.indexOf(':') < 0 ? one.length : one.indexOf(':')), one.slice(one.indexOf(':') + 1)];
      if (head === 'symbol' && subject.symbol >= 0) return [this.keyOfRow(view, subject.symbol)];
      const receiver = head === 'receiver' ? this.receiverKey(subject) : undefined;
      if (receiver !== undefined) return [receiver];
      const named = (where: string): readonly string[] => expressionsOf(subject, where).flatMap((row) => this.keysOf(view, row));
      const found = head === 'type' ? this.typeKeys(subject, Number(tail)) : head === 'arg' ? named(tail) : head === 'parameter' ? named(tail.replace(/^arg:/, '')).map((key) => parameterKey(key, 0)) : [];
      if (found.length > 0) return found;
    }
    return [];
  }

  /** Keys of what an expression names: of the variable of a loop those of what it takes. */
  private keysOf(view: FileView, row: number): readonly string[] {
    const elements = elementsNamed(view, routerOf(view, row));
    const found = elements.length === 0 ? [{ view, row }] : elements;
    return found.flatMap((one) => this.keyNamed(one.view, one.row) ?? []);
  }

  /** Keys of methods of the class that a call's first type argument names. @param around name of the call around that has it; empty for the call itself */
  private methodsOfTypeArgument({ view, expression }: Subject, around: string, methods: RegExp): readonly string[] {
    const call = around === '' ? expression : (view.lambdasAround(expression).map((lambda) => view.callAround(lambda)).find((one) => one >= 0 && view.name(one) === around) ?? -1);
    const [type] = call < 0 ? [] : view.typeArgumentsOfCall(call);
    const symbol = type === undefined ? -1 : symbolOf(view.linker.namedType(view.file, type));
    if (symbol < 0) return [];
    return [...view.program.membersOf(symbol)].flatMap(([name, [member = -1]]) => (member >= 0 && methods.test(name) ? [this.keyOf(member)] : []));
  }

  private typeKeys({ view, expression, type }: Subject, index: number): readonly string[] {
    const rows = type >= 0 ? view.typeArguments(type) : view.typeArgumentsOfCall(expression);
    const row = rows[index];
    const symbol = row === undefined ? -1 : symbolOf(view.linker.namedType(view.file, row));
    return symbol < 0 ? [] : [this.keyOf(symbol)];
  }

  /** Key of what an expression names: a symbol, a module; a variable of a function by its place. */
  keyNamed(view: FileView, row: number): string | undefined {
    const router = routerOf(view, row);
    if (router !== row) return this.keyNamed(view, router);
    const at = view.kind(row) === Expression.call ? view.operand(row) : row;
    const required = view.importedFile(row) ?? view.importedFile(at);
    if (required !== undefined) return this.keyGivenBy(view, required);
    const outcome = view.linker.named(view.file, at);
    const [target] = outcome.kind === 'resolved' ? outcome.targets : [];
    if (target?.kind === 'symbol') return this.keyOfRequired(view, target.symbol) ?? this.keyOf(target.symbol);
    if (target?.kind === 'file') return fileKey(view.program.files[target.file]?.path ?? '');
    return view.kind(at) === Expression.name ? localKey(view, at, this.keyOf) : undefined;
  }

  /** Key of what a file gives out that a constant requires: `const orders = require('./orders')`. */
  private keyOfRequired(view: FileView, symbol: number): string | undefined {
    const owner = view.viewOf(view.program.fileOfSymbol(symbol));
    const value = view.program.cell(symbol, SYMBOL.value);
    const file = value < 0 ? undefined : owner.importedFile(value);
    return file === undefined || file === owner.file ? undefined : this.keyGivenBy(view, file);
  }

  /** Key of what a file gives out as a whole: `module.exports = router`, `module.exports = async function (app) { … }`. */
  private keyGivenBy(view: FileView, file: LinkFile): string | undefined {
    if (this.required.has(file)) return undefined;
    this.required.add(file);
    const other = view.viewOf(file);
    const assigned = assignedExport(other);
    const given = assigned < 0 ? defaultExpression(other) : assigned;
    const function_ = assigned < 0 && given < 0 ? other.defaultExport() : other.kind(given) === Expression.lambda ? other.symbolSetTo(given) : -1;
    const isNamed = other.kind(given) === Expression.name || other.kind(given) === Expression.member;
    const key = function_ >= 0 ? this.keyOf(other.program.canonical(other.file.firstSymbol + function_)) : isNamed || OWN_ROUTES.test(other.name(given)) ? this.keyNamed(other, given) : undefined;
    this.required.delete(file);
    return key?.startsWith('local ') === true ? undefined : key;
  }

  /** Key of what a route is added to; behind groups whose paths are in its prefix, of what they were made of. */
  private receiverKey({ view, expression }: Subject, groups?: RegExp): string | undefined {
    const [root] = expression < 0 ? [] : view.chain(expression);
    if (root === undefined) return undefined;
    if (root.call >= 0) return this.keyOfChain(view, root.expression);
    // `this.router.get(…)`: what a class holds.
    const held = view.chain(expression)[1];
    if (view.kind(root.expression) === Expression.this && held !== undefined && held.call < 0) return this.keyNamed(view, held.expression);
    if (view.kind(root.expression) !== Expression.name) return undefined;
    const behind = groups === undefined ? root.expression : routerPath(view, root.expression, groups).root;
    return behind < 0 ? undefined : this.keyNamed(view, behind);
  }

  /** Key of the constant that is set to a chain of calls: `app` of `const app = new Hono().get(…).route(…)`. */
  private keyOfChain(view: FileView, root: number): string | undefined {
    const { symbols } = view.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const value = symbols.get(row, SYMBOL.value);
      if (value >= 0 && view.kind(value) === Expression.call && view.chain(value)[0]?.expression === root) return this.keyOfRow(view, row);
    }
    return undefined;
  }

  /** Key of the innermost symbol whose body an expression stands in; undefined at the top of a file. */
  keyAround(view: FileView, expression: number): string | undefined {
    const symbol = view.symbolAround(expression);
    return symbol < 0 ? undefined : this.keyOf(view.program.canonical(view.file.firstSymbol + symbol));
  }

  private keyOfRow(view: FileView, symbol: number): string {
    return this.keyOf(view.file.firstSymbol + symbol);
  }
}

/** Methods of the type around that a specification names: `methods:^handle$`. @param symbol row, or -1 */
function methodsNamed(view: FileView, symbol: number, spec: string): readonly number[] {
  const wanted = new RegExp(spec.slice('methods:'.length), 'u');
  return methodsOf(view, typeAround(view, symbol)).filter((row) => wanted.test(view.facts.text(view.facts.symbols.get(row, SYMBOL.name))));
}

/** Whether what stands in a symbol is run with its file: a variable outside of types and functions. @param symbol row, or -1 */
function isTopLevel(view: FileView, symbol: number): boolean {
  const { symbols } = view.facts;
  const kind = symbol < 0 ? Kind.variable : symbols.get(symbol, SYMBOL.kind);
  return (kind === Kind.variable || kind === Kind.constant) && (symbol < 0 || symbols.get(symbol, SYMBOL.parent) < 0);
}

/** The version that a route or its class states. */
function versionOf(subject: Subject, { version }: TriggerMapping): { readonly version?: string } {
  const stated = valuesOf(subject, version)[0];
  return stated === undefined ? {} : { version: stated };
}

function applications(subject: Subject, framework: string, mapping: NonNullable<Rule['application']>): readonly ApplicationSite[] {
  const shared = { kind: 'application', framework, folder: subject.view.file.path.replace(/[^/]*$/, '') } as const;
  if ('prefix' in mapping) return valuesOf(subject, mapping.prefix).map((prefix) => ({ ...shared, prefix, except: valuesOf(subject, mapping.except) }));
  const { otherwise, kind, is } = mapping.versions;
  const stated = valuesOf(subject, kind)[0];
  return stated === undefined || stated === is ? [{ ...shared, prefix: '', except: [], versions: { otherwise: valuesOf(subject, otherwise)[0] } }] : [];
}

/** Names of the calls whose paths a prefix takes in: `made:Group:0`. */
function groupsIn(prefix: ValueSpec | undefined): RegExp | undefined {
  const names = (prefix === undefined ? [] : typeof prefix === 'string' ? [prefix] : prefix).flatMap((spec) => /^(?:made|around|router):([^:]+)/.exec(spec)?.[1] ?? []);
  return names.length === 0 ? undefined : new RegExp(`^(?:${names.join('|')})$`, 'u');
}

function methodsOf(view: FileView, type: number): readonly number[] {
  const { symbols } = view.facts;
  const rows: number[] = [];
  for (let row = 0; type >= 0 && row < symbols.rows; row++) {
    const kind = SYMBOL_KIND_NAMES[symbols.get(row, SYMBOL.kind)];
    if (symbols.get(row, SYMBOL.parent) === type && (kind === 'method' || kind === 'function') && (symbols.get(row, SYMBOL.flags) & SymbolFlag.private) === 0) rows.push(row);
  }
  return rows;
}
