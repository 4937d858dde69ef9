import path from 'node:path';
import type { ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { NearestAbove, folderOf, readManifestText } from '../../link/packages.js';
import type { GradleBuild, GradleSettings } from './gradle-build.js';
import { readCatalog, readGradleBuild, readGradleLock, readGradleProperties, readGradleSettings } from './gradle-build.js';
import type { Coordinates, Pom } from './maven-pom.js';
import { EffectivePom, readPom } from './maven-pom.js';

const PARENTS = 16;
/** A build file that makes its folder a project; where several lie in one folder the first kind wins. */
const BUILD_FILES = ['pom.xml', 'build.gradle.kts', 'build.gradle'];

/** Modules of Maven and projects of Gradle, with what each depends on. */
export class JvmProjects {
  readonly manifests: readonly PackageManifest[];
  private readonly nearest = new NearestAbove<PackageManifest>();
  private readonly byName: ReadonlyMap<string, PackageManifest>;
  private readonly descriptions = new Map<PackageManifest, string>();
  private readonly visibleTo = new Map<PackageManifest, ReadonlySet<PackageManifest>>();

  constructor(manifests: readonly PackageManifest[]) {
    const names = new Map<string, number>();
    for (const { name } of manifests) names.set(name, (names.get(name) ?? 0) + 1);
    this.manifests = manifests.map((manifest) => ((names.get(manifest.name) ?? 0) > 1 ? { ...manifest, name: `./${manifest.path}` } : manifest));
    this.byName = new Map(this.manifests.map((manifest) => [manifest.name, manifest]));
    for (const manifest of this.manifests) this.nearest.set(manifest.folder, manifest);
  }

  of(file: string): PackageManifest | undefined {
    return this.nearest.of(folderOf(file));
  }

  /** What a project asks for and which projects it sees, as text. */
  describe(project: PackageManifest | undefined): string {
    if (project === undefined) return '';
    let text = this.descriptions.get(project);
    if (text === undefined) {
      text = JSON.stringify([project.path, [...project.dependencies.keys()], [...this.visible(project)].map(({ path: file }) => file)]);
      this.descriptions.set(project, text);
    }
    return text;
  }

  /** The project itself and the repository's projects that it depends on, directly or not. */
  visible(project: PackageManifest): ReadonlySet<PackageManifest> {
    const known = this.visibleTo.get(project);
    if (known !== undefined) return known;
    const found = new Set([project]);
    for (const each of found) {
      for (const name of each.dependencies.keys()) {
        const target = this.byName.get(name);
        if (target !== undefined) found.add(target);
      }
    }
    this.visibleTo.set(project, found);
    return found;
  }
}

const opened = new WeakMap<ProjectSource, JvmProjects>();

/** Java and Kotlin have their projects in common: they are read once for both. `isFirst` says who reports them. */
export function openJvmProjects(source: ProjectSource): { readonly projects: JvmProjects; readonly isFirst: boolean } {
  const known = opened.get(source);
  if (known !== undefined) return { projects: known, isFirst: false };
  const builds = new Map<string, string>();
  for (const file of [...BUILD_FILES].reverse().flatMap((name) => source.listed.filter((listed) => listed === name || listed.endsWith(`/${name}`)))) builds.set(folderOf(file), file);
  const files = [...builds.values()].sort();
  const projects = new JvmProjects([...readMaven(source, files.filter((file) => file.endsWith('.xml'))), ...readGradle(source, files.filter((file) => !file.endsWith('.xml')))]);
  opened.set(source, projects);
  return { projects, isFirst: true };
}

function nameOf({ group, artifact }: Coordinates): string {
  return `${group}:${artifact}`;
}

function readMaven(source: ProjectSource, files: readonly string[]): readonly PackageManifest[] {
  const poms = new Map(files.flatMap((file): [string, Pom][] => {
    const pom = readPom(readManifestText(source.root, file));
    return pom === undefined ? [] : [[file, pom]];
  }));
  const byName = new Map([...poms.values()].map((pom) => [nameOf(pom.own), pom]));
  return [...poms].map(([file, pom]): PackageManifest => {
    const chain = [pom];
    let folder = folderOf(file);
    for (let at = pom; at.parent !== undefined && chain.length < PARENTS; ) {
      const above = path.posix.normalize(path.posix.join(folder, at.parent.relativePath ?? '..'));
      const parent: Pom | undefined = poms.get(above.endsWith('.xml') ? above : path.posix.join(above, 'pom.xml')) ?? byName.get(nameOf(at.parent));
      if (parent === undefined || chain.includes(parent)) break;
      chain.push(parent);
      folder = above.endsWith('.xml') ? folderOf(above) : above;
      at = parent;
    }
    const effective = new EffectivePom(chain);
    return { manager: 'maven', path: file, folder: folderOf(file), name: effective.name, statedName: pom.own.artifact, dependencies: effective.dependencies() };
  });
}

/** A settings file with its folder: the root of a Gradle build. */
interface GradleRoot {
  readonly folder: string;
  readonly settings: GradleSettings;
  readonly catalog: ReadonlyMap<string, readonly Coordinates[]>;
  readonly properties: ReadonlyMap<string, string>;
  readonly group: string | undefined;
}

function readGradle(source: ProjectSource, files: readonly string[]): readonly PackageManifest[] {
  const roots = new NearestAbove<GradleRoot>();
  for (const file of source.listed.filter((listed) => /(?:^|\/)settings\.gradle(?:\.kts)?$/.test(listed))) {
    const folder = folderOf(file);
    const read = (name: string): string | undefined => readManifestText(source.root, path.posix.join(folder, name));
    const properties = readGradleProperties(read('gradle.properties'));
    const build = readGradleBuild(read('build.gradle.kts') ?? read('build.gradle'), properties);
    roots.set(folder, { folder, settings: readGradleSettings(readManifestText(source.root, file)), catalog: readCatalog(read('gradle/libs.versions.toml')), properties, group: build.group ?? properties.get('group') ?? properties.get('GROUP') });
  }
  const read = files.map((file) => ({ file, folder: folderOf(file), root: roots.of(folderOf(file)), build: readGradleBuild(readManifestText(source.root, file), roots.of(folderOf(file))?.properties ?? new Map()) }));
  const names = new Map(read.map(({ folder, root, build }) => [folder, gradleName(folder, root, build)]));
  return read.map(({ file, folder, root, build }): PackageManifest => {
    const dependencies = new Map<string, string>();
    const lock = readGradleLock(readManifestText(source.root, path.posix.join(folder, 'gradle.lockfile')));
    const libraries = [...build.dependencies, ...build.aliases.flatMap((alias) => root?.catalog.get(alias.replace(/\.get$/, '')) ?? [])];
    for (const library of libraries) dependencies.set(nameOf(library), lock.get(nameOf(library)) ?? library.version);
    for (const project of build.projects) {
      const name = names.get(folderOfProject(project, root));
      if (name !== undefined) dependencies.set(name, '');
    }
    const name = names.get(folder) ?? file;
    return { manager: 'maven', path: file, folder, name, statedName: name.slice(name.indexOf(':') + 1), dependencies };
  });
}

function folderOfProject(project: string, root: GradleRoot | undefined): string {
  const below = root?.settings.projects.get(project) ?? project.slice(1).replaceAll(':', '/');
  return path.posix.join(root?.folder ?? '', below).replace(/^\.$/, '');
}

function gradleName(folder: string, root: GradleRoot | undefined, build: GradleBuild): string {
  const last = folder.slice(folder.lastIndexOf('/') + 1);
  const rootName = root?.settings.rootName ?? (root === undefined || root.folder === '' ? undefined : root.folder.slice(root.folder.lastIndexOf('/') + 1));
  const group = build.group ?? root?.group ?? rootName ?? '.';
  return `${group}:${root?.folder === folder ? (rootName ?? 'root') : last === '' ? 'root' : last}`;
}
