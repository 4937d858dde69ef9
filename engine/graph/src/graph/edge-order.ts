import type { GrowableRows } from './growable-rows.js';

/** Where each value of an edge lies in its row. */
export const EDGE = { source: 0, kind: 1, target: 2, file: 3, startRow: 4, startColumn: 5, endRow: 6, endColumn: 7, rule: 8, resolution: 9, confidence: 10, marks: 11 } as const;
export const EDGE_WIDTH = 12;
const LARGE_BUCKET = 24;

/**
 * The canonical order of edges whose values are final: rows are sorted by every value in the order of `EDGE`.
 * A counting sort by source leaves small groups, which are then sorted by themselves.
 */
export function orderEdges(rows: GrowableRows, nodeCount: number): { order: Int32Array; outOffsets: Int32Array } {
  const { values, count } = rows;
  const outOffsets = offsetsOf(count, nodeCount, (row) => values[row * EDGE_WIDTH + EDGE.source] ?? 0);
  const next = outOffsets.slice();
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const source = values[row * EDGE_WIDTH + EDGE.source] ?? 0;
    order[increase(next, source)] = row;
  }
  const compare = (left: number, right: number): number => compareRows(values, left, right);
  for (let node = 0; node < nodeCount; node++) {
    const start = outOffsets[node] ?? 0;
    const end = outOffsets[node + 1] ?? 0;
    if (end - start > LARGE_BUCKET) order.subarray(start, end).sort(compare);
    else insertionSort(order, start, end, compare);
  }
  return { order, outOffsets };
}

/** Rows in order of target; rows with one target stay in row order. */
export function orderByTarget(targets: Int32Array, nodeCount: number): { byTarget: Int32Array; inOffsets: Int32Array } {
  const inOffsets = offsetsOf(targets.length, nodeCount, (row) => targets[row] ?? 0);
  const next = inOffsets.slice();
  const byTarget = new Int32Array(targets.length);
  targets.forEach((target, row) => (byTarget[increase(next, target)] = row));
  return { byTarget, inOffsets };
}

/** Where the rows of each node begin once they are in the order of their nodes; one more than there are nodes. */
export function offsetsOf(count: number, nodeCount: number, nodeOf: (row: number) => number): Int32Array {
  const offsets = new Int32Array(nodeCount + 1);
  for (let row = 0; row < count; row++) increase(offsets, nodeOf(row) + 1);
  for (let node = 0; node < nodeCount; node++) offsets[node + 1] = (offsets[node] ?? 0) + (offsets[node + 1] ?? 0);
  return offsets;
}

/** Adds one and gives back what was there before. */
function increase(counts: Int32Array, index: number): number {
  const before = counts[index] ?? 0;
  counts[index] = before + 1;
  return before;
}

function compareRows(values: Int32Array, left: number, right: number): number {
  const a = left * EDGE_WIDTH;
  const b = right * EDGE_WIDTH;
  for (let i = 1; i < EDGE_WIDTH; i++) {
    const difference = (values[a + i] ?? 0) - (values[b + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function insertionSort(order: Int32Array, start: number, end: number, compare: (left: number, right: number) => number): void {
  for (let i = start + 1; i < end; i++) {
    const row = order[i] ?? 0;
    let at = i - 1;
    while (at >= start && compare(order[at] ?? 0, row) > 0) {
      order[at + 1] = order[at] ?? 0;
      at--;
    }
    order[at + 1] = row;
  }
}
