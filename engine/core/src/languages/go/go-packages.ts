import { IMPORT, Kind, SYMBOL } from '../../facts/schema.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';

/** Packages of the repository: the files of one folder that state one name. */
export class GoPackages {
  private readonly packages = new Map<string, GoPackage>();
  private readonly ofFile = new Map<number, GoPackage>();
  private readonly byFolder = new Map<string, GoPackage[]>();
  private readonly noteMember: (key: string) => void;
  private readonly noteFolder: (folder: string) => void;

  constructor(private readonly program: LinkProgram) {
    const files = program.files.filter((file) => file.languageId === 'go');
    for (const file of files) this.addFile(file);
    for (const file of files) this.adoptMethods(file);
    this.noteMember = program.lookups.open('go member', (key) => this.describeMember(key));
    // Which file of a package declares its symbol matters to nobody: they are one.
    this.noteFolder = program.lookups.open('go folder', (folder) => JSON.stringify((this.byFolder.get(folder) ?? []).map(({ name, symbol }) => [name, symbol < 0])));
  }

  private describeMember(key: string): string {
    const end = key.lastIndexOf(' ');
    const symbols = this.packages.get(key.slice(0, Math.max(0, end)))?.members.get(key.slice(end + 1)) ?? [];
    return symbols.map((symbol) => this.program.describe(symbol)).join('\n');
  }

  /** What stands directly in a package under a name. */
  membersNamed(package_: GoPackage, name: string): readonly number[] {
    this.noteMember(`${package_.id} ${name}`);
    return package_.members.get(name) ?? [];
  }

  private addFile(file: LinkFile): void {
    const { symbols } = file.facts;
    const isNamed = symbols.rows > 0 && symbols.get(0, SYMBOL.kind) === Kind.namespace;
    const name = isNamed ? file.facts.text(symbols.get(0, SYMBOL.name)) : '';
    const folder = folderOf(file.path);
    const id = `${folder}:${name}`;
    let package_ = this.packages.get(id);
    if (package_ === undefined) {
      package_ = { id, name, folder, symbol: isNamed ? file.firstSymbol : -1, members: new Map() };
      this.packages.set(id, package_);
      this.byFolder.set(folder, [...(this.byFolder.get(folder) ?? []), package_]);
    } else if (isNamed && package_.symbol >= 0) this.program.merge(package_.symbol, file.firstSymbol);
    this.ofFile.set(file.index, package_);
    for (let row = 1; row < symbols.rows; row++) {
      if (symbols.get(row, SYMBOL.parent) !== 0 || symbols.get(row, SYMBOL.kind) === Kind.method) continue;
      this.addMember(package_, file.facts.text(symbols.get(row, SYMBOL.name)), this.program.canonical(file.firstSymbol + row));
    }
  }

  /** Files of one package for several systems declare the same names: each is one symbol. */
  private addMember(package_: GoPackage, name: string, symbol: number): void {
    const same = package_.members.get(name);
    if (same === undefined) package_.members.set(name, [symbol]);
    else if (!same.includes(symbol)) {
      const twin = same.find((other) => this.descriptorOf(other) === this.descriptorOf(symbol));
      if (twin === undefined) same.push(symbol);
      else this.program.unite(twin, symbol);
    }
  }

  private descriptorOf(symbol: number): string {
    return this.program.fileOfSymbol(symbol).facts.text(this.program.cell(symbol, SYMBOL.descriptor));
  }

  /** A method is a member of the type that its receiver names, in whichever file of the package that stands. */
  private adoptMethods(file: LinkFile): void {
    const { symbols } = file.facts;
    const package_ = this.ofFile.get(file.index);
    for (let row = 1; row < symbols.rows; row++) {
      if (symbols.get(row, SYMBOL.kind) !== Kind.method || symbols.get(row, SYMBOL.parent) !== 0) continue;
      const method = file.firstSymbol + row;
      const descriptor = this.descriptorOf(method);
      const [type] = package_?.members.get(descriptor.slice(0, Math.max(0, descriptor.indexOf('#')))) ?? [];
      if (type === undefined || this.program.canonical(method) !== method) continue;
      const twin = this.program.childrenOf(type).find((other) => this.descriptorOf(other) === descriptor);
      if (twin === undefined) this.program.adopt(type, method);
      else this.program.unite(twin, method);
    }
  }

  of(file: LinkFile): GoPackage | undefined {
    return this.ofFile.get(file.index);
  }

  byId(id: string): GoPackage | undefined {
    return this.packages.get(id);
  }

  get all(): Iterable<GoPackage> {
    return this.packages.values();
  }

  /** What importing a folder gives: its package that is neither a test's nor a program's, if there is another. */
  inFolder(folder: string): GoPackage | undefined {
    this.noteFolder(folder);
    const found = (this.byFolder.get(folder) ?? []).filter(({ name }) => !name.endsWith('_test'));
    return found.find(({ name }) => name !== 'main') ?? found[0];
  }

  /** Import rows of a file with their paths. */
  importsOf(file: LinkFile): readonly { readonly row: number; readonly kind: number; readonly path: string }[] {
    const { imports } = file.facts;
    return Array.from({ length: imports.rows }, (_, row) => ({ row, kind: imports.get(row, IMPORT.kind), path: file.facts.text(imports.get(row, IMPORT.specifier)) }));
  }
}

export interface GoPackage {
  /** The folder with the name: no other package has it. */
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  /** Its namespace's symbol, or -1. */
  readonly symbol: number;
  /** What stands directly in it, by name; methods are members of their types. */
  readonly members: Map<string, number[]>;
}
