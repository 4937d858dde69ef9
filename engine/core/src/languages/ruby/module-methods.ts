import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { NameIndex } from '../../link/semantics/index.js';

/**
 * Methods of modules, and those outside of any class. A framework takes modules in by its configuration: helpers into views,
 * support into tests; so a name may be one of theirs where nothing else has it.
 */
export class ModuleMethods {
  private readonly tests: NameIndex;
  private readonly others: NameIndex;

  constructor(private readonly program: LinkProgram) {
    this.tests = new NameIndex({ program, table: 'ruby methods of tests' });
    this.others = new NameIndex({ program, table: 'ruby methods of modules' });
    for (const file of program.files) if (file.languageId === 'ruby') this.readFile(file);
  }

  isModule(type: number): boolean {
    return this.program.fileOfSymbol(type).facts.text(this.program.cell(type, SYMBOL.signature)).startsWith('module ');
  }

  private readFile(file: LinkFile): void {
    const { facts, firstSymbol } = file;
    const index = file.role === 'test' ? this.tests : this.others;
    for (let row = 0; row < facts.symbols.rows; row++) {
      const kind = facts.symbols.get(row, SYMBOL.kind);
      const parent = facts.symbols.get(row, SYMBOL.parent);
      const isPlain = kind === Kind.function && parent < 0 && facts.symbols.get(row, SYMBOL.value) < 0;
      const isOfModule = kind === Kind.method && parent >= 0 && this.isModule(firstSymbol + parent);
      if (isPlain || isOfModule) index.add(facts.text(facts.symbols.get(row, SYMBOL.name)), this.program.canonical(firstSymbol + row));
    }
  }

  /** The only method of a name; a test looks among those of tests first. */
  only(file: LinkFile, name: string): number | undefined {
    for (const index of file.role === 'test' ? [this.tests, this.others] : [this.others]) {
      const [first, ...more] = index.get(name);
      if (first !== undefined) return more.length === 0 ? first : undefined;
    }
    return undefined;
  }
}
