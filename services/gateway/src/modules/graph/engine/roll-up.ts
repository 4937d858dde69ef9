import { EDGE_KINDS, FILE_ROLES, NODE_KINDS, type EdgeKind, type FileRole, type NodeKind, type RollUpLevel } from '@pinata/graph';
import { linkView, mergeLinks, viewsOf, type MergedLink } from './describe.js';
import type { OpenGraph } from './open-graph.js';
import type { SubgraphView } from './views.js';

export interface RollUpFilter {
  readonly edgeKinds?: readonly EdgeKind[] | null;
  readonly nodeKinds?: readonly NodeKind[] | null;
  readonly roles?: readonly FileRole[] | null;
  readonly includeExternal: boolean;
  readonly nodeLimit: number;
  readonly edgeLimit: number;
}

const OUTSIDE: readonly NodeKind[] = ['externalPackage', 'externalService', 'endpoint', 'channel'];

/**
 * Packages, and below each expanded node its children in its place, with merged edges between what is shown. What is code
 * itself, a file or a symbol, stays beside its children: its own edges, such as imports and calls outside every symbol,
 * are none of theirs.
 */
export async function expandedRollUp(open: OpenGraph, expanded: readonly string[], filter: RollUpFilter): Promise<SubgraphView> {
  const isExpanded = new Set(expanded.map((name) => open.find(name)).filter((node) => node >= 0));
  const shown: number[] = [];
  const visit = (node: number): void => {
    if (!isExpanded.has(node)) {
      shown.push(node);
      return;
    }
    const children = insideOf(open, node);
    if (children.length === 0 || open.isKind(node, 'file') || open.isKind(node, 'symbol')) shown.push(node);
    for (const child of children) visit(child);
  };
  for (const node of openingNodes(open)) visit(node);
  return draw(open, shown, filter);
}

/** All nodes of one level, with merged edges between them. */
export async function levelRollUp(open: OpenGraph, level: RollUpLevel, filter: RollUpFilter): Promise<SubgraphView> {
  const representatives = open.hierarchy.representatives(level);
  const shown = new Set<number>();
  open.hierarchy.fileOf.forEach((file, node) => {
    if (file === node) shown.add(representatives[node] ?? node);
  });
  return draw(open, [...shown], filter);
}

/** What the picture opens on: all packages, however deep; a repository of one package, or of none, opens on what is in it. */
function openingNodes(open: OpenGraph): number[] {
  const { kinds } = open.graph.columns.nodes;
  const packages: number[] = [];
  kinds.forEach((kind, node) => {
    if (kind === NODE_KINDS.indexOf('package')) packages.push(node);
  });
  const [only] = packages;
  const loose = insideOf(open, open.root);
  if (packages.length === 1 && only !== undefined) return [...insideOf(open, only), ...loose];
  return [...packages, ...loose];
}

/** Children that are shown in a node's place. Packages are shown from the beginning, and so are never in another's. */
function insideOf(open: OpenGraph, node: number): number[] {
  return [...open.childrenOf(node)].filter((child) => !open.isKind(child, 'package') && !OUTSIDE.some((kind) => open.isKind(child, kind)));
}

