import { joinPaths } from '@pinata/graph';
import { EXPRESSION, Expression, LOCAL, Local, SCOPE, SYMBOL } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import { isTypeKind } from '../link/semantics/scopes.js';
import type { CallSite, FileView } from '../view/file-view.js';
import { outsidePath, valueOfLink } from '../view/file-view.js';
import type { RouterDescription } from './framework.js';
import type { SiteMaker } from './make-sites.js';
import type { MountSite } from './sites.js';

const DEPTH = 8;
/** Methods that give a router as what others are told to use. */
export const OWN_ROUTES = /^(?:routes|middleware)$/;

/** A router as it is known to code: the variable it comes from, and the path of the groups between. */
interface RouterPath {
  /** Row of the variable's name, or -1. */
  readonly root: number;
  readonly prefix: string;
}

/** What makes an argument a router: see `RouterDescription`. */
interface Wanted {
  readonly types: RegExp;
  readonly given: RegExp | undefined;
}

/** `router.routes()` is the router. */
export function routerOf(view: FileView, row: number): number {
  const isOwn = view.kind(row) === Expression.call && OWN_ROUTES.test(view.name(row)) && view.arguments(row).length === 0 && view.kind(view.operand(row)) === Expression.member;
  return isOwn ? view.operand(view.operand(row)) : row;
}

/** The parameter of a function, by which routes that are added to it are found from whoever calls the function. */
export function parameterKey(functionKey: string, position: number): string {
  return `parameter ${position} ${functionKey}`;
}

/** Rows of a function's parameters, in order. */
export function parametersOf(view: FileView, symbol: number): readonly number[] {
  const scope = view.facts.symbols.get(symbol, SYMBOL.ownScope);
  return scope < 0 ? [] : view.parametersIn(scope);
}

/**
 * Key of a variable inside a function: a parameter is what callers give, a variable that the function gives back is what
 * they are given; any other is known in its file alone.
 */
export function localKey(view: FileView, expression: number, keyOf: (symbol: number) => string, depth = 0): string {
  const own = `local ${view.file.path} ${view.name(expression)}`;
  const local = view.localOf(expression);
  if (local < 0) return own;
  // `const router = given.use(log)`: what is told to use something is still the same.
  const made = view.facts.locals.get(local, LOCAL.value);
  const [used, ...more] = view.kind(made) === Expression.call && view.name(made) === 'use' ? view.chain(made) : [];
  if (depth < DEPTH && used !== undefined && more.length === 1 && view.kind(used.expression) === Expression.name && used.call < 0) return localKey(view, used.expression, keyOf, depth + 1);
  const scope = view.facts.locals.get(local, LOCAL.scope);
  const symbol = view.facts.scopes.get(scope, SCOPE.symbol);
  if (symbol < 0) return own;
  const position = positionOf(view, symbol, local);
  const functionKey = keyOf(view.program.canonical(view.file.firstSymbol + symbol));
  if (position >= 0) return parameterKey(functionKey, position);
  return givesBack(view, symbol, local) ? functionKey : `${own} ${functionKey}`;
}

/** Which argument of its function a variable stands for; what the last parameter is taken apart into, `...[router, context]`, are arguments from there on. -1 for none. */
function positionOf(view: FileView, symbol: number, local: number): number {
  const parameters = parametersOf(view, symbol);
  const position = parameters.indexOf(local);
  const value = view.facts.locals.get(local, LOCAL.value);
  if (position >= 0 || view.kind(value) !== Expression.element) return position;
  const last = parameters.length - 1;
  const whole = view.localOf(view.operand(value));
  // `const [router] = given` takes apart what has a name.
  const named = whole >= 0 && view.facts.locals.get(whole, LOCAL.kind) === Local.pattern ? view.localOf(view.facts.locals.get(whole, LOCAL.value)) : whole;
  return named >= 0 && named === parameters[last] ? last + view.facts.expressions.get(value, EXPRESSION.extra) : -1;
}

