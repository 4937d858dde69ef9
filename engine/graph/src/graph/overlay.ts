import type { RowOrder } from './amend-columns.js';

/**
 * Which nodes and edges of a graph were laid over the others: what is made of the whole, and not of one file. A bit for each node
 * and each edge, in the graph's order, the lowest bit of a byte first.
 */
export interface Overlay {
  readonly nodes: Uint8Array;
  readonly edges: Uint8Array;
}

/** Bits for so many rows. */
export function bitsWhere(count: number, isSet: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (let row = 0; row < count; row++) if (isSet(row)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  return bits;
}

export function hasBit(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** Bits in another order. @param isSet of a new row by its place among the new ones */
export function gatherBits(bits: Uint8Array, order: RowOrder, isSet: (added: number) => boolean): Uint8Array {
  const result = new Uint8Array(Math.ceil(order.length / 8));
  const set = (row: number): void => void (result[row >> 3] = (result[row >> 3] ?? 0) | (1 << (row & 7)));
  for (const { row, from, length } of order.runs) {
    for (let at = 0; at < length; at++) {
      // Most are not laid over.
      if (((from + at) & 7) === 0 && bits[(from + at) >> 3] === 0) at += 7;
      else if (hasBit(bits, from + at)) set(row + at);
    }
  }
  for (const row of order.fresh) if (isSet(~(order.rows[row] ?? 0))) set(row);
  return result;
}
