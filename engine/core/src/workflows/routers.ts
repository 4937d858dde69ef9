import { joinPaths } from '@pinata/graph';
import { Expression, LOCAL, Local, RETURN, SCOPE, SYMBOL } from '../facts/schema.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { CallSite, FileView } from '../view/file-view.js';
import { outsidePath } from '../view/file-view.js';
import type { RouterDescription } from './framework.js';
import type { SiteMaker } from './make-sites.js';
import type { MountSite } from './sites.js';

const DEPTH = 8;

/** A router as it is known to code: the variable it comes from, and the path of the groups between. */
interface RouterPath {
  /** Row of the variable's name, or -1. */
  readonly root: number;
  readonly prefix: string;
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
export function localKey(view: FileView, expression: number, keyOf: (symbol: number) => string): string {
  const own = `local ${view.file.path} ${view.name(expression)}`;
  const local = view.localOf(expression);
  if (local < 0) return own;
  const scope = view.facts.locals.get(local, LOCAL.scope);
  const symbol = view.facts.scopes.get(scope, SCOPE.symbol);
  if (symbol < 0) return own;
  const position = parametersOf(view, symbol).indexOf(local);
  const functionKey = keyOf(view.program.canonical(view.file.firstSymbol + symbol));
  if (position >= 0) return parameterKey(functionKey, position);
  return givesBack(view, symbol, local) ? functionKey : own;
}

function givesBack(view: FileView, symbol: number, local: number): boolean {
  const { returns, symbols } = view.facts;
  const scope = symbols.get(symbol, SYMBOL.ownScope);
  for (let row = 0; row < returns.rows; row++) {
    if (returns.get(row, RETURN.scope) !== scope) continue;
    const value = returns.get(row, RETURN.expression);
    if (view.kind(value) === Expression.name && view.localOf(value) === local) return true;
  }
  return false;
}

/** The variable from which the groups lead to an expression: `router` of `api := router.Group("/api")`, with the path of the groups. */
export function routerPath(view: FileView, expression: number, groups: RegExp): RouterPath {
  let prefix = '';
  let at = expression;
  for (let depth = 0; at >= 0 && depth < DEPTH; depth++) {
    const made = view.kind(at) === Expression.call ? at : view.initialiser(at);
    const isGroup = made >= 0 && groups.test(view.name(made));
    // A lambda that a group is given adds to that group.
    const lambda = isGroup ? -1 : lambdaOfParameter(view, at);
    const call = isGroup ? made : lambda < 0 ? -1 : view.callAround(lambda);
    const links = call < 0 || !groups.test(view.name(call)) ? [] : view.chain(call);
    const behind = links[links.length - 2];
    if (behind === undefined) break;
    prefix = joinPaths(view.text(view.argument(call, 0)) ?? '', prefix);
    at = behind.expression;
  }
  return { root: at >= 0 && view.kind(at) === Expression.name ? at : -1, prefix };
}

/** The lambda whose parameter a name is, or -1. */
function lambdaOfParameter(view: FileView, expression: number): number {
  const local = view.kind(expression) === Expression.name ? view.localOf(expression) : -1;
  if (local < 0 || view.facts.locals.get(local, LOCAL.kind) !== Local.parameter) return -1;
  return view.lambdaOf(view.facts.locals.get(local, LOCAL.scope));
}

/** `users.Register(api.Group("/users"))`: routers that functions of the repository are given, by the declared types of their parameters. */
export function handedRouters(view: FileView, maker: SiteMaker, { types, groups }: RouterDescription): readonly MountSite[] {
  const [wanted, group] = [new RegExp(types, 'u'), new RegExp(`^(?:${groups})$`, 'u')];
  return view.calls().flatMap((call) => handedBy(view, maker, call, wanted, group));
}

function handedBy(view: FileView, maker: SiteMaker, { expression, outcome }: CallSite, wanted: RegExp, groups: RegExp): readonly MountSite[] {
  const symbol = onlySymbolOf(outcome);
  if (symbol < 0 || view.kind(expression) !== Expression.call) return [];
  const given = view.arguments(expression).filter(({ name, position, value }) => name === undefined && position >= 0 && isRouterLike(view, value));
  if (given.length === 0) return [];
  const owner = view.viewOf(view.program.fileOfSymbol(symbol));
  const parameters = parametersOf(owner, symbol - owner.file.firstSymbol);
  return given.flatMap(({ position, value }): MountSite[] => {
    const type = parameters[position] === undefined ? -1 : owner.heldType(owner.facts.locals.get(parameters[position], LOCAL.type));
    if (type < 0 || !wanted.test(outsidePath(owner.linker.namedType(owner.file, type)) ?? '')) return [];
    const { root, prefix } = routerPath(view, value, groups);
    if (root < 0 && prefix === '') return [];
    return [{ kind: 'mount', parent: root < 0 ? undefined : maker.keyNamed(view, root), child: parameterKey(maker.keyOf(view.program.canonical(symbol)), position), prefix }];
  });
}

function isRouterLike(view: FileView, row: number): boolean {
  const kind = view.kind(row);
  return kind === Expression.name || kind === Expression.member || kind === Expression.call;
}
