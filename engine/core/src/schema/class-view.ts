import { Expression, SYMBOL, SYMBOL_KIND_NAMES, SymbolFlag } from '../facts/schema.js';
import { symbolOf } from '../link/outcome.js';
import type { DecorationSite, FileView } from '../view/file-view.js';
import type { SchemaContext } from './family.js';
import type { Place } from './model.js';

const BASES_DEPTH = 8;
/** Behind the name of a class that stands for itself. */
const LITERAL = /(?:\.|::)class$/;

/** A member of a class, as models are read from it. */
export interface MemberView {
  readonly name: string;
  /** Row of the file's symbols. */
  readonly symbol: number;
  readonly kind: string;
  /** Row of its declared type, or -1. */
  readonly type: number;
  /** Row of its initial value, or -1. */
  readonly value: number;
  readonly flags: number;
  readonly decorations: readonly DecorationSite[];
}

/** A class and its members, over one of its declarations. */
export class ClassView {
  constructor(
    readonly view: FileView,
    /** Row of the file's symbols. */
    readonly symbol: number,
    private readonly context: SchemaContext,
  ) {}

  get name(): string {
    return this.text(SYMBOL.name);
  }

  get kind(): string {
    return SYMBOL_KIND_NAMES[this.view.facts.symbols.get(this.symbol, SYMBOL.kind)] ?? '';
  }

  /** The type that it is declared with: of an enum the one that it is made of. */
  get typeText(): string {
    return this.view.typeText(this.view.facts.symbols.get(this.symbol, SYMBOL.type));
  }

  get isAbstract(): boolean {
    return (this.view.facts.symbols.get(this.symbol, SYMBOL.flags) & SymbolFlag.abstract) !== 0;
  }

  get key(): string {
    return this.context.keyOf(this.view.file.firstSymbol + this.symbol);
  }

  get place(): Place {
    return this.placeOf(this.symbol);
  }

  get decorations(): readonly DecorationSite[] {
    return this.view.decorationsOf(this.symbol);
  }

  decoration(name: string): DecorationSite | undefined {
    return this.decorations.find((site) => site.name === name);
  }

  private text(column: number): string {
    return this.view.facts.text(this.view.facts.symbols.get(this.symbol, column));
  }

  /** Members that hold something: fields and properties, in order. */
  members(...kinds: readonly string[]): readonly MemberView[] {
    const wanted = kinds.length === 0 ? ['field', 'property', 'constant', 'variable', 'accessor'] : kinds;
    const { symbols } = this.view.facts;
    const found: MemberView[] = [];
    for (let row = this.symbol + 1; row < symbols.rows; row++) {
      if (symbols.get(row, SYMBOL.parent) !== this.symbol) continue;
      const kind = SYMBOL_KIND_NAMES[symbols.get(row, SYMBOL.kind)] ?? '';
      if (!wanted.includes(kind)) continue;
      found.push({ name: this.view.facts.text(symbols.get(row, SYMBOL.name)), symbol: row, kind, type: symbols.get(row, SYMBOL.type), value: symbols.get(row, SYMBOL.value), flags: symbols.get(row, SYMBOL.flags), decorations: this.view.decorationsOf(row) });
    }
    return found;
  }

  placeOf(symbol: number): Place {
    return { path: this.view.file.path, range: this.view.symbolRange(symbol) };
  }

  keyOf(symbol: number): string {
    return this.context.keyOf(this.view.file.firstSymbol + symbol);
  }

  /** The class that a written type names, where the repository declares it. */
  classOf(type: number): ClassView | undefined {
    return classOfType(this.view, type, this.context);
  }

  /** Declared base classes, nearest first, their bases included. */
  bases(): readonly ClassView[] {
    const found = new Map<string, ClassView>();
    this.addBases(found, 0);
    return [...found.values()];
  }

