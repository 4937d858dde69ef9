import { joinPaths, proxyName, proxyRule } from '@pinata/graph';
import type { DeployFacts } from './deploy-facts.js';

/** Stands before a proxy's rule in the signature of its unit. */
const PREFIX = 'proxy ';
const LONGEST = 250;

/** How paths change on their way: what is below `from` comes to be below `to`. */
export interface PathMove {
  readonly from: string;
  readonly to: string;
}

/** Paths that a configuration writes as a beginning: `/api`, `^/api/`, `/api/*`, `/api/**`, `^/api/(.*)`. */
const BEGINNING = /^\^?((?:\/[\w.~%@-]+)*)\/?(?:\*{1,2}|\(?\.[*+]\)?)?\$?$/;
/** A beginning with all that follows in a group: `/api(/|$)(.*)`, `^/api/(.*)$`, `/api/?(.*)`. */
const GROUPED = /^\^?((?:\/[\w.~%@-]+)*)(?:\/\?|\/|\(\?:\/\|\$\)|(\(\/\|\$\)))?\(\.[*+]\)\$?$/;
/** What takes its place: `/v1/$2`. */
const REPLACED = /^((?:\/[\w.~%@-]+)*)\/?\$\{?(\d)\}?$/;

/** The path that an expression of paths begins with, where that is all it asks for; expressions of repositories are never run. */
export function beginningOf(expression: string): string | undefined {
  const found = expression.length > LONGEST ? undefined : BEGINNING.exec(expression.replaceAll('\\/', '/'))?.[1];
  return found === '' ? '/' : found;
}

/** What a rewriting by an expression does, where it only changes the beginning of paths. */
export function moveOfExpression(expression: string, replacement: string): PathMove | undefined {
  if (expression.length > LONGEST || replacement.length > LONGEST) return undefined;
  const [, from, separator] = GROUPED.exec(expression.replaceAll('\\/', '/')) ?? [];
  const [, to, group] = REPLACED.exec(replacement) ?? [];
  if (from === undefined || to === undefined || group !== (separator === undefined ? '1' : '2')) return undefined;
  return { from: joinPaths(from), to: joinPaths(to) };
}

/** A move of the paths below a beginning. @returns undefined where it is for other paths */
export function moveBelow(beginning: string, { from, to }: PathMove): PathMove | undefined {
  const isAbove = (path: string, other: string): boolean => path === '/' || other === path || other.startsWith(`${path}/`);
  if (isAbove(from, beginning)) return { from: beginning, to: joinPaths(to, from === '/' ? beginning : beginning.slice(from.length)) };
  return isAbove(beginning, from) ? { from, to } : undefined;
}

/** What replacing a beginning of paths does to those below another. @returns undefined where it is for other paths */
export function moveOfReplacement(beginning: string, replaced: string, replacement: string): PathMove | undefined {
  const from = beginningOf(replaced);
  return from === undefined ? undefined : moveBelow(beginning, { from, to: replacement === '' ? '/' : replacement });
}

/** The text of a proxy: what its trigger is called. @param target address that requests are passed on to, without what `move` says of paths */
export function proxyText({ from, to }: PathMove, target: string, server?: string): string | undefined {
  if (target.length > LONGEST) return undefined;
  const base = target.replace(/\/+$/, '');
  const text = proxyName(proxyRule(from, `${base}${to}`, server));
  return text.length > LONGEST ? undefined : text;
}

/** Makes a unit of a proxy. */
export function addProxy(deploy: DeployFacts, text: string | undefined, start: number, end: number): void {
  if (text !== undefined) deploy.addUnit(text, `${PREFIX}${text}`, start, end);
}

/** The proxy that a unit's signature states. */
export function proxyOfSignature(signature: string): string | undefined {
  return signature.startsWith(PREFIX) ? signature.slice(PREFIX.length) : undefined;
}
