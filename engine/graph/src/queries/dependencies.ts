import { EDGE_KINDS } from '../model.js';
import type { EdgeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { withMembers } from './impact.js';
import { edgeKindMask, forEachEdge } from './traversal.js';

export const RELATIONS = ['dependents', 'dependencies', 'callers', 'callees'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Kinds by which code is called. */
export const CALL_KINDS: readonly EdgeKind[] = ['calls', 'instantiates'];
const DEPENDENCY_KINDS: readonly EdgeKind[] = EDGE_KINDS.filter((kind) => kind !== 'contains');

/** A node at the other side, with the sites that say so. */
export interface RelatedNode {
  readonly node: number;
  /** Rows of edges, in order. */
  readonly edges: readonly number[];
}

/**
 * Who stands in a relation to a node or to anything inside it. What lies inside the node itself is left out.
 * - dependents: has an edge to it. dependencies: it has an edge to.
 * - callers and callees: the same for calls and constructions alone.
 * @returns those with most sites first
 */
export function related(graph: Graph, node: number, relation: Relation, edgeKinds?: readonly EdgeKind[]): RelatedNode[] {
  const isCall = relation === 'callers' || relation === 'callees';
  const mask = edgeKindMask(edgeKinds ?? (isCall ? CALL_KINDS : DEPENDENCY_KINDS));
  const direction = relation === 'dependents' || relation === 'callers' ? 'incoming' : 'outgoing';
  const inside = withMembers(graph, [node]);
  const isInside = new Set(inside);
  const found = new Map<number, number[]>();
  for (const member of inside) {
    forEachEdge(graph, member, direction, mask, (row, neighbour) => {
      if (isInside.has(neighbour)) return true;
      const edges = found.get(neighbour);
      if (edges === undefined) found.set(neighbour, [row]);
      else edges.push(row);
      return true;
    });
  }
  return [...found].map(([other, edges]) => ({ node: other, edges: edges.sort((a, b) => a - b) })).sort((a, b) => b.edges.length - a.edges.length || a.node - b.node);
}
