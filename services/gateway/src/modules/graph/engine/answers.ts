import { EDGE_KINDS, RESOLUTIONS, boundaryOf, cycles, edgesBetween, graphOverview, impact, neighbourhood, related, shortestPath, type EdgeKind, type NodeKind } from '@pinata/graph';
import { shortestCycle } from './shortest-cycle.js';
import { linkView, mergeLinks, nodeView, siteView, viewsOf } from './describe.js';
import { driftsOf } from './drifts.js';
import type { OpenGraph } from './open-graph.js';
import { comparisonOf, foreignKeysOf, listed, usesOf, workflowOf } from './meaning.js';
import type { Answer, Parameters, QuestionName, SnapshotPlace } from './questions.js';
import { edgeMaskOf, expandedRollUp, levelRollUp, subgraph } from './roll-up.js';
import { searchNodes, searchSymbols } from './search.js';

/** Kinds that make one file or package depend on another. */
const WITHOUT_CONTAINS: readonly EdgeKind[] = EDGE_KINDS.filter((kind) => kind !== 'contains');
const SITES_OF_A_CALL = 20;
const NODES_OF_A_CYCLE = 200;
const TOP = 10;

/** Opens another snapshot, for a question about two. */
type OpenOther = (place: SnapshotPlace) => Promise<OpenGraph>;
type Answers = { readonly [Name in QuestionName]: (open: OpenGraph, parameters: Parameters<Name>, openOther: OpenOther) => Answer<Name> | Promise<Answer<Name>> };

const ORDER_OF_CHILDREN: readonly NodeKind[] = ['package', 'directory', 'file', 'symbol'];

