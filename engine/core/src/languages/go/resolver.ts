import type { DerivedEdge, LanguageLinker, LanguageProject, OpenProject, ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { folderOf, pathPrefix } from '../../link/packages.js';
import type { LinkFile, LinkProgram } from '../../link/program.js';
import { SemanticLinker } from '../../link/semantics/index.js';
import { GoHooks } from './go-hooks.js';
import { GoModules } from './go-modules.js';
import { GoPackages } from './go-packages.js';
import { Satisfaction } from './satisfaction.js';

class GoLinker extends SemanticLinker {
  private readonly satisfaction: Satisfaction;

  constructor(program: LinkProgram, modules: GoModules) {
    const packages = new GoPackages(program);
    super(program, new GoHooks(program, modules, packages));
    this.satisfaction = new Satisfaction(this.evaluator, packages);
  }

  protected override begin(): void {
    this.satisfaction.prepare();
    super.begin();
  }

  /** A method that hides an embedded type's does not stand in for it: only interfaces are called through. */
  override derived(file: LinkFile): readonly DerivedEdge[] {
    return this.satisfaction.of(file);
  }
}

class GoLanguageProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly modules: GoModules;

  constructor(source: ProjectSource) {
    this.modules = new GoModules(source);
    this.manifests = this.modules.manifests;
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.modules.of(file);
  }

  /** Symbols are named by module, folder and package: a folder may hold a package and its test. */
  keyPrefix(file: string, manifest: PackageManifest | undefined): string {
    return pathPrefix('go', folderOf(file), manifest);
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    return this.modules.versionOf(name, manifest);
  }

  createLinker(program: LinkProgram): LanguageLinker {
    return new GoLinker(program, this.modules);
  }

  close(): void {
    // Nothing lies outside the process.
  }
}

export const openProject: OpenProject = (source) => new GoLanguageProject(source);
