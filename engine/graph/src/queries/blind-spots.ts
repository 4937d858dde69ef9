import type { Graph } from '../graph/graph.js';
import { UNRESOLVED_REASONS } from '../model.js';
import type { SymbolKind, UnresolvedReason } from '../model.js';
import { withMembers } from './impact.js';
import { UNFOLLOWED_USES } from './unfollowed-use.js';
import type { UnfollowedUse, UnresolvedSite } from './unfollowed-use.js';
import { UnresolvedSiteIndex } from './unresolved-inside.js';

/** References of one name that could not be resolved; a scan's summary lists those whose name the repository declares. */
export interface UnresolvedName {
  readonly name: string;
  /** How many there are of each reason. */
  readonly reasons: Readonly<Partial<Record<UnresolvedReason, number>>>;
  /** The first three. */
  readonly sites: readonly UnresolvedSite[];
}

/** What a scan did not follow, as its summary says. */
export interface UnfollowedUses {
  /** By language. */
  readonly languages: Readonly<Record<string, readonly UnfollowedUse[]>>;
  /** Files of languages that are known, which were left out: as generated, too large, by the scan's settings. */
  readonly files: number;
  /** Templates that are not read, such as those of Razor or ERB, and components whose templates are followed in part. */
  readonly templates: number;
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
  /** Kinds of uses that the scan does not follow, of those that the asked symbols may have. */
  readonly notFollowed: readonly UnfollowedUse[];
  /** Files and templates of the whole repository that were not read. */
  readonly unreadFiles: number;
  readonly unreadTemplates: number;
  /** No reference by these names is without an answer, and nothing that may use them is not followed. What is counted of the whole repository otherwise is left out. */
  readonly isComplete: boolean;
}

const MOST_SITES = 10;

const FILLED: ReadonlySet<SymbolKind> = new Set(['property', 'field']);
const ACCESSED: ReadonlySet<SymbolKind> = new Set(['accessor', 'indexer', 'operator', 'event', 'enumMember']);
const CALLED: ReadonlySet<SymbolKind> = new Set(['function', 'method']);
const HELD: ReadonlySet<SymbolKind> = new Set(['variable', 'constant']);

/** How a symbol may be used without being called, or named as a type. What no type has is read by its name alone, as functions are. */
function usesOf(graph: Graph, node: number): readonly UnfollowedUse[] {
  const symbolKind = graph.symbolKind(node);
  if (symbolKind === undefined) return [];
  if (FILLED.has(symbolKind)) return ['accesses', 'entries'];
  if (ACCESSED.has(symbolKind)) return ['accesses'];
  const holder = graph.symbolKind(graph.columns.nodes.parents[node] ?? -1);
  const isMember = holder !== undefined && holder !== 'namespace';
  if (CALLED.has(symbolKind)) return [symbolKind === 'method' && isMember ? 'methodValues' : 'functionValues'];
  return HELD.has(symbolKind) ? [isMember ? 'accesses' : 'functionValues'] : [];
}

/** What a scan could not resolve, as its summary says; nothing in it is trusted. */
export class BlindSpotIndex {
  private constructor(
    private readonly names: ReadonlyMap<string, UnresolvedName>,
    private readonly isCut: boolean,
    private readonly unnamed: number,
    private readonly filesWithErrors: number,
    private readonly unfollowed: UnfollowedUses,
    /** What is not known of what code uses; undefined for a scan of an earlier version, which did not say. */
    readonly inside: UnresolvedSiteIndex | undefined,
  ) {}

  /** @returns undefined for the summary of a scan that did not list them: of an earlier version */
  static read(summary: unknown): BlindSpotIndex | undefined {
    const { unresolvedNames, unresolvedSites, filesWithErrors, unfollowed } = recordOf(summary);
    const { names, isCut, unnamed } = recordOf(unresolvedNames);
    if (!Array.isArray(names)) return undefined;
    const known = names.flatMap((one): UnresolvedName[] => {
      const { name, reasons, sites } = recordOf(one);
      return typeof name === 'string' && Array.isArray(sites) ? [{ name, reasons: countsOf(reasons), sites: sites.filter(isSite) }] : [];
    });
    const notFollowed = unfollowedOf(unfollowed);
    return new BlindSpotIndex(new Map(known.map((one) => [one.name, one])), isCut === true, countOf(unnamed), countOf(filesWithErrors), notFollowed, UnresolvedSiteIndex.read(unresolvedSites, notFollowed.languages));
  }

  /** What is not known of the users of a node and of all that is in it. */
  of(graph: Graph, node: number): BlindSpotsOfNode {
    const symbols = withMembers(graph, [node]).filter((one) => graph.nodeKind(one) === 'symbol');
    const asked = new Set(symbols.map((one) => graph.name(one)));
    const notFollowed = this.notFollowed(graph, symbols);
    const found = [...asked].flatMap((name) => this.names.get(name) ?? []);
    const counts = UNRESOLVED_REASONS.map((reason) => ({ reason, count: found.reduce((sum, { reasons }) => sum + (reasons[reason] ?? 0), 0) })).filter(({ count }) => count > 0);
    const unresolved = counts.reduce((sum, { count }) => sum + count, 0);
    return {
      unresolved,
      reasons: counts.sort((a, b) => b.count - a.count),
      sites: found.flatMap(({ sites }) => sites).slice(0, MOST_SITES),
      unnamed: this.unnamed,
      filesWithErrors: this.filesWithErrors,
      notFollowed,
      unreadFiles: this.unfollowed.files,
      unreadTemplates: this.unfollowed.templates,
      // A list that was cut says nothing of names that are not on it.
      isComplete: unresolved === 0 && !this.isCut && notFollowed.length === 0,
    };
  }

  private notFollowed(graph: Graph, symbols: readonly number[]): readonly UnfollowedUse[] {
    const { languages, files, templates } = this.unfollowed;
    const found = new Set<UnfollowedUse>();
    for (const symbol of symbols) {
      const uses = usesOf(graph, symbol);
      for (const one of languages[graph.node(symbol).language ?? ''] ?? []) if (one === 'macros' || uses.includes(one)) found.add(one);
    }
    if (symbols.length > 0 && templates > 0) found.add('templates');
    if (symbols.length > 0 && files > 0) found.add('unreadFiles');
    return UNFOLLOWED_USES.filter((use) => found.has(use));
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** A scan that does not say it is of a version that said less: it is taken by what it says. */
function unfollowedOf(value: unknown): UnfollowedUses {
  const { languages, files, templates } = recordOf(value);
  const byLanguage = Object.entries(recordOf(languages)).map(([language, uses]) => [language, UNFOLLOWED_USES.filter((use) => Array.isArray(uses) && uses.includes(use))] as const);
  return { languages: Object.fromEntries(byLanguage), files: countOf(files), templates: countOf(templates) };
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
