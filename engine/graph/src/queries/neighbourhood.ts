import type { EdgeKind, NodeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { edgeKindMask, forEachEdge, nodeKindMask } from './traversal.js';
import type { Direction } from './traversal.js';

export interface NeighbourhoodQuery {
  readonly start: readonly number[];
  /** Steps from the start; 0 gives the start and the edges among it. */
  readonly depth: number;
  readonly direction: Direction;
  readonly edgeKinds?: readonly EdgeKind[];
  /** Other nodes are neither shown nor passed through; the start is always shown. */
  readonly nodeKinds?: readonly NodeKind[];
  /** Nodes at most; nearer ones come first. */
  readonly limit: number;
  /** Edge rows at most. */
  readonly edgeLimit?: number;
}

export interface Neighbourhood {
  readonly nodes: readonly number[];
  /** Steps from the start of each node. */
  readonly depths: readonly number[];
  /** Rows of the wanted edges whose ends are both shown. */
  readonly edges: readonly number[];
  /** Something was left out by a limit. */
  readonly isTruncated: boolean;
}

const DEFAULT_EDGE_LIMIT = 20_000;

/** What lies around some nodes, by breadth-first search: nearer nodes win when there are more than the limit. */
export function neighbourhood(graph: Graph, query: NeighbourhoodQuery): Neighbourhood {
  const kinds = edgeKindMask(query.edgeKinds);
  const isWanted = nodeKindMask(query.nodeKinds);
  const depthOf = new Int32Array(graph.nodeCount).fill(-1);
  const nodes: number[] = [];
  const depths: number[] = [];
  let isTruncated = false;
  const reach = (node: number, depth: number): boolean => {
    if (node < 0 || node >= graph.nodeCount || depthOf[node] !== -1) return true;
    if (depth > 0 && isWanted[graph.columns.nodes.kinds[node] ?? 0] !== 1) return true;
    if (nodes.length >= query.limit) {
      isTruncated = true;
      return false;
    }
    depthOf[node] = depth;
    nodes.push(node);
    depths.push(depth);
    return true;
  };
  for (const node of query.start) reach(node, 0);
  for (let at = 0; at < nodes.length && !isTruncated; at++) {
    const depth = depths[at] ?? 0;
    if (depth >= query.depth) break;
    forEachEdge(graph, nodes[at] ?? -1, query.direction, kinds, (_row, neighbour) => reach(neighbour, depth + 1));
  }
  const edges: number[] = [];
  const edgeLimit = query.edgeLimit ?? DEFAULT_EDGE_LIMIT;
  for (const node of nodes) {
    forEachEdge(graph, node, 'outgoing', kinds, (row, neighbour) => {
      if (depthOf[neighbour] === -1) return true;
      if (edges.length >= edgeLimit) {
        isTruncated = true;
        return false;
      }
      edges.push(row);
      return true;
    });
  }
  return { nodes, depths, edges, isTruncated };
}
