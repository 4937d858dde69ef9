import { CONTAINER_KINDS, NODE_KINDS } from '../model.js';
import type { RangeColumns } from '../graph/columns.js';
import type { Graph } from '../graph/graph.js';
import { Hierarchy } from '../queries/hierarchy.js';

const isContainerKind = new Set(CONTAINER_KINDS.map((kind) => NODE_KINDS.indexOf(kind)));
const FILE = NODE_KINDS.indexOf('file');

/** More containers, or more things outside the tree, are folded away: the smallest first. */
export const MOST_CONTAINERS = 2_500;
export const MOST_OUTSIDE = 800;

/** What the picture shows, by place. */
export interface PictureTree {
  /** Node of each place. */
  readonly nodeOf: Int32Array;
  /** Place of each node, or -1. */
  readonly placeOf: Int32Array;
  /** Place that contains each place, or -1. */
  readonly parents: Int32Array;
  /** Places below this are containers and things outside; the next ones are files, the rest symbols. */
  readonly fileStart: number;
  readonly symbolStart: number;
  /** Whether a place of the first group is a container. */
  readonly isContainer: Uint8Array;
  /** Symbols and files inside each place. */
  readonly symbols: Int32Array;
  readonly files: Int32Array;
}

/** Orders everything that can be drawn: containers and things outside by key, files by container and key, symbols by file and position. */
export function buildPictureTree(graph: Graph): PictureTree {
  const hierarchy = new Hierarchy(graph);
  const { kinds, parents } = graph.columns.nodes;
  const { fileOf } = hierarchy;
  const weight = weigh(graph, hierarchy);
  const containers: number[] = [];
  const outside: number[] = [];
  const files: number[] = [];
  const symbols: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (isContainerKind.has(kinds[node] ?? -1)) containers.push(node);
    else if (kinds[node] === FILE) files.push(node);
    else if ((fileOf[node] ?? -1) >= 0) symbols.push(node);
    else outside.push(node);
  }
  const first = [...keepContainers(containers, weight, parents), ...keepHeaviest(outside, weight, MOST_OUTSIDE)].sort((a, b) => a - b);
  const placeOf = new Int32Array(graph.nodeCount).fill(-1);
  first.forEach((node, place) => (placeOf[node] = place));
  const containerPlace = (node: number): number => {
    let at = parents[node] ?? -1;
    while (at >= 0 && ((placeOf[at] ?? -1) < 0 || !isContainerKind.has(kinds[at] ?? -1))) at = parents[at] ?? -1;
    return at < 0 ? -1 : (placeOf[at] ?? -1);
  };
  files.sort((a, b) => containerPlace(a) - containerPlace(b) || a - b);
  files.forEach((node, i) => (placeOf[node] = first.length + i));
  const symbolStart = first.length + files.length;
  sortSymbols(graph, symbols, (node) => placeOf[fileOf[node] ?? -1] ?? -1);
  symbols.forEach((node, i) => (placeOf[node] = symbolStart + i));
  const nodeOf = Int32Array.from([...first, ...files, ...symbols]);
  const placeParents = nodeOf.map((node, place) => (place >= symbolStart ? (placeOf[fileOf[node] ?? -1] ?? -1) : place >= first.length || isContainerKind.has(kinds[node] ?? -1) ? containerPlace(node) : -1));
  const tree = {
    nodeOf, placeOf, parents: placeParents, fileStart: first.length, symbolStart,
    isContainer: Uint8Array.from(first, (node) => (isContainerKind.has(kinds[node] ?? -1) ? 1 : 0)),
    symbols: new Int32Array(nodeOf.length), files: new Int32Array(nodeOf.length),
  };
  countInside(tree, members(graph, symbols, placeOf));
  return tree;
}

/** Symbols and files inside containers; how many edges touch what lies outside. */
function weigh(graph: Graph, hierarchy: Hierarchy): Int32Array {
  const { kinds, parents, inOffsets } = graph.columns.nodes;
  const weight = new Int32Array(graph.nodeCount);
  hierarchy.fileOf.forEach((file, node) => {
    if (file < 0 && !isContainerKind.has(kinds[node] ?? -1)) weight[node] = (inOffsets[node + 1] ?? 0) - (inOffsets[node] ?? 0);
    for (let at = parents[file] ?? -1; at >= 0; at = parents[at] ?? -1) weight[at] = (weight[at] ?? 0) + 1;
  });
  return weight;
}

function keepHeaviest(nodes: readonly number[], weight: Int32Array, most: number): number[] {
  return nodes.length <= most ? [...nodes] : [...nodes].sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b).slice(0, most);
}

/** A container weighs at least what is in it, so the heaviest are closed upwards but for ties, which the walk settles. */
function keepContainers(containers: readonly number[], weight: Int32Array, parents: Int32Array): number[] {
  const kept = new Set(keepHeaviest(containers, weight, MOST_CONTAINERS));
  for (const node of [...kept]) for (let at = parents[node] ?? -1; at >= 0 && !kept.has(at); at = parents[at] ?? -1) kept.add(at);
  return [...kept];
}

function sortSymbols(graph: Graph, symbols: number[], filePlace: (node: number) => number): void {
  const { ranges } = graph.columns.nodes;
  const files = new Int32Array(graph.nodeCount);
  for (const node of symbols) files[node] = filePlace(node);
  symbols.sort((a, b) => (files[a] ?? 0) - (files[b] ?? 0) || comparePlaces(ranges, a, b));
}

/** Compares two nodes of a file by where they begin. */
export function comparePlaces({ startRows, startColumns }: RangeColumns, a: number, b: number): number {
  return (startRows[a] ?? 0) - (startRows[b] ?? 0) || (startColumns[a] ?? 0) - (startColumns[b] ?? 0) || a - b;
}

/** How many symbols each symbol contains, directly or not. */
function members(graph: Graph, symbols: readonly number[], placeOf: Int32Array): Map<number, number> {
  const { parents, kinds } = graph.columns.nodes;
  const counts = new Map<number, number>();
  for (const node of symbols) {
    for (let at = parents[node] ?? -1; at >= 0 && kinds[at] !== FILE && !isContainerKind.has(kinds[at] ?? -1); at = parents[at] ?? -1) {
      const place = placeOf[at] ?? -1;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  return counts;
}

function countInside(tree: PictureTree, memberCounts: ReadonlyMap<number, number>): void {
  const add = (counts: Int32Array, from: number): void => {
    for (let at = tree.parents[from] ?? -1; at >= 0; at = tree.parents[at] ?? -1) counts[at] = (counts[at] ?? 0) + 1;
  };
  for (let place = tree.fileStart; place < tree.symbolStart; place++) add(tree.files, place);
  for (let place = tree.symbolStart; place < tree.nodeOf.length; place++) {
    add(tree.symbols, place);
    tree.symbols[place] = memberCounts.get(place) ?? 0;
  }
}
