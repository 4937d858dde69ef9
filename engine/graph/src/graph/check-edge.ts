import { MARKS_END } from '../model.js';
import type { GraphEdge } from '../model.js';
import { GraphError } from './graph-error.js';

/**
 * Whether an edge can be a row of a graph.
 * @param count of the nodes there are
 * @throws {GraphError} `unknownNode`, `unknownKind` or `invalidConfidence`
 */
export function checkEdge(edge: GraphEdge, count: number): void {
  if (!isBelow(edge.source, count) || !isBelow(edge.target, count) || edge.file < -1 || edge.file >= count) {
    throw new GraphError('unknownNode', `edge ${edge.kind} names node ${edge.source}, ${edge.target} or file ${edge.file}; there are ${count} nodes`);
  }
  if (!isBelow(edge.confidence - 1, 100)) throw new GraphError('invalidConfidence', `${edge.confidence} is no whole per cent from 1 to 100`);
  if (!isBelow(edge.marks ?? 0, MARKS_END)) throw new GraphError('unknownKind', `${edge.marks} is no sum of marks`);
}

function isBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}
