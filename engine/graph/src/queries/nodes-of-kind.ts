import type { Graph } from '../graph/graph.js';
import type { NodeKind } from '../model.js';

/** Nodes of one kind, in their order. */
export function nodesOfKind(graph: Graph, kind: NodeKind): number[] {
  const found: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) if (graph.nodeKind(node) === kind) found.push(node);
  return found;
}

/** The columns of each table, in their order. */
export function columnsByTable(graph: Graph): ReadonlyMap<number, readonly number[]> {
  const { parents } = graph.columns.nodes;
  return Map.groupBy(nodesOfKind(graph, 'column'), (column) => parents[column] ?? -1);
}
