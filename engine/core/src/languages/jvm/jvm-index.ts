import type { UnresolvedReason } from '@pinata/graph';
import type { FileFacts } from '../../facts/file-facts.js';
import { DECORATION, EXPRESSION, Kind, SYMBOL } from '../../facts/schema.js';
import { folderOf } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { NameIndex, isTypeKind } from '../../link/semantics/index.js';
import type { JvmProjects } from './jvm-projects.js';

export const JVM_LANGUAGES: ReadonlySet<string> = new Set(['java', 'kotlin']);
/** Source sets that only tests see. */
const TEST_SOURCES = /(?:^|\/)src\/(?:test|\w*[tT]est\w*)\//;

/** Types, packages and top-level members of all files of the Java platform's languages, by full name. */
export class JvmIndex {
  private readonly types: NameIndex;
  private readonly packages = new Map<string, number[]>();
  /** Functions and properties outside of types, which Kotlin has, by the package's full name and theirs. */
  private readonly topLevel: NameIndex;
  /** Classes that the compiler makes for a Kotlin file's top level, by full name. */
  private readonly facades = new Map<string, LinkFile[]>();
  private readonly extensions: NameIndex;
  private skipped: ReadonlyMap<string, readonly { readonly path: string; readonly reason: UnresolvedReason }[]> | undefined;
  private readonly typeOwners = new Set<string>();
  private readonly fullNames = new Map<number, string>();
  private readonly notePackage: (name: string) => void;
  private readonly notePackageSymbol: (name: string) => void;
  private readonly noteFacade: (name: string) => void;
  private readonly noteTypeOwner: (name: string) => void;
  private readonly noteLeftOut: (name: string) => void;

  constructor(
    readonly program: LinkProgram,
    readonly projects: JvmProjects,
  ) {
    const { lookups } = program;
    this.types = new NameIndex({ program, table: 'jvm types' });
    this.topLevel = new NameIndex({ program, table: 'jvm top level' });
    this.extensions = new NameIndex({ program, table: 'jvm extensions' });
    this.notePackage = lookups.open('jvm package', (name) => String(this.packages.has(name)));
    // Which file of a project declares its package matters to nobody: it is one symbol.
    this.notePackageSymbol = lookups.open('jvm package symbol', (name) => JSON.stringify((this.packages.get(name) ?? []).map((symbol) => program.fileOfSymbol(symbol).manifest?.path)));
    this.noteFacade = lookups.open('jvm facade', (name) => JSON.stringify((this.facades.get(name) ?? []).map(({ path }) => path)));
    this.noteTypeOwner = lookups.open('jvm type owner', (name) => String(this.typeOwners.has(name)));
    this.noteLeftOut = lookups.open('jvm left out', (name) => this.leftOutAs(name) ?? '');
    for (const file of program.files) if (JVM_LANGUAGES.has(file.languageId)) this.readFile(file);
  }

  private readFile(file: LinkFile): void {
    const { symbols } = file.facts;
    let packageName = '';
    for (let row = 0; row < symbols.rows; row++) {
      const kind = symbols.get(row, SYMBOL.kind);
      const id = file.firstSymbol + row;
      const parent = symbols.get(row, SYMBOL.parent);
      const around = parent < 0 ? '' : (this.fullNames.get(file.firstSymbol + parent) ?? '');
      const name = file.facts.text(symbols.get(row, SYMBOL.name));
      const full = around === '' ? name : `${around}.${name}`;
      if (kind === Kind.namespace) {
        packageName = full;
        this.addPackage(full, id, file);
      } else if (isTypeKind(kind)) {
        this.addType(full, id, file);
        this.typeOwners.add(around);
      } else if (parent < 0 || symbols.get(parent, SYMBOL.kind) === Kind.namespace) {
        const canonical = this.addTopLevel(full, id, file);
        if (this.program.hasFlag(id, 'extension') || kind === Kind.accessor) this.extensions.add(name, canonical);
      }
      else if (this.program.hasFlag(id, 'extension')) this.extensions.add(name, this.program.canonical(id));
      if (kind === Kind.namespace || isTypeKind(kind)) this.fullNames.set(id, full);
    }
    if (file.languageId !== 'kotlin') return;
    const base = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    const facade = `${packageName === '' ? '' : `${packageName}.`}${statedFacade(file.facts) ?? `${base.slice(0, 1).toUpperCase()}${base.slice(1)}Kt`}`;
    this.facades.set(facade, [...(this.facades.get(facade) ?? []), file]);
  }

