import type { UnresolvedReason } from '@pinata/graph';
import type { ExternalPackage } from '../outcome.js';

/** What an expression or a written type stands for, as far as the source states it. */
export type Value =
  /** An instance of a declared type; `arguments` are its type arguments. */
  | { readonly kind: 'instance'; readonly symbol: number; readonly arguments: readonly Value[] }
  /** The type itself, whose static members follow. */
  | { readonly kind: 'type'; readonly symbol: number }
  /** Functions or methods that a name found together; `receiver` is the instance they were found on. */
  | { readonly kind: 'callables'; readonly symbols: readonly number[]; readonly receiver: Value | undefined }
  /** A file as a module. */
  | { readonly kind: 'module'; readonly file: number }
  /** A namespace or package by its full name, as the language spells it. */
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string; readonly arguments: readonly Value[] }
  /**
   * What gives elements when it is iterated or indexed; of a tuple also each one, with their names where it has some. `holder` is
   * the library's type that it is written as, `[]` for an array; it is absent where that is not known.
   */
  | { readonly kind: 'list'; readonly element: Value; readonly parts?: readonly Value[]; readonly names?: readonly string[]; readonly holder?: string }
  | { readonly kind: 'lambda'; readonly file: number; readonly expression: number }
  /** A type parameter, by the file and the row of its local; of one that is a variable of its own, such as Python's, by that symbol, and the local is -1. */
  | { readonly kind: 'typeParameter'; readonly file: number; readonly local: number; readonly variable?: number }
  /** Either of several; of ordered ones, such as bases, the first that has a member gives it. */
  | { readonly kind: 'union'; readonly parts: readonly Value[]; readonly isOrdered?: boolean }
  | { readonly kind: 'unknown'; readonly reason: UnresolvedReason };

/** What a name, an import or a member stands for. */
export type Entity =
  /**
   * Canonical symbols: one, overloads, or several that a rule could not tell apart. A `confidence` below 100 says a rule concluded
   * them, `beyond` what a receiver further in may have by the name, which lies outside the repository, and `around` what the types
   * further out have, where these are a receiver's.
   */
  | { readonly kind: 'symbols'; readonly symbols: readonly number[]; readonly confidence?: number; readonly rule?: string; readonly receiver?: Value; readonly beyond?: OutsideEntity; readonly around?: readonly number[] }
  /** Parameters and variables of one name in one scope, by rows. */
  | { readonly kind: 'locals'; readonly file: number; readonly locals: readonly number[] }
  | { readonly kind: 'module'; readonly file: number; readonly confidence?: number }
  /** A listed path without facts. */
  | { readonly kind: 'path'; readonly path: string }
  /** A namespace or package, by its symbol or, where it is a folder, by its path. */
  | { readonly kind: 'namespace'; readonly name: string; readonly symbol?: number; readonly path?: string }
  | OutsideEntity
  /** What only evaluating tells. */
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'none'; readonly reason: UnresolvedReason };

export type OutsideEntity = { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string };

/** What a name is wanted for, where a language lets a type, a variable and a function share it. */
export type Purpose = 'value' | 'type' | 'call';

type TypeParameter = Extract<Value, { kind: 'typeParameter' }>;

export function isSameParameter(a: Omit<TypeParameter, 'kind'>, b: Omit<TypeParameter, 'kind'>): boolean {
  return a.file === b.file && a.local === b.local && a.variable === b.variable;
}

export function unknown(reason: UnresolvedReason): Value {
  return { kind: 'unknown', reason };
}

export function none(reason: UnresolvedReason): Entity {
  return { kind: 'none', reason };
}

export function outside(owner: ExternalPackage, path: string, given: readonly Value[] = []): Value {
  return { kind: 'external', package: owner, path, arguments: given };
}

/** What a name stands for whose value lies outside the repository; undefined for another value. */
export function entityOutside(value: Value | undefined): Entity | undefined {
  return value?.kind === 'external' ? { kind: 'external', package: value.package, path: value.path } : undefined;
}

/** `a.b` for member `b` of `a`; a package itself has the empty path. */
export function memberPath(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}

/** What `new` of a value makes. */
export function instanceOf(value: Value): Value {
  return value.kind === 'type' ? { kind: 'instance', symbol: value.symbol, arguments: [] } : value.kind === 'external' || value.kind === 'instance' ? value : unknown('receiverUnknown');
}

/** Values beyond these say no more of what may be meant. */
const MOST_PARTS = 4;

/** What may be any of several values: the first that is known, or instances of the repository's types beside each other. */
export function joined(values: readonly Value[]): Value {
  const known = values.flatMap((value) => (value.kind === 'union' && value.isOrdered !== true ? value.parts : value.kind === 'unknown' ? [] : [value]));
  const [first] = known;
  if (first?.kind !== 'instance') return first ?? values[0] ?? unknown('receiverUnknown');
  const parts: Value[] = [];
  for (const value of known) if (value.kind === 'instance' && !parts.some((part) => part.kind === 'instance' && part.symbol === value.symbol)) parts.push(value);
  return parts.length === 1 ? first : { kind: 'union', parts: parts.slice(0, MOST_PARTS) };
}
