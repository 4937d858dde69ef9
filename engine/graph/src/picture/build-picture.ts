import { bitsOf } from '../bits.js';
import { EDGE_KINDS, NODE_KINDS } from '../model.js';
import type { Graph } from '../graph/graph.js';
import type { MergedEdges } from '../queries/merge-edges.js';
import { encodeJson } from './json-columns.js';
import type { Columns, Integers, IntegerLists } from './json-columns.js';
import { PICTURE_VERSION, filesChunkName, symbolsChunkName } from './picture-model.js';
import type { PictureChunk, PictureEdges, PictureNodes, PictureOverview } from './picture-model.js';
import { planPicture } from './picture-plan.js';
import type { PictureLevel, PicturePlan, PlaceRange } from './picture-plan.js';
import type { PictureTree } from './picture-tree.js';
import type { Circles } from './place-circles.js';

const MOST_OVERVIEW_EDGES = 12_000;

export interface PictureFile {
  readonly name: string;
  /** JSON in UTF-8. */
  readonly content: Uint8Array<ArrayBuffer>;
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
  const plan = planPicture(graph);
  yield* areaFiles(graph, plan);
  for (const number of plan.symbols.ranges.keys()) yield symbolsFile(graph, plan, number);
}

/** The overview and the chunks of files. */
export function* areaFiles(graph: Graph, plan: PicturePlan): Generator<PictureFile> {
  yield { name: 'overview.json', content: encodeJson(overview(graph, plan)) };
  const { tree, files, symbols } = plan;
  const { roles } = graph.columns.nodes;
  const chunkOf = chunkOfParents(tree, symbols.ranges);
  for (const [number, { start, end }] of files.ranges.entries()) {
    const content = chunk(graph, plan, files, number, { role: pick(roles, tree.nodeOf.subarray(start, end)), chunk: chunkOf.subarray(start, end) });
    yield { name: filesChunkName(number), content: encodeJson({ version: PICTURE_VERSION, level: 'files', ...content } satisfies Columns<PictureChunk>) };
  }
}

/** What chunks of symbols are written from. */
export type SymbolsPlan = Pick<PicturePlan, 'tree' | 'circles' | 'symbols'>;

/** One chunk of symbols. */
export function symbolsFile(graph: Graph, plan: SymbolsPlan, number: number): PictureFile {
  const { tree, symbols } = plan;
  const { symbolKinds } = graph.columns.nodes;
  const { start, end } = rangeOf(symbols, number);
  const content = chunk(graph, plan, symbols, number, { symbolKind: pick(symbolKinds, tree.nodeOf.subarray(start, end)) });
  return { name: symbolsChunkName(number), content: encodeJson({ version: PICTURE_VERSION, level: 'symbols', ...content } satisfies Columns<PictureChunk>) };
}

/** Of each place the chunk that holds what lies directly in it, or -1. */
function chunkOfParents(tree: PictureTree, ranges: readonly PlaceRange[]): Int32Array {
  const found = new Int32Array(tree.nodeOf.length).fill(-1);
  ranges.forEach(({ start, end }, i) => {
    for (const parent of tree.parents.subarray(start, end)) if (parent >= 0) found[parent] = i;
  });
  return found;
}

function overview(graph: Graph, { tree, circles, files, symbols, containerEdges, packageEdges }: PicturePlan): Columns<PictureOverview> {
  const end = tree.fileStart;
  const wanted = heaviest(containerEdges, MOST_OVERVIEW_EDGES);
  return {
    version: PICTURE_VERSION,
    level: 'overview',
    bounds: bounds(circles, end),
    totals: totals(graph, tree),
    nodes: { ...pictureNodes(graph, tree, circles, { start: 0, end }), files: tree.files.subarray(0, end), chunk: chunkOfParents(tree, files.ranges).subarray(0, end) },
    packageEdges: pictureEdges(packageEdges, allRows(packageEdges)),
    edges: pictureEdges(containerEdges, wanted),
    droppedEdges: containerEdges.counts.length - wanted.length,
    chunks: { files: files.ranges.length, symbols: symbols.ranges.length },
  };
}

