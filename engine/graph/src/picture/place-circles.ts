import { SYMBOL_KINDS } from '../model.js';
import type { NodeColumns } from '../graph/columns.js';
import type { MergedEdges } from '../queries/merge-edges.js';
import { sunflower, turn } from './circle-layout.js';
import type { SiblingLink } from './circle-layout.js';
import type { KnownLayouts } from './known-layouts.js';
import type { PictureTree } from './picture-tree.js';

export interface Circles {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly radius: Int32Array;
}

/** Distance of a sunflower's points; a symbol's circle is smaller, so that none overlap. */
const SYMBOL_SPACING = 100;
const SYMBOL_RADIUS = 46;
const TYPE_RADIUS = 72;
const SMALLEST_FILE = 180;
const GAP = 60;
const MOST_LINKS = 4_000;
const TYPES = new Set(['namespace', 'class', 'interface', 'struct', 'record', 'enum'].map((kind) => SYMBOL_KINDS.indexOf(kind as (typeof SYMBOL_KINDS)[number])));

/**
 * Gives every place a circle. Files are as large as their symbols need; containers are as large as what they contain,
 * which is pulled together where edges link it; what lies outside stands in rings around, near what uses it.
 * @param fileEdges merged edges between files, containers and things outside, by place
 * @param layouts of earlier pictures
 */
export function placeCircles(nodes: NodeColumns, tree: PictureTree, fileEdges: MergedEdges, layouts: KnownLayouts): Circles {
  layouts.begin();
  const count = tree.nodeOf.length;
  const circles = { x: new Int32Array(count), y: new Int32Array(count), radius: new Int32Array(count) };
  for (let place = tree.fileStart; place < tree.symbolStart; place++) circles.radius[place] = fileRadius(tree.symbols[place] ?? 0);
  for (let place = 0; place < tree.fileStart; place++) circles.radius[place] = tree.isContainer[place] === 1 ? SMALLEST_FILE : outsideRadius(nodes, tree, place);
  const children = childrenByContainer(tree);
  const links = linksByContainer(tree, fileEdges);
  const roots = children.get(-1) ?? [];
  const depths = new Int32Array(count);
  // Relative positions from the innermost container outwards: a container's radius is known once its children are placed.
  const deepestFirst = [...children.keys()].filter((place) => place >= 0).sort((a, b) => depth(tree, b, depths) - depth(tree, a, depths) || a - b);
  for (const container of deepestFirst) arrange(circles, container, children.get(container) ?? [], links.get(container) ?? [], layouts);
  const reach = arrange(circles, -1, roots, links.get(-1) ?? [], layouts);
  makeAbsolute(tree, circles, deepestFirst.reverse());
  ringAround(tree, circles, fileEdges, reach);
  placeSymbols(nodes, tree, circles);
  return circles;
}

function fileRadius(symbols: number): number {
  return Math.max(SMALLEST_FILE, Math.ceil(SYMBOL_SPACING * Math.sqrt(symbols + 0.5)) + TYPE_RADIUS + 10);
}

function outsideRadius({ inOffsets }: NodeColumns, tree: PictureTree, place: number): number {
  const node = tree.nodeOf[place] ?? 0;
  const uses = (inOffsets[node + 1] ?? 0) - (inOffsets[node] ?? 0);
  return SMALLEST_FILE + Math.round(40 * Math.sqrt(Math.min(uses, 400)));
}

/** Files and containers by what contains them; -1 holds the roots. */
function childrenByContainer(tree: PictureTree): Map<number, number[]> {
  const children = new Map<number, number[]>([[-1, []]]);
  for (let place = 0; place < tree.symbolStart; place++) {
    if (place < tree.fileStart && tree.isContainer[place] === 0) continue;
    const parent = tree.parents[place] ?? -1;
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [place]);
    else list.push(place);
  }
  return children;
}

/** Each edge links the two children of the innermost container that holds both its ends. */
function linksByContainer(tree: PictureTree, edges: MergedEdges): Map<number, SiblingPair[]> {
  const depths = new Int32Array(tree.symbolStart);
  const found = new Map<number, Map<number, SiblingPair>>();
  for (let i = 0; i < edges.counts.length; i++) {
    let a = edges.sources[i] ?? 0;
    let b = edges.targets[i] ?? 0;
    if (isOutside(tree, a) || isOutside(tree, b)) continue;
    while (depth(tree, a, depths) > depth(tree, b, depths)) a = tree.parents[a] ?? -1;
    while (depth(tree, b, depths) > depth(tree, a, depths)) b = tree.parents[b] ?? -1;
    while (a !== b && tree.parents[a] !== tree.parents[b]) [a, b] = [tree.parents[a] ?? -1, tree.parents[b] ?? -1];
    if (a === b) continue;
    const container = tree.parents[a] ?? -1;
    let pairs = found.get(container);
    if (pairs === undefined) found.set(container, (pairs = new Map<number, SiblingPair>()));
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair = low * 2 ** 26 + high;
    const known = pairs.get(pair);
    if (known === undefined) pairs.set(pair, { low, high, weight: edges.counts[i] ?? 1 });
    else known.weight += edges.counts[i] ?? 1;
  }
  return new Map([...found].map(([container, pairs]) => [container, [...pairs.values()]]));
}

interface SiblingPair {
  readonly low: number;
  readonly high: number;
  weight: number;
}

function isOutside(tree: PictureTree, place: number): boolean {
  return place < tree.fileStart && tree.isContainer[place] === 0;
}

