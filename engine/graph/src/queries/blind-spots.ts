import type { Graph } from '../graph/graph.js';
import { UNRESOLVED_REASONS } from '../model.js';
import type { SourceRange, UnresolvedReason } from '../model.js';
import { withMembers } from './impact.js';

/** References of one name that could not be resolved; a scan's summary lists those whose name the repository declares. */
export interface UnresolvedName {
  readonly name: string;
  /** How many there are of each reason. */
  readonly reasons: Readonly<Partial<Record<UnresolvedReason, number>>>;
  /** The first three. */
  readonly sites: readonly UnresolvedSite[];
}

export interface UnresolvedSite {
  readonly path: string;
  readonly range: SourceRange;
}

/** What an answer about the users of a symbol may lack. */
export interface BlindSpotsOfNode {
  /** References by the symbol's name, or by that of something in it, that could not be resolved: any of them may be a use. */
  readonly unresolved: number;
  readonly reasons: readonly { readonly reason: UnresolvedReason; readonly count: number }[];
  /** Some of them. */
  readonly sites: readonly UnresolvedSite[];
  /** References in the whole repository of values that have no name, such as a function that was picked from a table. */
  readonly unnamed: number;
  /** Files in which something could not be read. */
  readonly filesWithErrors: number;
  /** No reference by these names is without an answer. The other two numbers are the repository's, whichever symbol is asked for. */
  readonly isComplete: boolean;
}

const MOST_SITES = 10;

/** What a scan could not resolve, as its summary says; nothing in it is trusted. */
export class BlindSpotIndex {
  private constructor(
    private readonly names: ReadonlyMap<string, UnresolvedName>,
    private readonly isCut: boolean,
    private readonly unnamed: number,
    private readonly filesWithErrors: number,
  ) {}

  /** @returns undefined for the summary of a scan that did not list them: of an earlier version */
  static read(summary: unknown): BlindSpotIndex | undefined {
    const { unresolvedNames, filesWithErrors } = recordOf(summary);
    const { names, isCut, unnamed } = recordOf(unresolvedNames);
    if (!Array.isArray(names)) return undefined;
    const known = names.flatMap((one): UnresolvedName[] => {
      const { name, reasons, sites } = recordOf(one);
      return typeof name === 'string' && Array.isArray(sites) ? [{ name, reasons: countsOf(reasons), sites: sites.filter(isSite) }] : [];
    });
    return new BlindSpotIndex(new Map(known.map((one) => [one.name, one])), isCut === true, countOf(unnamed), countOf(filesWithErrors));
  }

  /** What is not known of the users of a node and of all that is in it. */
  of(graph: Graph, node: number): BlindSpotsOfNode {
    const asked = new Set(withMembers(graph, [node]).filter((one) => graph.nodeKind(one) === 'symbol').map((one) => graph.name(one)));
    const found = [...asked].flatMap((name) => this.names.get(name) ?? []);
    const counts = UNRESOLVED_REASONS.map((reason) => ({ reason, count: found.reduce((sum, { reasons }) => sum + (reasons[reason] ?? 0), 0) })).filter(({ count }) => count > 0);
    const unresolved = counts.reduce((sum, { count }) => sum + count, 0);
    return {
      unresolved,
      reasons: counts.sort((a, b) => b.count - a.count),
      sites: found.flatMap(({ sites }) => sites).slice(0, MOST_SITES),
      unnamed: this.unnamed,
      filesWithErrors: this.filesWithErrors,
      // A list that was cut says nothing of names that are not on it.
      isComplete: unresolved === 0 && !this.isCut,
    };
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function countsOf(value: unknown): UnresolvedName['reasons'] {
  const given = recordOf(value);
  const counts: Partial<Record<UnresolvedReason, number>> = {};
  for (const reason of UNRESOLVED_REASONS) if (countOf(given[reason]) > 0) counts[reason] = countOf(given[reason]);
  return counts;
}

function isSite(value: unknown): value is UnresolvedSite {
  const { path, range } = recordOf(value);
  const { startRow, startColumn, endRow, endColumn } = recordOf(range);
  return typeof path === 'string' && [startRow, startColumn, endRow, endColumn].every((one) => Number.isSafeInteger(one));
}