  private addBases(found: Map<string, ClassView>, depth: number): void {
    for (const base of depth > BASES_DEPTH ? [] : this.directBases()) {
      // Interfaces come on several ways.
      if (found.has(base.key)) continue;
      found.set(base.key, base);
      base.addBases(found, depth + 1);
    }
  }

  /** Bases that come before the first of a kind: that one's own are left out. */
  basesBefore(isEnd: (base: ClassView) => boolean): readonly ClassView[] {
    const bases = this.bases();
    const end = bases.find(isEnd);
    const taken = new Set(end === undefined ? [] : [end, ...end.bases()].map(({ key }) => key));
    return bases.filter(({ key }) => !taken.has(key));
  }

  /** Base classes that this one names and the repository declares. */
  directBases(): readonly ClassView[] {
    return this.view.heritageOf(this.symbol).flatMap((row) => classOfSymbol(symbolOf(this.view.base(row).outcome), this.context) ?? []);
  }

  /** Names of the bases as the source writes them, those of its bases included. */
  baseNames(): readonly string[] {
    return [this, ...this.bases()].flatMap((one) => one.view.heritageOf(one.symbol).map((row) => one.view.base(row).name));
  }

  /** Those that the repository does not declare. */
  outsideBaseNames(): readonly string[] {
    const own = new Set(this.bases().map(({ name }) => name));
    return this.baseNames().filter((name) => !own.has(name));
  }

  /** Names of the bases of the class that a call makes one of: what it is where it is not known itself. */
  derivedFrom(call: number): readonly string[] {
    const callee = this.view.kind(call) === Expression.call ? this.view.operand(call) : call;
    return classOfSymbol(this.view.symbolNamed(callee), this.context)?.baseNames() ?? [];
  }

  /** Whether a symbol stands directly in this class. @param symbol a row of the same file's symbols */
  isAround(symbol: number): boolean {
    return this.view.facts.symbols.get(symbol, SYMBOL.parent) === this.symbol;
  }

  /** The class that an expression names, `User::class`, `User.class` or its name as a text, where the repository declares it. @param row or -1 */
  classAt(row: number): ClassView | undefined {
    if (row < 0) return undefined;
    const { view } = this;
    const text = view.kind(row) === Expression.literal ? view.text(row) : undefined;
    return classOfSymbol(text === undefined ? view.symbolNamed(view.kind(row) === Expression.same ? view.operand(row) : row) : view.typeNamed(text.replace(LITERAL, '')), this.context);
  }

  /** The only class of the language that is called so. */
  classNamed(name: string): ClassView | undefined {
    return classOfSymbol(this.view.typeNamed(name), this.context);
  }

  isStatic(member: MemberView): boolean {
    return (member.flags & SymbolFlag.static) !== 0;
  }
}

/** All classes of a file, outer before inner. */
export function classesOf(view: FileView, context: SchemaContext): readonly ClassView[] {
  const { symbols } = view.facts;
  const found: ClassView[] = [];
  for (let row = 0; row < symbols.rows; row++) {
    const kind = SYMBOL_KIND_NAMES[symbols.get(row, SYMBOL.kind)];
    if (kind === 'class' || kind === 'record' || kind === 'struct' || kind === 'interface') found.push(new ClassView(view, row, context));
  }
  return found;
}

/** @param symbol a number of the program, or -1 */
export function classOfSymbol(symbol: number, context: SchemaContext): ClassView | undefined {
  if (symbol < 0) return undefined;
  const file = context.program.fileOfSymbol(symbol);
  const row = symbol - file.firstSymbol;
  const kind = SYMBOL_KIND_NAMES[file.facts.symbols.get(row, SYMBOL.kind)];
  return kind === 'class' || kind === 'record' || kind === 'struct' || kind === 'interface' || kind === 'enum' ? new ClassView(context.viewOf(file), row, context) : undefined;
}

export function classOfType(view: FileView, type: number, context: SchemaContext): ClassView | undefined {
  if (type < 0) return undefined;
  return classOfSymbol(symbolOf(view.linker.namedType(view.file, type)), context);
}
