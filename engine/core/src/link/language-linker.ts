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
  readonly kind: 'overrides' | 'exports';
  readonly source: number;
  readonly target: number;
  readonly confidence: number;
  readonly rule: string;
}

/** Links one file after another; a file's outcomes depend on its facts and on keyed look-ups alone, never on order. */
export interface LanguageLinker {
  /** The outcome of one row of the file's references. */
  link(file: LinkFile, reference: number): Outcome;
  /** What an expression that is no reference of its own names: a function that is handed on, a constant, a type. */
  named(file: LinkFile, expression: number): Outcome;
  /** What a written type names. @param type a row of the file's types */
  namedType(file: LinkFile, type: number): Outcome;
  derived(file: LinkFile): readonly DerivedEdge[];
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
  /** Frees what lies outside the process's memory, such as scratch folders. */
  close(): void;
}

export type OpenProject = (source: ProjectSource) => LanguageProject;
