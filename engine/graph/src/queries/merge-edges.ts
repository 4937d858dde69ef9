import { EDGE_KINDS, RESOLUTIONS } from '../model.js';
import type { EdgeColumns } from '../graph/columns.js';

const CONTAINS = EDGE_KINDS.indexOf('contains');
const INFERRED = RESOLUTIONS.indexOf('inferred');
/** Edges between groups of nodes, in order of source, then target. */
export interface MergedEdges {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly counts: Int32Array;
  /** How many of them are inferred. */
  readonly inferred: Int32Array;
  /** Of each merged edge, the kinds that it has, a bit each. */
  readonly kinds: Int32Array;
  /** Of each merged edge, the number of its edges of each kind: `kindCounts[i * EDGE_KINDS.length + kind]`. */
  readonly kindCounts: Uint8Array | Uint16Array | Int32Array;
}

/**
 * Merges all edges whose ends lie in different groups. `contains` is the grouping itself and is left out.
 * @param groupOf the group of each node; edges at a node of group -1 are left out
 * @param isWanted which edges count, by row
 */
export function mergeEdges(edges: EdgeColumns, groupOf: Int32Array, isWanted?: (row: number) => boolean): MergedEdges {
  const { rows, mergedOf, sources, targets } = group(edges, groupOf, (row) => edges.kinds[row] !== CONTAINS && isWanted?.(row) !== false);
  const counts = new Int32Array(sources.length);
  for (const merged of mergedOf) counts[merged] = (counts[merged] ?? 0) + 1;
  const result = emptyMerged(sources, targets, counts);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const merged = mergedOf[at] ?? 0;
    const kind = edges.kinds[row] ?? 0;
    const cell = merged * EDGE_KINDS.length + kind;
    if (edges.resolutions[row] === INFERRED) result.inferred[merged] = (result.inferred[merged] ?? 0) + 1;
    result.kinds[merged] = (result.kinds[merged] ?? 0) | (1 << kind);
    result.kindCounts[cell] = (result.kindCounts[cell] ?? 0) + 1;
  }
  return result;
}

/**
 * Merges what was merged before into larger groups: what merging the edges themselves gives.
 * @param groupOf the larger group of each group, or -1
 */
export function mergeFurther(edges: MergedEdges, groupOf: Int32Array): MergedEdges {
  const { rows, mergedOf, sources, targets } = group(edges, groupOf, () => true);
  const counts = new Int32Array(sources.length);
  for (let at = 0; at < rows.length; at++) counts[mergedOf[at] ?? 0] = (counts[mergedOf[at] ?? 0] ?? 0) + (edges.counts[rows[at] ?? 0] ?? 0);
  const result = emptyMerged(sources, targets, counts);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const merged = mergedOf[at] ?? 0;
    const kinds = edges.kinds[row] ?? 0;
    result.inferred[merged] = (result.inferred[merged] ?? 0) + (edges.inferred[row] ?? 0);
    result.kinds[merged] = (result.kinds[merged] ?? 0) | kinds;
    for (let left = kinds; left !== 0; left &= left - 1) {
      const kind = 31 - Math.clz32(left & -left);
      const cell = merged * EDGE_KINDS.length + kind;
      result.kindCounts[cell] = (result.kindCounts[cell] ?? 0) + (edges.kindCounts[row * EDGE_KINDS.length + kind] ?? 0);
    }
  }
  return result;
}

function emptyMerged(sources: Int32Array, targets: Int32Array, counts: Int32Array): MergedEdges {
  const { length } = counts;
  return { sources, targets, counts, inferred: new Int32Array(length), kinds: new Int32Array(length), kindCounts: countersUpTo(counts, length * EDGE_KINDS.length) };
}

interface Ends {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
}

interface Grouped extends Ends {
  /** Of edges between different groups, in order of the source's group, then the target's. */
  readonly rows: Int32Array;
  /** Of each of these rows, which merged edge it is part of: a row of `sources` and `targets`. */
  readonly mergedOf: Int32Array;
}

function group(edges: Ends, groupOf: Int32Array, isWanted: (row: number) => boolean): Grouped {
  const groupCount = groupOf.reduce((most, one) => Math.max(most, one + 1), 0);
  const wanted = wantedEdges(edges, groupOf, isWanted);
  const order = orderByGroup(orderByGroup(undefined, wanted.targets, groupCount), wanted.sources, groupCount);
  const rows = new Int32Array(order.length);
  const mergedOf = new Int32Array(order.length);
  const sources = new Int32Array(order.length);
  const targets = new Int32Array(order.length);
  let count = 0;
  let [lastSource, lastTarget] = [-1, -1];
  for (let at = 0; at < order.length; at++) {
    const place = order[at] ?? 0;
    const source = wanted.sources[place] ?? -1;
    const target = wanted.targets[place] ?? -1;
    if (source !== lastSource || target !== lastTarget) {
      sources[count] = lastSource = source;
      targets[count] = lastTarget = target;
      count++;
    }
    rows[at] = wanted.rows[place] ?? 0;
    mergedOf[at] = count - 1;
  }
  return { rows, mergedOf, sources: sources.slice(0, count), targets: targets.slice(0, count) };
}

/** Rows of edges between different groups, and the groups at their ends. */
function wantedEdges(edges: Ends, groupOf: Int32Array, isWanted: (row: number) => boolean): Ends & { readonly rows: Int32Array } {
  const { length } = edges.sources;
  const rows = new Int32Array(length);
  const sources = new Int32Array(length);
  const targets = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) {
    const source = groupOf[edges.sources[row] ?? 0] ?? -1;
    const target = groupOf[edges.targets[row] ?? 0] ?? -1;
    if (source === target || source < 0 || target < 0 || !isWanted(row)) continue;
    rows[count] = row;
    sources[count] = source;
    targets[count] = target;
    count++;
  }
  return { rows: rows.subarray(0, count), sources: sources.subarray(0, count), targets: targets.subarray(0, count) };
}

/** Places by their groups: a counting sort, which keeps the order of those that share a group. @param order of the places before; absent is the order of their numbers */
function orderByGroup(order: Int32Array | undefined, groups: Int32Array, groupCount: number): Int32Array {
  const next = new Int32Array(groupCount + 1);
  for (let place = 0; place < groups.length; place++) {
    const after = (groups[place] ?? 0) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let group = 0; group < groupCount; group++) next[group + 1] = (next[group] ?? 0) + (next[group + 1] ?? 0);
  const ordered = new Int32Array(groups.length);
  for (let at = 0; at < groups.length; at++) {
    const place = order === undefined ? at : (order[at] ?? 0);
    const group = groups[place] ?? 0;
    const to = next[group] ?? 0;
    next[group] = to + 1;
    ordered[to] = place;
  }
  return ordered;
}

/** As many counters, as narrow as the largest count allows: a large graph has tens of millions of them. */
function countersUpTo(counts: Int32Array, length: number): MergedEdges['kindCounts'] {
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (largest <= 0xff) return new Uint8Array(length);
  return largest <= 0xffff ? new Uint16Array(length) : new Int32Array(length);
}
