import type { FileFacts } from '../facts/file-facts.js';
import { ERROR, REFERENCE } from '../facts/schema.js';

interface Position {
  readonly row: number;
  readonly column: number;
}

function isBefore(one: Position, other: Position): boolean {
  return one.row < other.row || (one.row === other.row && one.column < other.column);
}

/** Where a file could not be read: stretches that do not overlap, in order, so that thousands of errors cost each reference little. */
export class ErrorPlaces {
  private readonly stretches: { readonly start: Position; end: Position }[] = [];

  constructor(private readonly facts: FileFacts) {
    const { errors } = facts;
    const all = Array.from({ length: errors.rows }, (_, row) => ({
      start: { row: errors.get(row, ERROR.startRow), column: errors.get(row, ERROR.startColumn) },
      end: { row: errors.get(row, ERROR.endRow), column: errors.get(row, ERROR.endColumn) },
    }));
    for (const one of all.sort((a, b) => a.start.row - b.start.row || a.start.column - b.start.column)) {
      const last = this.stretches.at(-1);
      if (last === undefined || isBefore(last.end, one.start)) this.stretches.push(one);
      else if (isBefore(last.end, one.end)) last.end = one.end;
    }
  }

  /** Whether a row of the references begins in one. */
  hold(reference: number): boolean {
    const { references } = this.facts;
    const place = { row: references.get(reference, REFERENCE.startRow), column: references.get(reference, REFERENCE.startColumn) };
    let low = 0;
    let high = this.stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const stretch = this.stretches[middle];
      if (stretch !== undefined && isBefore(place, stretch.start)) high = middle;
      else low = middle + 1;
    }
    const last = this.stretches[low - 1];
    return last !== undefined && isBefore(place, last.end);
  }
}
