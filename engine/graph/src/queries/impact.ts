import { EDGE_KINDS } from '../model.js';
import type { EdgeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { Hierarchy } from './hierarchy.js';

const codeOf = (kind: EdgeKind): number => EDGE_KINDS.indexOf(kind);
const CONTAINS = codeOf('contains');
/** A change of what is overridden or bound to reaches those who implement it; a change of theirs reaches who calls the general one. */
const TURNED = new Set([codeOf('overrides'), codeOf('binds')]);

export interface ImpactQuery {
  readonly start: readonly number[];
  /** Also what is inside the start (members of a class, symbols of a file) counts as changed. Default: true. */
  readonly includesMembers?: boolean;
  /** Steps at most; absent means all. */
  readonly depth?: number;
  readonly edgeKinds?: readonly EdgeKind[];
  /** Nodes that are given back at most; all are counted. Nearer ones come first. */
  readonly limit: number;
}

export interface ImpactedNode {
  readonly node: number;
  /** Steps from the start. */
  readonly depth: number;
  /** Row of the edge by which it was reached. */
  readonly edge: number;
  /** The node it was reached from. */
  readonly via: number;
  /** Reached from an implementation to what it overrides or is bound to: at run time, not by the text. */
  readonly isThroughOverride: boolean;
}

export interface Impact {
  readonly nodes: readonly ImpactedNode[];
  readonly total: number;
  /** Files that hold an impacted node, other than the start's, and how many of them are of each role are left to the caller. */
  readonly files: readonly number[];
}

/**
 * All that can reach the start: whoever calls, reads, extends or imports it, and so on. From a member that overrides
 * another, or a class that is bound to an interface, the search goes on at the general one, because its callers may end
 * here at run time; those hops are marked. `contains` is not followed: a class is not impacted by a change of one member.
 */
export function impact(graph: Graph, query: ImpactQuery, hierarchy?: Hierarchy): Impact {
  const { nodes, edges } = graph.columns;
  const isWanted = new Uint8Array(EDGE_KINDS.length);
  EDGE_KINDS.forEach((kind, code) => (isWanted[code] = code !== CONTAINS && (query.edgeKinds === undefined || query.edgeKinds.includes(kind)) ? 1 : 0));
  const depths = new Int32Array(graph.nodeCount).fill(-1);
  const queue = new Int32Array(graph.nodeCount);
  let length = 0;
  const start = query.includesMembers === false ? [...query.start] : withMembers(graph, query.start);
  for (const node of start) {
    if (depths[node] !== -1) continue;
    depths[node] = 0;
    queue[length++] = node;
  }
  const startCount = length;
  const found: ImpactedNode[] = [];
  const reach = (node: number, via: number, edge: number, isThroughOverride: boolean): void => {
    if (depths[node] !== -1) return;
    const depth = (depths[via] ?? 0) + 1;
    depths[node] = depth;
    queue[length++] = node;
    if (found.length < query.limit) found.push({ node, depth, edge, via, isThroughOverride });
  };
  const deepest = query.depth ?? Number.POSITIVE_INFINITY;
  for (let at = 0; at < length; at++) {
    const node = queue[at] ?? -1;
    if ((depths[node] ?? 0) >= deepest) break;
    const end = nodes.inOffsets[node + 1] ?? 0;
    for (let i = nodes.inOffsets[node] ?? 0; i < end; i++) {
      const row = edges.byTarget[i] ?? -1;
      if (isWanted[edges.kinds[row] ?? 0] === 1) reach(edges.sources[row] ?? -1, node, row, false);
    }
    for (let row = nodes.outOffsets[node] ?? 0; row < (nodes.outOffsets[node + 1] ?? 0); row++) {
      const kind = edges.kinds[row] ?? 0;
      if (TURNED.has(kind) && isWanted[kind] === 1) reach(edges.targets[row] ?? -1, node, row, true);
    }
  }
  return { nodes: found, total: length - startCount, files: filesOf((hierarchy ?? new Hierarchy(graph)).fileOf, queue.subarray(0, length), startCount) };
}

/** The nodes and all that lies inside them, by the parents of nodes and by file. */
export function withMembers(graph: Graph, start: readonly number[]): number[] {
  const { kinds, targets } = graph.columns.edges;
  const { outOffsets, parents } = graph.columns.nodes;
  const isInside = new Set(start);
  const queue = [...start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (let row = outOffsets[node] ?? 0; row < (outOffsets[node + 1] ?? 0); row++) {
      const target = targets[row] ?? -1;
      if (kinds[row] !== CONTAINS || isInside.has(target)) continue;
      isInside.add(target);
      queue.push(target);
    }
  }
  // Not every container has edges to what it contains: parents say the same from the other side.
  for (let node = 0; node < parents.length; node++) {
    if (isInside.has(node)) continue;
    let at = parents[node] ?? -1;
    while (at >= 0 && !isInside.has(at)) at = parents[at] ?? -1;
    if (at >= 0) isInside.add(node);
  }
  return [...isInside];
}

function filesOf(fileOf: Int32Array, reached: Int32Array, startCount: number): number[] {
  const own = new Set<number>();
  const files = new Set<number>();
  reached.forEach((node, at) => {
    const file = fileOf[node] ?? -1;
    if (file >= 0) (at < startCount ? own : files).add(file);
  });
  return [...files].filter((file) => !own.has(file)).sort((a, b) => a - b);
}
