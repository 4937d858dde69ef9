import { EDGE_MARKS } from '@pinata/graph';
import { EXPRESSION, Expression, REFERENCE, REGION, REGION_KINDS, Reference } from '../facts/schema.js';
import type { FileFacts } from '../facts/file-facts.js';

const MARK_OF_REGION = REGION_KINDS.map((kind) => (kind in EDGE_MARKS ? EDGE_MARKS[kind as keyof typeof EDGE_MARKS] : 0));
const AWAIT_DEPTH = 4;

interface Region {
  readonly startRow: number;
  readonly startColumn: number;
  readonly endRow: number;
  readonly endColumn: number;
  readonly mark: number;
  /** The symbol in whose body it lies: what is declared inside it runs when it is called, not where it stands. */
  readonly symbol: number;
  readonly around: Region | undefined;
}

/** Tells of each call in a file how it runs: in loops and branches, beside others, awaited. */
export class CallMarks {
  private readonly regions: readonly Region[];
  private readonly awaited: ReadonlySet<number>;

  constructor(private readonly facts: FileFacts) {
    this.regions = readRegions(facts);
    this.awaited = readAwaited(facts);
  }

  /** @returns a sum of `EDGE_MARKS` for a row of the references */
  of(reference: number): number {
    const { references } = this.facts;
    const kind = references.get(reference, REFERENCE.kind);
    if (references.get(reference, REFERENCE.isWritten) === 1) return EDGE_MARKS.write;
    if (kind !== Reference.call && kind !== Reference.new && kind !== Reference.taggedTemplate) return 0;
    let marks = this.awaited.has(references.get(reference, REFERENCE.subject)) ? EDGE_MARKS.await : 0;
    marks |= this.at(references.get(reference, REFERENCE.startRow), references.get(reference, REFERENCE.startColumn), references.get(reference, REFERENCE.symbol));
    return marks;
  }

  /** Marks of a place in a symbol's body. */
  at(row: number, column: number, symbol: number): number {
    let marks = 0;
    for (let region = this.lastBefore(row, column); region !== undefined; region = region.around) {
      if (region.symbol === symbol && (row < region.endRow || (row === region.endRow && column < region.endColumn))) marks |= region.mark;
    }
    return marks;
  }

  private lastBefore(row: number, column: number): Region | undefined {
    let low = 0;
    let high = this.regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const region = this.regions[middle];
      if (region !== undefined && (region.startRow < row || (region.startRow === row && region.startColumn <= column))) low = middle + 1;
      else high = middle;
    }
    return this.regions[low - 1];
  }
}

function readRegions({ regions }: FileFacts): readonly Region[] {
  const found: Region[] = [];
  const open: Region[] = [];
  // Items come in source order, outer before inner: so do regions.
  for (let row = 0; row < regions.rows; row++) {
    const [startRow, startColumn] = [regions.get(row, REGION.startRow), regions.get(row, REGION.startColumn)];
    for (let last = open[open.length - 1]; last !== undefined && (last.endRow < startRow || (last.endRow === startRow && last.endColumn <= startColumn)); last = open[open.length - 1]) open.pop();
    const region: Region = {
      startRow,
      startColumn,
      endRow: regions.get(row, REGION.endRow),
      endColumn: regions.get(row, REGION.endColumn),
      mark: MARK_OF_REGION[regions.get(row, REGION.kind)] ?? 0,
      symbol: regions.get(row, REGION.symbol),
      around: open[open.length - 1],
    };
    found.push(region);
    open.push(region);
  }
  return found;
}

/** Expressions that are awaited, also inside brackets. */
function readAwaited({ expressions }: FileFacts): ReadonlySet<number> {
  const awaited = new Set<number>();
  for (let row = 0; row < expressions.rows; row++) {
    if (expressions.get(row, EXPRESSION.kind) !== Expression.await) continue;
    let operand = expressions.get(row, EXPRESSION.operand);
    for (let depth = 0; depth < AWAIT_DEPTH && operand >= 0 && expressions.get(operand, EXPRESSION.kind) === Expression.same; depth++) operand = expressions.get(operand, EXPRESSION.operand);
    awaited.add(operand);
  }
  return awaited;
}
