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
