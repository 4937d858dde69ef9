/**
 * A table of whole numbers: rows of a fixed number of columns in one Int32Array.
 * Facts are kept so because a scan holds millions of them: they travel between threads without being copied
 * and are read where they lie.
 */
export class Table {
  /** Counted once: loops over rows ask for it at each. */
  readonly rows: number;

  constructor(
    readonly width: number,
    private readonly cells: Int32Array,
  ) {
    this.rows = cells.length / width;
  }

  /** The cell of a row that exists; callers hold row numbers that a table of the same file gave them. */
  get(row: number, column: number): number {
    return this.cells[row * this.width + column] ?? -1;
  }
}

/** A table under construction. */
export class TableBuilder {
  private cells: Int32Array;
  private length = 0;

  constructor(readonly width: number) {
    this.cells = new Int32Array(width * 32);
  }

  get rows(): number {
    return this.length / this.width;
  }

  /** Appends a row; `values` are the columns in order. Returns the row's number. */
  add(...values: number[]): number {
    if (this.length + this.width > this.cells.length) {
      const larger = new Int32Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    for (let column = 0; column < this.width; column++) this.cells[this.length + column] = values[column] ?? -1;
    const row = this.rows;
    this.length += this.width;
    return row;
  }

  get(row: number, column: number): number {
    return this.cells[row * this.width + column] ?? -1;
  }

  set(row: number, column: number, value: number): void {
    this.cells[row * this.width + column] = value;
  }

  /** Removes the rows that the test refuses; the others keep their order. */
  keep(isKept: (row: number) => boolean): void {
    const { rows, width } = this;
    let to = 0;
    for (let row = 0; row < rows; row++) {
      if (!isKept(row)) continue;
      this.cells.copyWithin(to * width, row * width, (row + 1) * width);
      to++;
    }
    this.length = to * width;
  }

  /** The filled part, without a copy. */
  filled(): Int32Array {
    return this.cells.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
