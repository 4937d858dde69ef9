import { joinPaths } from '@pinata/graph';
import { Expression } from '../facts/schema.js';
import type { ChainLink, FileView } from '../view/file-view.js';
import { expressionsOf, texts } from './given.js';
import type { Subject } from './given.js';

/** So many places around, and so many calls before one, are looked at. */
const MOST_PLACES = 32;
const DEPTH = 8;
/** Functions in variables, in which others are used. */
const LAMBDA_DEPTH = 3;

/** What a call is made on; `set` of `receiver:set` is a call that only says more of what stands before it. */
export function receiverOf(view: FileView, expression: number, besides = ''): ChainLink | undefined {
  const chain = view.chain(expression);
  const last = chain[chain.length - 2];
  return last !== undefined && last.call >= 0 && last.name === besides ? chain[chain.length - 3] : last;
}

/** Arguments of other calls in the file on the same receiver: `subscribe` beside `run`. */
export function givenBeside({ view, expression, symbol, type }: Subject, [name = '', which = '0']: readonly string[]): readonly string[] {
  const own = view.chain(expression);
  const receiver = own[own.length - 2]?.name;
  return view.calls().flatMap((call) => {
    const chain = view.chain(call.expression);
    if (chain[chain.length - 1]?.name !== name || chain[chain.length - 2]?.name !== receiver) return [];
    return expressionsOf({ view, expression: call.expression, symbol, type }, which).flatMap((row) => texts(view, row));
  });
}

/** The call of a name that goes on from a call, `Methods` of `router.HandleFunc(…).Methods("GET")`, or -1. */
export function calledOn(view: FileView, expression: number, name: RegExp): number {
  // What goes on from a call begins at its place and comes before it.
  for (let row = expression - 1; row >= 0 && row >= expression - MOST_PLACES; row--) {
    if (view.kind(row) !== Expression.call || !name.test(view.name(row))) continue;
    if (view.chain(row).some((link) => link.call === expression)) return row;
  }
  return -1;
}

/** Names of the calls before a call in its chain, and of those that go on from it: `post` of `builder.url(address).post(body)`. */
export function namesInChain({ view, expression }: Subject, names: string): readonly string[] {
  if (expression < 0) return [];
  const pattern = new RegExp(`^(?:${names})$`, 'u');
  const next = calledOn(view, expression, pattern);
  if (next >= 0) return [view.name(next)];
  return view.chain(expression).slice(0, -1).filter((link) => link.call >= 0 && pattern.test(link.name)).map((link) => link.name);
}

/** Arguments of the calls that made the receiver, the outermost first; it may be a constant of another file. */
export function madeWith({ view, expression, symbol, type }: Subject, [name = '', which = '0']: readonly string[]): readonly string[] {
  const pattern = new RegExp(`^(?:${name})$`, 'u');
  const found: string[] = [];
  const take = (file: FileView, call: number): void => {
    found.unshift(...expressionsOf({ view: file, expression: call, symbol, type }, which).flatMap((row) => texts(file, row)));
  };
  /** Takes what the calls before the last of a chain were given. @returns what they were made on */
  const behind = (file: FileView, links: readonly ChainLink[]): number => {
    let at = links.length - 1;
    for (; at >= 0 && (links[at]?.call ?? -1) >= 0; at--) if (pattern.test(links[at]?.name ?? '')) take(file, links[at]?.call ?? -1);
    return links[Math.max(at, 0)]?.expression ?? -1;
  };
  const chain = view.chain(expression);
  let owner = view;
  // What is called itself was made: `load('/users')` of `const load = fetch.create({ … })`.
  let receiver = chain.length < 2 ? (chain[0]?.expression ?? -1) : behind(view, chain.slice(0, -1));
  for (let depth = 0; receiver >= 0 && depth < DEPTH; depth++) {
    const set = owner.setting(receiver);
    if (set === undefined) break;
    owner = set.view;
    const made = owner.kind(set.row) === Expression.same ? owner.operand(set.row) : set.row;
    if (pattern.test(owner.name(made))) take(owner, made);
    const links = owner.chain(made);
    receiver = links.length < 2 ? -1 : behind(owner, links.slice(0, -1));
  }
  return joined(found);
}

/** Arguments of the calls that are given the lambdas around a place, the outermost first. */
export function givenAround(subject: Subject, [name = '', which = '0']: readonly string[]): readonly string[] {
  const { view } = subject;
  const pattern = new RegExp(`^(?:${name})$`, 'u');
  const given = (call: number): readonly string[] => {
    const link = call < 0 ? undefined : view.chain(call).find((one) => pattern.test(one.name) && one.call >= 0);
    if (link === undefined) return [];
    const stated = which.split('|').map((one) => expressionsOf({ ...subject, expression: link.call }, one).flatMap((row) => texts(view, row)));
    return stated.find((values) => values.length > 0) ?? [];
  };
  return [...new Set(placesAround(view, subject.expression, given, { left: MOST_PLACES }).flatMap(joined))];
}

/** What the calls around a place give, the outermost first; in a function that a variable holds, for each place that uses it. */
function placesAround(view: FileView, expression: number, given: (call: number) => readonly string[], places: { left: number }, depth = 0): readonly (readonly string[])[] {
  const found: string[] = [];
  if (places.left-- <= 0) return [];
  for (const lambda of view.lambdasAround(expression)) {
    const uses = view.callAround(lambda) < 0 && depth < LAMBDA_DEPTH ? view.usesOf(lambda) : [];
    if (uses.length > 0) return uses.flatMap((use) => placesAround(view, use, given, places, depth + 1).map((outer) => [...outer, ...given(view.callAround(use)), ...found]));
    found.unshift(...given(view.callAround(lambda)));
  }
  return [found];
}

function joined(parts: readonly string[]): readonly string[] {
  return parts.length < 2 ? parts : [joinPaths(...parts)];
}
