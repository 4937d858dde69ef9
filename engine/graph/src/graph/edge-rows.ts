import type { GraphEdge } from '../model.js';
import { EDGE_CODES, RESOLUTION_CODES, codeOf, writeRange } from './codes.js';
import { checkEdge } from './check-edge.js';
import { EDGE, EDGE_WIDTH } from './edge-order.js';
import { GrowableRows } from './growable-rows.js';
import { StringInterner } from './string-interner.js';

/** Edges as rows of numbers, in the order in which they came. */
export class EdgeRows {
  readonly rows = new GrowableRows(EDGE_WIDTH, 4096);
  readonly #rules = new StringInterner();

  /** The rules that edges name, in the order of their first use. */
  get rules(): readonly string[] {
    return this.#rules.strings;
  }

  /** Where each leads. */
  *targets(): Generator<number> {
    for (let row = 0; row < this.rows.count; row++) yield this.rows.values[row * EDGE_WIDTH + EDGE.target] ?? -1;
  }

  /** @param nodeCount of the nodes that it may name @throws {GraphError} `unknownNode`, `unknownKind` or `invalidConfidence` */
  add(edge: GraphEdge, nodeCount: number): void {
    checkEdge(edge, nodeCount);
    const start = this.rows.push();
    const { values } = this.rows;
    values[start + EDGE.source] = edge.source;
    values[start + EDGE.kind] = codeOf(EDGE_CODES, edge.kind);
    values[start + EDGE.target] = edge.target;
    values[start + EDGE.file] = edge.file;
    writeRange(values, start + EDGE.startRow, edge.range);
    values[start + EDGE.rule] = this.#rules.intern(edge.rule);
    values[start + EDGE.resolution] = codeOf(RESOLUTION_CODES, edge.resolution);
    values[start + EDGE.confidence] = edge.confidence;
    values[start + EDGE.marks] = edge.marks ?? 0;
  }

  /** Gives nodes and rules the numbers that they have in the graph, in place. @param rankOf of a rule among all of the graph */
  settle(newOf: Int32Array, rankOf: ReadonlyMap<string, number>): void {
    const { values, count } = this.rows;
    const ranks = Int32Array.from(this.rules, (rule) => rankOf.get(rule) ?? -1);
    for (let start = 0; start < count * EDGE_WIDTH; start += EDGE_WIDTH) {
      values[start + EDGE.source] = newOf[values[start + EDGE.source] ?? 0] ?? 0;
      values[start + EDGE.target] = newOf[values[start + EDGE.target] ?? 0] ?? 0;
      values[start + EDGE.file] = newOf[values[start + EDGE.file] ?? -1] ?? -1;
      values[start + EDGE.rule] = ranks[values[start + EDGE.rule] ?? 0] ?? 0;
    }
  }
}

/** Each rule's place in the order of their bytes. */
export function ranksOf(sorted: readonly string[]): ReadonlyMap<string, number> {
  return new Map(sorted.map((rule, rank) => [rule, rank]));
}
