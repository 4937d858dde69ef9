import type { DictionaryColumn } from './columns.js';
import { stringAt, stringCount, utf8Length } from './packed-strings.js';
import type { PackedStrings } from './packed-strings.js';

/** Neighbours that stay neighbours: `length` rows from `row` on, which were those from `from` on. */
interface Run {
  readonly row: number;
  readonly from: number;
  readonly length: number;
}

/** Rows of an amended table, most of which are neighbours of those that they were neighbours of before. */
export class RowOrder {
  readonly runs: readonly Run[];
  /** Rows that are new. */
  readonly fresh: readonly number[];

  /** @param rows of each row the row of the table before, or, where it is new, the complement (`~n`) of its place among the new ones */
  constructor(readonly rows: Int32Array) {
    const runs: Run[] = [];
    const fresh: number[] = [];
    for (let row = 0; row < rows.length; ) {
      const from = rows[row] ?? 0;
      let next = row + 1;
      if (from < 0) fresh.push(row);
      else {
        while (next < rows.length && rows[next] === from + next - row) next++;
        runs.push({ row, from, length: next - row });
      }
      row = next;
    }
    this.runs = runs;
    this.fresh = fresh;
  }

  get length(): number {
    return this.rows.length;
  }
}

const encoder = new TextEncoder();

/** Cells in another order; -1 in new rows, which whoever asks writes. */
export function gather(column: Int32Array, order: RowOrder): Int32Array {
  const cells = new Int32Array(order.length);
  for (const { row, from, length } of order.runs) cells.set(column.subarray(from, from + length), row);
  for (const row of order.fresh) cells[row] = -1;
  return cells;
}

export function gatherSmall(column: Int8Array, order: RowOrder): Int8Array {
  const cells = new Int8Array(order.length);
  for (const { row, from, length } of order.runs) cells.set(column.subarray(from, from + length), row);
  for (const row of order.fresh) cells[row] = -1;
  return cells;
}

/** Strings in another order. @param added the new ones */
export function gatherStrings(strings: PackedStrings, added: readonly string[], order: RowOrder): PackedStrings {
  const offsets = new Int32Array(order.length + 1);
  let end = 0;
  for (let row = 0; row < order.length; row++) {
    const from = order.rows[row] ?? 0;
    end += from < 0 ? utf8Length(added[~from] ?? '') : (strings.offsets[from + 1] ?? 0) - (strings.offsets[from] ?? 0);
    offsets[row + 1] = end;
  }
  const bytes = new Uint8Array(end);
  for (const { row, from, length } of order.runs) bytes.set(strings.bytes.subarray(strings.offsets[from], strings.offsets[from + length]), offsets[row]);
  for (const row of order.fresh) encoder.encodeInto(added[~(order.rows[row] ?? 0)] ?? '', bytes.subarray(offsets[row], offsets[row + 1]));
  return { bytes, offsets };
}

/** A text that a row has now. */
export interface WrittenText {
  readonly row: number;
  readonly text: string | undefined;
}

/** Where some texts stand among many; those that are not there are left out. */
function placesOf(strings: PackedStrings, wanted: ReadonlySet<string>): Map<string, number> {
  const places = new Map<string, number>();
  const lengths = new Set(Array.from(wanted, utf8Length));
  for (let index = 0, from = 0; index < stringCount(strings); index++) {
    const end = strings.offsets[index + 1] ?? 0;
    if (lengths.has(end - from)) {
      const text = stringAt(strings, index);
      if (wanted.has(text)) places.set(text, index);
    }
    from = end;
  }
  return places;
}

/** A column of texts in another order, with some of them written anew; values are numbered by their first use again. */
export function amendTexts(column: DictionaryColumn, order: RowOrder, written: readonly WrittenText[]): DictionaryColumn {
  const indices = gather(column.indices, order);
  const added: string[] = [];
  const count = stringCount(column.values);
  const known = placesOf(column.values, new Set(written.flatMap(({ text }) => text ?? [])));
  for (const { row, text } of written) {
    if (text !== undefined && !known.has(text)) known.set(text, count + added.push(text) - 1);
    indices[row] = text === undefined ? -1 : (known.get(text) ?? -1);
  }
  const fresh = new Int32Array(count + added.length).fill(-1);
  const used = new Int32Array(fresh.length);
  let usedCount = 0;
  for (let row = 0; row < indices.length; row++) {
    const old = indices[row] ?? -1;
    if (old < 0) continue;
    if ((fresh[old] ?? -1) < 0) {
      used[usedCount] = old < count ? old : ~(old - count);
      fresh[old] = usedCount++;
    }
    indices[row] = fresh[old] ?? -1;
  }
  return { indices, values: gatherStrings(column.values, added, new RowOrder(used.subarray(0, usedCount))) };
}
