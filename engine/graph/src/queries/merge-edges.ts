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
  readonly kindCounts: Uint8Array | Uint16Array | Int32Array;
}

/**
 * Merges all edges whose ends lie in different groups. `contains` is the grouping itself and is left out.
 * @param groupOf the group of each node; edges at a node of group -1 are left out
 * @param isWanted which edges count, by row
 */
export function mergeEdges(edges: EdgeColumns, groupOf: Int32Array, isWanted?: (row: number) => boolean): MergedEdges {
  const width = EDGE_KINDS.length;
  const places = new PairNumbers();
  const rows = new Int32Array(edges.kinds.length).fill(-1);
  for (let row = 0; row < edges.kinds.length; row++) {
    if (edges.kinds[row] === CONTAINS) continue;
    const source = groupOf[edges.sources[row] ?? -1] ?? -1;
    const target = groupOf[edges.targets[row] ?? -1] ?? -1;
    if (source === target || source < 0 || target < 0 || isWanted?.(row) === false) continue;
    rows[row] = places.numberOf(source, target);
  }
  // Numbers in a typed array are sorted without a comparison in JavaScript.
  const sorted = places.pairs().sort();
  const placeInOrder = new Int32Array(sorted.length);
  sorted.forEach((pair, at) => (placeInOrder[places.numberOf(Math.floor(pair / PAIR_BASE), pair % PAIR_BASE)] = at));
  const counts = new Int32Array(sorted.length);
  for (const place of rows) {
    const at = place < 0 ? -1 : (placeInOrder[place] ?? -1);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  const merged = {
    sources: Int32Array.from(sorted, (pair) => Math.floor(pair / PAIR_BASE)),
    targets: Int32Array.from(sorted, (pair) => pair % PAIR_BASE),
    counts,
    inferred: new Int32Array(sorted.length),
    kindCounts: countersUpTo(counts, sorted.length * width),
  };
  rows.forEach((place, row) => {
    if (place < 0) return;
    const at = placeInOrder[place] ?? 0;
    if (edges.resolutions[row] === INFERRED) merged.inferred[at] = (merged.inferred[at] ?? 0) + 1;
    const cell = at * width + (edges.kinds[row] ?? 0);
    merged.kindCounts[cell] = (merged.kindCounts[cell] ?? 0) + 1;
  });
  return merged;
}

/** As many counters, as narrow as the largest count allows: a large graph has tens of millions of them. */
function countersUpTo(counts: Int32Array, length: number): MergedEdges['kindCounts'] {
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (largest <= 0xff) return new Uint8Array(length);
  return largest <= 0xffff ? new Uint16Array(length) : new Int32Array(length);
}

/** Numbers pairs in the order of their first use: a table of open addressing, since there may be millions. */
class PairNumbers {
  private sources = new Int32Array(1024);
  private targets = new Int32Array(1024);
  private count = 0;
  /** Numbers plus one, at most half full. */
  private slots = new Int32Array(4096);

  numberOf(source: number, target: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(source, target) & mask;
    for (let known = this.slots[slot] ?? 0; known !== 0; known = this.slots[slot] ?? 0) {
      if (this.sources[known - 1] === source && this.targets[known - 1] === target) return known - 1;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.sources.length) {
      this.sources = doubled(this.sources);
      this.targets = doubled(this.targets);
    }
    this.sources[this.count] = source;
    this.targets[this.count] = target;
    this.slots[slot] = ++this.count;
    if (this.count * 2 > this.slots.length) this.widen();
    return this.count - 1;
  }

  /** Each pair as one exact double, by number. */
  pairs(): Float64Array {
    return Float64Array.from({ length: this.count }, (_, at) => (this.sources[at] ?? 0) * PAIR_BASE + (this.targets[at] ?? 0));
  }

  private widen(): void {
    const slots = new Int32Array(this.slots.length * 2);
    for (let at = 0; at < this.count; at++) {
      let slot = hashOf(this.sources[at] ?? 0, this.targets[at] ?? 0) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = at + 1;
    }
    this.slots = slots;
  }
}

/** Spreads both numbers over all bits, so that neighbours do not lie together. */
function hashOf(source: number, target: number): number {
  const mixed = Math.imul(source, 0x9e3779b1) ^ Math.imul(target + 0x7f4a7c15, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