export const answers: Answers = {
  async rootNode(open) {
    await open.loadPlaces();
    return { nodes: open.root < 0 ? [] : [nodeView(open, open.root)] };
  },

  overview(open) {
    const overview = graphOverview(open.graph, TOP, open.hierarchy);
    const views = viewsOf(open);
    const count = (kind: NodeKind): number => overview.nodes.find((one) => one.kind === kind)?.count ?? 0;
    return {
      nodeCounts: overview.nodes,
      edgeCounts: countEdges(open),
      largestFiles: overview.largestFiles.map(({ node }) => views(node)),
      mostDependedOn: overview.mostDependedOn.map(({ node, dependents }) => ({ node: views(node), count: dependents })),
      mostUsedPackages: overview.mostUsedPackages.map(({ node, dependents }) => ({ node: views(node), count: dependents })),
      cycleCount: overview.fileCycles,
      packageCount: count('package'),
      externalPackageCount: count('externalPackage'),
    };
  },

  async node(open, { node }) {
    const found = open.find(node);
    await open.loadPlaces();
    return found < 0 ? null : nodeView(open, found);
  },

  async nodes(open, { nodes }) {
    await open.loadPlaces();
    return nodes
      .map((node) => open.find(node))
      .filter((node) => node >= 0)
      .map((node) => nodeView(open, node));
  },

  ancestors(open, { node }) {
    const way: number[] = [];
    for (let at = open.find(node); at >= 0 && way.length < 1000; at = open.parents[at] ?? -1) way.push(at);
    return way.reverse().map((at) => nodeView(open, at));
  },

  async children(open, { node, kinds, limit }) {
    const parent = node == null ? open.root : open.find(node);
    if (parent < 0) return { nodes: [], totalCount: 0 };
    await open.loadPlaces();
    const children = [...open.childrenOf(parent)].filter((child) => kinds == null || kinds.some((kind) => open.isKind(child, kind)));
    const rank = (child: number): number => {
      const place = ORDER_OF_CHILDREN.indexOf(open.graph.nodeKind(child));
      return place < 0 ? ORDER_OF_CHILDREN.length : place;
    };
    const startRows = open.graph.columns.nodes.ranges.startRows;
    const name = (child: number): string => open.graph.name(child);
    const ordered = children.sort((a, b) => rank(a) - rank(b) || (open.isKind(a, 'symbol') ? (startRows[a] ?? 0) - (startRows[b] ?? 0) : 0) || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : a - b));
    return { nodes: ordered.slice(0, limit).map((child) => nodeView(open, child)), totalCount: ordered.length };
  },

  tree(open, { path }) {
    return open.tree.list(path) ?? null;
  },

  searchSymbols(open, { query, kinds, limit }) {
    return searchSymbols(open, query, kinds ?? undefined, limit);
  },

  search(open, { query, kinds, limit }) {
    return searchNodes(open, query, kinds ?? undefined, limit).map((node) => nodeView(open, node));
  },

  declarations(open, { node }) {
    const found = open.find(node);
    const views = viewsOf(open);
    return found < 0
      ? []
      : open.graph
          .inEdges(found)
          .filter((row) => open.graph.edgeKind(row) === 'contains')
          .map((row) => siteView(open, row, views));
  },

  async neighbourhood(open, { node, depth, direction, edgeKinds, nodeKinds, limit }) {
    const start = open.find(node);
    if (start < 0) return null;
    await open.loadPlaces();
    const query = { start: [start], depth, direction, edgeKinds: edgeKinds ?? WITHOUT_CONTAINS, ...(nodeKinds == null ? {} : { nodeKinds }) };
    const around = neighbourhood(open.graph, { ...query, limit });
    const totalNodes = around.isTruncated ? neighbourhood(open.graph, { ...query, limit: open.graph.nodeCount, edgeLimit: 0 }).nodes.length : around.nodes.length;
    return subgraph(open, around.nodes, mergeLinks(open, around.edges, (one) => one), { totalNodes, edgeLimit: Number.MAX_SAFE_INTEGER });
  },

  async shortestPath(open, { from, to, direction, edgeKinds }) {
    const [first, last] = [open.find(from), open.find(to)];
    if (first < 0 || last < 0) return 'unknownNode';
    await open.loadPlaces();
    const steps = shortestPath(open.graph, { from: first, to: last, direction, ...(edgeKinds == null ? {} : { edgeKinds }) });
    if (steps === undefined) return null;
    const views = viewsOf(open);
    const links = steps.flatMap((step) => mergeLinks(open, [step.edge], (one) => one).map((link) => linkView(open, link, views)));
    return { nodes: [first, ...steps.map((step) => step.to)].map(views), links, length: steps.length };
  },

  impact(open, { node, edgeKinds, depth, limit }) {
    const start = open.find(node);
    if (start < 0) return null;
    const found = impact(open.graph, { start: [start], limit, ...(edgeKinds == null ? {} : { edgeKinds }), ...(depth == null ? {} : { depth }) }, open.hierarchy);
    return {
      nodes: found.nodes.map((one) => ({ node: nodeView(open, one.node), distance: one.depth, isThroughOverride: one.isThroughOverride })),
      totalNodes: found.total,
      totalFiles: found.files.length,
      isTruncated: found.total > found.nodes.length,
      blindSpots: open.blindSpots?.of(open.graph, start) ?? null,
    };
  },

  cycles(open, { level, edgeKinds, limit }) {
    const found = cycles(open.graph, level, edgeKinds ?? WITHOUT_CONTAINS, open.hierarchy);
    const representatives = open.hierarchy.representatives(level);
    const mask = edgeMaskOf(edgeKinds);
    const { kinds } = open.graph.columns.edges;
    const links = found.length === 0 ? [] : mergeLinks(open, undefined, (node) => representatives[node] ?? -1, (row) => mask[kinds[row] ?? 0] === 1);
    const views = viewsOf(open);
    return {
      cycles: found.slice(0, limit).map(({ nodes }) => ({ nodes: nodes.slice(0, NODES_OF_A_CYCLE).map(views), path: shortestCycle(nodes, links).map(views), size: nodes.length })),
      totalCount: found.length,
    };
  },

  calls(open, { node, relation, limit }) {
    const start = open.find(node);
    if (start < 0) return null;
    const found = related(open.graph, start, relation);
    const views = viewsOf(open);
    return {
      calls: found.slice(0, limit).map((one) => ({
        node: views(one.node),
        kind: open.graph.edgeKind(one.edges[0] ?? 0),
        count: one.edges.length,
        sites: one.edges.slice(0, SITES_OF_A_CALL).map((row) => siteView(open, row, views)),
      })),
      totalCount: found.length,
      blindSpots: relation === 'callers' ? (open.blindSpots?.of(open.graph, start) ?? null) : null,
      inside: relation === 'callees' ? (open.blindSpots?.inside?.called(open.graph, start) ?? null) : null,
    };
  },

  rollUp(open, { expanded, ...filter }) {
    return expandedRollUp(open, expanded, filter);
  },

  rollUpLevel(open, { level, ...filter }) {
    return levelRollUp(open, level, filter);
  },

  listed(open, { kind, query, offset, limit }) {
    return listed(open, kind, query, offset, limit);
  },

  workflow(open, { node, depth, limit }) {
    return workflowOf(open, node, depth, limit);
  },

  tableUses(open, { node, offset, limit }) {
    return usesOf(open, node, offset, limit);
  },

  foreignKeys(open, { node }) {
    return foreignKeysOf(open, node);
  },

  drifts(open, { offset, limit }) {
    return driftsOf(open, offset, limit);
  },

  boundary(open) {
    return boundaryOf(open.graph);
  },

  async comparison(open, { earlier, files, limit }, openOther) {
    return comparisonOf(open, await openOther(earlier), { files, limit });
  },

  edgeSites(open, { source, target, edgeKinds, limit, offset }) {
    const [from, to] = [open.find(source), open.find(target)];
    if (from < 0 || to < 0) return null;
    const found = edgesBetween(open.graph, from, to, offset + limit, edgeKinds ?? undefined, open.hierarchy);
    const views = viewsOf(open);
    return { sites: found.edges.slice(offset).map((row) => siteView(open, row, views)), totalCount: found.total };
  },
};

function countEdges(open: OpenGraph): { kind: EdgeKind; exact: number; inferred: number }[] {
  const { kinds, resolutions } = open.graph.columns.edges;
  const exact = new Int32Array(EDGE_KINDS.length);
  const inferred = new Int32Array(EDGE_KINDS.length);
  const exactCode = RESOLUTIONS.indexOf('exact');
  kinds.forEach((kind, row) => {
    const counts = resolutions[row] === exactCode ? exact : inferred;
    counts[kind] = (counts[kind] ?? 0) + 1;
  });
  return EDGE_KINDS.map((kind, code) => ({ kind, exact: exact[code] ?? 0, inferred: inferred[code] ?? 0 })).filter((one) => one.exact + one.inferred > 0);
}

/** Any question, by name. */
export async function answer<Name extends QuestionName>(open: OpenGraph, name: Name, parameters: Parameters<Name>, openOther: OpenOther): Promise<Answer<Name>> {
  return answers[name](open, parameters, openOther);
}
