import type { FileRole, SkipReason } from '@pinata/graph';
import type { FileFacts } from '../facts/file-facts.js';
import { Kind, SYMBOL, SymbolFlag } from '../facts/schema.js';
import { Lookups } from './lookups.js';
import type { PackageManifest } from './packages.js';
import { ReadTracker } from './read-tracker.js';

/** A file whose facts take part in linking. */
export interface LinkFile {
  /** Its place in `LinkProgram.files`. */
  readonly index: number;
  readonly path: string;
  readonly languageId: string;
  readonly language: string;
  readonly role: FileRole;
  readonly facts: FileFacts;
  /** Number of the file's first symbol in the whole program. */
  readonly firstSymbol: number;
  /** The nearest manifest above the file, or undefined. */
  readonly manifest: PackageManifest | undefined;
}

/** What a program is told of a file. */
export interface GivenFile extends Omit<LinkFile, 'index' | 'firstSymbol' | 'facts'> {
  /** Where its facts are asked for. */
  readonly held: { readonly facts: FileFacts };
  /** Of its content; absent where nothing is linked again. */
  readonly hash?: string;
}

/** A file that notes when its facts are read. */
class TrackedFile implements LinkFile {
  readonly path: string;
  readonly languageId: string;
  readonly language: string;
  readonly role: FileRole;
  readonly manifest: PackageManifest | undefined;
  private readonly held: GivenFile['held'];

  constructor(
    given: GivenFile,
    readonly index: number,
    readonly firstSymbol: number,
    private readonly tracker: ReadTracker,
  ) {
    this.path = given.path;
    this.languageId = given.languageId;
    this.language = given.language;
    this.role = given.role;
    this.manifest = given.manifest;
    this.held = given.held;
  }

  get facts(): FileFacts {
    this.tracker.note(this.index);
    return this.held.facts;
  }
}

const NO_FILES: ReadonlySet<number> = new Set();

/** Answers that are found again where they are forgotten. */
export interface Forgettable {
  clear(): void;
}

/**
 * Everything that linking may look at: the facts of all files, and the list of paths. Symbols have one number in the
 * whole program: a file's first number and the row.
 */
export class LinkProgram {
  readonly files: readonly LinkFile[];
  readonly reads: ReadTracker;
  readonly lookups = new Lookups();
  readonly fileByPath: ReadonlyMap<string, LinkFile>;
  readonly symbolCount: number;
  private readonly fileOf: Int32Array;
  /** The first symbol that declares the same thing: overloads, merged interfaces, parts of a partial type. */
  private readonly canonicals: Int32Array;
  private readonly memberCache = new Map<number, ReadonlyMap<string, readonly number[]>>();
  private readonly forgettable: Forgettable[] = [this.memberCache];
  private readonly sites = new Map<number, number[]>();
  private readonly children = new Map<number, number[]>();
  /** Types of members that are declared outside of them. */
  private readonly adopted = new Map<number, number>();
  /** Files of the members that a type adopted. */
  private readonly adoptedFrom = new Map<number, Set<number>>();
  private mergers: ReadonlyMap<number, string> | undefined;
  private readonly notePath: (path: string) => void;
  private readonly noteContentOf: (path: string) => void;

  constructor(
    given: readonly GivenFile[],
    /** Every listed path, manifests and other files included. */
    readonly listed: ReadonlySet<string>,
    readonly skipped: ReadonlyMap<string, SkipReason>,
  ) {
    this.reads = new ReadTracker(given.length);
    let firstSymbol = 0;
    this.files = given.map((file, index) => {
      const tracked = new TrackedFile(file, index, firstSymbol, this.reads);
      firstSymbol += file.held.facts.symbols.rows;
      return tracked;
    });
    this.fileByPath = new Map(this.files.map((file) => [file.path, file]));
    this.symbolCount = firstSymbol;
    this.fileOf = new Int32Array(this.symbolCount);
    this.canonicals = new Int32Array(this.symbolCount);
    for (const file of this.files) this.readSymbols(file);
    const hashes = new Map(given.map(({ path, hash }) => [path, hash ?? '']));
    this.noteContentOf = this.lookups.open('content', (path) => hashes.get(path) ?? '');
    this.notePath = this.lookups.open('path', (path) => `${this.fileByPath.has(path) ? 'read' : ''} ${this.listed.has(path) ? 'listed' : ''} ${this.skipped.get(path) ?? ''}`);
  }

  /** The file at a path that linking computed; a look-up that is noted, as the next two are. */
  fileAt(path: string): LinkFile | undefined {
    this.notePath(path);
    return this.fileByPath.get(path);
  }

  isListed(path: string): boolean {
    this.notePath(path);
    return this.listed.has(path);
  }

  skippedAt(path: string): SkipReason | undefined {
    this.notePath(path);
    return this.skipped.get(path);
  }