function chunk(graph: Graph, { tree, circles }: SymbolsPlan, level: PictureLevel, number: number, extra: Partial<Columns<PictureNodes>>): Pick<Columns<PictureChunk>, 'nodes' | 'edges' | 'outside'> {
  const range = rangeOf(level, number);
  const rows = level.rows.subarray(level.offsets[number], level.offsets[number + 1]);
  const outside = placesAround(tree, range, level.edges, rows);
  return {
    nodes: { ...pictureNodes(graph, tree, circles, range), ...extra },
    edges: pictureEdges(level.edges, rows),
    outside: { place: outside, parent: pick(tree.parents, outside) },
  };
}

function rangeOf(level: PictureLevel, number: number): PlaceRange {
  const range = level.ranges[number];
  if (range === undefined) throw new Error(`a picture of ${level.ranges.length} chunks has no chunk ${number}`);
  return range;
}

/** Files and symbols outside of a chunk at which its edges end, and what these lie in: in order. */
function placesAround(tree: PictureTree, range: PlaceRange, edges: MergedEdges, rows: Int32Array): Int32Array {
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
  return Int32Array.from(places).sort(); // numbers alone: no call for each comparison
}

function pictureNodes(graph: Graph, tree: PictureTree, circles: Circles, { start, end }: PlaceRange): Columns<PictureNodes> {
  const { keys, names, kinds } = graph.columns.nodes;
  const node = tree.nodeOf.subarray(start, end);
  return {
    first: start,
    label: { strings: names.values, rows: pick(names.indices, node) },
    key: { strings: keys, rows: node },
    node,
    kind: pick(kinds, node),
    x: circles.x.subarray(start, end),
    y: circles.y.subarray(start, end),
    radius: circles.radius.subarray(start, end),
    parent: tree.parents.subarray(start, end),
    symbols: tree.symbols.subarray(start, end),
  };
}

function pictureEdges(edges: MergedEdges, rows: Int32Array): Columns<PictureEdges> {
  return { source: pick(edges.sources, rows), target: pick(edges.targets, rows), count: pick(edges.counts, rows), inferred: pick(edges.inferred, rows), kinds: kindsOf(edges, rows) };
}

/** Cells of a column. A loop takes a third of the time of what goes through iterators. */
function pick(column: Integers, rows: Int32Array): Int32Array {
  const picked = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) picked[at] = column[rows[at] ?? -1] ?? -1;
  return picked;
}

/** Each kind that a merged edge has, with how many. */
function kindsOf(edges: MergedEdges, rows: Int32Array): IntegerLists {
  const offsets = new Int32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) offsets[at + 1] = (offsets[at] ?? 0) + 2 * bitsOf(edges.kinds[rows[at] ?? -1] ?? 0);
  const values = new Int32Array(offsets[rows.length] ?? 0);
  let end = 0;
  for (const row of rows) {
    for (let left = edges.kinds[row] ?? 0; left !== 0; left &= left - 1) {
      const kind = 31 - Math.clz32(left & -left);
      values[end++] = kind;
      values[end++] = edges.kindCounts[row * EDGE_KINDS.length + kind] ?? 0;
    }
  }
  return { values, offsets };
}

function allRows(edges: MergedEdges): Int32Array {
  return Int32Array.from(edges.counts.keys());
}

function heaviest(edges: MergedEdges, most: number): Int32Array {
  const rows = allRows(edges);
  if (rows.length <= most) return rows;
  rows.sort((a, b) => (edges.counts[b] ?? 0) - (edges.counts[a] ?? 0) || a - b);
  return rows.slice(0, most).sort();
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

function totals(graph: Graph, tree: PictureTree): PictureOverview['totals'] {
  const counts = new Map<number, number>();
  for (const kind of graph.columns.nodes.kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const of = (kind: (typeof NODE_KINDS)[number]): number => counts.get(NODE_KINDS.indexOf(kind)) ?? 0;
  const inside = of('repository') + of('package') + of('directory') + of('file');
  const symbols = tree.nodeOf.length - tree.symbolStart;
  return { packages: of('package'), directories: of('directory'), files: of('file'), symbols, outside: graph.nodeCount - inside - symbols };
}
