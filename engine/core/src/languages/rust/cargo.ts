import path from 'node:path';
import { parse } from 'smol-toml';
import type { ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { NearestAbove, folderOf, isRecord, readManifestText } from '../../link/packages.js';

type Content = Readonly<Record<string, unknown>>;

/** A package of the repository with its crates' root files. */
export interface CargoPackage {
  readonly manifest: PackageManifest;
  /** The name that `use` has for its library. */
  readonly libraryName: string;
  /** Path of the library's root file. */
  readonly library: string;
  /** Root files that the manifest names beside the customary ones. */
  readonly roots: readonly string[];
  /** Names in code to names of packages: of every dependency. */
  readonly crates: ReadonlyMap<string, string>;
}

const DEPENDENCIES = ['dependencies', 'dev-dependencies', 'build-dependencies'];

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function table(content: unknown, key: string): Content {
  const value = isRecord(content) ? content[key] : undefined;
  return isRecord(value) ? value : {};
}

function parsed(content: string | undefined): Content {
  try {
    return parse(content ?? '');
  } catch {
    return {}; // a manifest that is no TOML says nothing
  }
}

/** Tables of dependencies: the package's own, and those of single targets. */
function* dependencyTables(content: Content): Generator<Content> {
  for (const part of [content, ...Object.values(table(content, 'target'))]) for (const key of DEPENDENCIES) yield table(part, key);
}

/** How code spells a package's name. */
function crateName(name: string): string {
  return name.replaceAll('-', '_');
}

function readPackage(source: ProjectSource, file: string, shared: Content): CargoPackage | undefined {
  const content = parsed(readManifestText(source.root, file));
  const name = text(table(content, 'package').name);
  if (name === undefined) return undefined;
  const folder = folderOf(file);
  const dependencies = new Map<string, string>();
  const crates = new Map<string, string>();
  for (const [key, value] of [...dependencyTables(content)].flatMap((entries) => Object.entries(entries))) {
    const stated = isRecord(value) && value.workspace === true ? shared[key] : value;
    const package_ = (isRecord(stated) ? text(stated.package) : undefined) ?? key;
    dependencies.set(package_, text(stated) ?? (isRecord(stated) ? text(stated.version) : undefined) ?? '');
    crates.set(crateName(key), package_);
  }
  const library = table(content, 'lib');
  const roots = ['bin', 'test', 'example', 'bench'].flatMap((key) => (Array.isArray(content[key]) ? (content[key] as readonly unknown[]) : [])).flatMap((entry) => (isRecord(entry) ? (text(entry.path) ?? []) : []));
  const inside = (relative: string): string => path.posix.normalize(path.posix.join(folder, relative));
  return {
    manifest: { manager: 'cargo', path: file, folder, name, statedName: name, dependencies },
    libraryName: crateName(text(library.name) ?? name),
    library: inside(text(library.path) ?? 'src/lib.rs'),
    roots: roots.map(inside),
    crates,
  };
}

/** Versions that a Cargo.lock states; of a package with several, the last one. */
function readLock(content: string | undefined): ReadonlyMap<string, string> {
  return new Map([...(content ?? '').matchAll(/^name = "([^"]+)"\r?\nversion = "([^"]+)"/gm)].map(([, name = '', version = '']) => [name, version]));
}

/** The repository's Cargo packages. */
export class CargoPackages {
  readonly all: readonly CargoPackage[];
  private readonly nearest = new NearestAbove<CargoPackage>();
  private readonly locks = new NearestAbove<ReadonlyMap<string, string>>();
  private readonly byName = new Map<string, CargoPackage>();

  constructor(source: ProjectSource) {
    const files = source.listed.filter((file) => /(?:^|\/)Cargo\.toml$/.test(file));
    const shared = new NearestAbove<Content>();
    for (const file of files) {
      const workspace = parsed(readManifestText(source.root, file)).workspace;
      if (isRecord(workspace)) shared.set(folderOf(file), table(workspace, 'dependencies'));
    }
    for (const file of source.listed) if (/(?:^|\/)Cargo\.lock$/.test(file)) this.locks.set(folderOf(file), readLock(readManifestText(source.root, file, 8 * 1024 * 1024)));
    const read = files.flatMap((file) => readPackage(source, file, shared.of(folderOf(file)) ?? {}) ?? []);
    const isUnique = (name: string): boolean => read.filter(({ manifest }) => manifest.name === name).length === 1;
    const libraries = new Map(read.filter(({ manifest }) => isUnique(manifest.name)).map(({ manifest, libraryName }) => [manifest.name, libraryName]));
    this.all = read.map((package_) => {
      const named = { ...package_, crates: new Map([...package_.crates].map(([crate, name]) => [crate === crateName(name) ? (libraries.get(name) ?? crate) : crate, name])) };
      return isUnique(package_.manifest.name) ? named : { ...named, manifest: { ...package_.manifest, name: `./${package_.manifest.path}` } };
    });
    for (const package_ of this.all) {
      this.nearest.set(package_.manifest.folder, package_);
      this.byName.set(package_.manifest.name, package_);
    }
  }

  of(file: string): CargoPackage | undefined {
    return this.nearest.of(folderOf(file));
  }

  /** A package of the repository by its name. */
  named(name: string): CargoPackage | undefined {
    return this.byName.get(name);
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    if (manifest === undefined) return undefined;
    return this.locks.of(manifest.folder)?.get(name) ?? manifest.dependencies.get(name);
  }
}
