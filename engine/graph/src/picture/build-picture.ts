import { EDGE_KINDS, NODE_KINDS } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { mergeEdges } from '../queries/merge-edges.js';
import type { MergedEdges } from '../queries/merge-edges.js';
import { PICTURE_VERSION, filesChunkName, symbolsChunkName } from './picture-model.js';
import type { PictureChunk, PictureEdges, PictureNodes, PictureOverview } from './picture-model.js';
import { buildPictureTree } from './picture-tree.js';
import type { PictureTree } from './picture-tree.js';
import { placeCircles } from './place-circles.js';
import type { Circles } from './place-circles.js';

const FILES_PER_CHUNK = 2_000;
const SYMBOLS_PER_CHUNK = 4_000;
const MOST_OVERVIEW_EDGES = 12_000;
const PACKAGE_KINDS = new Set([NODE_KINDS.indexOf('package'), NODE_KINDS.indexOf('repository')]);

export interface PictureFile {
  readonly name: string;
  readonly content: string;
}

/**
 * Lays a graph out and gives back the files of its picture, `overview.json` first. The same graph gives the same bytes.
 * What the files hold is said in `picture-model.ts`.
 */
export function buildPicture(graph: Graph): PictureFile[] {
  return [...pictureFiles(graph)];
}

/** The same files one after the other: for a large graph they are much larger than the graph. */
export function* pictureFiles(graph: Graph): Generator<PictureFile> {
  const tree = buildPictureTree(graph);
  const { edges } = graph.columns;
  const fileEdges = mergeEdges(edges, placesUpTo(tree, tree.symbolStart));
  const circles = placeCircles(tree, fileEdges);
  const fileChunks = chunks(tree, tree.fileStart, tree.symbolStart, FILES_PER_CHUNK);
  const symbolChunks = chunks(tree, tree.symbolStart, tree.nodeOf.length, SYMBOLS_PER_CHUNK);
  yield { name: 'overview.json', content: JSON.stringify(overview(tree, circles, fileChunks, symbolChunks)) };
  const fileRows = rowsOfChunks(tree, fileChunks, fileEdges, false);
  for (const [i, range] of fileChunks.entries()) yield { name: filesChunkName(i), content: JSON.stringify(chunk(tree, circles, 'files', range, fileEdges, [...fileRows(i)], symbolChunks)) };
  if (symbolChunks.length === 0) return;
  const symbolEdges = mergeEdges(edges, placesUpTo(tree, tree.nodeOf.length));
  const symbolRows = rowsOfChunks(tree, symbolChunks, symbolEdges, true);
  for (const [i, range] of symbolChunks.entries()) yield { name: symbolsChunkName(i), content: JSON.stringify(chunk(tree, circles, 'symbols', range, symbolEdges, [...symbolRows(i)], symbolChunks)) };
}

