import type { SymbolKind } from '@pinata/graph/model';
import type { FactsBuilder } from '../facts/file-facts.js';
import { LinePlaces } from '../facts/line-places.js';
import type { LinePlace } from '../facts/line-places.js';
import type { Heritage } from '../facts/schema.js';
import { BINDING, Binding, Kind, SCOPE, Scope, SYMBOL, SymbolFlag } from '../facts/schema.js';
import type { Doc } from './assemble-docs.js';
import type { DocStyle } from './doc-comments.js';
import { HEADS } from './items.js';
import type { Item } from './items.js';
import type { Repairs } from './repair.js';
import type { SyntaxNode, SyntaxTree } from './syntax-tree.js';

/** Kinds of locals that set a variable which may be there already. */
const SETS = new Set(['variable', 'element', 'pattern', 'caught', 'opaque']);

/** A region of the source that is being read: what is declared in it and who owns it. */
export interface Frame {
  readonly end: number;
  readonly kind: 'file' | 'function' | 'block' | 'type' | 'namespace' | 'export' | 'import' | 'object' | 'symbol' | 'typeReference' | 'pattern';
  readonly scope: number;
  /** The innermost named symbol, -1 for the file. */
  readonly symbol: number;
  /** A row that the frame's kind knows: the import, the type, the function's own symbol. */
  readonly row: number;
  readonly isExported: boolean;
  readonly isDefault: boolean;
  readonly isAmbient: boolean;
  /** Whether members that stand in it belong to the type itself. */
  readonly isSingleton: boolean;
  /** Whether a type reference is written as an expression. */
  readonly isWritten: boolean;
  /** Whether what stands in it is text, although types may stand there. */
  readonly isText: boolean;
  /** What a group of imports says once for all of them. */
  readonly importPrefix: string | undefined;
  /** The node that stands for the first type in it. */
  readonly holder: number | undefined;
}

/** Every frame has every field, in one order: frames are looked at for each item, and V8 reads objects of one shape fastest. */
const PLAIN_FRAME: Frame = {
  end: Number.MAX_SAFE_INTEGER,
  kind: 'file',
  scope: 0,
  symbol: -1,
  row: -1,
  isExported: false,
  isDefault: false,
  isAmbient: false,
  isSingleton: false,
  isWritten: false,
  isText: false,
  importPrefix: undefined,
  holder: undefined,
};

/** What a language says of itself to the extractor; read from its language.json. */
export interface ExtractionRules {
  /** Text of a modifier to the flag it sets. */
  readonly modifiers: Readonly<Record<string, keyof typeof SymbolFlag>>;
  /** Visibility of a member without a modifier. */
  readonly defaultVisibility: 'public' | 'private' | 'internal';
  /** Whether a name that is only read, not called, is captured when it names a symbol or an import of its file. */
  readonly capturesValues: boolean;
  /** Whether such a name is captured too when nothing in its file binds it: other files of the package may declare it. */
  readonly capturesFreeValues?: boolean;
  /** Whether a name that nothing in its file binds may be a member that a base declares, so that it is captured in front of a member too. */
  readonly inheritsNames?: boolean;
  /** Names that no source declares, such as that of what a setter is given, with what they stand in: everywhere where none is stated. */
  readonly implicitNames?: Readonly<Record<string, readonly (SymbolKind | 'file')[]>>;
  /** Whether overloads are told apart by their parameter types; otherwise they are one symbol. */
  readonly hasOverloads: boolean;
  /** Whether types of one name are told apart by how many type parameters they have. */
  readonly hasTypeOverloads?: boolean;
  /** Whether a name that begins with a capital is given out, and any other stays in its package. */
  readonly exportsCapitals?: boolean;
  /** Name of the constructor's symbol; absent where the source names it. */
  readonly constructorName?: string;
  /** Names of declarations that stand for a keyword: a companion object is called Companion. */
  readonly keywordNames?: Readonly<Record<string, string>>;
  /** Name of the parameter that a lambda has which states none: `it`. */
  readonly implicitParameter?: string;
  /** Syntax nodes between an argument list, object or array and its values: an argument, a key with its value. */
  readonly wrappers?: readonly string[];
  /** Nodes of an object that are methods: an entry whose name alone is kept. */
  readonly methodEntries?: readonly string[];
  /** Syntax nodes inside string literals whose text is only known when the code runs. */
  readonly interpolations?: readonly string[];
  /** Over how a text begins in which two braces stand for one: `$"{{id}}"`. */
  readonly doubledBraces?: string;
  /** False where a variable belongs to the function around, whichever block sets it. */
  readonly hasBlockScopes?: boolean;
  /** False where code at the top of a namespace is its file's, since many files share the namespace. */
  readonly namespacesOwnCode?: boolean;
  /** Whether each member that is not called is captured: `this.items`, `user.name = x`, `views.index`. */
  readonly capturesAccesses?: boolean;
  /** What names may begin with that is not part of what they name: the colon of a symbol, the sigil of a field. */
  readonly namePrefixes?: readonly string[];
  /** A pattern of interpolations for which the grammar has no node: `$name`. */
  readonly bareInterpolation?: string;
  /** Syntax that the grammar does not know yet: blanked in files with errors, where that leaves fewer. */
  readonly repairs?: Repairs;
  /** Syntax that the grammar takes for something else without an error: always blanked. */
  readonly misread?: Repairs;
  /** Syntax nodes that join strings: one literal, whose other operands are only known when the code runs. */
  readonly concatenations?: readonly string[];
  /** How comments state types, where they do. */
  readonly docStyle?: DocStyle;
  /** Generic types whose arguments are values, where types are written as expressions. */
  readonly textTypes?: readonly string[];
}

