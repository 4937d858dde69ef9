import type { EdgeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { Hierarchy } from './hierarchy.js';
import type { RollUpLevel } from './hierarchy.js';
import { mergeEdges } from './merge-edges.js';
import type { MergedEdges } from './merge-edges.js';
import { edgeKindMask } from './traversal.js';

/** Nodes that all reach each other, in order of number. */
export interface Cycle {
  readonly nodes: readonly number[];
  /** Merged edges among them. */
  readonly edgeCount: number;
}

/**
 * Dependency cycles between files, directories or packages, largest first: strongly connected components of the
 * rolled-up graph. All kinds of edges count unless some are named.
 */
export function cycles(graph: Graph, level: RollUpLevel, edgeKinds?: readonly EdgeKind[], hierarchy = new Hierarchy(graph)): Cycle[] {
  const mask = edgeKindMask(edgeKinds);
  const merged = mergeEdges(graph.columns.edges, hierarchy.representatives(level), (row) => mask[graph.columns.edges.kinds[row] ?? 0] === 1);
  const { componentOf, sizes } = stronglyConnected(merged, graph.nodeCount);
  const members = new Map<number, number[]>();
  componentOf.forEach((component, node) => {
    if ((sizes[component] ?? 0) < 2) return;
    const list = members.get(component);
    if (list === undefined) members.set(component, [node]);
    else list.push(node);
  });
  const edgeCounts = new Map<number, number>();
  merged.sources.forEach((source, i) => {
    const component = componentOf[source] ?? -1;
    if (component === componentOf[merged.targets[i] ?? -1]) edgeCounts.set(component, (edgeCounts.get(component) ?? 0) + 1);
  });
  return [...members]
    .map(([component, nodes]) => ({ nodes, edgeCount: edgeCounts.get(component) ?? 0 }))
    .sort((a, b) => b.nodes.length - a.nodes.length || (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0));
}

/** Tarjan's algorithm (SIAM J. Comput. 1972) with a stack of its own, so that long chains do not end ours. */
export function stronglyConnected(edges: MergedEdges, nodeCount: number): { componentOf: Int32Array; sizes: number[] } {
  const offsets = new Int32Array(nodeCount + 1);
  for (const source of edges.sources) offsets[source + 1] = (offsets[source + 1] ?? 0) + 1;
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] = (offsets[node] ?? 0) + (offsets[node + 1] ?? 0);
  const next = offsets.slice(0, nodeCount);
  const foundAt = new Int32Array(nodeCount);
  const lowest = new Int32Array(nodeCount);
  const componentOf = new Int32Array(nodeCount).fill(-1);
  const sizes: number[] = [];
  const open: number[] = [];
  const walk: number[] = [];
  let clock = 0;
  const enter = (node: number): void => {
    foundAt[node] = lowest[node] = ++clock;
    open.push(node);
    walk.push(node);
  };
  const lower = (node: number, value: number): void => {
    if (value < (lowest[node] ?? 0)) lowest[node] = value;
  };
  const close = (node: number): void => {
    let size = 0;
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      componentOf[member] = sizes.length;
      size++;
      if (member === node) break;
    }
    sizes.push(size);
  };
  for (let root = 0; root < nodeCount; root++) {
    if (foundAt[root] !== 0) continue;
    enter(root);
    for (let node = walk.at(-1); node !== undefined; node = walk.at(-1)) {
      const at = next[node] ?? 0;
      if (at < (offsets[node + 1] ?? 0)) {
        next[node] = at + 1;
        const target = edges.targets[at] ?? 0;
        if (foundAt[target] === 0) enter(target);
        else if (componentOf[target] === -1) lower(node, foundAt[target] ?? 0);
        continue;
      }
      walk.pop();
      if (lowest[node] === foundAt[node]) close(node);
      const before = walk.at(-1);
      if (before !== undefined) lower(before, lowest[node] ?? 0);
    }
  }
  return { componentOf, sizes };
}
