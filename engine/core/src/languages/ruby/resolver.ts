import type { LanguageLinker, LanguageProject, OpenProject } from '../../link/language-linker.js';
import { NearestAbove, folderOf, packagePrefix, pathPrefix } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkProgram } from '../../link/program.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { ConstantIndex, constantOfPath } from './constant-index.js';
import { GemOwners } from './gem-owners.js';
import { GemLocks, readGems } from './gemfiles.js';
import { RequiredFiles } from './required-files.js';
import { RubyHooks } from './ruby-hooks.js';

class RubyProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly locks: GemLocks;
  private readonly nearest = new NearestAbove<PackageManifest>();

  constructor(source: Parameters<OpenProject>[0]) {
    this.manifests = readGems(source);
    for (const manifest of this.manifests) this.nearest.set(manifest.folder, manifest);
    this.locks = new GemLocks(source);
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.nearest.of(folderOf(file));
  }

  /**
   * What an autoloader finds by its name is named by it, since several files may open one class or module; everything else is
   * named by its file.
   */
  keyPrefix(file: string, manifest: PackageManifest | undefined): string {
    return constantOfPath(file) === undefined ? pathPrefix('gem', file, manifest) : packagePrefix('gem', manifest);
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    const stated = manifest?.dependencies.get(name);
    return this.locks.at(manifest?.folder ?? '').get(name) ?? (stated === '' ? undefined : stated);
  }

  createLinker(program: LinkProgram): LanguageLinker {
    const owners = new GemOwners(this.locks);
    const hooks: RubyHooks = new RubyHooks(program, new ConstantIndex(program), owners, new RequiredFiles(program, owners), () => linker.evaluator);
    const linker = new SemanticLinker(program, hooks);
    return linker;
  }

  close(): void {
    // Nothing lies outside the process.
  }
}

export const openProject: OpenProject = (source) => new RubyProject(source);
