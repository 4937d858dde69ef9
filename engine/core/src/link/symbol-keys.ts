import { SYMBOL } from '../facts/schema.js';
import type { LinkFile, LinkProgram } from './program.js';

/** The keys by which the graph and others name a program's symbols. */
export class SymbolKeys {
  private readonly keys: (string | undefined)[] = [];

  constructor(
    private readonly program: LinkProgram,
    private readonly prefixOf: (file: LinkFile) => string,
  ) {}

  of(symbol: number): string {
    const canonical = this.program.canonical(symbol);
    const known = this.keys[canonical];
    if (known !== undefined) return known;
    const parent = this.program.declaredIn(canonical);
    const file = this.program.fileOfSymbol(canonical);
    const key = `${parent < 0 ? this.prefixOf(file) : this.of(parent)}${file.facts.text(this.program.cell(canonical, SYMBOL.descriptor))}`;
    this.keys[canonical] = key;
    return key;
  }
}
