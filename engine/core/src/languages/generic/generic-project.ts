import type { LanguageLinker, LanguageProject, ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { NearestAbove, folderOf, packagePrefix, pathPrefix } from '../../link/packages.js';
import type { LinkProgram } from '../../link/program.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { Extensions, adoptMembers } from './adopt-members.js';
import { GenericHooks } from './generic-hooks.js';
import type { GenericLanguage } from './generic-language.js';

/** What a language that is read by name finds out before files are linked. */
export interface GenericSetting {
  /** As keys spell it. */
  readonly manager: string;
  readonly manifests: readonly PackageManifest[];
  /** Whether symbols are named by the file that declares them, not by their package alone. */
  readonly isNamedByPath: boolean;
  /** Versions that lockfiles state. */
  readonly versions?: ReadonlyMap<string, string>;
  readonly language: (program: LinkProgram) => GenericLanguage;
}

class GenericLinker extends SemanticLinker {
  constructor(program: LinkProgram, language: GenericLanguage) {
    const extensions = new Extensions();
    super(program, new GenericHooks({ program, language, extensions, evaluator: () => this.evaluator }));
    adoptMembers(program, language.id, this.evaluator, extensions);
  }
}

/** A project of a language that is read by name: the nearest manifest above a file is its package. */
export function genericProject(setting: (source: ProjectSource) => GenericSetting): (source: ProjectSource) => LanguageProject {
  return (source) => {
    const { manager, manifests, isNamedByPath, versions, language } = setting(source);
    const nearest = new NearestAbove<PackageManifest>();
    for (const manifest of manifests) nearest.set(manifest.folder, manifest);
    return {
      manifests,
      manifestOf: (file) => nearest.of(folderOf(file)),
      keyPrefix: (file, manifest) => (isNamedByPath ? pathPrefix(manager, file, manifest) : packagePrefix(manager, manifest)),
      versionOf: (name, manifest) => versions?.get(name) ?? manifest?.dependencies.get(name),
      createLinker: (program): LanguageLinker => new GenericLinker(program, language(program)),
      close: () => undefined,
    };
  };
}

/** Gives packages whose stated name is not theirs alone one that is: their manifest's path. */
export function withUniqueNames(manifests: readonly PackageManifest[]): readonly PackageManifest[] {
  const times = new Map<string, number>();
  for (const { name } of manifests) times.set(name, (times.get(name) ?? 0) + 1);
  return manifests.map((manifest) => (times.get(manifest.name) === 1 ? manifest : { ...manifest, name: `./${manifest.path}` }));
}