/** So many arguments are handed on with what takes all of them. */
const MOST_HANDED = 3;

/** `serve(...given)` in a function whose last parameter takes all further arguments: those are the arguments of what is called. */
function handedOn(view: FileView, maker: SiteMaker, value: number, child: string, position: number): readonly MountSite[] {
  const local = view.kind(value) === Expression.name ? view.localOf(value) : -1;
  const around = local < 0 ? -1 : view.facts.scopes.get(view.facts.locals.get(local, LOCAL.scope), SCOPE.symbol);
  const parameters = around < 0 ? [] : parametersOf(view, around);
  const last = parameters.length - 1;
  if (around < 0 || parameters[last] !== local || view.facts.symbols.get(around, SYMBOL.maximumArguments) >= 0) return [];
  const parent = maker.keyOf(view.program.canonical(view.file.firstSymbol + around));
  return Array.from({ length: MOST_HANDED }, (_, at) => ({ kind: 'mount', parent: parameterKey(parent, last + at), child: parameterKey(child, position + at), prefix: '' }));
}

function givesBack(view: FileView, symbol: number, local: number): boolean {
  return view.returnedIn(view.facts.symbols.get(symbol, SYMBOL.ownScope)).some((value) => view.kind(value) === Expression.name && view.localOf(value) === local);
}

/** The variable from which the groups lead to an expression: `router` of `api := router.Group("/api")`, with the path of the groups. */
export function routerPath(view: FileView, expression: number, groups: RegExp): RouterPath {
  let prefix = '';
  let at = expression;
  for (let depth = 0; at >= 0 && depth < DEPTH; depth++) {
    const made = view.kind(at) === Expression.call ? at : view.initialiser(at);
    // A lambda that a group is given adds to that group.
    const lambda = lastGroup(view, made, groups) === undefined ? lambdaOfParameter(view, at) : -1;
    const group = lastGroup(view, lambda < 0 ? made : view.callAround(lambda), groups);
    if (group === undefined) {
      // `r.With(log).Route("/users", …)`: what sets a router up gives that router.
      const [root] = view.kind(at) === Expression.call ? view.chain(at) : [];
      if (root === undefined || view.kind(root.expression) !== Expression.name || view.localOf(root.expression) < 0) break;
      at = root.expression;
      continue;
    }
    prefix = joinPaths(view.text(view.argument(group.call, 0)) ?? '', prefix);
    at = group.behind;
  }
  return { root: at >= 0 && view.kind(at) === Expression.name ? at : -1, prefix };
}

/** The last group in a chain of calls, which others may set up: `app.MapGroup("/api").RequireAuthorization()`, with what it is called on. */
function lastGroup(view: FileView, call: number, groups: RegExp): { readonly call: number; readonly behind: number } | undefined {
  const links = call < 0 ? [] : view.chain(call);
  for (let at = links.length - 1; at > 0; at--) {
    const [link, behind] = [links[at], links[at - 1]];
    if (link !== undefined && behind !== undefined && link.call >= 0 && groups.test(link.name)) return { call: link.call, behind: valueOfLink(behind) };
  }
  return undefined;
}

/** The lambda whose parameter a name is, or -1. */
function lambdaOfParameter(view: FileView, expression: number): number {
  const local = view.kind(expression) === Expression.name ? view.localOf(expression) : -1;
  if (local < 0 || view.facts.locals.get(local, LOCAL.kind) !== Local.parameter) return -1;
  return view.lambdaOf(view.facts.locals.get(local, LOCAL.scope));
}

