import { NODE_KINDS } from '../model.js';
import type { GraphColumns } from '../graph/columns.js';
import type { Graph } from '../graph/graph.js';
import { mergeEdges, mergeFurther } from '../queries/merge-edges.js';
import type { MergedEdges } from '../queries/merge-edges.js';
import { KnownLayouts } from './known-layouts.js';
import { buildPictureTree } from './picture-tree.js';
import type { PictureTree } from './picture-tree.js';
import { placeCircles } from './place-circles.js';
import type { Circles } from './place-circles.js';

const FILES_PER_CHUNK = 2_000;
const SYMBOLS_PER_CHUNK = 4_000;
const PACKAGE_KINDS = new Set([NODE_KINDS.indexOf('package'), NODE_KINDS.indexOf('repository')]);

/** Places from `start` to `end`, which is not among them. */
export interface PlaceRange {
  readonly start: number;
  readonly end: number;
}

/** The chunks of one level, and the edges that they show. */
export interface PictureLevel {
  /** Of each chunk. */
  readonly ranges: readonly PlaceRange[];
  readonly edges: MergedEdges;
  /** Rows of `edges`: those of chunk `i` stand from `offsets[i]` to `offsets[i + 1]`, in order. */
  readonly rows: Int32Array;
  readonly offsets: Int32Array;
}

/** What every file of a picture is written from: plain data, which threads can give one another. */
export interface PicturePlan {
  readonly tree: PictureTree;
  readonly circles: Circles;
  readonly files: PictureLevel;
  readonly symbols: PictureLevel;
  /** Between the nearest containers. */
  readonly containerEdges: MergedEdges;
  readonly packageEdges: MergedEdges;
}

const NO_NUMBERS = new Int32Array();
const NO_CODES = new Int8Array();
const NO_TEXTS = { indices: NO_NUMBERS, values: { bytes: new Uint8Array(), offsets: new Int32Array(1) } };

/** What a picture is drawn from; the other columns are empty, so that less is copied into a thread. */
export function pictureColumns({ nodes, edges }: GraphColumns): GraphColumns {
  const nothing = { startRows: NO_NUMBERS, startColumns: NO_NUMBERS, endRows: NO_NUMBERS, endColumns: NO_NUMBERS };
  return {
    nodes: {
      ...nodes,
      ids: new Uint8Array(), ranges: { ...nothing, startRows: nodes.ranges.startRows, startColumns: nodes.ranges.startColumns }, languages: NO_TEXTS, visibilities: NO_CODES,
      signatures: NO_TEXTS, managers: NO_TEXTS, versions: NO_TEXTS, lines: NO_NUMBERS, bytes: NO_NUMBERS, bodies: NO_NUMBERS, outOffsets: NO_NUMBERS,
    },
    edges: { ...edges, confidences: NO_CODES, marks: NO_CODES, rules: NO_TEXTS, files: NO_NUMBERS, ranges: nothing, byTarget: NO_NUMBERS },
  };
}

/** Lays a graph out. @param layouts of pictures that were laid out before: much of this one may be as it was there */
export function planPicture(graph: Graph, layouts = new KnownLayouts()): PicturePlan {
  const { nodes, edges } = graph.columns;
  const tree = buildPictureTree(graph);
  // Each level is merged of the one below it, which has fewer edges than the graph.
  const symbolEdges = mergeEdges(edges, innermostPlaces(tree, nodes.parents));
  const fileEdges = mergeFurther(symbolEdges, placesUpTo(tree, tree.symbolStart));
  const containerEdges = mergeFurther(fileEdges, placesUpTo(tree, tree.fileStart));
  const circles = placeCircles(nodes, tree, fileEdges, layouts);
  const files = levelOf(tree, chunks(tree, tree.fileStart, tree.symbolStart, FILES_PER_CHUNK), fileEdges, false);
  const symbols = levelOf(tree, chunks(tree, tree.symbolStart, tree.nodeOf.length, SYMBOLS_PER_CHUNK), symbolEdges, true);
  return { tree, circles, files, symbols, containerEdges, packageEdges: mergeFurther(containerEdges, packagePlaces(tree, nodes.kinds)) };
}