/** Where a declaration begins and ends, and where its name begins. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly name: number;
}

export interface SymbolPlace extends Place {
  /** Where its signature ends. */
  readonly body: number;
}

/** A cell that names an expression, type or symbol by its syntax node, filled when all are known. */
interface PendingCell {
  readonly table: 'symbols' | 'locals' | 'expressions' | 'types' | 'returns' | 'exports' | 'heritage' | 'references' | 'arguments' | 'decorations';
  readonly row: number;
  readonly column: number;
  readonly node: number;
  readonly target: 'expression' | 'type';
}

/** One file while its items become facts. */
export class Assembly {
  readonly frames: Frame[] = [];
  /** Syntax node to row. */
  readonly expressionOf = new Map<number, number>();
  readonly typeOf = new Map<number, number>();
  /** The name in each member expression, by the expression's row. */
  readonly memberNames = new Map<number, SyntaxNode>();
  /** Expressions of members that an object is made with, and of those that a pattern takes out of one. */
  readonly filled = new Set<number>();
  readonly taken = new Set<number>();
  private linePlaces: LinePlaces | undefined;
  /** Nodes that another item has used as a declared name. */
  readonly consumed = new Set<number>();
  /** Nodes that name a base type. */
  readonly heritageNodes = new Set<number>();
  /** Bases that stand outside of the types that have them. */
  readonly outerBases: { readonly owner: string; readonly scope: number; readonly kind: keyof typeof Heritage; readonly base: SyntaxNode; readonly site: SyntaxNode }[] = [];
  readonly decoratorNodes = new Set<number>();
  /** Rows of arguments that are an object's methods. */
  readonly methodParts = new Set<number>();
  /** Initialiser of a symbol: an object literal there declares the symbol's members. */
  readonly objectOwner = new Map<number, number>();
  /** Symbols that an object literal is the value of. */
  readonly objectSymbols = new Set<number>();
  /** Object literals whose members the module gives out. */
  readonly moduleObjects = new Set<number>();
  readonly typeChildren = new Map<number, number[]>();
  /** Innermost named symbol around each expression. */
  readonly expressionSymbols: number[] = [];
  readonly parameterTypes = new Map<number, string[]>();
  /** Name of the type that a member names which is declared outside of it, by symbol row. */
  readonly owners = new Map<number, string>();
  /** Where each symbol begins and where its name stands, by row. */
  readonly symbolPlaces: SymbolPlace[] = [];
  readonly localPlaces: Place[] = [];
  readonly decorations: { readonly row: number; readonly start: number; readonly end: number; readonly symbol: number }[] = [];
  /** What comments above functions and types state, by the symbol's row. */
  readonly docs = new Map<number, Doc>();
  /** Bases with type arguments that a comment gives them. */
  readonly baseDocs: { readonly symbol: number; readonly type: number }[] = [];
  /** Scopes of lambdas whose results are stated. */
  readonly statedResults = new Set<number>();
  /** Nodes of calls and of named bases, with the types that they are given. */
  readonly callTypes: { readonly node: number; readonly nodes: readonly SyntaxNode[] }[] = [];
  /** Type parameters by row, with the types that each is bounded by. */
  readonly bounds: { readonly local: number; readonly nodes: readonly SyntaxNode[] }[] = [];
  /** Fields that a method declares on its type, as type and name, with whether a type or value told what they hold. */
  readonly ownFields = new Map<string, boolean>();
  /** Names that have been declared by type parameters, parameters and variables, for each scope. */
  private readonly bound = new Map<number, number>();
  private readonly elements = new Map<number, number>();
  private readonly pending: PendingCell[] = [];
  /** Strings that are a part of a longer literal. */
  readonly joined = new Set<number>();
  /** Where the last literal ends that joins several strings. */
  joinedUntil = 0;
  /** Literals whose text stands further down. */
  readonly openTexts: number[] = [];
  /** Visibility of members that follow a bare modifier in a type's body. */
  readonly visibilities = new WeakMap<Frame, number>();
  /** Expressions before this position are part of a type's name. */
  consumedUntil = 0;

