import type { UnresolvedReason } from '@pinata/graph';
import { REFERENCE } from '../facts/schema.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { FileMeaning } from '../meaning/read-meaning.js';
import type { DerivedEdge, LanguageLinker } from './language-linker.js';
import { EDGE_OF_REFERENCE } from './reference-edges.js';
import { ErrorPlaces } from './error-places.js';
import type { Outcome } from './outcome.js';
import type { LinkFile } from './program.js';

/** An outcome that is more than a count: one that edges are made of. */
export interface DrawnOutcome {
  readonly reference: number;
  readonly outcome: Exclude<Outcome, { kind: 'unresolved' }>;
  readonly marks: number;
}

/** All that linking one file gave: graph and totals are made of these, whether they were found now or kept from an earlier scan. */
export interface FileLinks {
  readonly captured: number;
  readonly resolved: number;
  readonly external: number;
  readonly unresolved: ReadonlyMap<UnresolvedReason, number>;
  /** The references that are unresolved, in order. */
  readonly misses: readonly { readonly reason: UnresolvedReason; readonly reference: number }[];
  readonly drawn: readonly DrawnOutcome[];
  readonly derived: readonly DerivedEdge[];
  readonly meaning: FileMeaning;
  /** The files whose facts were read for it, itself among them. */
  readonly reads: readonly number[];
  /** What was looked up for it in tables of the whole program. */
  readonly lookups: readonly string[];
}

/** What of a file's links is counted and shown, and no edge. */
export type CountedLinks = Omit<FileLinks, 'drawn' | 'derived' | 'reads' | 'lookups'>;

/** Gives every reference of a file its outcome. */
export function outcomesOf(file: LinkFile, linker: LanguageLinker): readonly Outcome[] {
  const { facts } = file;
  const { references } = facts;
  const errors = new ErrorPlaces(facts);
  const outcomes: Outcome[] = [];
  for (let row = 0; row < references.rows; row++) {
    const outcome = linker.link(file, row);
    outcomes.push(outcome.kind === 'unresolved' && errors.hold(row) ? { kind: 'unresolved', reason: 'parseError' } : outcome);
  }
  return outcomes;
}

/** Counts outcomes and keeps those that edges are made of. */
export function settleOutcomes(facts: FileFacts, outcomes: readonly Outcome[], marksOf: (reference: number) => number): Omit<FileLinks, 'derived' | 'meaning' | 'reads' | 'lookups'> {
  let resolved = 0;
  let external = 0;
  const unresolved = new Map<UnresolvedReason, number>();
  const misses: { readonly reason: UnresolvedReason; readonly reference: number }[] = [];
  const drawn: DrawnOutcome[] = [];
  outcomes.forEach((outcome, reference) => {
    if (outcome.kind === 'unresolved') {
      unresolved.set(outcome.reason, (unresolved.get(outcome.reason) ?? 0) + 1);
      misses.push({ reason: outcome.reason, reference });
      return;
    }
    if (outcome.kind === 'resolved') resolved++;
    else external++;
    if (outcome.kind === 'resolved' || isDrawn(outcome, facts.references.get(reference, REFERENCE.kind))) drawn.push({ reference, outcome, marks: marksOf(reference) });
  });
  return { captured: facts.references.rows, resolved, external, unresolved, misses, drawn };
}

/** What the language's own library gives is counted, not drawn. */
function isDrawn(outcome: Extract<Outcome, { kind: 'external' }>, kind: number): boolean {
  return outcome.package.manager !== 'platform' || EDGE_OF_REFERENCE[kind] === 'imports';
}
