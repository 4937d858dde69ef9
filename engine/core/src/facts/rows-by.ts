import type { Table } from './table.js';

const NONE: readonly number[] = [];

/** Rows of a table by the value of one column, in their order. */
export class RowsBy {
  private readonly rows = new Map<number, number[]>();

  constructor(table: Table, column: number) {
    for (let row = 0; row < table.rows; row++) {
      const value = table.get(row, column);
      if (value < 0) continue;
      const list = this.rows.get(value);
      if (list === undefined) this.rows.set(value, [row]);
      else list.push(row);
    }
  }

  of(value: number): readonly number[] {
    return this.rows.get(value) ?? NONE;
  }
}
