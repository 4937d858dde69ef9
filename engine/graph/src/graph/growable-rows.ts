/** So many rows lie in the processor's cache while their columns are taken. */
const ROWS_AT_ONCE = 512;

/** Rows of 32-bit integers in one array that doubles: no object per row, and no pause at the end for copying them out. */
export class GrowableRows {
  #values: Int32Array;
  #count = 0;

  constructor(
    readonly width: number,
    initialRows = 1024,
  ) {
    this.#values = new Int32Array(width * initialRows);
  }

  get count(): number {
    return this.#count;
  }

  /** The values of all rows, one row after the other; longer than `count * width` while rows are added. */
  get values(): Int32Array {
    return this.#values;
  }

  /** Makes room for so many rows at once; what is not used of it costs no memory until it is. */
  reserve(rows: number): void {
    if (rows * this.width <= this.#values.length) return;
    const larger = new Int32Array(rows * this.width);
    larger.set(this.#values.subarray(0, this.#count * this.width));
    this.#values = larger;
  }

  /** Makes room for one row and gives back where its values begin. */
  push(): number {
    const start = this.#count * this.width;
    if (start + this.width > this.#values.length) this.reserve((this.#values.length / this.width) * 2);
    this.#count++;
    return start;
  }

  /** All rows as columns, in the order of the row numbers given. */
  columns(order: Int32Array): Int32Array[] {
    const { values, width } = this;
    const columns = Array.from({ length: width }, () => new Int32Array(order.length));
    for (let first = 0; first < order.length; first += ROWS_AT_ONCE) {
      const end = Math.min(first + ROWS_AT_ONCE, order.length);
      columns.forEach((column, index) => {
        for (let row = first; row < end; row++) column[row] = values[(order[row] ?? 0) * width + index] ?? -1;
      });
    }
    return columns;
  }
}
