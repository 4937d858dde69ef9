import type { GraphColumns, RangeColumns } from '../graph/columns.js';
import type { Graph } from '../graph/graph.js';
import { Hierarchy } from '../queries/hierarchy.js';
import { pictureColumns } from './picture-plan.js';
import { comparePlaces } from './picture-tree.js';

/**
 * Whether two graphs have the same picture, byte for byte: whatever it is drawn from is the same. Symbols may lie on other
 * lines, as long as those of a file come in the same order.
 * @returns false also where the pictures might be the same
 */
export function hasSamePicture(before: Graph, after: Graph): boolean {
  return isSame(drawnFrom(before.columns), drawnFrom(after.columns)) && areSymbolsInOrder(before, after);
}

/** All of it but where symbols begin, which gives them their order alone. */
function drawnFrom(columns: GraphColumns): unknown {
  const { nodes: { ranges: _ranges, ...nodes }, edges } = pictureColumns(columns);
  return { nodes, edges };
}

/** Compares plain data whose leaves are typed arrays. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (ArrayBuffer.isView(one) && ArrayBuffer.isView(other)) return bytes(one).equals(bytes(other));
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const members = new Map(Object.entries(other));
  const names = Object.entries(one);
  return names.length === members.size && names.every(([name, value]) => isSame(value, members.get(name)));
}

function bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Whether symbols of each file come one after the other as before; nodes of both graphs have the same numbers. */
function areSymbolsInOrder(before: Graph, after: Graph): boolean {
  const earlier = before.columns.nodes.ranges;
  const later = after.columns.nodes.ranges;
  const moved: number[] = [];
  for (let node = 0; node < after.nodeCount; node++) {
    if (earlier.startRows[node] !== later.startRows[node] || earlier.startColumns[node] !== later.startColumns[node]) moved.push(node);
  }
  if (moved.length === 0) return true;
  const { fileOf } = new Hierarchy(after);
  const files = new Set(moved.map((node) => fileOf[node]));
  const inMoved: number[] = [];
  for (let node = 0; node < after.nodeCount; node++) if (files.has(fileOf[node])) inMoved.push(node);
  const inOrder = (ranges: RangeColumns): number[] => inMoved.toSorted((a, b) => (fileOf[a] ?? -1) - (fileOf[b] ?? -1) || comparePlaces(ranges, a, b));
  const expected = inOrder(earlier);
  return inOrder(later).every((node, at) => node === expected[at]);
}
