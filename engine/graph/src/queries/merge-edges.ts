import { EDGE_KINDS, RESOLUTIONS } from '../model.js';
import type { EdgeColumns } from '../graph/columns.js';

const CONTAINS = EDGE_KINDS.indexOf('contains');
const INFERRED = RESOLUTIONS.indexOf('inferred');
/** Above any node number, and small enough that a pair is one exact double. */
const PAIR_BASE = 2 ** 26;

/** Edges between groups of nodes, in order of source, then target. */
export interface MergedEdges {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly counts: Int32Array;
  /** How many of them are inferred. */
  readonly inferred: Int32Array;
  /** Of each merged edge, the number of its edges of each kind: `kindCounts[i * EDGE_KINDS.length + kind]`. */
  readonly kindCounts: Int32Array;
}

/**
 * Merges all edges whose ends lie in different groups. `contains` is the grouping itself and is left out.
 * @param groupOf the group of each node; edges at a node of group -1 are left out
 * @param isWanted which edges count, by row
 */
export function mergeEdges(edges: EdgeColumns, groupOf: Int32Array, isWanted?: (row: number) => boolean): MergedEdges {
  const width = EDGE_KINDS.length;
  const places = new Map<number, number>();
  const pairs: number[] = [];
  const rows = new Int32Array(edges.kinds.length).fill(-1);
  for (let row = 0; row < edges.kinds.length; row++) {
    if (edges.kinds[row] === CONTAINS) continue;
    const source = groupOf[edges.sources[row] ?? -1] ?? -1;
    const target = groupOf[edges.targets[row] ?? -1] ?? -1;
    if (source === target || source < 0 || target < 0 || isWanted?.(row) === false) continue;
    const pair = source * PAIR_BASE + target;
    let place = places.get(pair);
    if (place === undefined) places.set(pair, (place = pairs.push(pair) - 1));
    rows[row] = place;
  }
  // Numbers in a typed array are sorted without a comparison in JavaScript.
  const sorted = Float64Array.from(pairs).sort();
  const placeInOrder = new Int32Array(pairs.length);
  sorted.forEach((pair, at) => (placeInOrder[places.get(pair) ?? 0] = at));
  const merged = {
    sources: Int32Array.from(sorted, (pair) => Math.floor(pair / PAIR_BASE)),
    targets: Int32Array.from(sorted, (pair) => pair % PAIR_BASE),
    counts: new Int32Array(pairs.length),
    inferred: new Int32Array(pairs.length),
    kindCounts: new Int32Array(pairs.length * width),
  };
  rows.forEach((place, row) => {
    if (place < 0) return;
    const at = placeInOrder[place] ?? 0;
    merged.counts[at] = (merged.counts[at] ?? 0) + 1;
    if (edges.resolutions[row] === INFERRED) merged.inferred[at] = (merged.inferred[at] ?? 0) + 1;
    const cell = at * width + (edges.kinds[row] ?? 0);
    merged.kindCounts[cell] = (merged.kindCounts[cell] ?? 0) + 1;
  });
  return merged;
}