  private settings: ReadonlyMap<string, readonly Item[]> | undefined;

  /** @param items all of the file's, in order */
  constructor(
    readonly facts: FactsBuilder,
    readonly tree: SyntaxTree,
    readonly rules: ExtractionRules,
    private readonly items: readonly Item[],
  ) {
    const scope = facts.tables.scopes.add(-1, Scope.file, -1, -1);
    this.frames.push({ ...PLAIN_FRAME, scope });
  }

  /** The place of the next element of a pattern, by the expression that it takes apart. */
  nextElement(base: number): number {
    const place = this.elements.get(base) ?? 0;
    this.elements.set(base, place + 1);
    return place;
  }

  /** Of a place in the source, both from 0. */
  offsetOf(place: LinePlace): number {
    return (this.linePlaces ??= new LinePlaces(this.source)).offset(place);
  }

  get source(): string {
    return this.tree.source;
  }

  get top(): Frame {
    return this.frames[this.frames.length - 1]!; // the file's frame is never removed
  }

  /** Whose code stands here: the innermost named symbol; -1 for the file, also inside a namespace that only names what it holds. */
  get owner(): number {
    const { symbol } = this.top;
    const isNamespace = this.rules.namespacesOwnCode === false && symbol >= 0 && this.facts.tables.symbols.get(symbol, SYMBOL.kind) === Kind.namespace;
    return isNamespace ? -1 : symbol;
  }

  /** Leaves the frames that end before a position. */
  leaveBefore(start: number): void {
    while (this.top.end <= start) this.frames.pop();
  }

