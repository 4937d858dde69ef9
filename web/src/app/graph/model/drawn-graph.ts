import { EDGE_KINDS, NODE_KINDS, SYMBOL_KINDS } from '@pinata/graph/browser';
import type { EdgeKind, NodeKind, PictureView, ViewEdge, ViewNode } from '@pinata/graph/browser';

/** At most as many are drawn at once; the page says how many there are. */
export const MOST_NODES = 5_000;
export const MOST_EDGES = 20_000;

export interface DrawnNode {
  /** Its key. */
  readonly key: string;
  readonly label: string;
  readonly kind: NodeKind;
  /** `class`, `method` …; of symbols alone. */
  readonly symbolKind?: string;
  /** In the coordinates of the picture; y points up. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly canExpand: boolean;
  readonly isExpanded: boolean;
}

export interface DrawnEdge {
  readonly source: string;
  readonly target: string;
  /** How many edges of the code it stands for, after the filters. */
  readonly count: number;
  /** None of them is exact. */
  readonly isInferred: boolean;
  readonly kinds: readonly { readonly kind: EdgeKind; readonly count: number }[];
}

export interface DrawnGraph {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly totalNodes: number;
  readonly totalEdges: number;
}

export interface GraphFilter {
  /** Edges of other kinds are left out. */
  readonly edgeKinds: ReadonlySet<EdgeKind>;
  readonly hasExternals: boolean;
}

export const EMPTY_GRAPH: DrawnGraph = { nodes: [], edges: [], totalNodes: 0, totalEdges: 0 };

const OUTSIDE: ReadonlySet<NodeKind> = new Set(['externalPackage', 'externalService']);

/** What is drawn of the picture when some places are expanded. */
export function drawPicture(view: PictureView, expanded: ReadonlySet<number>, filter: GraphFilter): DrawnGraph {
  const wanted = view.nodes(expanded).filter((node) => filter.hasExternals || !isOutsideTree(node));
  const shown = wanted.slice(0, MOST_NODES);
  const keys = new Map(shown.map(({ place, key }) => [place, key]));
  const edges = view.edges(expanded).flatMap((edge) => drawEdge(edge, keys, filter));
  const heaviest = edges.length > MOST_EDGES ? edges.sort((left, right) => right.count - left.count).slice(0, MOST_EDGES) : edges;
  return { nodes: shown.map(drawNode), edges: heaviest, totalNodes: wanted.length, totalEdges: edges.length };
}

/**
 * Where the graph opens: every container that has packages in it is open, so that all packages show. A single package is
 * open too: closed, it would be all there is to see.
 */
export function openingPlaces(view: PictureView): ReadonlySet<number> {
  const opened = new Set<number>();
  const met: number[] = [];
  const waiting = [...view.roots];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const inside = view.children(place);
    const packages = inside.filter((child) => isPackage(view, child));
    if (view.parent(place) >= 0 && packages.length === 0) continue;
    if (inside.length > 0) opened.add(place);
    met.push(...packages);
    waiting.push(...packages);
  }
  const [single, ...others] = met;
  if (single !== undefined && others.length === 0) opened.add(single);
  return opened;
}

/** An external package or service. */
export function isOutsideTree(node: ViewNode): boolean {
  return OUTSIDE.has(kindOf(node));
}

function isPackage(view: PictureView, place: number): boolean {
  const node = view.node(place);
  return node !== undefined && kindOf(node) === 'package';
}

/** What a place would be tied to if it were closed: the list of its neighbours, whatever is expanded inside. */
export function neighboursOf(view: PictureView, expanded: ReadonlySet<number>, place: number, filter: GraphFilter): readonly DrawnEdge[] {
  const { nodes, edges } = closedAt(view, expanded, place, filter);
  const key = nodes.get(place)?.key;
  return edges
    .filter(({ source, target }) => source === key || target === key)
    .sort((left, right) => right.count - left.count);
}

/** A place, closed, with all that lies at most so many steps away from it in either direction. */
export function drawAround(view: PictureView, expanded: ReadonlySet<number>, place: number, depth: number, filter: GraphFilter): DrawnGraph {
  const { nodes, edges } = closedAt(view, expanded, place, filter);
  const reached = new Set([nodes.get(place)?.key]);
  for (let step = 0; step < depth; step++) {
    const ends = edges.flatMap(({ source, target }) => (reached.has(source) || reached.has(target) ? [source, target] : []));
    for (const key of ends) reached.add(key);
  }
  const shown = [...nodes.values()].filter((node) => reached.has(node.key) && (filter.hasExternals || !isOutsideTree(node)));
  const keys = new Set(shown.map(({ key }) => key));
  const between = edges.filter(({ source, target }) => keys.has(source) && keys.has(target));
  return { nodes: shown.map(drawNode), edges: between, totalNodes: shown.length, totalEdges: between.length };
}

function closedAt(view: PictureView, expanded: ReadonlySet<number>, place: number, filter: GraphFilter): { readonly nodes: ReadonlyMap<number, ViewNode>; readonly edges: readonly DrawnEdge[] } {
  const closed = new Set([...expanded].filter((other) => !isInside(view, other, place)));
  const nodes = new Map(view.nodes(closed).map((node) => [node.place, node]));
  const keys = new Map([...nodes].map(([at, { key }]) => [at, key]));
  return { nodes, edges: view.edges(closed).flatMap((edge) => drawEdge(edge, keys, filter)) };
}

export function drawNode(node: ViewNode): DrawnNode {
  const symbolKind = SYMBOL_KINDS[node.symbolKind];
  return {
    key: node.key,
    label: node.label,
    kind: kindOf(node),
    ...(symbolKind === undefined ? {} : { symbolKind }),
    x: node.x,
    y: node.y,
    radius: node.radius,
    canExpand: node.canExpand,
    isExpanded: node.isExpanded,
  };
}

function drawEdge(edge: ViewEdge, keys: ReadonlyMap<number, string>, filter: GraphFilter): DrawnEdge[] {
  const source = keys.get(edge.source);
  const target = keys.get(edge.target);
  if (source === undefined || target === undefined) return [];
  const kinds = [...edge.kinds].flatMap(([number, count]) => {
    const kind = EDGE_KINDS[number];
    return kind !== undefined && filter.edgeKinds.has(kind) ? [{ kind, count }] : [];
  });
  const count = kinds.reduce((sum, part) => sum + part.count, 0);
  if (count === 0) return [];
  return [{ source, target, count, isInferred: edge.inferred >= edge.count, kinds: kinds.sort((left, right) => right.count - left.count) }];
}

function isInside(view: PictureView, place: number, container: number): boolean {
  for (let at = place; at >= 0; at = view.parent(at)) if (at === container) return true;
  return false;
}

function kindOf(node: ViewNode): NodeKind {
  return NODE_KINDS[node.kind] ?? 'file';
}
