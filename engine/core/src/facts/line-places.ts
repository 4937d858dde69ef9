/** A place in a text, both counted from 0. */
export interface LinePlace {
  readonly row: number;
  readonly column: number;
}

/** Rows and columns of a text by its offsets. */
export class LinePlaces {
  private readonly lineStarts: number[] = [0];

  constructor(source: string) {
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  of(offset: number): LinePlace {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { row: low, column: offset - (this.lineStarts[low] ?? 0) };
  }

  /** The offset of a place. */
  offset({ row, column }: LinePlace): number {
    return (this.lineStarts[row] ?? 0) + column;
  }
}
