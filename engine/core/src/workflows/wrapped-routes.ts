import { joinPaths } from '@pinata/graph';
import { Expression, LOCAL } from '../facts/schema.js';
import type { CallMarks } from '../assemble-graph/call-marks.js';
import { onlySymbolOf } from '../link/outcome.js';
import type { CallSite, FileView } from '../view/file-view.js';
import { outsidePath } from '../view/file-view.js';
import type { Rule } from './framework.js';
import type { SiteMaker } from './make-sites.js';
import { givenTo, parameterKey, parametersOf, routerPath } from './routers.js';
import type { Site, TriggerSite } from './sites.js';

/** A rule for routes, with the names of calls that make a router under a path. */
export interface RouteRule {
  readonly framework: string;
  readonly rule: Rule;
  readonly callee: RegExp;
  readonly name: RegExp | undefined;
  readonly receiver: RegExp | undefined;
  readonly groups: RegExp;
}

/** Functions that lead to a route, one in the other. */
const DEPTH = 3;
/** Calls of one function that are looked at. */
const MOST_CALLS = 16;
const BY_WRAPPER = 80;
const NOTHING: ReadonlyMap<number, string> = new Map();

/** Routes of functions that are given the path and the handler: `handle(router, "/users", list)` makes a route wherever `handle` makes one of what it is given. */
export class WrappedRoutes {
  constructor(
    private readonly rules: readonly RouteRule[],
    private readonly maker: SiteMaker,
  ) {}

  sitesOf(view: FileView, marks: CallMarks): readonly TriggerSite[] {
    if (this.rules.length === 0) return [];
    return view.calls().flatMap((call) => {
      const handlers = view.kind(call.expression) !== Expression.call || onlySymbolOf(call.outcome) < 0 ? [] : this.maker.functionsGiven(view, call);
      if (handlers.length !== 1) return [];
      // A function may call itself, and what is only known in part would be found again where the rest is.
      const found = new Map(this.behind(view, call, marks, 0).filter(({ address }) => !address.includes('{}')).map((site) => [addressOf(site), site] as const));
      return [...found.values()].map((site): TriggerSite => ({ ...site, ...handlers[0], rule: `${site.rule}.wrapped`, range: call.range, confidence: BY_WRAPPER }));
    });
  }

  /** Routes that a call of a function of the repository makes with the texts that it is given, as the caller knows their routers. */
  private behind(view: FileView, call: CallSite, marks: CallMarks, depth: number): readonly TriggerSite[] {
    const { expression, outcome } = call;
    const symbol = depth < DEPTH && view.kind(expression) === Expression.call ? onlySymbolOf(outcome) : -1;
    if (symbol < 0) return [];
    const isExtension = view.program.hasFlag(symbol, 'extension');
    // What a function that is given no text makes lies where it says so itself.
    if (!isExtension && !view.arguments(expression).some(({ value }) => view.text(value) !== undefined)) return [];
    const owner = view.bodiesOf(view.program.fileOfSymbol(symbol));
    const row = symbol - owner.file.firstSymbol;
    const parameters = parametersOf(owner, row);
    const given = givenTo(view, expression, isExtension);
    const texts = textsOf(view, owner, parameters, given);
    if (texts.size === 0) return [];
    const own = owner.callsOf(symbol).slice(0, MOST_CALLS);
    const plain = owner.given(NOTHING, () => new Set(own.flatMap((one) => this.routesOf(owner, row, one, marks)).map(({ site }) => addressOf(site))));
    const found = owner.given(texts, () => own.flatMap((one) => [...this.routesOf(owner, row, one, marks), ...this.behind(owner, one, marks, depth + 1).map((site) => ({ site, groups: undefined }))]));
    const key = this.maker.keyOf(view.program.canonical(symbol));
    return found.filter(({ site }) => !plain.has(addressOf(site))).map(({ site, groups }) => {
      const router = given.find(({ position }) => site.receiver === parameterKey(key, position));
      if (router === undefined) return site;
      const { root, prefix } = routerPath(view, router.value, groups ?? this.groupsOf(site));
      return { ...site, receiver: root < 0 ? undefined : this.maker.keyNamed(view, root), address: joinPaths(prefix, site.address) };
    });
  }

  private groupsOf({ framework }: TriggerSite): RegExp {
    return this.rules.find((rule) => rule.framework === framework)?.groups ?? /^$/;
  }

  private routesOf(view: FileView, symbol: number, { expression, outcome, range }: CallSite, marks: CallMarks): readonly { readonly site: TriggerSite; readonly groups: RegExp }[] {
    const path = outsidePath(outcome);
    const chain = view.chain(expression);
    // An extension of a router may have the name of the method that it calls.
    const isExtension = view.program.hasFlag(view.file.firstSymbol + symbol, 'extension');
    const isNamed = ({ name, receiver }: RouteRule): boolean => isExtension && path === undefined && name?.test(view.name(expression)) === true && receiver?.test(chain[chain.length - 2]?.name ?? '') !== false;
    return this.rules.filter((rule) => (path !== undefined && rule.callee.test(path)) || isNamed(rule)).flatMap(({ framework, rule, groups }) => this.maker.make(rule, { view, expression, symbol, type: -1 }, { framework, rule: rule.id, range, confidence: 100 }, marks).filter(isTrigger).map((site) => ({ site, groups })));
  }
}

/** Texts that parameters are given, or have without an argument. */
function textsOf(view: FileView, owner: FileView, parameters: readonly number[], given: ReturnType<typeof givenTo>): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  parameters.forEach((parameter, at) => {
    const argument = given.find(({ position }) => position === at);
    const otherwise = owner.facts.locals.get(parameter, LOCAL.value);
    const text = argument === undefined ? (otherwise < 0 ? undefined : owner.text(otherwise)) : view.text(argument.value);
    if (text !== undefined) texts.set(parameter, text);
  });
  return texts;
}

function isTrigger(site: Site): site is TriggerSite {
  return site.kind === 'trigger' && site.protocol === 'http';
}

function addressOf({ method, address }: TriggerSite): string {
  return `${method} ${address}`;
}
