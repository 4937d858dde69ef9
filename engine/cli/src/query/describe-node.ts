import type { Graph, NodeKind } from '@pinata/graph';
import { placeText } from './range-text.js';

/** One line for people: kind, qualified name, path and row. */
export function describeNode(graph: Graph, node: number): string {
  const { kind, symbolKind, path, range, version } = graph.node(node);
  const name = qualifiedName(graph, node);
  const place = path === undefined || path === name ? '' : `  ${placeText(path, range)}`;
  return `${symbolKind ?? kind} ${name}${version === undefined ? '' : `@${version}`}${place}`;
}

const PLACES: ReadonlySet<NodeKind> = new Set(['package', 'directory', 'file']);

/** For symbols the names of the symbols around, joined by dots; for places in the tree the path; for others the name. */
function qualifiedName(graph: Graph, node: number): string {
  if (graph.nodeKind(node) !== 'symbol') return (PLACES.has(graph.nodeKind(node)) ? graph.path(node) : undefined) ?? graph.name(node);
  const names = [graph.name(node)];
  for (let at = graph.columns.nodes.parents[node] ?? -1; at >= 0 && graph.nodeKind(at) === 'symbol'; at = graph.columns.nodes.parents[at] ?? -1) names.unshift(graph.name(at));
  return names.join('.');
}