  /** Packages of one project are one, in however many files they are declared. */
  private addPackage(full: string, id: number, file: LinkFile): void {
    const canonical = this.program.canonical(id);
    const known = this.packages.get(full);
    if (known === undefined) {
      this.packages.set(full, [canonical]);
      return;
    }
    const twin = known.find((other) => this.program.fileOfSymbol(other).manifest === file.manifest);
    if (twin === undefined) known.push(canonical);
    else if (twin !== canonical) this.program.merge(twin, canonical);
  }

  /** One key is one symbol: what a project declares twice, such as Kotlin's `expect` and `actual`, is united. */
  private addType(full: string, id: number, file: LinkFile): void {
    if (this.program.canonical(id) !== id) return;
    const twin = this.types.get(full).find((other) => this.program.fileOfSymbol(other).manifest === file.manifest);
    if (twin === undefined) this.types.add(full, id);
    else this.program.unite(twin, id);
  }

  private addTopLevel(full: string, id: number, file: LinkFile): number {
    const canonical = this.program.canonical(id);
    const descriptor = this.descriptorOf(canonical);
    const twin = this.topLevel.get(full).find((other) => this.program.fileOfSymbol(other).manifest === file.manifest && this.descriptorOf(other) === descriptor);
    if (twin !== undefined && twin !== canonical) this.program.unite(twin, canonical);
    this.topLevel.add(full, twin ?? canonical);
    return twin ?? canonical;
  }

  private descriptorOf(symbol: number): string {
    return this.program.fileOfSymbol(symbol).facts.text(this.program.cell(symbol, SYMBOL.descriptor));
  }

  fullName(symbol: number): string {
    return this.fullNames.get(symbol) ?? '';
  }

  hasPackage(name: string): boolean {
    this.notePackage(name);
    return this.packages.has(name);
  }

  packageSymbol(name: string, file: LinkFile): number | undefined {
    this.notePackageSymbol(name);
    const found = this.packages.get(name);
    return found?.find((symbol) => this.program.fileOfSymbol(symbol).manifest === file.manifest) ?? found?.[0];
  }

  /** Types of a full name as a file sees them: its own project's hide those of others. */
  typesNamed(fullName: string, file: LinkFile): readonly number[] {
    return this.seen(this.types.get(fullName), file);
  }

  /** Top-level functions and properties of a package; private ones are their own file's. */
  topLevelNamed(fullName: string, file: LinkFile): readonly number[] {
    const found = this.topLevel.get(fullName).filter((symbol) => this.program.fileOfSymbol(symbol) === file || !this.program.hasFlag(symbol, 'private'));
    return this.seen(found, file);
  }

  extensionsNamed(name: string): readonly number[] {
    return this.extensions.get(name);
  }

  /** The first Kotlin file that Java sees as a class of a full name. */
  facadeFile(facade: string): LinkFile | undefined {
    this.noteFacade(facade);
    return this.facades.get(facade)?.[0];
  }

  /** Top-level members of the Kotlin files that Java sees as a class. */
  facadeMembers(facade: string, name: string): readonly number[] {
    this.noteFacade(facade);
    return (this.facades.get(facade) ?? []).flatMap((file) => this.membersOfFile(file, name));
  }

