import path from 'node:path';
import type { ProjectSource } from '../../link/language-linker.js';
import type { ExternalPackage } from '../../link/outcome.js';
import type { PackageManifest } from '../../link/packages.js';
import { NearestAbove, folderOf, readManifestText } from '../../link/packages.js';
import { readGoMod, readGoSum } from './go-mod.js';

export const GO: ExternalPackage = { manager: 'platform', name: 'go' };
const UNKNOWN_MODULE: ExternalPackage = { manager: 'go', name: 'unknown' };

/** What an import path means to a file: a folder of the repository, or a package beyond it. */
export type ImportedPackage = { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'external'; readonly package: ExternalPackage };

/** The repository's Go modules. */
export class GoModules {
  readonly manifests: readonly PackageManifest[];
  private readonly nearest = new NearestAbove<PackageManifest>();
  /** Module paths to folders: of every module of the repository, and of those that a module replaces by a folder. */
  private readonly folders = new Map<string, string>();
  private readonly replaced = new Map<PackageManifest, ReadonlyMap<string, string>>();
  private readonly locked = new Map<PackageManifest, ReadonlyMap<string, string>>();

  constructor(source: ProjectSource) {
    const files = source.listed.filter((file) => /(?:^|\/)go\.mod$/.test(file) && !/(?:^|\/)(?:vendor|testdata)\//.test(file));
    const read = files.map((file) => ({ file, folder: folderOf(file), mod: readGoMod(readManifestText(source.root, file)) }));
    const stated = read.map(({ mod }) => mod.module);
    const isUnique = (module: string): boolean => module !== '' && stated.filter((name) => name === module).length === 1;
    // What a workspace replaces goes before what its modules do.
    const workspaces = new NearestAbove<ReadonlyMap<string, string>>();
    for (const file of source.listed) if (/(?:^|\/)go\.work$/.test(file)) workspaces.set(folderOf(file), inFolder(folderOf(file), readGoMod(readManifestText(source.root, file)).folders));
    const names = new Map(read.map(({ file, folder, mod }) => [folder, isUnique(mod.module) ? mod.module : `./${file}`]));
    this.manifests = read.map(({ file, folder, mod }): PackageManifest => {
      const replaced = new Map([...inFolder(folder, mod.folders), ...(workspaces.of(folder) ?? [])]);
      // What a folder of the repository stands in for is that folder's module.
      const dependencies = new Map([...mod.requires].map(([module, version]) => [names.get(replaced.get(module) ?? '..') ?? module, version]));
      const manifest: PackageManifest = { manager: 'go', path: file, folder, name: names.get(folder) ?? file, statedName: mod.module === '' ? undefined : mod.module, dependencies };
      this.nearest.set(folder, manifest);
      if (isUnique(mod.module)) this.folders.set(mod.module, folder);
      this.replaced.set(manifest, replaced);
      this.locked.set(manifest, readGoSum(readManifestText(source.root, path.posix.join(folder, 'go.sum'))));
      return manifest;
    });
  }

  of(file: string): PackageManifest | undefined {
    return this.nearest.of(folderOf(file));
  }

  /** A module without go.mod is imported by its folders' names alone, which nothing can tell. */
  find(importPath: string, manifest: PackageManifest | undefined): ImportedPackage {
    const replaced = manifest === undefined ? undefined : within(importPath, this.replaced.get(manifest) ?? new Map());
    const folder = replaced ?? within(importPath, this.folders);
    if (folder !== undefined) return { kind: 'folder', folder };
    if (!(importPath.split('/')[0] ?? '').includes('.')) return { kind: 'external', package: GO };
    const required = manifest === undefined ? undefined : longestPrefix(importPath, manifest.dependencies.keys());
    const locked = required ?? (manifest === undefined ? undefined : longestPrefix(importPath, this.locked.get(manifest)?.keys() ?? []));
    return { kind: 'external', package: locked === undefined ? UNKNOWN_MODULE : { manager: 'go', name: locked } };
  }

  versionOf(name: string, manifest: PackageManifest | undefined): string | undefined {
    return manifest === undefined ? undefined : (manifest.dependencies.get(name) ?? this.locked.get(manifest)?.get(name));
  }
}

/** Targets of replacements from the repository's root. */
function inFolder(folder: string, replaced: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...replaced].map(([module, target]) => [module, path.posix.normalize(path.posix.join(folder, target)).replace(/^\.$/, '')]));
}

/** The folder of an import path below the longest module path that it begins with. */
function within(importPath: string, folders: ReadonlyMap<string, string>): string | undefined {
  const module = longestPrefix(importPath, folders.keys());
  if (module === undefined) return undefined;
  return path.posix.join(folders.get(module) ?? '', importPath.slice(module.length)).replace(/^\.$|^\//, '');
}

function longestPrefix(importPath: string, modules: Iterable<string>): string | undefined {
  let longest: string | undefined;
  for (const module of modules) {
    if ((importPath === module || importPath.startsWith(`${module}/`)) && (longest === undefined || module.length > longest.length)) longest = module;
  }
  return longest;
}