/** `users.Register(api.Group("/users"))`: routers that functions of the repository are given, by the declared types of their parameters. */
export function handedRouters(view: FileView, maker: SiteMaker, { names, types, groups, around, given }: RouterDescription): readonly MountSite[] {
  const group = new RegExp(`^(?:${groups})$`, 'u');
  const wanted: Wanted = { types: new RegExp(types, 'u'), given: given === undefined ? undefined : new RegExp(given, 'u') };
  const outer = around === undefined ? undefined : new RegExp(`^(?:${around})$`, 'u');
  const named = names === undefined ? undefined : new RegExp(names, 'u');
  return view.calls().flatMap((call) => (named?.test(view.name(call.expression)) === false ? [] : handedBy(view, maker, call, wanted, group, outer !== undefined).map((site) => (outer === undefined ? site : { ...site, prefix: joinPaths(pathAround(view, call.expression, outer), site.prefix) }))));
}

/** The path of the groups in whose functions an expression stands. */
function pathAround(view: FileView, expression: number, groups: RegExp): string {
  const calls = [...view.lambdasAround(expression)].map((lambda) => view.callAround(lambda)).filter((call) => call >= 0 && groups.test(view.name(call)));
  return joinPaths(...calls.reverse().map((call) => view.text(view.argument(call, 0))));
}

function handedBy(view: FileView, maker: SiteMaker, { expression, outcome }: CallSite, wanted: Wanted, groups: RegExp, isEmbedded: boolean): readonly MountSite[] {
  const symbol = onlySymbolOf(outcome);
  if (symbol < 0 || view.kind(expression) !== Expression.call) return [];
  const given = givenTo(view, expression, view.program.hasFlag(symbol, 'extension')).filter(({ value }) => isRouterLike(view, value));
  if (given.length === 0) return [];
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  const parameters = parametersOf(owner, symbol - owner.file.firstSymbol);
  const child = maker.keyOf(view.program.canonical(symbol));
  return given.flatMap(({ position, value }): readonly MountSite[] => {
    const all = wanted.given === undefined ? [] : handedOn(view, maker, value, child, position);
    if (all.length > 0) return all;
    const type = parameters[position] === undefined ? -1 : owner.heldType(owner.facts.locals.get(parameters[position], LOCAL.type));
    const path = type < 0 ? undefined : outsidePath(owner.linker.namedType(owner.file, type));
    if (path === undefined ? !isGiven(view, value, wanted) : !wanted.types.test(path)) return [];
    // `m.Router` is the router of `m`, where one embeds the other.
    const { root, prefix } = routerPath(view, isEmbedded && view.kind(value) === Expression.member ? view.operand(value) : value, groups);
    if (root < 0 && prefix === '') return [];
    return [{ kind: 'mount', parent: root < 0 ? undefined : maker.keyNamed(view, root), child: parameterKey(child, position), prefix }];
  });
}

/** Whether what a function is given is a router by its name, or was made as one: for parameters of which no type tells. */
function isGiven(view: FileView, value: number, { types, given }: Wanted): boolean {
  if (given === undefined) return false;
  const made = view.initialiser(value);
  return given.test(view.name(value)) || (view.kind(made) === Expression.new && types.test(outsidePath(view.linker.named(view.file, view.operand(made))) ?? ''));
}

/** What a function is given, by its parameters; an extension that is called on a value is given that first. */
export function givenTo(view: FileView, call: number, isExtension: boolean): readonly { readonly position: number; readonly value: number }[] {
  const given = view.arguments(call).filter(({ name, position }) => name === undefined && position >= 0);
  const links = isExtension ? view.chain(call) : [];
  const behind = links[links.length - 2];
  const isOnValue = behind !== undefined && (behind.call >= 0 || !isType(view, behind.expression));
  return isOnValue ? [{ position: 0, value: valueOfLink(behind) }, ...given.map(({ position, value }) => ({ position: position + 1, value }))] : given;
}

function isType(view: FileView, expression: number): boolean {
  const symbol = view.symbolNamed(expression);
  return symbol >= 0 && isTypeKind(view.program.cell(symbol, SYMBOL.kind));
}

function isRouterLike(view: FileView, row: number): boolean {
  const kind = view.kind(row);
  return kind === Expression.name || kind === Expression.member || kind === Expression.call;
}
