import type { Judged, Verdict } from './oracle.js';
import { placeKey } from './ours.js';
import type { OurEdge, OurEdges } from './ours.js';

/** Counts of one relation over one part of the code. */
export interface Score {
  /** Exact edges at sites the compiler judges, and those it agrees with. */
  exact: number;
  exactAgreed: number;
  /** Exact and inferred edges at such sites, and sites where one of them agrees. */
  all: number;
  allAgreed: number;
  /** Sites whose target the compiler places in the repository, and those we place alike. */
  wanted: number;
  found: number;
  unjudged: number;
  /** Sites whose target the compiler places outside the repository; they are not judged. */
  outside: number;
  /** Those of them at which we have an edge into the repository, such as a constant that holds a package's function. */
  outsideWithEdge: number;
}

export interface Disagreement {
  readonly part: 'library' | 'test';
  readonly judged: Judged;
  readonly ours: readonly OurEdge[];
}

export interface Comparison {
  readonly scores: ReadonlyMap<string, Score>;
  readonly wrong: readonly Disagreement[];
  readonly missed: readonly Disagreement[];
}

function emptyScore(): Score {
  return { exact: 0, exactAgreed: 0, all: 0, allAgreed: 0, wanted: 0, found: 0, unjudged: 0, outside: 0, outsideWithEdge: 0 };
}

function agrees(edge: OurEdge, verdict: Verdict): boolean {
  if (verdict.kind === 'file') return edge.path === verdict.path && edge.sites.length === 0;
  if (verdict.kind !== 'declaration') return false;
  const { place, name } = verdict;
  if (edge.owner !== undefined && agrees(edge.owner, verdict)) return true;
  const isNamed = name === '' || edge.name === name || edge.name === 'default' || name.replace(/^['"`]|['"`]$/g, '') === edge.name;
  return isNamed && edge.sites.some((site) => site.path === place.path && contains(site, place.row, place.column));
}

function contains(site: OurEdge['sites'][number], row: number, column: number): boolean {
  const isAfterStart = row > site.startRow || (row === site.startRow && column >= site.startColumn);
  const isBeforeEnd = row < site.endRow || (row === site.endRow && column <= site.endColumn);
  return isAfterStart && isBeforeEnd;
}

/** Holds our edges against what the compiler says, library and test code apart. */
export function compare(ours: OurEdges, judged: Iterable<Judged>): Comparison {
  const scores = new Map<string, Score>();
  const wrong: Disagreement[] = [];
  const missed: Disagreement[] = [];
  for (const entry of judged) {
    const role = ours.files.get(entry.site.path);
    if (role === undefined) continue;
    const part = role === 'test' ? 'test' : 'library';
    const edges = (entry.relation === 'import' ? ours.imports : ours.calls).get(placeKey(entry.site)) ?? [];
    for (const key of [`${entry.relation} ${part}`, `${entry.relation} both`]) {
      const score = scores.get(key) ?? emptyScore();
      scores.set(key, score);
      count(score, entry, edges);
    }
    if (entry.verdict.kind === 'unjudged' || entry.verdict.kind === 'outside') continue;
    if (edges.some((edge) => !agrees(edge, entry.verdict))) wrong.push({ part, judged: entry, ours: edges });
    else if (edges.length === 0) missed.push({ part, judged: entry, ours: edges });
  }
  return { scores, wrong, missed };
}

function count(score: Score, { verdict }: Judged, edges: readonly OurEdge[]): void {
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
