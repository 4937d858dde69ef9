import { IMPORT, Import, ImportFlag, Kind, SYMBOL, SymbolFlag } from '../../facts/schema.js';
import { typeRows } from '../../facts/type-rows.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import type { CSharpProject, CSharpProjects } from './project-files.js';

const TYPE_KINDS = new Set<number>([Kind.class, Kind.struct, Kind.record, Kind.interface, Kind.enum, Kind.delegate]);

/** What the name of an attribute's type ends with, and may be left out where it is used. */
export const ATTRIBUTE = 'Attribute';

const NOBODY: ReadonlySet<string> = new Set();

/** What a file's usings bring in. */
export interface Usings {
  readonly namespaces: readonly string[];
  /** Types whose static members are in scope. */
  readonly statics: readonly string[];
  readonly aliases: ReadonlyMap<string, string>;
}

/** Symbols of all C# files by full name; merges what is declared in parts. */
export class TypeIndex {
  private readonly types = new Map<string, number[]>();
  private readonly namespaces = new Map<string, number[]>();
  /** Full names of the namespaces and types in which types are declared. */
  private readonly typeOwners = new Set<string>();
  /** By the names of types without what they are declared in: the full names of that. */
  private readonly ownersOfName = new Map<string, Set<string>>();
  /** Last parts of the names of namespaces. */
  private readonly namespaceEnds = new Set<string>();
  /** Names of attributes as they are written above what they are about: `Route` of RouteAttribute. */
  private readonly attributes = new Set<string>();
  /** Names of types that are declared inside others, with the number of their type parameters. */
  private readonly nested = new Set<string>();
  private readonly fullNames = new Map<number, string>();
  private readonly usingsOf = new Map<number, { readonly usings: Usings; readonly readFrom: readonly LinkFile[] }>();
  private readonly globalUsings = new Map<CSharpProject | undefined, LinkFile[]>();
  private readonly extensionsByName = new Map<string, number[]>();
  readonly files: readonly LinkFile[];

  constructor(
    readonly program: LinkProgram,
    readonly projects: CSharpProjects,
  ) {
    this.files = program.files.filter((file) => file.languageId === 'csharp');
    for (const file of this.files) this.readFile(file);
    for (const file of this.files) this.readExtensions(file);
    program.forgets(this.usingsOf);
  }

