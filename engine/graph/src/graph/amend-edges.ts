import { gatherBits } from './overlay.js';
import type { EdgeColumns } from './columns.js';
import { RowOrder, gather, gatherSmall } from './amend-columns.js';
import { EDGE, EDGE_WIDTH, offsetsOf, orderByTarget, orderEdges } from './edge-order.js';
import { ranksOf } from './edge-rows.js';
import type { EdgeRows } from './edge-rows.js';
import { packStrings, unpackStrings } from './packed-strings.js';
import { sortUtf8 } from './utf8-order.js';

export interface EdgeAmendment {
  readonly base: EdgeColumns;
  /** Of each edge of the base whether it stays. */
  readonly isKept: Uint8Array;
  /** With the numbers that nodes had in the base, and further ones for new nodes. */
  readonly added: EdgeRows;
  /** Of each of those numbers the one that the node has now. */
  readonly newOf: Int32Array;
  readonly nodeCount: number;
  /** Bits of the base's rows. */
  readonly wasOverlay: Uint8Array;
  /** The first added edge that is laid over the others. */
  readonly overlayFrom: number;
}

export interface AmendedEdges {
  readonly columns: EdgeColumns;
  readonly outOffsets: Int32Array;
  readonly inOffsets: Int32Array;
  readonly overlay: Uint8Array;
  /** Files, in the base's numbers and in those of now, of whose edges some went or came. */
  readonly oldFiles: ReadonlySet<number>;
  readonly newFiles: ReadonlySet<number>;
}

/** Takes edges out of their canonical order and puts others in, without sorting those that stay. */
export function amendEdges({ base, isKept, added, newOf, nodeCount, wasOverlay, overlayFrom }: EdgeAmendment): AmendedEdges {
  const oldRules = unpackStrings(base.rules.values);
  const rules = sortUtf8([...new Set([...oldRules, ...added.rules])]);
  const ranks = ranksOf(rules);
  added.settle(newOf, ranks);
  const ruleRanks = Int32Array.from(oldRules, (rule) => ranks.get(rule) ?? -1);
  const view = new BaseRows(base, newOf, ruleRanks);
  const { values } = added.rows;
  const sorted = orderEdges(added.rows, nodeCount).order;
  const order = new RowOrder(merge(view, isKept, values, sorted));
  const valueAt = (row: number, place: number): number => values[~(order.rows[row] ?? 0) * EDGE_WIDTH + place] ?? -1;
  const cells = (column: Int32Array, place: number, fresh?: Int32Array): Int32Array => {
    const result = gather(column, order);
    if (fresh !== undefined) renumber(result, fresh);
    for (const row of order.fresh) result[row] = valueAt(row, place);
    return result;
  };
  const smallCells = (column: Int8Array, place: number): Int8Array => {
    const result = gatherSmall(column, order);
    for (const row of order.fresh) result[row] = valueAt(row, place);
    return result;
  };
  const numbered = isRenumbered(newOf) ? newOf : undefined;
  const targets = cells(base.targets, EDGE.target, numbered);
  const sources = cells(base.sources, EDGE.source, numbered);
  const { byTarget, inOffsets } = orderByTarget(targets, nodeCount);
  const columns: EdgeColumns = {
    sources,
    targets,
    kinds: smallCells(base.kinds, EDGE.kind),
    resolutions: smallCells(base.resolutions, EDGE.resolution),
    confidences: smallCells(base.confidences, EDGE.confidence),
    marks: smallCells(base.marks, EDGE.marks),
    rules: usedRules(cells(base.rules.indices, EDGE.rule, isRenumbered(ruleRanks) ? ruleRanks : undefined), rules),
    files: cells(base.files, EDGE.file, numbered),
    ranges: { startRows: cells(base.ranges.startRows, EDGE.startRow), startColumns: cells(base.ranges.startColumns, EDGE.startColumn), endRows: cells(base.ranges.endRows, EDGE.endRow), endColumns: cells(base.ranges.endColumns, EDGE.endColumn) },
    byTarget,
  };
  const overlay = gatherBits(wasOverlay, order, (added) => added >= overlayFrom);
  return { columns, outOffsets: offsetsOf(sources.length, nodeCount, (row) => sources[row] ?? 0), inOffsets, overlay, ...differences(view, isKept, values, sorted) };
}

function isRenumbered(fresh: Int32Array): boolean {
  return fresh.some((number, old) => number !== old);
}

