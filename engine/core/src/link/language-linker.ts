import type { SkipReason } from '@pinata/graph';
import type { Outcome } from './outcome.js';
import type { PackageManifest } from './packages.js';
import type { LinkFile, LinkProgram } from './program.js';

/** What a language finds out before files are linked: its packages. */
export interface ProjectSource {
  /** Absolute path of the repository's folder. */
  readonly root: string;
  /** Every listed path, in order. */
  readonly listed: readonly string[];
  readonly listedSet: ReadonlySet<string>;
  readonly skipped: ReadonlyMap<string, SkipReason>;
}

/** A relation between two symbols that no single reference states. */
export interface DerivedEdge {
  readonly kind: 'overrides' | 'implements' | 'exports';
  readonly source: number;
  readonly target: number;
  readonly confidence: number;
  readonly rule: string;
}

/** A query, which what is called on it goes on with, or a value that is held in memory: what is called on that asks no database. */
export type Holding = 'query' | 'memory';

/** A declared type whose instances a value holds: one, several in memory, or those that a query of a database will find. */
export interface HeldType {
  readonly symbol: number;
  readonly kind: 'one' | 'many' | 'query';
}

/** Links one file after another; a file's outcomes depend on its facts and on keyed look-ups alone, never on order. */
export interface LanguageLinker {
  /** The outcome of one row of the file's references. */
  link(file: LinkFile, reference: number): Outcome;
  /** What an expression that is no reference of its own names: a function that is handed on, a constant, a type. */
  named(file: LinkFile, expression: number): Outcome;
  /** What a written type names. @param type a row of the file's types */
  namedType(file: LinkFile, type: number): Outcome;
  /** Of what an expression's value is, as far as the source states it; absent where the language does not tell. */
  held?(file: LinkFile, expression: number): HeldType | undefined;
  derived(file: LinkFile): readonly DerivedEdge[];
  /** What a file gives out under a name, also of another file; absent where files of the language give nothing out. */
  exported?(file: LinkFile, name: string): Outcome;
  /** What an expression's value is to a database; undefined where that is not known. Absent where the language does not tell. @param call what is called on it, or -1 */
  holding?(file: LinkFile, expression: number, call?: number): Holding | undefined;
  /** Present where a file can be linked without the others being linked again. */
  readonly alone?: LinkedAlone;
}

/** A name under which other files may find something that a file declares, and all that decides what they find beside the file's own facts. */
export interface DeclaredName {
  /** The last part of it, as the other file has it among its strings. */
  readonly name: string;
  readonly detail: string;
  /** Whether others find the same, however many files of one context declare it: a namespace. */
  readonly isShared?: boolean;
}

/**
 * What lets files be linked one by one, upon the links of an earlier scan. A file's links follow from: the facts of the files that
 * were read for it, what `contextOf` says of each of them, and the names that they mention, looked up among the declared ones.
 * A language without it is linked as a whole each time.
 */
export interface LinkedAlone {
  /** Forgets what was concluded while another file was linked: conclusions may depend on where one came from. */
  begin(): void;
  /** All that decides how a file's text is understood beside facts and declared names, such as where its imports lead. The same text, the same understanding. */
  contextOf(file: LinkFile): string;
  /** Whether contexts follow from the list of paths and the settings alone, so that they are the same while those are. */
  readonly hasContextOfSettings: boolean;
  /** Names that a file puts into program-wide indexes. It may be a file of an earlier scan. */
  declared(file: Pick<LinkFile, 'path' | 'facts'>): readonly DeclaredName[];
}

/** A language's part of linking; `languages/<language>/resolver.ts` exports one as `language`. */
export interface LanguageProject {
  readonly manifests: readonly PackageManifest[];
  /** The package that a file belongs to: the nearest above it, unless a manifest says otherwise. */
  manifestOf(path: string): PackageManifest | undefined;
  /** The SCIP prefix of a file's symbols: with a symbol's descriptor it is the symbol's key. */
  keyPrefix(path: string, manifest: PackageManifest | undefined): string;
  /** Version of a package as the nearest lockfile says, else as the manifest states. */
  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined;
  createLinker(program: LinkProgram): LanguageLinker;
  /** The settings that linking goes by, manifests and the like, as text; absent where the language does not tell. */
  settings?(): string;
  /** Frees what lies outside the process's memory, such as scratch folders. */
  close(): void;
}

export type OpenProject = (source: ProjectSource) => LanguageProject;