/** For each node the innermost place that it belongs to, or -1. */
function innermostPlaces(tree: PictureTree, parents: Int32Array): Int32Array {
  return tree.placeOf.map((own, node) => {
    let place = own;
    // Containers that were folded away count for the one above them.
    for (let at = parents[node] ?? -1; place < 0 && at >= 0; at = parents[at] ?? -1) place = tree.placeOf[at] ?? -1;
    return place;
  });
}

/** For each place the innermost one below `limit` that it belongs to, or -1. */
function placesUpTo(tree: PictureTree, limit: number): Int32Array {
  return tree.parents.map((_, own) => {
    let place = own;
    while (place >= limit) place = tree.parents[place] ?? -1;
    return place;
  });
}

/** For each container the place of its package; what lies outside the tree stands for itself. */
function packagePlaces(tree: PictureTree, kinds: Int8Array): Int32Array {
  return tree.parents.subarray(0, tree.fileStart).map((_, own) => {
    let place = own;
    if (tree.isContainer[place] === 0) return place;
    while ((tree.parents[place] ?? -1) >= 0 && !PACKAGE_KINDS.has(kinds[tree.nodeOf[place] ?? -1] ?? -1)) place = tree.parents[place] ?? -1;
    return place;
  });
}

/** Cuts places into runs that never part the children of one parent. */
function chunks(tree: PictureTree, start: number, end: number, size: number): PlaceRange[] {
  const ranges: PlaceRange[] = [];
  for (let from = start; from < end; ) {
    let to = Math.min(end, from + size);
    while (to < end && tree.parents[to] === tree.parents[to - 1]) to++;
    ranges.push({ start: from, end: to });
    from = to;
  }
  return ranges;
}

/** For each chunk the edges with an end in it, or at a parent of what is in it where parents count: in order. */
function levelOf(tree: PictureTree, ranges: readonly PlaceRange[], edges: MergedEdges, doParentsCount: boolean): PictureLevel {
  const inside = new Int32Array(tree.nodeOf.length).fill(-1);
  const below = new Int32Array(tree.nodeOf.length).fill(-1);
  ranges.forEach(({ start, end }, i) => {
    inside.fill(i, start, end);
    // The children of one parent are never parted, so that it is the parent of one chunk at most.
    for (let place = start; doParentsCount && place < end; place++) below[tree.parents[place] ?? -1] = i;
  });
  // An edge is at most in four.
  const pairs = { chunks: new Int32Array(edges.counts.length * 4), rows: new Int32Array(edges.counts.length * 4), count: 0 };
  const offsets = new Int32Array(ranges.length + 1);
  const add = (chunk: number, row: number): void => {
    pairs.chunks[pairs.count] = chunk;
    pairs.rows[pairs.count++] = row;
    offsets[chunk + 1] = (offsets[chunk + 1] ?? 0) + 1;
  };
  for (let row = 0; row < edges.counts.length; row++) {
    const source = edges.sources[row] ?? 0;
    const target = edges.targets[row] ?? 0;
    const first = inside[source] ?? -1;
    const second = inside[target] ?? -1;
    const third = below[source] ?? -1;
    const fourth = below[target] ?? -1;
    if (first >= 0) add(first, row);
    if (second >= 0 && second !== first) add(second, row);
    if (third >= 0 && third !== first && third !== second) add(third, row);
    if (fourth >= 0 && fourth !== first && fourth !== second && fourth !== third) add(fourth, row);
  }
  for (let i = 0; i < ranges.length; i++) offsets[i + 1] = (offsets[i] ?? 0) + (offsets[i + 1] ?? 0);
  const next = offsets.slice();
  const rows = new Int32Array(pairs.count);
  for (let pair = 0; pair < pairs.count; pair++) {
    const chunk = pairs.chunks[pair] ?? 0;
    const at = next[chunk] ?? 0;
    next[chunk] = at + 1;
    rows[at] = pairs.rows[pair] ?? 0;
  }
  return { ranges, edges, rows, offsets };
}
