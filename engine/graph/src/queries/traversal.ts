import { EDGE_KINDS, NODE_KINDS } from '../model.js';
import type { EdgeKind, NodeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';

export const DIRECTIONS = ['outgoing', 'incoming', 'both'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Which kinds a question is about; absent means all of them. */
export function edgeKindMask(kinds: readonly EdgeKind[] | undefined): Uint8Array {
  const mask = new Uint8Array(EDGE_KINDS.length);
  EDGE_KINDS.forEach((kind, code) => (mask[code] = kinds === undefined || kinds.includes(kind) ? 1 : 0));
  return mask;
}

export function nodeKindMask(kinds: readonly NodeKind[] | undefined): Uint8Array {
  const mask = new Uint8Array(NODE_KINDS.length);
  NODE_KINDS.forEach((kind, code) => (mask[code] = kinds === undefined || kinds.includes(kind) ? 1 : 0));
  return mask;
}

/** Calls `visit(row, neighbour)` for each edge at a node, outgoing ones first; stops when it answers false. */
export function forEachEdge(graph: Graph, node: number, direction: Direction, kinds: Uint8Array, visit: (row: number, neighbour: number) => boolean | undefined): void {
  const { nodes, edges } = graph.columns;
  if (direction !== 'incoming') {
    const end = nodes.outOffsets[node + 1] ?? 0;
    for (let row = nodes.outOffsets[node] ?? 0; row < end; row++) {
      if (kinds[edges.kinds[row] ?? 0] === 1 && visit(row, edges.targets[row] ?? -1) === false) return;
    }
  }
  if (direction !== 'outgoing') {
    const end = nodes.inOffsets[node + 1] ?? 0;
    for (let at = nodes.inOffsets[node] ?? 0; at < end; at++) {
      const row = edges.byTarget[at] ?? -1;
      if (kinds[edges.kinds[row] ?? 0] === 1 && visit(row, edges.sources[row] ?? -1) === false) return;
    }
  }
}