/** Gives cells their new numbers, in place; -1 stays. */
function renumber(cells: Int32Array, fresh: Int32Array): void {
  for (let row = 0; row < cells.length; row++) {
    const old = cells[row] ?? -1;
    if (old >= 0) cells[row] = fresh[old] ?? -1;
  }
}

/** Edges of the base with the numbers of now. */
class BaseRows {
  readonly count: number;

  constructor(
    private readonly base: EdgeColumns,
    private readonly newOf: Int32Array,
    private readonly ranks: Int32Array,
  ) {
    this.count = base.kinds.length;
  }

  rankOf(rule: number): number {
    return this.ranks[rule] ?? -1;
  }

  fileOf(row: number): number {
    return this.base.files[row] ?? -1;
  }

  source(row: number): number {
    return this.newOf[this.base.sources[row] ?? -1] ?? -1;
  }

  /** Below, at or above zero as the row comes before, with or after an added edge. */
  compare(row: number, values: Int32Array, start: number): number {
    const { base, newOf } = this;
    return (
      this.source(row) - (values[start + EDGE.source] ?? 0) ||
      (base.kinds[row] ?? 0) - (values[start + EDGE.kind] ?? 0) ||
      (newOf[base.targets[row] ?? -1] ?? -1) - (values[start + EDGE.target] ?? 0) ||
      (newOf[this.fileOf(row)] ?? -1) - (values[start + EDGE.file] ?? 0) ||
      (base.ranges.startRows[row] ?? 0) - (values[start + EDGE.startRow] ?? 0) ||
      (base.ranges.startColumns[row] ?? 0) - (values[start + EDGE.startColumn] ?? 0) ||
      (base.ranges.endRows[row] ?? 0) - (values[start + EDGE.endRow] ?? 0) ||
      (base.ranges.endColumns[row] ?? 0) - (values[start + EDGE.endColumn] ?? 0) ||
      this.rankOf(base.rules.indices[row] ?? -1) - (values[start + EDGE.rule] ?? 0) ||
      (base.resolutions[row] ?? 0) - (values[start + EDGE.resolution] ?? 0) ||
      (base.confidences[row] ?? 0) - (values[start + EDGE.confidence] ?? 0) ||
      (base.marks[row] ?? 0) - (values[start + EDGE.marks] ?? 0)
    );
  }
}

function merge(base: BaseRows, isKept: Uint8Array, values: Int32Array, sorted: Int32Array): Int32Array {
  const kept = isKept.reduce((sum, one) => sum + one, 0);
  const order = new Int32Array(kept + sorted.length);
  let end = 0;
  let next = 0;
  for (let row = 0; row < base.count; row++) {
    if (isKept[row] === 0) continue;
    while (next < sorted.length && base.compare(row, values, (sorted[next] ?? 0) * EDGE_WIDTH) > 0) order[end++] = ~(sorted[next++] ?? 0);
    order[end++] = row;
  }
  while (next < sorted.length) order[end++] = ~(sorted[next++] ?? 0);
  return order;
}

/** What went and did not come again, and what came. */
function differences(base: BaseRows, isKept: Uint8Array, values: Int32Array, sorted: Int32Array): Pick<AmendedEdges, 'oldFiles' | 'newFiles'> {
  const oldFiles = new Set<number>();
  const newFiles = new Set<number>();
  const come = (at: number): void => void newFiles.add(values[(sorted[at] ?? 0) * EDGE_WIDTH + EDGE.file] ?? -1);
  let next = 0;
  for (let row = 0; row < base.count; row++) {
    if (isKept[row] === 1) continue;
    let order = 1;
    while (next < sorted.length) {
      order = base.compare(row, values, (sorted[next] ?? 0) * EDGE_WIDTH);
      if (order <= 0) break;
      come(next++);
    }
    if (next < sorted.length && order === 0) next++;
    else oldFiles.add(base.fileOf(row));
  }
  while (next < sorted.length) come(next++);
  return { oldFiles, newFiles };
}

/** Rules that no edge names any more are gone. */
function usedRules(indices: Int32Array, rules: readonly string[]): EdgeColumns['rules'] {
  const isUsed = new Uint8Array(rules.length);
  for (const rule of indices) isUsed[rule] = 1;
  const used = rules.filter((_, rule) => isUsed[rule] === 1);
  if (used.length === rules.length) return { indices, values: packStrings(used) };
  const ranks = ranksOf(used);
  const fresh = Int32Array.from(rules, (rule) => ranks.get(rule) ?? -1);
  return { indices: indices.map((rule) => fresh[rule] ?? -1), values: packStrings(used) };
}
