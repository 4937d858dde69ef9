import type { ArrowColumn } from '../arrow/arrow-format.js';
import type { ArrowTable } from '../arrow/arrow-reader.js';
import type { DictionaryColumn, RangeColumns } from '../graph/columns.js';
import { stringAt, stringCount } from '../graph/packed-strings.js';
import type { PackedStrings } from '../graph/packed-strings.js';
import { SnapshotError } from './snapshot-error.js';

/** Takes typed columns out of a table and checks that no value lies outside what its column may hold. */
export class ColumnReader {
  constructor(
    private readonly table: ArrowTable,
    private readonly file: string,
  ) {}

  get rowCount(): number {
    return this.table.rowCount;
  }

  has(name: string): boolean {
    return this.table.columns.has(name);
  }

  utf8(name: string): PackedStrings {
    const column = this.#column(name);
    if (column.type !== 'utf8') throw this.#mistyped(name);
    return column.strings;
  }

  fixedBinary(name: string, width: number): Uint8Array {
    const column = this.#column(name);
    if (column.type !== 'fixedBinary' || column.width !== width) throw this.#mistyped(name);
    return column.bytes;
  }

  /** Whole numbers from `least` up to, without, `limit`. */
  integers(name: string, least: number, limit: number): Int32Array {
    const column = this.#column(name);
    if (column.type !== 'integer' || !(column.values instanceof Int32Array)) throw this.#mistyped(name);
    this.#checkBounds(name, column.values, least, limit);
    return column.values;
  }

  smallIntegers(name: string, least: number, limit: number): Int8Array {
    const column = this.#column(name);
    if (column.type !== 'integer' || !(column.values instanceof Int8Array)) throw this.#mistyped(name);
    this.#checkBounds(name, column.values, least, limit);
    return column.values;
  }

  texts(name: string): DictionaryColumn {
    const column = this.#column(name);
    if (column.type !== 'dictionary' || !(column.indices instanceof Int32Array)) throw this.#mistyped(name);
    this.#checkBounds(name, column.indices, -1, stringCount(column.values));
    return { indices: column.indices, values: column.values };
  }

  /** Codes of a known list. A file may know fewer or more names than we do, in the same order; codes beyond ours are refused. */
  codes(name: string, names: readonly string[], least: 0 | -1): Int8Array {
    const column = this.#column(name);
    if (column.type !== 'dictionary' || !(column.indices instanceof Int8Array)) throw this.#mistyped(name);
    const shared = Math.min(names.length, stringCount(column.values));
    for (let i = 0; i < shared; i++) {
      if (stringAt(column.values, i) !== names[i]) throw new SnapshotError('unsupportedVersion', `${this.file} lists the values of ${name} in another order`);
    }
    this.#checkBounds(name, column.indices, least, shared);
    return column.indices;
  }

  ranges(): RangeColumns {
    const largest = 2 ** 31;
    return {
      startRows: this.integers('startRow', -1, largest),
      startColumns: this.integers('startColumn', -1, largest),
      endRows: this.integers('endRow', -1, largest),
      endColumns: this.integers('endColumn', -1, largest),
    };
  }

  #column(name: string): ArrowColumn {
    const column = this.table.columns.get(name);
    if (column === undefined) throw new SnapshotError('corrupt', `${this.file} has no column ${name}`);
    return column;
  }

  #mistyped(name: string): SnapshotError {
    return new SnapshotError('corrupt', `column ${name} of ${this.file} has another type`);
  }

  #checkBounds(name: string, values: Int8Array | Int32Array, least: number, limit: number): void {
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? 0;
      if (value < least || value >= limit) throw new SnapshotError('corrupt', `${this.file}: ${name} of row ${row} is ${value}, outside ${least} to ${limit - 1}`);
    }
  }
}
