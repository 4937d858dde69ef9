import { compareGraphs, marksOf, nodesOfKind, workflow, type NodeKind } from '@pinata/graph';
import type { ComparisonView, TableUseView, WorkflowStepView, WorkflowView } from './meaning-views.js';
import type { OpenGraph } from './open-graph.js';
import { nodeView, siteView, viewsOf } from './describe.js';
import type { FilePair } from './questions.js';
import type { NodeView } from './views.js';

/** A list of nodes of one kind, by name. */
interface Listed {
  readonly nodes: readonly NodeView[];
  readonly totalCount: number;
}

/** Triggers or tables by name, whole list counted. @param query part of the name, in any case */
export function listed(open: OpenGraph, kind: NodeKind, query: string | null | undefined, offset: number, limit: number): Listed {
  const { graph } = open;
  const wanted = query?.toLowerCase() ?? '';
  const found = nodesOfKind(graph, kind).filter((node) => wanted === '' || graph.name(node).toLowerCase().includes(wanted));
  const names = new Map(found.map((node) => [node, graph.name(node)]));
  found.sort((a, b) => compare(names.get(a) ?? '', names.get(b) ?? '') || a - b);
  return { nodes: found.slice(offset, offset + limit).map((node) => nodeView(open, node)), totalCount: found.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Null where there is no such node. */
export function workflowOf(open: OpenGraph, node: string, depth: number, limit: number): WorkflowView | null {
  const start = open.find(node);
  if (start < 0) return null;
  const views = viewsOf(open);
  const found = workflow(open.graph, { start, depth, limit });
  const steps = found.steps.map(
    (step): WorkflowStepView => ({
      node: views(step.node),
      kind: step.kind,
      depth: step.depth,
      parent: step.parent < 0 ? null : step.parent,
      marks: marksOf(step.marks),
      confidence: step.confidence,
      hop: step.hop ?? null,
      isRepeated: step.isRepeated,
      isCut: step.isCut,
      site: step.edge < 0 ? null : siteView(open, step.edge, views),
    }),
  );
  return { start: views(start), steps, effects: found.effects, isTruncated: found.isTruncated, inside: open.blindSpots?.inside?.workflow(open.graph, start, found.steps) ?? null };
}

/** Who reads and writes a table or one of its columns; null where there is no such node. */
export function usesOf(open: OpenGraph, node: string, offset: number, limit: number): { readonly uses: readonly TableUseView[]; readonly totalCount: number } | null {
  const start = open.find(node);
  if (start < 0) return null;
  const { graph } = open;
  const views = viewsOf(open);
  const rows = [start, ...open.childrenOf(start)].flatMap((target) => graph.inEdges(target).filter((row) => graph.edgeKind(row) === 'reads' || graph.edgeKind(row) === 'writes'));
  return { uses: rows.slice(offset, offset + limit).map((row) => ({ target: views(graph.edge(row).target), site: siteView(open, row, views), marks: marksOf(graph.edge(row).marks ?? 0) })), totalCount: rows.length };
}

/** Foreign keys from and to a table's columns. */
export function foreignKeysOf(open: OpenGraph, node: string): readonly { readonly site: ReturnType<typeof siteView> }[] | null {
  const start = open.find(node);
  if (start < 0) return null;
  const { graph } = open;
  const views = viewsOf(open);
  const nodes = [start, ...open.childrenOf(start)];
  const rows = new Set(nodes.flatMap((one) => [...graph.outEdges(one), ...graph.inEdges(one)].filter((row) => graph.edgeKind(row) === 'foreignKey')));
  return [...rows].map((row) => ({ site: siteView(open, row, views) }));
}

/** What differs between an earlier graph and this one. */
export function comparisonOf(open: OpenGraph, earlier: OpenGraph, { files, limit }: { readonly files: readonly FilePair[]; readonly limit: number }): ComparisonView {
  const hashes = (side: 'before' | 'after'): ReadonlyMap<string, string> => new Map(files.flatMap((file) => (file[side] === null ? [] : [[file.path, file[side]]])));
  const found = compareGraphs(earlier.graph, open.graph, { before: hashes('before'), after: hashes('after') });
  const views = viewsOf(open);
  const earlierViews = viewsOf(earlier);
  const { addedNodes, removedNodes, changedNodes, addedEdges, removedEdges, movedFiles } = found;
  const kinds = [...new Set([...addedNodes, ...removedNodes, ...changedNodes].map(({ kind }) => kind))].sort();
  const count = (list: readonly { readonly kind: NodeKind }[], kind: NodeKind): number => list.filter((one) => one.kind === kind).length;
  return {
    counts: kinds.map((kind) => ({ kind, added: count(addedNodes, kind), removed: count(removedNodes, kind), changed: count(changedNodes, kind) })),
    addedNodes: addedNodes.slice(0, limit).map(({ node }) => views(node)),
    removedNodes: removedNodes.slice(0, limit).map(({ node }) => earlierViews(node)),
    changedNodes: changedNodes.slice(0, limit).map(({ node, before, fields }) => ({ before: earlierViews(before), after: views(node), fields })),
    movedFiles: movedFiles.slice(0, limit),
    addedEdges: addedEdges.slice(0, limit),
    removedEdges: removedEdges.slice(0, limit),
    addedEdgeCount: addedEdges.length,
    removedEdgeCount: removedEdges.length,
    isTruncated: [addedNodes, removedNodes, changedNodes, movedFiles, addedEdges, removedEdges].some((list) => list.length > limit),
  };
}