  private readFile(file: LinkFile): void {
    const { symbols, imports } = file.facts;
    const project = this.projects.of(file.path);
    for (const row of typeRows(file.facts)) {
      const kind = symbols.get(row, SYMBOL.kind);
      const id = file.firstSymbol + row;
      const parentRow = symbols.get(row, SYMBOL.parent);
      const parent = parentRow < 0 ? '' : this.fullName(this.program.canonical(file.firstSymbol + parentRow));
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      const arity = symbols.get(row, SYMBOL.typeParameters);
      const own = `${name}${arity > 0 ? `\`${arity}` : ''}`;
      const full = parent === '' ? own : `${parent}.${own}`;
      if (this.program.canonical(id) !== id) {
        this.fullNames.set(id, full);
        continue;
      }
      if (kind === Kind.namespace) this.namespaceEnds.add(full.slice(full.lastIndexOf('.') + 1));
      else {
        if (own.endsWith(ATTRIBUTE)) this.attributes.add(own.slice(0, -ATTRIBUTE.length));
        if (parentRow >= 0 && TYPE_KINDS.has(symbols.get(parentRow, SYMBOL.kind))) this.nested.add(own);
        this.typeOwners.add(parent);
        const owners = this.ownersOfName.get(own);
        if (owners === undefined) this.ownersOfName.set(own, new Set([parent]));
        else owners.add(parent);
      }
      const table = kind === Kind.namespace ? this.namespaces : this.types;
      const same = table.get(full);
      const twin = same?.find((other) => this.isSameDeclaration(other, id, project, kind));
      if (twin !== undefined) this.program.merge(twin, id);
      else if (same === undefined) table.set(full, [id]);
      else same.push(id);
      this.fullNames.set(id, full);
    }
    for (let row = 0; row < imports.rows; row++) {
      if ((imports.get(row, IMPORT.flags) & ImportFlag.global) === 0) continue;
      const files = this.globalUsings.get(project) ?? [];
      if (!files.includes(file)) files.push(file);
      this.globalUsings.set(project, files);
    }
  }

  /** Namespaces of one project are one; types are, where they say they are partial. */
  private isSameDeclaration(known: number, other: number, project: CSharpProject | undefined, kind: number): boolean {
    if (this.projects.of(this.program.fileOfSymbol(known).path) !== project) return false;
    if (kind === Kind.namespace) return true;
    return this.program.hasFlag(known, 'partial') && this.program.hasFlag(other, 'partial');
  }

  private readExtensions(file: LinkFile): void {
    const { symbols } = file.facts;
    for (let row = 0; row < symbols.rows; row++) {
      // Its own flag: a key may stand for a method that is none, too.
      if (symbols.get(row, SYMBOL.kind) !== Kind.method || (symbols.get(row, SYMBOL.flags) & SymbolFlag.extension) === 0) continue;
      const id = this.program.canonical(file.firstSymbol + row);
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      const same = this.extensionsByName.get(name);
      if (same === undefined) this.extensionsByName.set(name, [id]);
      else if (!same.includes(id)) same.push(id);
    }
  }

  fullName(symbol: number): string {
    return this.fullNames.get(symbol) ?? '';
  }

  hasNamespace(name: string): boolean {
    return this.namespaces.has(name);
  }

  /** Whether the full name of any namespace ends with a name. */
  endsNamespace(name: string): boolean {
    return this.namespaceEnds.has(name);
  }

  /** Whether a type is declared whose name is that and `Attribute`. */
  isAttribute(name: string): boolean {
    return this.attributes.has(name) && !name.endsWith(ATTRIBUTE);
  }

  /** Whether any type stands directly in a namespace or type of that full name. */
  declaresTypes(name: string): boolean {
    return this.typeOwners.has(name);
  }

  /** Full names of the namespaces and types that declare a type of that name, number of type parameters included; '' is the global namespace. */
  ownersOf(name: string): ReadonlySet<string> {
    return this.ownersOfName.get(name) ?? NOBODY;
  }

  /** Whether any type of that name, number of type parameters included, is declared inside another: where none is, no base need be asked. */
  isNested(name: string): boolean {
    return this.nested.has(name);
  }

  /** A namespace of the file's own project first. */
  namespaceSymbol(name: string, file: LinkFile): number | undefined {
    const found = this.namespaces.get(name);
    const project = this.projects.of(file.path);
    return found?.find((symbol) => this.projects.of(this.program.fileOfSymbol(symbol).path) === project) ?? found?.[0];
  }

  /** Types of a full name that a file can see; its own project's hide those of others. */
  typesNamed(fullName: string, file: LinkFile): readonly number[] {
    const found = this.types.get(fullName);
    if (found === undefined || found.length === 1) return found ?? [];
    const project = this.projects.of(file.path);
    if (project === undefined) return found;
    const own = found.filter((symbol) => this.projects.of(this.program.fileOfSymbol(symbol).path) === project);
    if (own.length > 0) return own;
    const visible = this.projects.visible(project);
    const seen = found.filter((symbol) => {
      const owner = this.projects.of(this.program.fileOfSymbol(symbol).path);
      return owner !== undefined && visible.has(owner);
    });
    return seen.length > 0 ? seen : found;
  }

  extensionsNamed(name: string): readonly number[] {
    return this.extensionsByName.get(name) ?? [];
  }

  /** Files of a file's project whose usings hold for all of it. */
  globalUsingFiles(file: LinkFile): readonly LinkFile[] {
    return this.globalUsings.get(this.projects.of(file.path)) ?? [];
  }

  /** The file's own usings, its project's global ones, and the implicit ones. */
  usings(file: LinkFile): Usings {
    const known = this.usingsOf.get(file.index);
    if (known !== undefined) {
      for (const from of known.readFrom) this.program.reads.note(from.index);
      return known.usings;
    }
    const namespaces = new Set<string>();
    const statics = new Set<string>();
    const aliases = new Map<string, string>();
    const project = this.projects.of(file.path);
    const read = (from: LinkFile, isGlobalOnly: boolean): void => {
      const { imports, importBindings } = from.facts;
      const text = (index: number): string => from.facts.text(index);
      for (let row = 0; row < imports.rows; row++) {
        const flags = imports.get(row, IMPORT.flags);
        if (isGlobalOnly && (flags & ImportFlag.global) === 0) continue;
        const specifier = text(imports.get(row, IMPORT.specifier)).replaceAll(/\s+/g, '').replace(/^global::/, '');
        if (imports.get(row, IMPORT.kind) === Import.alias) {
          for (let binding = 0; binding < importBindings.rows; binding++) if (importBindings.get(binding, 0) === row) aliases.set(text(importBindings.get(binding, 1)), specifier);
        } else if ((flags & ImportFlag.static) !== 0) statics.add(specifier);
        else namespaces.add(specifier);
      }
    };
    read(file, false);
    const others = this.globalUsingFiles(file).filter((other) => other !== file);
    for (const other of others) read(other, true);
    for (const name of project?.usings ?? []) namespaces.add(name);
    const usings: Usings = { namespaces: [...namespaces], statics: [...statics], aliases };
    this.usingsOf.set(file.index, { usings, readFrom: [file, ...others] });
    return usings;
  }
}