  /** Notes that all of a file counts, what the bodies of its functions do included: of a file that is read anyway only what others can see does. */
  noteContent(file: LinkFile): void {
    this.noteContentOf(file.path);
  }

  /** Finds out what is the whole program's, and no single file's: what is read and looked up for it is not noted. */
  aside<Found>(find: () => Found): Found {
    this.reads.pause();
    this.lookups.pause();
    try {
      return find();
    } finally {
      this.reads.resume();
      this.lookups.resume();
    }
  }

  /** A symbol in words that stay the same while its file's facts and package do. */
  describe(symbol: number): string {
    const file = this.fileOfSymbol(symbol);
    return `${file.path}#${symbol - file.firstSymbol}@${file.manifest?.path ?? ''}:${file.manifest?.name ?? ''}`;
  }

  /** A symbol by its file's path and its row, which `describe` and others say of it; -1 where there is none. */
  symbolOf(path: string, row: number): number {
    const file = this.fileByPath.get(path);
    return file === undefined || !Number.isInteger(row) ? -1 : this.symbolAt(file.index, row);
  }

  /**
   * How symbols of a file are one with those of other files, or members of each other's types, by the other files' paths: whoever
   * sees the file sees that. Namespaces, which have no members of their own, are left out.
   */
  mergedWith(file: LinkFile): string {
    this.mergers ??= this.aside(() => this.readMergers());
    return this.mergers.get(file.index) ?? '';
  }

  /** Declarations of each namespace that several declare, the first one first: its key is of that one's package. */
  *namespaces(): Generator<readonly number[]> {
    for (const [canonical, sites] of this.sites) if (this.canonical(canonical) === canonical && this.cell(canonical, SYMBOL.kind) === Kind.namespace) yield sites;
  }

  private readMergers(): ReadonlyMap<number, string> {
    const texts = new Map<number, string>();
    const add = (symbol: number, text: string): void => {
      const file = this.fileOf[symbol] ?? -1;
      texts.set(file, `${texts.get(file) ?? ''}${symbol - (this.files[file]?.firstSymbol ?? 0)} ${text}\n`);
    };
    const pathOf = (symbol: number): string => this.fileOfSymbol(symbol).path;
    for (const [canonical, sites] of this.sites) {
      if (this.canonical(canonical) !== canonical || this.cell(canonical, SYMBOL.kind) === Kind.namespace) continue;
      const paths = sites.map(pathOf);
      if (new Set(paths).size > 1) for (const site of sites) add(site, paths.join('|'));
    }
    for (const [member, type] of this.adopted) {
      if (this.fileOf[member] === this.fileOf[type]) continue;
      add(member, `in ${pathOf(this.canonical(type))}`);
      add(this.canonical(type), `has ${pathOf(member)}`);
    }
    return texts;
  }

  /** Names answers that follow from the files' facts and are found again when they are wanted: they go where memory is short. */
  forgets(...answers: readonly Forgettable[]): void {
    this.forgettable.push(...answers);
  }

  /** Forgets all that was found out about files. Between two files alone: not while an answer is being found. */
  forget(): void {
    for (const answers of this.forgettable) answers.clear();
  }

  /** Merges what one file declares several times under one name, and lists members. */
  private readSymbols(file: LinkFile): void {
    const { firstSymbol } = file;
    const { symbols } = file.facts;
    const first = new Map<number, number>();
    const { rows } = symbols;
    for (let row = 0; row < rows; row++) {
      const id = firstSymbol + row;
      this.fileOf[id] = file.index;
      const parentRow = symbols.get(row, SYMBOL.parent);
      const parent = parentRow < 0 ? -1 : (this.canonicals[firstSymbol + parentRow] ?? -1);
      const isStatic = (symbols.get(row, SYMBOL.flags) & SymbolFlag.static) !== 0;
      // Facts hold each text once: its number stands for it.
      const key = (symbols.get(row, SYMBOL.descriptor) * (rows + 1) + (parent < 0 ? 0 : parent - firstSymbol + 1)) * 2 + (isStatic ? 1 : 0);
      const known = first.get(key);
      this.canonicals[id] = known ?? id;
      if (known === undefined) first.set(key, id);
      else this.addSite(known, id);
      if (known === undefined && parent >= 0) {
        const siblings = this.children.get(parent);
        if (siblings === undefined) this.children.set(parent, [id]);
        else siblings.push(id);
      }
    }
  }

  private addSite(canonical: number, id: number): void {
    const known = this.sites.get(canonical);
    if (known === undefined) this.sites.set(canonical, [canonical, id]);
    else known.push(id);
  }

