import { EDGE_KINDS } from '../model.js';
import type { EdgeKind, NodeKind, SymbolKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { withMembers } from './impact.js';
import { edgeKindMask, forEachEdge } from './traversal.js';

export const RELATIONS = ['dependents', 'dependencies', 'callers', 'callees'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Kinds by which code is called. */
export const CALL_KINDS: readonly EdgeKind[] = ['calls', 'instantiates'];
/** Symbols that are read and written, not called. */
export const READ_KINDS: ReadonlySet<SymbolKind> = new Set(['property', 'field', 'accessor', 'indexer', 'event', 'enumMember', 'variable', 'constant']);
/** What takes the place of calls where a node is no code. */
const USES: Readonly<Partial<Record<NodeKind, readonly EdgeKind[]>>> = { table: ['reads', 'writes'], column: ['reads', 'writes'], endpoint: ['requests'], channel: ['publishes', 'consumes'] };
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
 * - callers and callees: the same for calls and constructions alone. Callers of a field, table or endpoint are those who read, write or ask it.
 * @returns those with most sites first
 */
export function related(graph: Graph, node: number, relation: Relation, edgeKinds?: readonly EdgeKind[]): RelatedNode[] {
  const isCall = relation === 'callers' || relation === 'callees';
  const mask = edgeKindMask(edgeKinds ?? (relation === 'callers' ? usesOf(graph, node) : isCall ? CALL_KINDS : DEPENDENCY_KINDS));
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

function usesOf(graph: Graph, node: number): readonly EdgeKind[] {
  const symbolKind = graph.symbolKind(node);
  if (symbolKind !== undefined && READ_KINDS.has(symbolKind)) return [...CALL_KINDS, 'references'];
  return USES[graph.nodeKind(node)] ?? CALL_KINDS;
}