  /** Members of a name that stand outside of types in a file. */
  membersOfFile(file: LinkFile, name: string): readonly number[] {
    const { symbols } = file.facts;
    const index = file.facts.indexOf(name);
    const found: number[] = [];
    for (let row = 0; index >= 0 && row < symbols.rows; row++) {
      const parent = symbols.get(row, SYMBOL.parent);
      if (symbols.get(row, SYMBOL.name) === index && (parent < 0 || symbols.get(parent, SYMBOL.kind) === Kind.namespace)) found.push(this.program.canonical(file.firstSymbol + row));
    }
    return found;
  }

  /** Why the file that a type's full name spells was not read, if it is there. */
  leftOut(fullName: string): UnresolvedReason | undefined {
    this.noteLeftOut(fullName);
    return this.leftOutAs(fullName);
  }

  private leftOutAs(fullName: string): UnresolvedReason | undefined {
    if (this.skipped === undefined) {
      const byName = new Map<string, { readonly path: string; readonly reason: UnresolvedReason }[]>();
      for (const [path, reason] of this.program.skipped) {
        const name = /([^/]+)\.(?:java|kt)$/.exec(path)?.[1];
        if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), { path, reason: reason === 'generated' ? 'generatedTarget' : 'skippedFile' }]);
      }
      this.skipped = byName;
    }
    const spelled = `/${fullName.replaceAll('.', '/')}.`;
    return this.skipped.get(fullName.slice(fullName.lastIndexOf('.') + 1))?.find(({ path }) => `/${path}`.includes(spelled))?.reason;
  }

  /** Whether any type stands directly in a package. */
  declaresTypesIn(name: string): boolean {
    this.noteTypeOwner(name);
    return this.typeOwners.has(name);
  }

  /** Of several declarations those of the file's own sources, else its own project's, else those it depends on. */
  private seen(found: readonly number[], file: LinkFile): readonly number[] {
    if (found.length < 2) return found;
    const owner = (symbol: number): LinkFile => this.program.fileOfSymbol(symbol);
    const project = file.manifest;
    const own = found.filter((symbol) => owner(symbol).manifest === project);
    if (own.length > 1) {
      const sameSet = own.filter((symbol) => sourceSet(owner(symbol).path) === sourceSet(file.path));
      if (sameSet.length > 0) return sameSet;
      const production = own.filter((symbol) => !TEST_SOURCES.test(owner(symbol).path));
      return production.length > 0 ? production : own;
    }
    if (own.length > 0 || project === undefined) return own.length > 0 ? own : found;
    const visible = this.projects.visible(project);
    const near = found.filter((symbol) => {
      const { manifest } = owner(symbol);
      return manifest !== undefined && visible.has(manifest);
    });
    return near.length > 0 ? near : found;
  }
}

/** The folder below which a package's folders begin: `app/src/main/java`. */
function sourceSet(path: string): string {
  return /^(?:.*\/)?src\/[^/]+/.exec(path)?.[0] ?? folderOf(path);
}

const indexes = new WeakMap<LinkProgram, JvmIndex>();

/** Java and Kotlin find each other in one index. */
export function jvmIndex(program: LinkProgram, projects: JvmProjects): JvmIndex {
  const known = indexes.get(program);
  if (known !== undefined) return known;
  const index = new JvmIndex(program, projects);
  indexes.set(program, index);
  return index;
}

const STATED_FACADE = /JvmName\(\s*"([\w$]+)"\s*\)$/;

/** `@file:JvmName("Orders")`: what Java calls the class of a file's functions; an annotation of the file has what it is given in its name. */
function statedFacade(facts: FileFacts): string | undefined {
  const { decorations, expressions } = facts;
  for (let row = 0; row < decorations.rows; row++) {
    const annotation = decorations.get(row, DECORATION.expression);
    const stated = annotation < 0 || expressions.get(annotation, EXPRESSION.name) < 0 ? undefined : STATED_FACADE.exec(facts.text(expressions.get(annotation, EXPRESSION.name)))?.[1];
    if (stated !== undefined) return stated;
  }
  return undefined;
}
