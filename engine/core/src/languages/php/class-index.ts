import { Kind, SYMBOL } from '../../facts/schema.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { NameIndex, isTypeKind } from '../../link/semantics/index.js';
import type { Purpose } from '../../link/semantics/index.js';

const FUNCTIONS = new Set<number>([Kind.function]);
const CONSTANTS = new Set<number>([Kind.constant]);

/** Classes, functions, constants and namespaces of all files by full name. Namespaces of one package become one symbol. */
export class ClassIndex {
  private readonly types: NameIndex;
  private readonly functions: NameIndex;
  private readonly constants: NameIndex;
  private readonly namespaces: NameIndex;
  private readonly fullNames = new Map<number, string>();

  /** @param isNamed whether a file's symbols are known by their names, wherever it lies */
  constructor(
    private readonly program: LinkProgram,
    private readonly isNamed: (file: LinkFile) => boolean,
  ) {
    this.types = new NameIndex({ program, table: 'php types' });
    this.functions = new NameIndex({ program, table: 'php functions' });
    this.constants = new NameIndex({ program, table: 'php constants' });
    this.namespaces = new NameIndex({ program, table: 'php namespaces' });
    for (const file of program.files) if (file.languageId === 'php') this.readFile(file);
  }

  private readFile(file: LinkFile): void {
    const { symbols } = file.facts;
    const isNamed = this.isNamed(file);
    for (let row = 0; row < symbols.rows; row++) {
      const kind = symbols.get(row, SYMBOL.kind);
      const table = kind === Kind.namespace ? this.namespaces : isTypeKind(kind) ? this.types : FUNCTIONS.has(kind) ? this.functions : CONSTANTS.has(kind) ? this.constants : undefined;
      if (table === undefined) continue;
      const id = file.firstSymbol + row;
      const parentRow = symbols.get(row, SYMBOL.parent);
      // What is declared inside a function or class, other than a class in a function, has no name of its own.
      if (parentRow >= 0 && symbols.get(parentRow, SYMBOL.kind) !== Kind.namespace) continue;
      const around = parentRow < 0 ? '' : this.fullName(this.program.canonical(file.firstSymbol + parentRow));
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      const full = around === '' ? name : `${around}\\${name}`;
      this.fullNames.set(id, full);
      if (this.program.canonical(id) !== id) continue;
      if (kind === Kind.namespace && isNamed) {
        const twin = table.get(full).find((other) => this.program.fileOfSymbol(other).manifest === file.manifest);
        if (twin !== undefined) {
          this.program.merge(twin, id);
          continue;
        }
        table.add(full, id);
      } else table.add(full, id);
    }
  }

  fullName(symbol: number): string {
    return this.fullNames.get(symbol) ?? '';
  }

  namespace(full: string): number | undefined {
    return this.namespaces.get(full)[0];
  }

  isNamespace(full: string): boolean {
    return this.namespaces.has(full);
  }

  /** What has a full name; of several, those of the asking package. */
  named(full: string, purpose: Purpose, manifest: PackageManifest | undefined): readonly number[] {
    const tables = purpose === 'type' ? [this.types] : purpose === 'call' ? [this.functions, this.types] : [this.types, this.constants, this.functions];
    for (const table of tables) {
      const found = table.get(full);
      if (found.length === 0) continue;
      const own = found.filter((symbol) => this.program.fileOfSymbol(symbol).manifest === manifest);
      return own.length > 0 ? own : found;
    }
    return [];
  }
}
