import { Kind, SYMBOL } from '../../facts/schema.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';

/** Names that the repository declares, each with the namespaces around it: `a::b::name`. */
export class DeclaredNames {
  private readonly byName = new Map<string, number[]>();
  private readonly byLastName = new Map<string, number[]>();

  constructor(private readonly program: LinkProgram) {
    const files = program.files.filter(({ languageId }) => languageId === 'cpp');
    for (const file of files) this.addFile(file);
    for (const symbols of [...this.byName.values()]) this.joinDeclarations(symbols);
    for (const file of files) this.adoptMembers(file);
  }

  private addFile(file: LinkFile): void {
    for (const symbol of this.symbolsOf(file, (kind) => kind !== Kind.field && kind !== Kind.enumMember && kind !== Kind.method)) add(this.byName, this.fullName(symbol), symbol);
  }

  private *symbolsOf(file: LinkFile, isWanted: (kind: number) => boolean): Generator<number> {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      const symbol = file.firstSymbol + row;
      if (isWanted(symbols.get(row, SYMBOL.kind)) && this.program.canonical(symbol) === symbol) yield symbol;
    }
  }

  /** A function's declarations are one with its definition, where the repository defines it once. */
  private joinDeclarations(symbols: readonly number[]): void {
    const functions = symbols.filter((symbol) => this.program.cell(symbol, SYMBOL.kind) === Kind.function && !this.program.hasFlag(symbol, 'internal') && !this.isMacro(symbol));
    const [definition, ...more] = functions.filter((symbol) => this.isDefined(symbol));
    if (more.length > 0) return;
    const [into, ...others] = definition === undefined ? functions : [definition, ...functions.filter((symbol) => symbol !== definition)];
    if (into !== undefined) for (const other of others) this.program.merge(into, other);
  }

  private isDefined(symbol: number): boolean {
    return this.program.sitesOf(symbol).some((site) => !this.program.hasFlag(site, 'abstract'));
  }

  private isMacro(symbol: number): boolean {
    return this.program.fileOfSymbol(symbol).facts.text(this.program.cell(symbol, SYMBOL.signature)).startsWith('#');
  }

  /** What is defined outside of its type belongs to it. */
  private adoptMembers(file: LinkFile): void {
    for (const symbol of this.symbolsOf(file, (kind) => kind === Kind.method)) {
      const descriptor = file.facts.text(this.program.cell(symbol, SYMBOL.descriptor));
      const owner = /^([\w+\-$]+)#./.exec(descriptor)?.[1];
      if (owner === undefined) continue;
      const around = this.program.declaredIn(symbol);
      const holders = this.named(around < 0 ? '' : this.fullName(around), owner);
      const name = this.program.nameOf(symbol);
      const [type, ...more] = holders.filter((found) => this.program.cell(found, SYMBOL.kind) !== Kind.namespace);
      if (type === undefined && holders[0] !== undefined) this.defineInNamespace(`${this.fullName(holders[0])}::${name}`, symbol);
      if (type === undefined || more.length > 0) continue;
      const twin = this.program.childrenOf(type).find((child) => this.program.nameOf(child) === name && child !== symbol);
      if (twin === undefined) this.program.adopt(type, symbol);
      else this.program.merge(twin, symbol);
    }
  }

  /** `int space::name() {}` defines what the namespace declares. */
  private defineInNamespace(fullName: string, definition: number): void {
    const [declared, ...more] = new Set((this.byName.get(fullName) ?? []).map((symbol) => this.program.canonical(symbol)));
    if (declared !== undefined && more.length === 0) this.program.merge(declared, definition);
  }

  /** The types and namespaces that a name may mean in a namespace: of those with the longest common path. */
  private named(within: string, name: string): readonly number[] {
    if (this.byLastName.size === 0) for (const [full, symbols] of this.byName) for (const symbol of symbols) if (isHolder(this.program.cell(symbol, SYMBOL.kind))) add(this.byLastName, full.slice(full.lastIndexOf(':') + 1), this.program.canonical(symbol));
    const near = this.find(within, name).filter((symbol) => isHolder(this.program.cell(symbol, SYMBOL.kind)));
    return near.length > 0 ? near : (this.byLastName.get(name) ?? []);
  }

  /** What a name stands for, seen from a namespace: there, or in those around it. */
  find(within: string, name: string): readonly number[] {
    for (let at = within; ; at = at.slice(0, Math.max(0, at.lastIndexOf('::')))) {
      const found = this.byName.get(at === '' ? name : `${at}::${name}`);
      if (found !== undefined) return [...new Set(found.map((symbol) => this.program.canonical(symbol)))];
      if (at === '') return [];
    }
  }

  fullName(symbol: number): string {
    const around = this.program.parentOf(symbol);
    const name = this.program.nameOf(symbol);
    return around < 0 ? name : `${this.fullName(around)}::${name}`;
  }
}

function isHolder(kind: number): boolean {
  return kind === Kind.class || kind === Kind.struct || kind === Kind.namespace;
}

function add(index: Map<string, number[]>, name: string, symbol: number): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, [symbol]);
  else if (!known.includes(symbol)) known.push(symbol);
}
