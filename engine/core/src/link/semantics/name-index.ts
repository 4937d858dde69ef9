import type { LinkProgram } from '../program.js';

/** A table whose look-ups are noted as those of the file that is linked. */
export interface NotedTable {
  readonly program: LinkProgram;
  /** No other table of the program has it. */
  readonly table: string;
}

/** Names to symbols over the whole program: the one kind of table through which files find each other by name. */
export class NameIndex {
  private readonly byName = new Map<string, number[]>();
  private readonly noteSymbols: (name: string) => void;
  private readonly noteWhether: (name: string) => void;

  /** @param noted absent for a language that is linked as a whole */
  constructor(noted?: NotedTable) {
    this.noteSymbols = noted?.program.lookups.open(noted.table, (name) => this.found(name).map((symbol) => noted.program.describe(symbol)).join('\n')) ?? unnoted;
    this.noteWhether = noted?.program.lookups.open(`${noted.table}?`, (name) => String(this.byName.has(name))) ?? unnoted;
  }

  add(name: string, symbol: number): void {
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, [symbol]);
    else if (!known.includes(symbol)) known.push(symbol);
  }

  /** Symbols in the order in which they were added; empty where nothing has the name. */
  get(name: string): readonly number[] {
    this.noteSymbols(name);
    return this.found(name);
  }

  has(name: string): boolean {
    this.noteWhether(name);
    return this.byName.has(name);
  }

  private found(name: string): readonly number[] {
    return this.byName.get(name) ?? NOTHING;
  }
}

const NOTHING: readonly number[] = [];

function unnoted(): void {
  // Whoever does not link file by file needs no list.
}
