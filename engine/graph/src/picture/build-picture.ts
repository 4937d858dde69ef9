import { EDGE_KINDS, NODE_KINDS } from '../model.js';
import type { Graph } from '../graph/graph.js';
import type { MergedEdges } from '../queries/merge-edges.js';
import { PICTURE_VERSION, filesChunkName, symbolsChunkName } from './picture-model.js';
import type { PictureChunk, PictureEdges, PictureNodes, PictureOverview } from './picture-model.js';
import { planPicture } from './picture-plan.js';
import type { PictureLevel, PicturePlan, PlaceRange } from './picture-plan.js';
import type { PictureTree } from './picture-tree.js';
import type { Circles } from './place-circles.js';

const MOST_OVERVIEW_EDGES = 12_000;

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
  const plan = planPicture(graph);
  yield* areaFiles(graph, plan);
  for (const number of plan.symbols.ranges.keys()) yield symbolsFile(graph, plan, number);
}

/** The overview and the chunks of files. */
export function* areaFiles(graph: Graph, plan: PicturePlan): Generator<PictureFile> {
  yield { name: 'overview.json', content: JSON.stringify(overview(graph, plan)) };
  const { tree, files, symbols } = plan;
  const { roles } = graph.columns.nodes;
  const chunkOf = chunkOfParents(tree, symbols.ranges);
  for (const [number, range] of files.ranges.entries()) {
    const places = list(range);
    const content = chunk(graph, plan, files, number, { role: pick(roles, pick(tree.nodeOf, places)), chunk: places.map((place) => chunkOf.get(place) ?? -1) });
    yield { name: filesChunkName(number), content: JSON.stringify({ version: PICTURE_VERSION, level: 'files', ...content } satisfies PictureChunk) };
  }
}

/** What chunks of symbols are written from. */
export type SymbolsPlan = Pick<PicturePlan, 'tree' | 'circles' | 'symbols'>;

/** One chunk of symbols. */
export function symbolsFile(graph: Graph, plan: SymbolsPlan, number: number): PictureFile {
  const { tree, symbols } = plan;
  const { symbolKinds } = graph.columns.nodes;
  const content = chunk(graph, plan, symbols, number, { symbolKind: pick(symbolKinds, pick(tree.nodeOf, list(rangeOf(symbols, number)))) });
  return { name: symbolsChunkName(number), content: JSON.stringify({ version: PICTURE_VERSION, level: 'symbols', ...content } satisfies PictureChunk) };
}

function chunkOfParents(tree: PictureTree, ranges: readonly PlaceRange[]): Map<number, number> {
  const found = new Map<number, number>();
  ranges.forEach((range, i) => {
    for (let place = range.start; place < range.end; place++) found.set(tree.parents[place] ?? -1, i);
  });
  return found;
}

function overview(graph: Graph, { tree, circles, files, symbols, containerEdges, packageEdges }: PicturePlan): PictureOverview {
  const range = { start: 0, end: tree.fileStart };
  const chunkOf = chunkOfParents(tree, files.ranges);
  const wanted = heaviest(containerEdges, MOST_OVERVIEW_EDGES);
  const places = list(range);
  return {
    version: PICTURE_VERSION,
    level: 'overview',
    bounds: bounds(circles, tree.fileStart),
    totals: totals(graph, tree),
    nodes: { ...pictureNodes(graph, tree, circles, range), files: pick(tree.files, places), chunk: places.map((place) => chunkOf.get(place) ?? -1) },
    packageEdges: pictureEdges(packageEdges, list({ start: 0, end: packageEdges.counts.length })),
    edges: pictureEdges(containerEdges, wanted),
    droppedEdges: containerEdges.counts.length - wanted.length,
    chunks: { files: files.ranges.length, symbols: symbols.ranges.length },
  };
}

function chunk(graph: Graph, { tree, circles }: SymbolsPlan, level: PictureLevel, number: number, extra: Partial<PictureNodes>): Pick<PictureChunk, 'nodes' | 'edges' | 'outside'> {
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
function placesAround(tree: PictureTree, range: PlaceRange, edges: MergedEdges, rows: Int32Array): number[] {
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
  return Array.from(Int32Array.from(places).sort()); // numbers alone: no call for each comparison
}

function pictureNodes(graph: Graph, tree: PictureTree, circles: Circles, range: PlaceRange): PictureNodes {
  const places = list(range);
  const node = pick(tree.nodeOf, places);
  return {
    first: range.start,
    label: node.map((one) => graph.name(one)),
    key: node.map((one) => graph.key(one)),
    node,
    kind: pick(graph.columns.nodes.kinds, node),
    x: pick(circles.x, places),
    y: pick(circles.y, places),
    radius: pick(circles.radius, places),
    parent: pick(tree.parents, places),
    symbols: pick(tree.symbols, places),
  };
}

function pictureEdges(edges: MergedEdges, rows: Numbers): PictureEdges {
  const kinds = new Array<readonly number[]>(rows.length);
  for (let at = 0; at < rows.length; at++) kinds[at] = kindsOf(edges, rows[at] ?? 0);
  return { source: pick(edges.sources, rows), target: pick(edges.targets, rows), count: pick(edges.counts, rows), inferred: pick(edges.inferred, rows), kinds };
}

type Numbers = readonly number[] | Int32Array | Int8Array;

/** Cells of a column. A loop takes a third of the time of what goes through iterators. */
function pick(column: Numbers, rows: Numbers): number[] {
  const picked = new Array<number>(rows.length);
  for (let at = 0; at < rows.length; at++) picked[at] = column[rows[at] ?? -1] ?? -1;
  return picked;
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

function totals(graph: Graph, tree: PictureTree): PictureOverview['totals'] {
  const counts = new Map<number, number>();
  for (const kind of graph.columns.nodes.kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const of = (kind: (typeof NODE_KINDS)[number]): number => counts.get(NODE_KINDS.indexOf(kind)) ?? 0;
  const inside = of('repository') + of('package') + of('directory') + of('file');
  const symbols = tree.nodeOf.length - tree.symbolStart;
  return { packages: of('package'), directories: of('directory'), files: of('file'), symbols, outside: graph.nodeCount - inside - symbols };
}

function list({ start, end }: PlaceRange): number[] {
  const numbers = new Array<number>(end - start);
  for (let at = start; at < end; at++) numbers[at - start] = at;
  return numbers;
}
