import type { LanguageLinker, LanguageProject, OpenProject } from '../../link/language-linker.js';
import { NearestAbove, folderOf, pathPrefix } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkProgram } from '../../link/program.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { PythonLocks, readPythonPackages } from './manifests.js';
import { ModuleIndex } from './module-index.js';
import { PythonHooks } from './python-hooks.js';

class PythonProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly nearest = new NearestAbove<PackageManifest>();
  private readonly modules: ModuleIndex;
  private readonly locks: PythonLocks;

  constructor(source: Parameters<OpenProject>[0]) {
    const packages = readPythonPackages(source);
    this.manifests = packages.map(({ manifest }) => manifest);
    for (const manifest of this.manifests) this.nearest.set(manifest.folder, manifest);
    this.locks = new PythonLocks(source);
    this.modules = new ModuleIndex(source, packages, this.locks);
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.nearest.of(folderOf(file));
  }

  keyPrefix(file: string, manifest: PackageManifest | undefined): string {
    return pathPrefix('pypi', file, manifest);
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    const stated = manifest?.dependencies.get(name);
    return this.locks.versionOf(name, manifest?.folder ?? '') ?? (stated === '' ? undefined : stated);
  }

  createLinker(program: LinkProgram): LanguageLinker {
    const hooks: PythonHooks = new PythonHooks(program, this.modules, () => linker.evaluator);
    const linker = new SemanticLinker(program, hooks);
    return linker;
  }

  close(): void {
    // Nothing lies outside the process.
  }
}

export const openProject: OpenProject = (source) => new PythonProject(source);
