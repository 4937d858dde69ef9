import type { LanguageLinker, LanguageProject, ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import type { LinkProgram } from '../../link/program.js';
import { JvmHooks } from './jvm-hooks.js';
import { openJvmProjects } from './jvm-projects.js';
import type { JvmProjects } from './jvm-projects.js';

const linkers = new WeakMap<LinkProgram, LanguageLinker>();

/** Maven's and Gradle's projects as one of the languages of the Java platform sees them. */
export class JvmLanguageProject implements LanguageProject {
  readonly manifests: readonly PackageManifest[];
  private readonly projects: JvmProjects;

  constructor(source: ProjectSource) {
    const { projects, isFirst } = openJvmProjects(source);
    this.projects = projects;
    this.manifests = isFirst ? projects.manifests : [];
  }

  manifestOf(file: string): PackageManifest | undefined {
    return this.projects.of(file);
  }

  /** Symbols are named by project and package, wherever their file lies. */
  keyPrefix(_file: string, manifest: PackageManifest | undefined): string {
    return `pinata maven ${(manifest?.name ?? '.').replaceAll(' ', '  ')} . `;
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    const version = manifest?.dependencies.get(name);
    return version === undefined || version === '' || version.includes('$') ? undefined : version;
  }

  /** One linker for both languages: what one of them has found out of a type, the other need not. */
  createLinker(program: LinkProgram): LanguageLinker {
    const known = linkers.get(program);
    if (known !== undefined) return known;
    const { linker } = new JvmHooks(program, this.projects);
    linkers.set(program, linker);
    return linker;
  }

  close(): void {
    // Nothing lies outside the process.
  }
}
