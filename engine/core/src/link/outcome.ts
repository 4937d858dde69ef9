import type { UnresolvedReason } from '@pinata/graph';

/** A package that lies outside the repository. */
export interface ExternalPackage {
  /** `npm`, `nuget`, or `platform` for what the language's runtime brings along. */
  readonly manager: string;
  readonly name: string;
}

/** What a resolved reference points at: a symbol's or a file's number in the program, or a listed path that has no facts. */
export type Target = { readonly kind: 'symbol'; readonly symbol: number } | { readonly kind: 'file'; readonly file: number } | { readonly kind: 'path'; readonly path: string };

/** How one captured reference ended. Exactly one of these for each. */
export type Outcome =
  /** `isConstruction` marks a call that makes an instance of its target. */
  | { readonly kind: 'resolved'; readonly targets: readonly Target[]; readonly confidence: number; readonly rule: string; readonly isConstruction?: boolean }
  | { readonly kind: 'external'; readonly package: ExternalPackage; readonly member: string; readonly rule: string }
  | { readonly kind: 'unresolved'; readonly reason: UnresolvedReason };

const unresolvedOutcomes = new Map<UnresolvedReason, Outcome>();

export function unresolved(reason: UnresolvedReason): Outcome {
  const known = unresolvedOutcomes.get(reason);
  if (known !== undefined) return known;
  const outcome: Outcome = { kind: 'unresolved', reason };
  unresolvedOutcomes.set(reason, outcome);
  return outcome;
}

/** The symbol that an outcome points at, the first of several; -1 where it is none. */
export function symbolOf(outcome: Outcome | undefined): number {
  const [target] = outcome?.kind === 'resolved' ? outcome.targets : [];
  return target?.kind === 'symbol' ? target.symbol : -1;
}

/** The symbol that is the only target of an outcome; -1 where there are others, or none. */
export function onlySymbolOf(outcome: Outcome | undefined): number {
  return outcome?.kind === 'resolved' && outcome.targets.length === 1 ? symbolOf(outcome) : -1;
}

/** One target that the source states. */
export function exact(target: Target, rule: string): Outcome {
  return { kind: 'resolved', targets: [target], confidence: 100, rule };
}

/** One or several targets that a rule concludes; `confidence` is a whole per cent below 100. */
export function inferred(targets: readonly Target[], confidence: number, rule: string): Outcome {
  return { kind: 'resolved', targets, confidence, rule };
}

export function external(packageOf: ExternalPackage, member: string, rule: string): Outcome {
  return { kind: 'external', package: packageOf, member, rule };
}
