import { EDGE_KINDS } from '../model.js';
import type { EdgeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { Hierarchy } from './hierarchy.js';
import type { RollUpLevel } from './hierarchy.js';
import { mergeEdges } from './merge-edges.js';
import type { MergedEdges } from './merge-edges.js';
import { edgeKindMask } from './traversal.js';

export interface RolledUpEdge {
  readonly source: number;
  readonly target: number;
  readonly count: number;
  readonly inferred: number;
  readonly kinds: readonly { readonly kind: EdgeKind; readonly count: number }[];
}

/** The whole graph seen as files, directories or packages: every edge between two of them is merged into one. */
export function rollUp(graph: Graph, level: RollUpLevel, edgeKinds?: readonly EdgeKind[], hierarchy = new Hierarchy(graph)): RolledUpEdge[] {
  return describe(mergeEdges(graph.columns.edges, hierarchy.representatives(level), wanted(graph, edgeKinds)));
}

/**
 * The edges between the given nodes, where each stands for all that lies inside it, unless that stands for itself:
 * what a picture shows of which some parts are expanded.
 */
export function rollUpTo(graph: Graph, shown: readonly number[], edgeKinds?: readonly EdgeKind[], hierarchy = new Hierarchy(graph)): RolledUpEdge[] {
  return describe(mergeEdges(graph.columns.edges, shownBy(graph, shown, hierarchy), wanted(graph, edgeKinds)));
}

/** Rows of the edges that one merged edge stands for: those from inside one node to inside another. */
export function edgesBetween(graph: Graph, source: number, target: number, limit: number, edgeKinds?: readonly EdgeKind[], hierarchy = new Hierarchy(graph)): { readonly edges: readonly number[]; readonly total: number } {
  const mask = edgeKindMask(edgeKinds);
  mask[EDGE_KINDS.indexOf('contains')] = 0;
  const { edges } = graph.columns;
  const owner = shownBy(graph, [source, target], hierarchy);
  const rows: number[] = [];
  let total = 0;
  for (let row = 0; row < graph.edgeCount; row++) {
    if (mask[edges.kinds[row] ?? 0] !== 1 || owner[edges.sources[row] ?? -1] !== source || owner[edges.targets[row] ?? -1] !== target) continue;
    total++;
    if (rows.length < limit) rows.push(row);
  }
  return { edges: rows, total };
}

function wanted(graph: Graph, edgeKinds: readonly EdgeKind[] | undefined): (row: number) => boolean {
  const mask = edgeKindMask(edgeKinds);
  return (row) => mask[graph.columns.edges.kinds[row] ?? 0] === 1;
}

/** For each node the innermost shown node that holds it, by its parents up to its file and from there by the file's; -1 when none does. */
function shownBy(graph: Graph, shown: readonly number[], hierarchy: Hierarchy): Int32Array {
  const { parents } = graph.columns.nodes;
  const isShown = new Uint8Array(graph.nodeCount);
  for (const node of shown) isShown[node] = 1;
  return hierarchy.fileOf.map((file, node) => {
    let at = node;
    // A symbol may be contained by a namespace of another file: the way up through containers is its own file's.
    while (at >= 0 && at !== file && isShown[at] !== 1) at = file >= 0 && hierarchy.fileOf[parents[at] ?? -1] !== file ? file : (parents[at] ?? -1);
    while (at >= 0 && isShown[at] !== 1) at = parents[at] ?? -1;
    return at;
  });
}

function describe(merged: MergedEdges): RolledUpEdge[] {
  return Array.from(merged.counts, (count, i) => ({
    source: merged.sources[i] ?? -1,
    target: merged.targets[i] ?? -1,
    count,
    inferred: merged.inferred[i] ?? 0,
    kinds: EDGE_KINDS.map((kind, code) => ({ kind, count: merged.kindCounts[i * EDGE_KINDS.length + code] ?? 0 })).filter((one) => one.count > 0),
  }));
}
