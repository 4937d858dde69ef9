import type { ExternalPackage } from '../../link/outcome.js';
import type { LinkFile } from '../../link/program.js';
import type { Entity, Evaluator, Purpose } from '../../link/semantics/index.js';

/** What the compiler and its library bring along, by name. */
export interface PlatformNames {
  readonly package: ExternalPackage;
  /** Types and functions that every file sees. */
  readonly names: ReadonlySet<string>;
  /** Members of the library's types: where a receiver is not known, their names tell nothing. */
  readonly members: ReadonlySet<string>;
}

/**
 * What a language that is read by name says of its modules. A space is what holds names: a package, a module, a file, a type, by
 * its full name as the language spells it.
 */
export interface GenericLanguage {
  readonly id: string;
  readonly platform: PlatformNames;
  /** Calling a type makes an instance. */
  readonly constructsByCall: boolean;
  /** Names of constructors that may be called by name. */
  readonly constructorNames?: ReadonlySet<string>;
  /** Functions see the names of the type around them. */
  readonly hasImplicitReceiver: boolean;
  /** Words for the instance around, such as `self`. */
  readonly selfNames: ReadonlySet<string>;
  /** Words for what the type around extends. */
  readonly baseNames: ReadonlySet<string>;
  /** What a name may be that no scope of its file binds. */
  free(file: LinkFile, scope: number, name: string, purpose: Purpose): Entity | undefined;
  /** What an import as a whole stands for. */
  importTarget(file: LinkFile, row: number): Entity;
  /** What a name stands for that an import binds; `=` is what the import itself names. */
  imported(file: LinkFile, row: number, name: string, purpose: Purpose): Entity;
  /** A name of a space. */
  member(file: LinkFile, space: string, name: string, purpose: Purpose): Entity | undefined;
  /** Stands for the package of a name that may be of several. */
  readonly unknownPackage: ExternalPackage;
  /** Types that a type's values are besides, without being derived from them. */
  selfTypesOf?(type: number, evaluator: Evaluator): readonly number[];
  /** Packages outside the repository whose names a file takes in as a whole. */
  outsideOf(file: LinkFile): readonly ExternalPackage[];
}

/** Words of a text, for lists of names. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