/** For each node the innermost place below `limit` that it belongs to, or -1. */
function placesUpTo(tree: PictureTree, limit: number): Int32Array {
  const { parents } = tree.graph.columns.nodes;
  return tree.placeOf.map((own, node) => {
    let place = own;
    // Containers that were folded away count for the one above them.
    for (let at = parents[node] ?? -1; place < 0 && at >= 0; at = parents[at] ?? -1) place = tree.placeOf[at] ?? -1;
    while (place >= limit) place = tree.parents[place] ?? -1;
    return place;
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Cuts places into runs that never part the children of one parent. */
function chunks(tree: PictureTree, start: number, end: number, size: number): Range[] {
  const ranges: Range[] = [];
  for (let from = start; from < end; ) {
    let to = Math.min(end, from + size);
    while (to < end && tree.parents[to] === tree.parents[to - 1]) to++;
    ranges.push({ start: from, end: to });
    from = to;
  }
  return ranges;
}

function chunkOfParents(tree: PictureTree, ranges: readonly Range[]): Map<number, number> {
  const found = new Map<number, number>();
  ranges.forEach((range, i) => {
    for (let place = range.start; place < range.end; place++) found.set(tree.parents[place] ?? -1, i);
  });
  return found;
}

/** For each chunk the edges with an end in it, or at a parent of what is in it where parents count: in order. */
function rowsOfChunks(tree: PictureTree, ranges: readonly Range[], edges: MergedEdges, doParentsCount: boolean): (chunk: number) => Int32Array {
  const inside = new Int32Array(tree.nodeOf.length).fill(-1);
  const below = new Int32Array(tree.nodeOf.length).fill(-1);
  ranges.forEach(({ start, end }, i) => {
    inside.fill(i, start, end);
    // The children of one parent are never parted, so that it is the parent of one chunk at most.
    for (let place = start; doParentsCount && place < end; place++) below[tree.parents[place] ?? -1] = i;
  });
  const ends = new Int32Array(4);
  const eachPair = (receive: (chunk: number, row: number) => void): void => {
    for (let row = 0; row < edges.counts.length; row++) {
      const source = edges.sources[row] ?? -1;
      const target = edges.targets[row] ?? -1;
      ends[0] = inside[source] ?? -1;
      ends[1] = inside[target] ?? -1;
      ends[2] = below[source] ?? -1;
      ends[3] = below[target] ?? -1;
      for (let at = 0; at < 4; at++) {
        const chunkNumber = ends[at] ?? -1;
        if (chunkNumber >= 0 && ends.indexOf(chunkNumber) === at) receive(chunkNumber, row);
      }
    }
  };
  const offsets = new Int32Array(ranges.length + 1);
  eachPair((number) => (offsets[number + 1] = (offsets[number + 1] ?? 0) + 1));
  for (let i = 0; i < ranges.length; i++) offsets[i + 1] = (offsets[i] ?? 0) + (offsets[i + 1] ?? 0);
  const next = offsets.slice();
  const rows = new Int32Array(offsets[ranges.length] ?? 0);
  eachPair((number, row) => {
    const at = next[number] ?? 0;
    next[number] = at + 1;
    rows[at] = row;
  });
  return (number) => rows.subarray(offsets[number], offsets[number + 1]);
}

function overview(tree: PictureTree, circles: Circles, fileChunks: readonly Range[], symbolChunks: readonly Range[]): PictureOverview {
  const range = { start: 0, end: tree.fileStart };
  const chunkOf = chunkOfParents(tree, fileChunks);
  const { edges } = tree.graph.columns;
  const all = mergeEdges(edges, placesUpTo(tree, tree.fileStart));
  const wanted = heaviest(all, MOST_OVERVIEW_EDGES);
  const packages = mergeEdges(edges, packagePlaces(tree));
  const places = list(range);
  return {
    version: PICTURE_VERSION,
    level: 'overview',
    bounds: bounds(circles, tree.fileStart),
    totals: totals(tree),
    nodes: { ...pictureNodes(tree, circles, range), files: places.map((place) => tree.files[place] ?? 0), chunk: places.map((place) => chunkOf.get(place) ?? -1) },
    packageEdges: pictureEdges(packages, list({ start: 0, end: packages.counts.length })),
    edges: pictureEdges(all, wanted),
    droppedEdges: all.counts.length - wanted.length,
    chunks: { files: fileChunks.length, symbols: symbolChunks.length },
  };
}

/** For each node the place of its package, or of itself where it lies outside the tree. */
function packagePlaces(tree: PictureTree): Int32Array {
  const { kinds } = tree.graph.columns.nodes;
  return placesUpTo(tree, tree.fileStart).map((innermost) => {
    let place = innermost;
    if (place < 0 || tree.isContainer[place] === 0) return place;
    while ((tree.parents[place] ?? -1) >= 0 && !PACKAGE_KINDS.has(kinds[tree.nodeOf[place] ?? -1] ?? -1)) place = tree.parents[place] ?? -1;
    return place;
  });
}

function chunk(tree: PictureTree, circles: Circles, level: 'files' | 'symbols', range: Range, edges: MergedEdges, rows: readonly number[], symbolChunks: readonly Range[]): PictureChunk {
  const outside = placesAround(tree, range, edges, rows);
  const { roles } = tree.graph.columns.nodes;
  const places = list(range);
  const chunkOf = level === 'files' ? chunkOfParents(tree, symbolChunks) : new Map<number, number>();
  const extra =
    level === 'files'
      ? { role: places.map((place) => roles[tree.nodeOf[place] ?? -1] ?? -1), chunk: places.map((place) => chunkOf.get(place) ?? -1) }
      : { symbolKind: places.map((place) => tree.graph.columns.nodes.symbolKinds[tree.nodeOf[place] ?? -1] ?? -1) };
  return {
    version: PICTURE_VERSION,
    level,
    nodes: { ...pictureNodes(tree, circles, range), ...extra },
    edges: pictureEdges(edges, rows),
    outside: { place: outside, parent: outside.map((place) => tree.parents[place] ?? -1) },
  };
}

/** Files and symbols outside of a chunk at which its edges end, and what these lie in: in order. */
function placesAround(tree: PictureTree, range: Range, edges: MergedEdges, rows: readonly number[]): number[] {
  const isListed = new Uint8Array(tree.nodeOf.length).fill(1, range.start, range.end);
  const places: number[] = [];
  const add = (end: number): void => {
    for (let at = end; at >= tree.fileStart && isListed[at] === 0; at = tree.parents[at] ?? -1) {
      isListed[at] = 1;
      places.push(at);
    }
  };
  for (const row of rows) {
    add(edges.sources[row] ?? -1);
    add(edges.targets[row] ?? -1);
  }
  return places.sort((a, b) => a - b);
}

function pictureNodes(tree: PictureTree, circles: Circles, range: Range): PictureNodes {
  const places = list(range);
  const node = places.map((place) => tree.nodeOf[place] ?? -1);
  return {
    first: range.start,
    label: node.map((one) => tree.graph.name(one)),
    key: node.map((one) => tree.graph.key(one)),
    node,
    kind: node.map((one) => tree.graph.columns.nodes.kinds[one] ?? -1),
    x: places.map((place) => circles.x[place] ?? 0),
    y: places.map((place) => circles.y[place] ?? 0),
    radius: places.map((place) => circles.radius[place] ?? 0),
    parent: places.map((place) => tree.parents[place] ?? -1),
    symbols: places.map((place) => tree.symbols[place] ?? 0),
  };
}

function pictureEdges(edges: MergedEdges, rows: readonly number[]): PictureEdges {
  return {
    source: rows.map((row) => edges.sources[row] ?? -1),
    target: rows.map((row) => edges.targets[row] ?? -1),
    count: rows.map((row) => edges.counts[row] ?? 0),
    inferred: rows.map((row) => edges.inferred[row] ?? 0),
    kinds: rows.map((row) => kindsOf(edges, row)),
  };
}

/** What most merged edges have: one edge, by its kind. */
const ONE_OF_KIND: readonly (readonly number[])[] = EDGE_KINDS.map((_, kind) => [kind, 1]);

/** Each kind that a merged edge has, with how many. */
function kindsOf(edges: MergedEdges, row: number): readonly number[] {
  const all = edges.kinds[row] ?? 0;
  if (edges.counts[row] === 1) return ONE_OF_KIND[31 - Math.clz32(all)] ?? [];
  const kinds: number[] = [];
  for (let left = all; left !== 0; left &= left - 1) {
    const kind = 31 - Math.clz32(left & -left);
    kinds.push(kind, edges.kindCounts[row * EDGE_KINDS.length + kind] ?? 0);
  }
  return kinds;
}

function heaviest(edges: MergedEdges, most: number): number[] {
  const rows = list({ start: 0, end: edges.counts.length });
  if (rows.length <= most) return rows;
  rows.sort((a, b) => (edges.counts[b] ?? 0) - (edges.counts[a] ?? 0) || a - b);
  return rows.slice(0, most).sort((a, b) => a - b);
}

function bounds(circles: Circles, count: number): PictureOverview['bounds'] {
  const result = { left: 0, bottom: 0, right: 0, top: 0 };
  for (let place = 0; place < count; place++) {
    const [x, y, radius] = [circles.x[place] ?? 0, circles.y[place] ?? 0, circles.radius[place] ?? 0];
    result.left = Math.min(result.left, x - radius);
    result.bottom = Math.min(result.bottom, y - radius);
    result.right = Math.max(result.right, x + radius);
    result.top = Math.max(result.top, y + radius);
  }
  return result;
}

function totals(tree: PictureTree): PictureOverview['totals'] {
  const counts = new Map<number, number>();
  for (const kind of tree.graph.columns.nodes.kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const of = (kind: (typeof NODE_KINDS)[number]): number => counts.get(NODE_KINDS.indexOf(kind)) ?? 0;
  const inside = of('repository') + of('package') + of('directory') + of('file');
  const symbols = tree.nodeOf.length - tree.symbolStart;
  return { packages: of('package'), directories: of('directory'), files: of('file'), symbols, outside: tree.graph.nodeCount - inside - symbols };
}

function list({ start, end }: Range): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
