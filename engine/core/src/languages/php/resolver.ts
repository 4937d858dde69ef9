import type { LanguageLinker, LanguageProject, OpenProject } from '../../link/language-linker.js';
import { NearestAbove, folderOf, packagePrefix, pathPrefix } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkProgram } from '../../link/program.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { ClassIndex } from './class-index.js';
import type { ComposerPackage } from './composer.js';
import { readComposerPackages } from './composer.js';
import { IncludedFiles } from './included-files.js';
import { PhpHooks } from './php-hooks.js';
import { VendorNamespaces } from './vendor-namespaces.js';

class PhpProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly packages: readonly ComposerPackage[];
  private readonly nearest = new NearestAbove<ComposerPackage>();

  constructor(source: Parameters<OpenProject>[0]) {
    this.packages = readComposerPackages(source);
    this.manifests = this.packages.map(({ manifest }) => manifest);
    for (const composer of this.packages) this.nearest.set(composer.manifest.folder, composer);
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.nearest.of(folderOf(file))?.manifest;
  }

  /** Symbols are named by package and namespace; what no autoloader finds by its name is named by its file. */
  keyPrefix(file: string, manifest: PackageManifest | undefined): string {
    return this.isNamed(file) ? packagePrefix('composer', manifest) : pathPrefix('composer', file, manifest);
  }

  private isNamed(file: string): boolean {
    const composer = this.nearest.of(folderOf(file));
    if (composer === undefined) return true;
    const places = [...composer.roots.map(({ folder }) => folder), ...composer.classmap];
    return places.length === 0 || places.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    const composer = this.packages.find((candidate) => candidate.manifest === manifest);
    return composer?.locked.find((locked) => locked.name === name)?.version ?? manifest?.dependencies.get(name);
  }

  createLinker(program: LinkProgram): LanguageLinker {
    const classes = new ClassIndex(program, (file) => this.isNamed(file.path));
    const hooks: PhpHooks = new PhpHooks(program, classes, new VendorNamespaces(this.packages), new IncludedFiles(program), () => linker.evaluator);
    const linker = new SemanticLinker(program, hooks);
    return linker;
  }

  close(): void {
    // Nothing lies outside the process.
  }
}

export const openProject: OpenProject = (source) => new PhpProject(source);