  /**
   * Makes two symbols of different files one: parts of a partial type, a namespace in many files.
   * Must be called before members are asked for, in an order that does not depend on threads.
   */
  merge(into: number, other: number): void {
    const canonical = this.canonical(into);
    if (this.canonical(other) === canonical) return;
    for (const site of this.sitesOf(other)) {
      this.canonicals[site] = canonical;
      this.addSite(canonical, site);
    }
    const moved = this.children.get(other);
    if (moved === undefined) return;
    const siblings = this.children.get(canonical) ?? [];
    siblings.push(...moved);
    this.children.set(canonical, siblings);
    this.children.delete(other);
  }

  /** Makes two symbols one, and with them those of their members that have one descriptor: what is declared twice under one key. */
  unite(into: number, other: number): void {
    const known = new Map(this.childrenOf(into).map((child) => [this.cellText(child, SYMBOL.descriptor), this.canonical(child)]));
    const children = [...this.childrenOf(other)];
    this.merge(into, other);
    for (const child of children) {
      const twin = known.get(this.cellText(child, SYMBOL.descriptor));
      if (twin !== undefined && twin !== this.canonical(child)) this.unite(twin, child);
    }
  }

  private cellText(symbol: number, column: number): string {
    return this.fileOfSymbol(symbol).facts.text(this.cell(symbol, column));
  }

  /**
   * Makes a symbol a member of a type that it is declared outside of; its key stays the one of its place.
   * Must be called before members are asked for, like `merge`.
   */
  adopt(type: number, member: number): void {
    const parent = this.canonical(type);
    const child = this.canonical(member);
    if (this.adopted.has(child)) return;
    const siblings = this.children.get(this.parentOf(child));
    if (siblings !== undefined) siblings.splice(siblings.indexOf(child), 1);
    this.adopted.set(child, parent);
    const from = this.adoptedFrom.get(parent) ?? new Set();
    from.add(this.fileOf[child] ?? -1);
    this.adoptedFrom.set(parent, from);
    const members = this.children.get(parent);
    if (members === undefined) this.children.set(parent, [child]);
    else members.push(child);
  }

  canonical(symbol: number): number {
    let at = symbol;
    for (let next = this.canonicals[at] ?? at; next !== at; next = this.canonicals[at] ?? at) at = next;
    return at;
  }

  /** All declarations of a symbol, the first one first. */
  sitesOf(symbol: number): readonly number[] {
    const sites = this.sites.get(symbol) ?? [symbol];
    // What is asked of a symbol is asked of every file that declares it.
    for (const site of sites) this.reads.note(this.fileOf[site] ?? -1);
    for (const file of this.adoptedFrom.get(symbol) ?? NO_FILES) this.reads.note(file);
    return sites;
  }

  fileOfSymbol(symbol: number): LinkFile {
    return this.files[this.fileOf[symbol] ?? -1]!; // every symbol number comes from a file of this program
  }

  /** Number of the symbol in a row of a file, -1 where there is none. */
  symbolAt(file: number, row: number): number {
    const first = this.files[file]?.firstSymbol;
    const next = this.files[file + 1]?.firstSymbol ?? this.symbolCount;
    return first === undefined || row < 0 || first + row >= next ? -1 : first + row;
  }

  /** A cell of a symbol's facts row. */
  cell(symbol: number, column: number): number {
    const file = this.fileOfSymbol(symbol);
    return file.facts.symbols.get(symbol - file.firstSymbol, column);
  }

  nameOf(symbol: number): string {
    return this.fileOfSymbol(symbol).facts.text(this.cell(symbol, SYMBOL.name));
  }

  hasFlag(symbol: number, flag: keyof typeof SymbolFlag): boolean {
    return (this.cell(symbol, SYMBOL.flags) & SymbolFlag[flag]) !== 0;
  }

  /** The symbol around a symbol, or the type that adopted it, or -1. */
  parentOf(symbol: number): number {
    const adopting = this.adopted.get(symbol);
    return adopting === undefined ? this.declaredIn(symbol) : this.canonical(adopting);
  }

  /** The symbol around a symbol's declaration, or -1: its key begins with that one's. */
  declaredIn(symbol: number): number {
    const row = this.cell(symbol, SYMBOL.parent);
    return row < 0 ? -1 : this.canonical(this.fileOfSymbol(symbol).firstSymbol + row);
  }

  /** Symbols declared directly in a symbol, of all its declarations. */
  childrenOf(symbol: number): readonly number[] {
    this.sitesOf(symbol);
    return this.children.get(symbol) ?? [];
  }

  /** Members by name, in the order of their declaration. */
  membersOf(symbol: number): ReadonlyMap<string, readonly number[]> {
    this.sitesOf(symbol);
    const known = this.memberCache.get(symbol);
    if (known !== undefined) return known;
    const members = new Map<string, number[]>();
    for (const child of this.childrenOf(symbol)) {
      const name = this.nameOf(child);
      const same = members.get(name);
      if (same === undefined) members.set(name, [child]);
      else same.push(child);
    }
    this.memberCache.set(symbol, members);
    return members;
  }
}