async function draw(open: OpenGraph, candidates: readonly number[], filter: RollUpFilter): Promise<SubgraphView> {
  await open.loadPlaces();
  const wantedNodes = candidates.filter((node) => isNodeWanted(open, node, filter));
  const kept = cut(wantedNodes, filter.nodeLimit, (node) => weightOf(open, node));
  const owner = ownersOf(open, kept);
  const edgeMask = edgeMaskOf(filter.edgeKinds);
  const roleOf = open.graph.columns.nodes.roles;
  const roles = filter.roles == null ? undefined : new Set(filter.roles.map((role) => FILE_ROLES.indexOf(role)));
  const outside = new Set<number>();
  if (filter.includeExternal) {
    open.graph.columns.nodes.kinds.forEach((kind, node) => {
      if (OUTSIDE.includes(NODE_KINDS[kind] ?? 'symbol')) outside.add(node);
    });
  }
  const { kinds, files } = open.graph.columns.edges;
  const groupOf = (node: number): number => (outside.has(node) ? node : (owner[node] ?? -1));
  const links = mergeLinks(open, undefined, groupOf, (row) => edgeMask[kinds[row] ?? 0] === 1 && (roles === undefined || (files[row] ?? -1) < 0 || roles.has(roleOf[files[row] ?? -1] ?? -1)));
  const used = new Set(links.flatMap((link) => [link.source, link.target]).filter((node) => outside.has(node)));
  const allNodes = [...kept, ...cut([...used], Math.max(0, filter.nodeLimit - kept.length), (node) => open.degrees.incoming[node] ?? 0)];
  return subgraph(open, allNodes, links, { totalNodes: wantedNodes.length + used.size, edgeLimit: filter.edgeLimit });
}

/** The answer's form: only links whose ends are both there, largest first. */
export function subgraph(open: OpenGraph, nodes: readonly number[], links: readonly MergedLink[], { totalNodes, edgeLimit }: { totalNodes: number; edgeLimit: number }): SubgraphView {
  const isThere = new Set(nodes);
  const among = links.filter((link) => isThere.has(link.source) && isThere.has(link.target));
  const views = viewsOf(open);
  return {
    nodes: nodes.map(views),
    links: among.slice(0, edgeLimit).map((link) => ({ ...linkView(open, link, views) })),
    totalNodes,
    totalLinks: among.length,
    isTruncated: nodes.length < totalNodes || among.length > edgeLimit,
  };
}

/** Every kind but `contains`, which the picture shows by place; a question for it is answered. */
export function edgeMaskOf(wanted: readonly EdgeKind[] | null | undefined): Uint8Array {
  return Uint8Array.from(EDGE_KINDS, (kind) => ((wanted == null ? kind !== 'contains' : wanted.includes(kind)) ? 1 : 0));
}

function isNodeWanted(open: OpenGraph, node: number, filter: RollUpFilter): boolean {
  const { kinds, roles } = open.graph.columns.nodes;
  if (filter.nodeKinds != null && !filter.nodeKinds.some((kind) => kinds[node] === NODE_KINDS.indexOf(kind))) return false;
  const role = FILE_ROLES[roles[node] ?? -1];
  return filter.roles == null || role === undefined || filter.roles.includes(role);
}

/** For each node the shown node that stands for it, or -1: itself, or the nearest one that it lies in. */
function ownersOf(open: OpenGraph, shown: readonly number[]): Int32Array {
  const { parents } = open;
  const owner = new Int32Array(open.graph.nodeCount).fill(-2);
  for (const node of shown) owner[node] = node;
  const climbed: number[] = [];
  for (let node = 0; node < owner.length; node++) {
    let at = node;
    while (at >= 0 && owner[at] === -2) {
      climbed.push(at);
      // What is on this way up is settled below: meeting it again would be a cycle of parents.
      owner[at] = -1;
      at = parents[at] ?? -1;
    }
    const found = at < 0 ? -1 : (owner[at] ?? -1);
    for (const passed of climbed) owner[passed] = found;
    climbed.length = 0;
  }
  return owner;
}

function weightOf(open: OpenGraph, node: number): number {
  return (open.degrees.incoming[node] ?? 0) + (open.degrees.outgoing[node] ?? 0) + open.childrenOf(node).length + Math.max(0, open.graph.columns.nodes.lines[node] ?? 0) / 100;
}

/** The heaviest ones, in their own order. */
function cut(nodes: readonly number[], limit: number, weight: (node: number) => number): readonly number[] {
  if (nodes.length <= limit) return nodes;
  const kept = new Set([...nodes].sort((a, b) => weight(b) - weight(a) || a - b).slice(0, limit));
  return nodes.filter((node) => kept.has(node));
}
