import { describe, expect, it } from '@jest/globals';
import { decodeFacts, encodeFacts } from '../facts/encode.js';
import { FactsBuilder } from '../facts/file-facts.js';
import type { FileFacts } from '../facts/file-facts.js';
import { FactError, REFERENCE } from '../facts/schema.js';
import { ErrorPlaces } from './error-places.js';

type Span = readonly [fromRow: number, fromColumn: number, toRow: number, toColumn: number];

function facts(errors: readonly Span[], references: readonly (readonly [row: number, column: number])[]): FileFacts {
  const builder = new FactsBuilder();
  for (const span of errors) builder.tables.errors.add(FactError.syntax, ...span);
  for (const [row, column] of references) {
    const cells = Array.from({ length: REFERENCE.width }, () => 0);
    cells[REFERENCE.startRow] = row;
    cells[REFERENCE.startColumn] = column;
    builder.tables.references.add(...cells);
  }
  return decodeFacts(encodeFacts(builder));
}

describe('ErrorPlaces', () => {
  it('hold what begins in an error, wherever errors nest, touch or come in another order', () => {
    const read = facts([[5, 0, 6, 0], [1, 2, 3, 4], [1, 2, 1, 5], [3, 4, 3, 9], [2, 0, 2, 1]], [[1, 1], [1, 2], [2, 9], [3, 8], [3, 9], [4, 0], [5, 7], [6, 0]]);
    const places = new ErrorPlaces(read);
    expect(Array.from({ length: 8 }, (_, row) => places.hold(row))).toEqual([false, true, true, true, false, false, true, false]);
  });

  it('ask of each reference little, for tens of thousands of errors', () => {
    const many = Array.from({ length: 30_000 }, (_, row): Span => [row, 0, row, 1]);
    const read = facts(many, many.map(([row]) => [row, 1] as const));
    const started = performance.now();
    const places = new ErrorPlaces(read);
    expect(many.filter((_, row) => places.hold(row))).toHaveLength(0);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
