import { EDGE_KINDS, FILE_ROLES, NODE_KINDS, SYMBOL_KINDS } from '../model.js';
import type { EdgeKind, FileRole, NodeKind, SymbolKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { cycles } from './cycles.js';
import { Hierarchy } from './hierarchy.js';
import { mergeEdges } from './merge-edges.js';

export interface Counted<K extends string> {
  readonly kind: K;
  readonly count: number;
}

export interface GraphOverview {
  readonly nodes: readonly Counted<NodeKind>[];
  readonly edges: readonly Counted<EdgeKind>[];
  readonly symbols: readonly Counted<SymbolKind>[];
  readonly files: readonly Counted<FileRole>[];
  readonly inferredEdges: number;
  /** Files on which most other files depend. */
  readonly mostDependedOn: readonly { readonly node: number; readonly dependents: number }[];
  /** Symbols that are used from most other places. */
  readonly mostUsed: readonly { readonly node: number; readonly uses: number }[];
  readonly largestFiles: readonly { readonly node: number; readonly lines: number }[];
  /** External packages by the number of files that use them. */
  readonly mostUsedPackages: readonly { readonly node: number; readonly dependents: number }[];
  readonly fileCycles: number;
  readonly packageCycles: number;
}

/** What a scan's first page says of its graph; lists hold at most `top` entries. */
export function graphOverview(graph: Graph, top = 10, hierarchy = new Hierarchy(graph)): GraphOverview {
  const { nodes, edges } = graph.columns;
  const merged = mergeEdges(edges, hierarchy.representatives('file'));
  const dependents = new Int32Array(graph.nodeCount);
  for (const target of merged.targets) dependents[target] = (dependents[target] ?? 0) + 1;
  const contains = EDGE_KINDS.indexOf('contains');
  const isKind = (kind: NodeKind) => (node: number): boolean => nodes.kinds[node] === NODE_KINDS.indexOf(kind);
  const uses = (node: number): number => {
    let count = 0;
    for (let at = nodes.inOffsets[node] ?? 0; at < (nodes.inOffsets[node + 1] ?? 0); at++) if (edges.kinds[edges.byTarget[at] ?? -1] !== contains) count++;
    return count;
  };
  let inferredEdges = 0;
  for (const resolution of edges.resolutions) inferredEdges += resolution;
  return {
    nodes: countKinds(nodes.kinds, NODE_KINDS),
    edges: countKinds(edges.kinds, EDGE_KINDS),
    symbols: countKinds(nodes.symbolKinds, SYMBOL_KINDS),
    files: countKinds(nodes.roles.filter((_, node) => isKind('file')(node)), FILE_ROLES),
    inferredEdges,
    mostDependedOn: best(graph, top, isKind('file'), (node) => dependents[node] ?? 0).map(([node, value]) => ({ node, dependents: value })),
    mostUsed: best(graph, top, isKind('symbol'), uses).map(([node, value]) => ({ node, uses: value })),
    largestFiles: best(graph, top, isKind('file'), (node) => nodes.lines[node] ?? 0).map(([node, value]) => ({ node, lines: value })),
    mostUsedPackages: best(graph, top, isKind('externalPackage'), (node) => dependents[node] ?? 0).map(([node, value]) => ({ node, dependents: value })),
    fileCycles: cycles(graph, 'file', undefined, hierarchy).length,
    packageCycles: cycles(graph, 'package', undefined, hierarchy).length,
  };
}

function countKinds<K extends string>(codes: Int8Array, names: readonly K[]): Counted<K>[] {
  const counts = new Int32Array(names.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return names.map((kind, code) => ({ kind, count: counts[code] ?? 0 })).filter((one) => one.count > 0);
}

/** The nodes with the largest values above 0; equal values in order of key. */
function best(graph: Graph, top: number, isWanted: (node: number) => boolean, valueOf: (node: number) => number): [node: number, value: number][] {
  const found: [number, number][] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!isWanted(node)) continue;
    const value = valueOf(node);
    if (value > 0) found.push([node, value]);
  }
  return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, top);
}
