import { placeKey } from './ours.js';
import type { OurEdge, OurEdges, OurTarget } from './ours.js';
import type { Declared, Judged, Relation, Verdict } from './verdict.js';

/** Counts of one relation over one part of the code. */
export interface Score {
  /** Exact edges at sites the oracle judges, and those it agrees with. */
  exact: number;
  exactAgreed: number;
  /** Sites with exact or inferred edges, and those where one of them agrees. */
  all: number;
  allAgreed: number;
  /** Sites whose target the oracle places in the repository, those of them that were captured at all, and those we place alike. */
  wanted: number;
  captured: number;
  found: number;
  unjudged: number;
  /** Sites whose target the oracle places outside the repository; they are not judged. */
  outside: number;
  /** Those of them at which we have an edge into the repository, such as a constant that holds a package's function. */
  outsideWithEdge: number;
}

/** Targets of calls of interfaces' members, over all sites. */
export interface DispatchScore {
  sites: number;
  /** Calls of members that no interface of the repository declares: nothing leads from them. */
  outside: number;
  ours: number;
  /** Ours that the types allow (CHA), and all that they allow. */
  oursPossible: number;
  possible: number;
  /** Ours that may flow there (VTA), and all that may. */
  oursFlowing: number;
  flowing: number;
}

export type Part = 'library' | 'test';

export interface Disagreement {
  readonly part: Part;
  readonly judged: Judged;
  readonly ours: readonly OurEdge[];
}

export interface Comparison {
  readonly scores: ReadonlyMap<string, Score>;
  readonly dispatch: DispatchScore;
  /** No edge agrees, or an exact one does not. */
  readonly wrong: readonly Disagreement[];
  /** Inferred edges to several targets, one of which is right. */
  readonly several: readonly Disagreement[];
  readonly missed: readonly Disagreement[];
  /** Our edges into the repository where the oracle sees a target outside it. */
  readonly strayed: readonly Disagreement[];
  /** Our sites with an edge into the repository, in files the oracle has read, where it sees none. */
  readonly unknownSites: readonly string[];
}

function emptyScore(): Score {
  return { exact: 0, exactAgreed: 0, all: 0, allAgreed: 0, wanted: 0, captured: 0, found: 0, unjudged: 0, outside: 0, outsideWithEdge: 0 };
}

function agrees(edge: OurTarget, verdict: Verdict): boolean {
  if (verdict.kind === 'file') return edge.path === verdict.path ? edge.sites.length === 0 : edge.sites.some((site) => folderOf(site.path) === verdict.path);
  return verdict.kind === 'declaration' && verdict.targets.some((target) => isAt(edge, target));
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
}

function isAt(edge: OurTarget, declared: Declared): boolean {
  const { place, name } = declared;
  if (edge.owner !== undefined && isAt(edge.owner, declared)) return true;
  const isNamed = name === '' || edge.name === name || edge.name === 'default' || name.replace(/^['"`]|['"`]$/g, '') === edge.name;
  return isNamed && edge.sites.some((site) => site.path === place.path && contains(site, place.row, place.column));
}

function contains(site: OurEdge['sites'][number], row: number, column: number): boolean {
  const isAfterStart = row > site.startRow || (row === site.startRow && column >= site.startColumn);
  const isBeforeEnd = row < site.endRow || (row === site.endRow && column <= site.endColumn);
  return isAfterStart && isBeforeEnd;
}

/** Holds our edges against what an oracle says, library and test code apart. */
export function compare(ours: OurEdges, judged: Iterable<Judged>): Comparison {
  const scores = new Map<string, Score>();
  const dispatch: DispatchScore = { sites: 0, outside: 0, ours: 0, oursPossible: 0, possible: 0, oursFlowing: 0, flowing: 0 };
  const wrong: Disagreement[] = [];
  const several: Disagreement[] = [];
  const missed: Disagreement[] = [];
  const strayed: Disagreement[] = [];
  const capturedKeys = new Set<string>();
  for (const [file, sites] of ours.captured) for (const { row, column } of sites) capturedKeys.add(placeKey({ path: file, row, column }));
  const calledAt = new Set<string>();
  const readFiles = new Set<string>();
  for (const entry of judged) {
    const role = ours.files.get(entry.site.path)?.role;
    if (role === undefined) continue;
    const part = role === 'test' ? 'test' : 'library';
    const key = placeKey(entry.site);
    const edges = edgesOf(ours, entry.relation).get(key) ?? [];
    readFiles.add(entry.site.path);
    if (entry.relation === 'call' || entry.relation === 'dispatch') calledAt.add(key);
    for (const name of [`${entry.relation} ${part}`, `${entry.relation} both`]) {
      const score = scores.get(name) ?? emptyScore();
      scores.set(name, score);
      count(score, entry, edges, capturedKeys.has(key));
    }
    countDispatch(dispatch, entry, edges);
    const { kind } = entry.verdict;
    if (kind === 'outside' && edges.length > 0) strayed.push({ part, judged: entry, ours: edges });
    if (kind === 'unjudged' || kind === 'outside') continue;
    const others = edges.filter((edge) => !agrees(edge, entry.verdict));
    if (edges.length === 0) missed.push({ part, judged: entry, ours: edges });
    else if (others.length === edges.length || others.some(({ isExact }) => isExact)) wrong.push({ part, judged: entry, ours: edges });
    else if (others.length > 0) several.push({ part, judged: entry, ours: edges });
  }
  const unknownSites = [...ours.calls.keys()].filter((key) => readFiles.has(key.replace(/:\d+:\d+$/, '')) && !calledAt.has(key));
  return { scores, dispatch, wrong, several, missed, strayed, unknownSites };
}

function edgesOf(ours: OurEdges, relation: Relation): OurEdges['calls'] {
  if (relation === 'import') return ours.imports;
  return relation === 'access' ? ours.accesses : ours.calls;
}

function count(score: Score, { verdict }: Judged, edges: readonly OurEdge[], isCaptured: boolean): void {
  if (verdict.kind === 'unjudged') {
    score.unjudged++;
    return;
  }
  if (verdict.kind === 'outside') {
    score.outside++;
    if (edges.length > 0) score.outsideWithEdge++;
    return;
  }
  score.wanted++;
  if (isCaptured) score.captured++;
  const isFound = edges.some((edge) => agrees(edge, verdict));
  if (isFound) score.found++;
  for (const edge of edges) {
    if (!edge.isExact) continue;
    score.exact++;
    if (agrees(edge, verdict)) score.exactAgreed++;
  }
  if (edges.length > 0) score.all++;
  if (isFound) score.allAgreed++;
}

function countDispatch(score: DispatchScore, { dispatch, verdict }: Judged, edges: readonly OurEdge[]): void {
  if (dispatch === undefined) return;
  if (verdict.kind !== 'declaration') {
    score.outside++;
    return;
  }
  const mine = edges.flatMap((edge) => edge.mayRun()).filter((target) => !edges.some((edge) => edge.path === target.path && edge.sites === target.sites));
  const isMember = ({ place }: Declared): boolean => verdict.targets.some((member) => member.place.path === place.path && member.place.row === place.row);
  // A wrapper of an embedded interface leads to the very member again.
  const possible = dispatch.possible.filter((one) => !isMember(one));
  const flowing = dispatch.flowing.filter((one) => !isMember(one));
  const hits = (declared: readonly Declared[]): number => declared.filter((one) => mine.some((target) => isAt(target, one))).length;
  score.sites++;
  score.ours += mine.length;
  score.possible += possible.length;
  score.oursPossible += hits(possible);
  score.flowing += flowing.length;
  score.oursFlowing += hits(flowing);
}
