import { EDGE_KINDS, RESOLUTIONS, marksOf, type EdgeKind } from '@pinata/graph';
import type { OpenGraph } from './open-graph.js';
import type { LinkView, NodeView, SiteView } from './views.js';

/** Turns numbers of nodes and rows of edges into what answers say. */
export function nodeView(open: OpenGraph, node: number): NodeView {
  const { graph } = open;
  const { key, kind, symbolKind, name, path, range, role, language, visibility, signature, manager, version, lines, bytes } = graph.node(node);
  const parent = open.parents[node] ?? -1;
  return {
    id: graph.id(node), key, kind, name,
    symbolKind: symbolKind ?? null,
    qualifiedName: qualifiedName(open, node),
    parentId: parent < 0 ? null : graph.id(parent),
    path: path ?? null,
    range: range ?? null,
    role: role ?? null,
    language: language ?? null,
    visibility: visibility ?? null,
    signature: signature ?? null,
    manager: manager ?? null,
    version: version ?? null,
    lines: lines ?? null,
    bytes: bytes ?? null,
    childCount: open.childrenOf(node).length,
    incomingCount: open.degrees.incoming[node] ?? 0,
    outgoingCount: open.degrees.outgoing[node] ?? 0,
    position: open.place(node),
  };
}

/** `UserService.getUser` for symbols, the path for files and directories, else the name. */
export function qualifiedName(open: OpenGraph, node: number): string {
  const { graph } = open;
  if (!open.isKind(node, 'symbol')) return open.isKind(node, 'file') || open.isKind(node, 'directory') ? (graph.path(node) ?? graph.name(node)) : graph.name(node);
  const names = [graph.name(node)];
  // By the graph's own parents: a namespace of another file belongs to the name, though not to the tree.
  for (let at = graph.columns.nodes.parents[node] ?? -1; at >= 0 && open.isKind(at, 'symbol') && names.length < 64; at = graph.columns.nodes.parents[at] ?? -1) names.push(graph.name(at));
  return names.reverse().join('.');
}

export function siteView(open: OpenGraph, row: number, views: (node: number) => NodeView): SiteView {
  const { graph } = open;
  const { source, target, kind, resolution, confidence, rule, file, range, marks } = graph.edge(row);
  return { path: file < 0 ? null : (graph.path(file) ?? null), range: range ?? null, kind, resolution, confidence, rule, marks: marksOf(marks ?? 0), sourceNode: views(source), targetNode: views(target) };
}

/** A view of each node is made once for an answer, however often it is named. */
export function viewsOf(open: OpenGraph): (node: number) => NodeView {
  const known = new Map<number, NodeView>();
  return (node) => {
    let view = known.get(node);
    if (view === undefined) {
      view = nodeView(open, node);
      known.set(node, view);
    }
    return view;
  };
}

/** Edges of one kind between two groups. */
export interface MergedLink {
  readonly source: number;
  readonly target: number;
  readonly kind: EdgeKind;
  count: number;
  hasExact: boolean;
  confidence: number;
  readonly firstRow: number;
}

const KIND_BITS = 32;

/**
 * Merges edges by their groups and kind, largest first.
 * @param rows of edges; undefined means all
 * @param groupOf the group of a node, or -1 for edges that are left out; an edge inside one group is left out too
 */
export function mergeLinks(open: OpenGraph, rows: Iterable<number> | undefined, groupOf: (node: number) => number, isWanted: (row: number) => boolean = () => true): MergedLink[] {
  const { edges } = open.graph.columns;
  const found = new Map<number, MergedLink>();
  const exact = RESOLUTIONS.indexOf('exact');
  for (const row of rows ?? edges.kinds.keys()) {
    const source = groupOf(edges.sources[row] ?? -1);
    const target = groupOf(edges.targets[row] ?? -1);
    if (source < 0 || target < 0 || source === target || !isWanted(row)) continue;
    const kind = edges.kinds[row] ?? 0;
    const key = (source * open.graph.nodeCount + target) * KIND_BITS + kind;
    const known = found.get(key);
    const isExact = edges.resolutions[row] === exact;
    const confidence = edges.confidences[row] ?? 0;
    if (known === undefined) found.set(key, { source, target, kind: EDGE_KINDS[kind] ?? 'references', count: 1, hasExact: isExact, confidence, firstRow: row });
    else {
      known.count += 1;
      known.hasExact ||= isExact;
      known.confidence = Math.max(known.confidence, confidence);
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.firstRow - b.firstRow);
}

export function linkView(open: OpenGraph, link: MergedLink, views: (node: number) => NodeView): LinkView {
  const sourceId = open.graph.id(link.source);
  const targetId = open.graph.id(link.target);
  return {
    id: `${sourceId}-${link.kind}-${targetId}`,
    sourceId,
    targetId,
    kind: link.kind,
    count: link.count,
    resolution: link.hasExact ? 'exact' : 'inferred',
    confidence: link.confidence,
    site: siteView(open, link.firstRow, views),
  };
}
