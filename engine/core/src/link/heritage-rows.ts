import { HERITAGE } from '../facts/schema.js';
import type { LinkFile } from './program.js';

/** The heritage rows of each symbol, listed once per file. */
export class HeritageRows {
  private readonly ofFile = new Map<number, ReadonlyMap<number, readonly number[]>>();

  clear(): void {
    this.ofFile.clear();
  }

  /** @param symbol a row of the file's symbols */
  of(file: LinkFile, symbol: number): readonly number[] {
    const { heritage } = file.facts;
    let bySymbol = this.ofFile.get(file.index);
    if (bySymbol === undefined) {
      const rows = new Map<number, number[]>();
      for (let row = 0; row < heritage.rows; row++) {
        const owner = heritage.get(row, HERITAGE.symbol);
        const list = rows.get(owner);
        if (list === undefined) rows.set(owner, [row]);
        else list.push(row);
      }
      bySymbol = rows;
      this.ofFile.set(file.index, bySymbol);
    }
    return bySymbol.get(symbol) ?? [];
  }
}
