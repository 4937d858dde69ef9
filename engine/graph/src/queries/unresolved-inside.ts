import type { Graph } from '../graph/graph.js';
import { UNRESOLVED_REASONS, isInRange } from '../model.js';
import type { SourceRange, SymbolKind, UnresolvedReason } from '../model.js';
import { withMembers } from './impact.js';
import { UNFOLLOWED_USES } from './unfollowed-use.js';
import type { UnfollowedUse, UnresolvedSite } from './unfollowed-use.js';
import { INLINE } from './workflow.js';
import type { WorkflowStep } from './workflow.js';

/** References that could not be resolved, by the file in which they stand; a scan's summary lists them. */
export interface UnresolvedSites {
  readonly names: readonly string[];
  /** By path, four numbers each, with spaces between them: row and column from 0, place in `names` or -1, and place among the reasons. */
  readonly files: Readonly<Record<string, string>>;
  /** Paths of files in which something could not be read. */
  readonly withErrors: readonly string[];
  /** Whether there were more than the list may hold. */
  readonly isCut: boolean;
}

const NUMBERS_OF_A_SITE = 4;

/** What an answer about what code uses, calls or sets going may lack. */
export interface UnresolvedInside {
  /** References in the asked code that could not be resolved: each may lead anywhere. */
  readonly unresolved: number;
  readonly reasons: readonly { readonly reason: UnresolvedReason; readonly count: number }[];
  /** Some of them, with the names that they use; what is called may have none. */
  readonly sites: readonly (UnresolvedSite & { readonly name: string | null })[];
  /** Files of the asked code in which something could not be read: it may stand in the asked code. */
  readonly filesWithErrors: number;
  /** Kinds of uses that the scan does not follow in the language of the asked code. */
  readonly notFollowed: readonly UnfollowedUse[];
  /** Every reference in it was resolved, or leads outside, all of its files could be read, and nothing in it is not followed. */
  readonly isComplete: boolean;
}

const MOST_SITES = 10;
/** Of what code does. What it only names is an access, or a value that is handed on. */
const RUNNING: readonly UnfollowedUse[] = ['macros'];
const NAMING: readonly UnfollowedUse[] = ['accesses', 'functionValues', 'methodValues', 'macros'];
/** What runs as a whole; of a type that is made the constructor is a step of its own. */
const RUN: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor', 'accessor', 'property', 'indexer', 'operator', 'event', 'variable', 'constant', 'field']);

interface Place {
  readonly path: string;
  readonly range: SourceRange;
}

/** Looks for references without an answer inside of code. */
export class UnresolvedSiteIndex {
  private constructor(
    private readonly names: readonly string[],
    private readonly files: ReadonlyMap<string, string>,
    private readonly withErrors: ReadonlySet<unknown>,
    private readonly isCut: boolean,
    private readonly languages: Readonly<Record<string, readonly UnfollowedUse[]>>,
  ) {}

  /** @returns undefined for the summary of a scan that did not list them: of an earlier version */
  static read(given: unknown, languages: Readonly<Record<string, readonly UnfollowedUse[]>>): UnresolvedSiteIndex | undefined {
    if (typeof given !== 'object' || given === null || !('names' in given) || !('files' in given)) return undefined;
    const { names, files } = given;
    if (!Array.isArray(names) || typeof files !== 'object' || files === null) return undefined;
    const known = Object.entries(files).flatMap(([path, numbers]: readonly [string, unknown]) => (typeof numbers === 'string' ? [[path, numbers] as const] : []));
    return new UnresolvedSiteIndex(names.map((name) => (typeof name === 'string' ? name : '')), new Map(known), new Set('withErrors' in given && Array.isArray(given.withErrors) ? (given.withErrors as readonly unknown[]) : []), 'isCut' in given && given.isCut === true, languages);
  }

  /** What a node and all that is in it may use beside what is known. */
  of(graph: Graph, node: number): UnresolvedInside {
    return this.inside(graph, withMembers(graph, [node]), NAMING);
  }

