/** Names to symbols over the whole program: the one kind of table through which files find each other by name. */
export class NameIndex {
  private readonly byName = new Map<string, number[]>();

  add(name: string, symbol: number): void {
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, [symbol]);
    else if (!known.includes(symbol)) known.push(symbol);
  }

  /** Symbols in the order in which they were added; empty where nothing has the name. */
  get(name: string): readonly number[] {
    return this.byName.get(name) ?? NOTHING;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }
}

const NOTHING: readonly number[] = [];
