import type { UnresolvedReason } from '@pinata/graph';
import type { ExternalPackage } from '../../link/outcome.js';

/** TypeScript has two name spaces: `Foo` may be an interface and a constant at once. */
export type Meaning = 'value' | 'type';

/** What a name, an export or a member stands for. `isInferred` marks what a rule concluded. */
export type Entity =
  /** `within` is the instance whose type arguments stand for the type parameters in what the symbol's declaration says. */
  | { readonly kind: 'symbol'; readonly symbol: number; readonly within?: Instance; readonly isInferred?: boolean }
  | { readonly kind: 'module'; readonly file: number; readonly isInferred?: boolean }
  /** A listed file without facts, such as JSON. */
  | { readonly kind: 'asset'; readonly path: string; readonly isInferred?: boolean }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string; readonly isInferred?: boolean }
  | { readonly kind: 'expression'; readonly file: number; readonly expression: number; readonly isInferred?: boolean }
  | { readonly kind: 'local'; readonly file: number; readonly local: number; readonly isInferred?: boolean }
  /** Several members of a union, or of either branch. */
  | { readonly kind: 'several'; readonly entities: readonly Entity[]; readonly isInferred: true }
  | { readonly kind: 'none'; readonly reason: UnresolvedReason; readonly isInferred?: boolean };

/** An instance of a declared type, with the type arguments that are stated. */
export interface Instance {
  readonly kind: 'instance';
  readonly symbol: number;
  readonly arguments?: readonly ValueType[];
  readonly isInferred?: boolean;
}

/** What an expression evaluates to, as far as the source states it. */
export type ValueType =
  /** A class's, interface's or alias's instance, or an enum's value. */
  | Instance
  /** The declared thing itself: a class, a function, a namespace, an enum. */
  | { readonly kind: 'declared'; readonly symbol: number; readonly within?: Instance; readonly isInferred?: boolean }
  | { readonly kind: 'module'; readonly file: number; readonly isInferred?: boolean }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly path: string; readonly isInferred?: boolean }
  /** `parts` are the elements of a short array literal or a tuple, each by its place; `parametersOf` is the function whose parameters they are. */
  | { readonly kind: 'array'; readonly element: ValueType; readonly parts?: readonly ValueType[]; readonly parametersOf?: ValueType; readonly isInferred?: boolean }
  /** `Map`, `Record` and their kin. */
  | { readonly kind: 'map'; readonly path: string; readonly key: ValueType; readonly value: ValueType; readonly isInferred?: boolean }
  /** A type parameter, by the file and the row of its local. */
  | { readonly kind: 'parameter'; readonly file: number; readonly local: number; readonly isInferred?: boolean }
  | { readonly kind: 'promise'; readonly value: ValueType; readonly isInferred?: boolean }
  /** What calling it gives, and what of a package made it. */
  | { readonly kind: 'signal'; readonly path: string; readonly value: ValueType; readonly isInferred?: boolean }
  /** A function type as written; calling it gives the type in its row's qualifier. */
  | { readonly kind: 'functionType'; readonly file: number; readonly type: number; readonly within?: Instance; readonly isInferred?: boolean }
  /** A lambda's scope; calling it gives what it returns. */
  | { readonly kind: 'lambda'; readonly file: number; readonly expression: number; readonly isInferred?: boolean }
  | { readonly kind: 'union'; readonly parts: readonly ValueType[]; readonly isInferred?: boolean }
  | { readonly kind: 'unknown'; readonly reason: UnresolvedReason; readonly isInferred?: boolean };

/** What makes signals. */
export const ANGULAR: ExternalPackage = { manager: 'npm', name: '@angular/core' };
export const ECMASCRIPT: ExternalPackage = { manager: 'platform', name: 'ecmascript' };

/** Objects whose keys are not told: what all their members are is told. */
export const RECORD = 'Record#';

export function none(reason: UnresolvedReason): Entity {
  return { kind: 'none', reason };
}

export function unknown(reason: UnresolvedReason): ValueType {
  return { kind: 'unknown', reason };
}

/** Strings, numbers, regular expressions, plain objects of the language. */
export function builtin(path: string): ValueType {
  return { kind: 'external', package: ECMASCRIPT, path };
}
