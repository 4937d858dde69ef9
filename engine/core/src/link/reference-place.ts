import type { SourceRange } from '@pinata/graph';
import type { FileFacts } from '../facts/file-facts.js';
import { REFERENCE } from '../facts/schema.js';

/** Where a row of the references stands. */
export function referenceRange({ references }: FileFacts, row: number): SourceRange {
  return {
    startRow: references.get(row, REFERENCE.startRow),
    startColumn: references.get(row, REFERENCE.startColumn),
    endRow: references.get(row, REFERENCE.endRow),
    endColumn: references.get(row, REFERENCE.endColumn),
  };
}

/** Whether a row of the references begins where the file could not be read. */
export function isInsideError(facts: FileFacts, row: number): boolean {
  const { startRow, startColumn } = referenceRange(facts, row);
  const { errors } = facts;
  for (let error = 0; error < errors.rows; error++) {
    const [, fromRow = 0, fromColumn = 0, toRow = 0, toColumn = 0] = [0, 1, 2, 3, 4].map((column) => errors.get(error, column));
    const isAfterStart = startRow > fromRow || (startRow === fromRow && startColumn >= fromColumn);
    const isBeforeEnd = startRow < toRow || (startRow === toRow && startColumn < toColumn);
    if (isAfterStart && isBeforeEnd) return true;
  }
  return false;
}
