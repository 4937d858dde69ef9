import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { Entity, Purpose } from '../../link/semantics/index.js';
import { NameIndex, fits, isTypeKind } from '../../link/semantics/index.js';

const OF_TYPES = new Set<number>([Kind.method, Kind.property, Kind.field]);

/** Declared names by the space that holds them: packages and modules by full name, types by that of their space and their own. */
export class NameSpaces {
  private readonly spaces = new Map<string, NameIndex>();
  private readonly namespaces = new Map<string, number>();
  private readonly anyNamespace = new Map<string, number>();
  private readonly fullNames = new Map<number, string>();

  /** @param spaceOf the space of what stands at the top of a file */
  constructor(
    private readonly program: LinkProgram,
    readonly languageId: string,
    spaceOf: (file: LinkFile) => string,
  ) {
    for (const file of program.files) if (file.languageId === languageId) this.readFile(file, spaceOf(file));
  }

  private readFile(file: LinkFile, top: string): void {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const parent = symbols.get(row, SYMBOL.parent);
      const space = parent < 0 ? top : this.fullNames.get(file.firstSymbol + parent);
      if (space === undefined) continue; // inside a function
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      const kind = symbols.get(row, SYMBOL.kind);
      const symbol = file.firstSymbol + row;
      if (kind === Kind.namespace || isTypeKind(kind)) this.fullNames.set(symbol, joined(space, name));
      if (kind === Kind.namespace) {
        this.mergeNamespace(joined(space, name), symbol, file);
        continue;
      }
      if (parent < 0 && OF_TYPES.has(kind)) continue; // stands outside of the type that it belongs to
      let names = this.spaces.get(space);
      if (names === undefined) {
        names = new NameIndex();
        this.spaces.set(space, names);
      }
      names.add(name, this.program.canonical(symbol));
    }
  }

  /** Many files of one project open a namespace: it is one symbol. */
  private mergeNamespace(full: string, symbol: number, file: LinkFile): void {
    const key = `${file.manifest?.path ?? ''} ${full}`;
    const first = this.namespaces.get(key);
    if (!this.anyNamespace.has(full)) this.anyNamespace.set(full, this.program.canonical(symbol));
    if (first === undefined) this.namespaces.set(key, this.program.canonical(symbol));
    else this.program.merge(first, symbol);
    if (!this.spaces.has(full)) this.spaces.set(full, new NameIndex());
  }

  has(space: string): boolean {
    return this.spaces.has(space);
  }

  /** The symbol of a namespace as a file's project has it, or of the first project that has one; -1 for none. */
  namespaceSymbol(full: string, file: LinkFile): number {
    const own = this.namespaces.get(`${file.manifest?.path ?? ''} ${full}`);
    if (own !== undefined) return own;
    return this.anyNamespace.get(full) ?? -1;
  }

  /** A name of a space; several of one name where its purpose does not tell them apart. */
  find(space: string, name: string, purpose: Purpose): Entity | undefined {
    const symbols = [...new Set((this.spaces.get(space)?.get(name) ?? []).map((symbol) => this.program.canonical(symbol)))];
    const fitting = symbols.filter((symbol) => fits(this.program.cell(symbol, SYMBOL.kind), purpose));
    if (fitting.length > 0) return { kind: 'symbols', symbols: fitting };
    return symbols.length > 0 && purpose !== 'type' ? { kind: 'symbols', symbols } : undefined;
  }

  /** The full name of a type or namespace; undefined for what is none. */
  fullName(symbol: number): string | undefined {
    return this.fullNames.get(symbol);
  }
}

export function joined(space: string, name: string): string {
  return space === '' ? name : `${space}.${name}`;
}
