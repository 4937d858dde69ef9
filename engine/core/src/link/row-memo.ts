const ROWS_A_FILE = 0x40_0000;

/** Remembers what is found of rows of files. */
export class RowMemo<Answer> {
  private readonly known = new Map<number, Answer>();

  clear(): void {
    this.known.clear();
  }

  of(file: number, row: number, find: () => Answer): Answer {
    const key = rowKey(file, row);
    let answer = this.known.get(key);
    if (answer === undefined) {
      answer = find();
      this.known.set(key, answer);
    }
    return answer;
  }
}

/** One number for a row of a file's table. */
export function rowKey(file: number, row: number): number {
  return file * ROWS_A_FILE + row;
}
