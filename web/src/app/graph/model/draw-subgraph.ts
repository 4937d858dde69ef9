import { EDGE_KINDS, NODE_KINDS } from '@pinata/graph/browser';
import type { EdgeKind, NodeKind } from '@pinata/graph/browser';
import type { DrawnLinkFragment, DrawnNodeFragment } from '../graph.generated.js';
import type { DrawnEdge, DrawnGraph, DrawnNode, GraphFilter } from './drawn-graph.js';

/** Turns the API's `EXTERNAL_PACKAGE` into the picture's `externalPackage`. */
export function fromConstant(constant: string): string {
  return constant.toLowerCase().replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** Turns the picture's `dependsOn` into the API's `DEPENDS_ON`. */
export function toConstant(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** What the API answers about neighbours and paths, drawn where the picture has it; what has no place there is left out. */
export function drawSubgraph(
  subgraph: { readonly nodes: readonly DrawnNodeFragment[]; readonly links: readonly DrawnLinkFragment[]; readonly totalNodes: number; readonly totalLinks: number },
  filter: GraphFilter,
): DrawnGraph {
  const nodes = subgraph.nodes.flatMap((node) => drawnNode(node) ?? []);
  const keys = new Map(subgraph.nodes.map(({ id, key }) => [id, key]));
  const shown = new Set(nodes.map(({ key }) => key));
  const merged = new Map<string, DrawnEdge>();
  for (const link of subgraph.links) {
    const source = keys.get(link.sourceId);
    const target = keys.get(link.targetId);
    const kind = EDGE_KINDS.find((known) => known === fromConstant(link.kind));
    if (source === undefined || target === undefined || kind === undefined || source === target) continue;
    if (!shown.has(source) || !shown.has(target) || !filter.edgeKinds.has(kind)) continue;
    merged.set(`${source}\n${target}`, merge(merged.get(`${source}\n${target}`), { source, target, kind, count: link.count, isInferred: link.resolution === 'INFERRED' }));
  }
  return { nodes, edges: [...merged.values()], totalNodes: subgraph.totalNodes, totalEdges: Math.max(subgraph.totalLinks, merged.size) };
}

function drawnNode(node: DrawnNodeFragment): DrawnNode | undefined {
  if (node.position === null) return undefined;
  const kind: NodeKind = NODE_KINDS.find((known) => known === fromConstant(node.kind)) ?? 'symbol';
  return {
    key: node.key,
    label: node.name,
    kind,
    ...(node.symbolKind === null ? {} : { symbolKind: fromConstant(node.symbolKind) }),
    x: node.position.x,
    y: node.position.y,
    radius: node.position.size,
    canExpand: false,
    isExpanded: false,
  };
}

function merge(present: DrawnEdge | undefined, link: { readonly source: string; readonly target: string; readonly kind: EdgeKind; readonly count: number; readonly isInferred: boolean }): DrawnEdge {
  return {
    source: link.source,
    target: link.target,
    count: (present?.count ?? 0) + link.count,
    isInferred: (present?.isInferred ?? true) && link.isInferred,
    kinds: [...(present?.kinds ?? []), { kind: link.kind, count: link.count }],
  };
}