  /** What a node and all that is in it may call. */
  called(graph: Graph, node: number): UnresolvedInside {
    return this.inside(graph, withMembers(graph, [node]), RUNNING);
  }

  /** What code may set going beside what is known: of the symbols alone, not of types that are made. */
  run(graph: Graph, nodes: readonly number[], inPlace: readonly Place[] = []): UnresolvedInside {
    return this.inside(graph, nodes.filter((node) => RUN.has(graph.symbolKind(node) ?? 'class')), RUNNING, inPlace);
  }

  /** What a workflow may set going beside what it shows: also in handlers that are written in place, which are no symbols. */
  workflow(graph: Graph, start: number, steps: readonly Pick<WorkflowStep, 'edge' | 'node'>[]): UnresolvedInside {
    const inPlace = steps.flatMap(({ edge }): readonly Place[] => {
      const { rule, file, range } = edge < 0 ? { rule: '', file: -1 } : graph.edge(edge);
      const path = file < 0 ? undefined : graph.path(file);
      return path === undefined || range === undefined || !rule.endsWith(INLINE) ? [] : [{ path, range }];
    });
    return this.run(graph, [start, ...steps.map(({ node }) => node)], inPlace);
  }

  private inside(graph: Graph, nodes: readonly number[], uses: readonly UnfollowedUse[], inPlace: readonly Place[] = []): UnresolvedInside {
    const counts = new Map<number, number>();
    const sites: UnresolvedInside['sites'][number][] = [];
    const places = placesOf(graph, nodes, inPlace);
    let unresolved = 0;
    for (const [path, ranges] of places) {
      for (const [row = 0, column = 0, place = -1, reason = -1] of this.sitesIn(path)) {
        if (ranges !== undefined && !ranges.some((range) => isInRange(row, column, range))) continue;
        unresolved++;
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
        const name = this.names[place] ?? null;
        if (sites.length < MOST_SITES) sites.push({ path, name, range: { startRow: row, startColumn: column, endRow: row, endColumn: column + (name?.length ?? 1) } });
      }
    }
    const languages = new Set(nodes.map((node) => graph.node(node).language ?? ''));
    const notFollowed = UNFOLLOWED_USES.filter((use) => uses.includes(use) && [...languages].some((language) => this.languages[language]?.includes(use) === true));
    const reasons = UNRESOLVED_REASONS.map((reason, place) => ({ reason, count: counts.get(place) ?? 0 })).filter(({ count }) => count > 0);
    const filesWithErrors = [...places.keys()].filter((path) => this.withErrors.has(path)).length;
    return { unresolved, reasons: reasons.sort((a, b) => b.count - a.count), sites, filesWithErrors, notFollowed, isComplete: unresolved + filesWithErrors === 0 && !this.isCut && notFollowed.length === 0 };
  }

  /** Those of a file in the order of its text. */
  private sitesIn(path: string): readonly (readonly number[])[] {
    const numbers = (this.files.get(path) ?? '').split(' ').map(Number);
    const sites = Array.from({ length: Math.floor(numbers.length / NUMBERS_OF_A_SITE) }, (_, at) => numbers.slice(at * NUMBERS_OF_A_SITE, (at + 1) * NUMBERS_OF_A_SITE));
    return sites.filter((site) => site.every(Number.isSafeInteger)).sort(([row = 0, column = 0], [otherRow = 0, otherColumn = 0]) => row - otherRow || column - otherColumn);
  }
}

/** Where nodes stand, by path: undefined for a whole file. */
function placesOf(graph: Graph, nodes: readonly number[], inPlace: readonly Place[]): ReadonlyMap<string, readonly SourceRange[] | undefined> {
  const places = new Map<string, SourceRange[] | undefined>();
  for (const { path, range } of inPlace) places.set(path, [...(places.get(path) ?? []), range]);
  for (const node of nodes) {
    const { kind, path, range } = graph.node(node);
    if (path === undefined || (kind !== 'file' && kind !== 'symbol')) continue;
    if (kind === 'file' || range === undefined) places.set(path, undefined);
    else if (!places.has(path)) places.set(path, [range]);
    else places.get(path)?.push(range);
  }
  return places;
}