function depth(tree: PictureTree, place: number, depths: Int32Array): number {
  if (place < 0) return 0;
  const known = depths[place] ?? 0;
  if (known > 0) return known;
  let steps = 1;
  for (let at = tree.parents[place] ?? -1; at >= 0; at = tree.parents[at] ?? -1) steps++;
  depths[place] = steps;
  return steps;
}

/** Places children around 0, 0 and makes their container large enough; gives back its radius. */
function arrange(circles: Circles, container: number, children: readonly number[], pairs: readonly SiblingPair[], layouts: KnownLayouts): number {
  if (children.length === 0) return 0;
  const at = new Map(children.map((place, i) => [place, i]));
  const strongest = pairs.length <= MOST_LINKS ? pairs : [...pairs].sort((a, b) => b.weight - a.weight || a.low - b.low || a.high - b.high).slice(0, MOST_LINKS);
  const links: SiblingLink[] = strongest.map(({ low, high, weight }) => ({ a: at.get(low) ?? 0, b: at.get(high) ?? 0, weight }));
  const radii = children.map((place) => circles.radius[place] ?? 0);
  const layout = layouts.of(radii, links, GAP);
  children.forEach((place, i) => {
    circles.x[place] = Math.round(layout.x[i] ?? 0);
    circles.y[place] = Math.round(layout.y[i] ?? 0);
  });
  const radius = Math.ceil(layout.radius) + (children.length === 1 ? GAP / 2 : GAP);
  if (container >= 0) circles.radius[container] = radius;
  return radius;
}

/** Adds each container's position to its children's, outermost first. */
function makeAbsolute(tree: PictureTree, circles: Circles, outermostFirst: readonly number[]): void {
  const children = childrenByContainer(tree);
  for (const container of outermostFirst) {
    for (const place of children.get(container) ?? []) {
      circles.x[place] = (circles.x[place] ?? 0) + (circles.x[container] ?? 0);
      circles.y[place] = (circles.y[place] ?? 0) + (circles.y[container] ?? 0);
    }
  }
}

/** Rings of things outside, each in the direction of the middle of its users as far as its neighbours allow. */
function ringAround(tree: PictureTree, circles: Circles, edges: MergedEdges, reach: number): void {
  const outside = Array.from({ length: tree.fileStart }, (_, place) => place).filter((place) => isOutside(tree, place));
  const pullX = new Float64Array(tree.fileStart);
  const pullY = new Float64Array(tree.fileStart);
  for (let i = 0; i < edges.counts.length; i++) {
    const source = edges.sources[i] ?? 0;
    const target = edges.targets[i] ?? 0;
    if (!isOutside(tree, target) || isOutside(tree, source)) continue;
    pullX[target] = (pullX[target] ?? 0) + (circles.x[source] ?? 0) * (edges.counts[i] ?? 1);
    pullY[target] = (pullY[target] ?? 0) + (circles.y[source] ?? 0) * (edges.counts[i] ?? 1);
  }
  outside.sort((a, b) => direction(pullX[a] ?? 0, pullY[a] ?? 0) - direction(pullX[b] ?? 0, pullY[b] ?? 0) || a - b);
  const widest = outside.reduce((most, place) => Math.max(most, circles.radius[place] ?? 0), 0);
  const slot = 2 * widest + GAP;
  let placed = 0;
  for (let ring = Math.max(reach, slot) + 4 * GAP + widest; placed < outside.length; ring += slot) {
    // A chord is a little shorter than its arc: 6.2 instead of two pi keeps neighbours apart.
    const room = Math.max(1, Math.floor((6.2 * ring) / slot) - 1);
    const rings = Math.ceil((outside.length - placed) / room);
    // Every ring takes each rings-th of those that are left, so that all keep their direction.
    const here = outside.slice(placed).filter((_, i) => i % rings === 0);
    const rest = outside.slice(placed).filter((_, i) => i % rings !== 0);
    here.forEach((place, i) => {
      const { cosine, sine } = turn(i / here.length);
      circles.x[place] = Math.round(cosine * ring);
      circles.y[place] = Math.round(sine * ring);
    });
    outside.splice(placed, outside.length, ...here, ...rest);
    placed += here.length;
  }
}

/** Grows with the angle from the positive x axis, from 0 to 4, without an arc tangent. */
function direction(x: number, y: number): number {
  const length = Math.abs(x) + Math.abs(y);
  if (length === 0) return 0;
  const part = y / length;
  return x < 0 ? 2 - part : y < 0 ? 4 + part : part;
}

function placeSymbols({ symbolKinds }: NodeColumns, tree: PictureTree, circles: Circles): void {
  for (let start = tree.symbolStart; start < tree.nodeOf.length; ) {
    const file = tree.parents[start] ?? -1;
    let end = start;
    while (end < tree.nodeOf.length && tree.parents[end] === file) end++;
    const points = sunflower(end - start, SYMBOL_SPACING);
    for (let place = start; place < end; place++) {
      circles.x[place] = (circles.x[file] ?? 0) + Math.round(points.x[place - start] ?? 0);
      circles.y[place] = (circles.y[file] ?? 0) + Math.round(points.y[place - start] ?? 0);
      circles.radius[place] = TYPES.has(symbolKinds[tree.nodeOf[place] ?? -1] ?? -1) ? TYPE_RADIUS : SYMBOL_RADIUS;
    }
    start = end;
  }
}