  nearest(...kinds: Frame['kind'][]): Frame | undefined {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame !== undefined && kinds.includes(frame.kind)) return frame;
    }
    return undefined;
  }

  /** Where a variable that is set here belongs. */
  frameOfLocals(): Frame | undefined {
    return this.rules.hasBlockScopes === false ? this.nearest('file', 'function', 'type', 'namespace') : this.nearest('file', 'function', 'block', 'type', 'namespace');
  }

  openScope(end: number, kind: 'function' | 'block' | 'type' | 'namespace', symbol: number, row = symbol, isAmbient = false): number {
    const scope = this.facts.tables.scopes.add(this.top.scope, Scope[kind], symbol, row);
    this.frames.push({ ...PLAIN_FRAME, end, kind, scope, symbol, row, isAmbient: isAmbient || this.top.isAmbient });
    return scope;
  }

  /** Leaves the innermost frame sooner. */
  endAt(end: number): void {
    const { top } = this;
    if (end < top.end) this.frames[this.frames.length - 1] = { ...top, end };
  }

  /** Where a variable is set for the first time in a range, as far as that is captured: what a test told of it holds up to there. */
  setWithin(name: string, start: number, end: number): number {
    this.settings ??= this.readSettings();
    const setting = this.settings.get(name)?.find((item) => item.start >= start && item.start < end);
    if (setting === undefined) return end;
    // What is set is evaluated before.
    return setting.kind === 'variable' ? Math.min(setting.end, end) : setting.start;
  }

  private readSettings(): ReadonlyMap<string, readonly Item[]> {
    const settings = new Map<string, Item[]>();
    for (const item of this.items) {
      const name = HEADS[item.head] === 'local' && SETS.has(item.kind) ? item.field('name') : undefined;
      if (name === undefined) continue;
      const text = this.tree.text(name);
      const known = settings.get(text);
      if (known === undefined) settings.set(text, [item]);
      else known.push(item);
    }
    return settings;
  }

  /** What stands in a function's head and runs where the function is made: it is the code of what stands around the function. */
  openOutside(end: number): void {
    const inner = this.nearest('function');
    const around = inner === undefined ? undefined : this.frames[this.frames.indexOf(inner) - 1];
    if (around !== undefined) this.frames.push({ ...around, end });
  }

  bind(scope: number, name: string, kind: keyof typeof Binding, target: number): void {
    const index = this.facts.intern(name);
    const row = this.facts.tables.bindings.add(scope, index, Binding[kind], target);
    const key = scope * 0x100_0000 + index;
    if (!this.bound.has(key)) this.bound.set(key, row);
  }

  /** The binding that a name has in a scope or around it, or -1. */
  lookUp(scope: number, name: number): number {
    const { scopes } = this.facts.tables;
    for (let at = scope; at >= 0; at = scopes.get(at, SCOPE.parent)) {
      const row = this.bound.get(at * 0x100_0000 + name);
      if (row !== undefined) return row;
    }
    return -1;
  }

  /** Whether a binding names a parameter, a variable or a type parameter. */
  isLocalBinding(row: number): boolean {
    return this.facts.tables.bindings.get(row, BINDING.kind) === Binding.local;
  }

  isImportBinding(row: number): boolean {
    return this.facts.tables.bindings.get(row, BINDING.kind) === Binding.importBinding;
  }

  /** The cell is filled with the row of the expression or type that stands at `node`, once all are read; one that is filled before keeps what it has. */
  refer(table: PendingCell['table'], row: number, column: number, node: SyntaxNode | undefined, target: PendingCell['target']): void {
    if (node !== undefined) this.pending.push({ table, row, column, node: node.id, target });
  }

  fillPending(): void {
    for (const { table, row, column, node, target } of this.pending) {
      const found = (target === 'type' ? this.typeOf : this.expressionOf).get(node);
      const cells = this.facts.tables[table];
      if (found !== undefined && cells.get(row, column) < 0) cells.set(row, column, found);
    }
  }

  /** The declared name's text without quotes; the node counts as used. */
  nameOf(node: SyntaxNode): string {
    this.consumed.add(node.id);
    const written = this.tree.text(node);
    const prefix = this.rules.namePrefixes?.find((candidate) => written.startsWith(candidate)) ?? '';
    const text = written.slice(prefix.length);
    const first = text[0];
    return (first === '"' || first === "'" || first === '`') && text.length > 1 ? text.slice(1, -1) : text;
  }

  /** All flags that an item's modifiers set. */
  flagsOf(item: Item): number {
    let flags = 0;
    for (const node of item.all('modifier')) {
      const flag = this.rules.modifiers[this.tree.text(node)];
      if (flag !== undefined) flags |= SymbolFlag[flag];
    }
    return flags;
  }

  symbolFlag(symbol: number, flag: keyof typeof SymbolFlag): boolean {
    return symbol >= 0 && (this.facts.tables.symbols.get(symbol, SYMBOL.flags) & SymbolFlag[flag]) !== 0;
  }
}
