import path from 'node:path';
import type { ProjectSource } from '../../link/language-linker.js';
import { folderOf, isRecord, readManifestText } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';

/** A namespace prefix with its folder, as PSR-4 writes it; the prefix ends with a backslash or is empty. */
export interface AutoloadRoot {
  readonly prefix: string;
  readonly folder: string;
}

/** A package that a lockfile pins, with the namespaces that it gives. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly prefixes: readonly string[];
}

/** A composer.json with the lockfile beside it. */
export interface ComposerPackage {
  readonly manifest: PackageManifest;
  readonly roots: readonly AutoloadRoot[];
  /** Folders and files whose classes are found by their content. */
  readonly classmap: readonly string[];
  readonly locked: readonly LockedPackage[];
}

const LOCK_BYTES = 64 * 1024 * 1024;

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry): entry is string => typeof entry === 'string');
}

function inside(folder: string, relative: string): string {
  const joined = path.posix.normalize(path.posix.join(folder, relative));
  return joined === '.' ? '' : joined.replace(/\/$/, '');
}

const AUTOLOADS = ['autoload', 'autoload-dev'];

function readRoots(content: Record<string, unknown>, folder: string): AutoloadRoot[] {
  return AUTOLOADS.flatMap((key) => {
    const autoload = content[key];
    if (!isRecord(autoload)) return [];
    const modern = entries(autoload['psr-4']).flatMap(([prefix, folders]) => strings(folders).map((relative) => ({ prefix, folder: inside(folder, relative) })));
    // PSR-0 has the whole namespace below its folder.
    const older = entries(autoload['psr-0']).flatMap(([prefix, folders]) => strings(folders).map((relative) => ({ prefix, folder: inside(folder, path.posix.join(relative, prefix.replaceAll(/[\\_]/g, '/'))) })));
    return [...modern, ...older];
  });
}

function readLock(text: string | undefined): LockedPackage[] {
  const content = parsed(text);
  return ['packages', 'packages-dev'].flatMap((key) => {
    const list = content[key];
    if (!Array.isArray(list)) return [];
    return list.filter(isRecord).flatMap((entry): LockedPackage[] => {
      const { name, version, autoload } = entry;
      if (typeof name !== 'string' || typeof version !== 'string') return [];
      const prefixes = isRecord(autoload) ? [...entries(autoload['psr-4']), ...entries(autoload['psr-0'])].map(([prefix]) => prefix.replace(/\\$/, '')) : [];
      return [{ name, version: version.replace(/^v(?=\d)/, ''), prefixes: prefixes.filter((prefix) => prefix !== '') }];
    });
  });
}

/** Every composer.json of the list. What PHP itself and its extensions are asked for is no dependency. */
export function readComposerPackages(source: ProjectSource): readonly ComposerPackage[] {
  const files = source.listed.filter((file) => file === 'composer.json' || file.endsWith('/composer.json'));
  const contents = files.map((file) => parsed(readManifestText(source.root, file)));
  const names = contents.map(({ name }) => (typeof name === 'string' && name !== '' ? name : undefined));
  return files.map((file, index): ComposerPackage => {
    const folder = folderOf(file);
    const content = contents[index] ?? {};
    const dependencies = new Map<string, string>();
    for (const [name, version] of ['require', 'require-dev'].flatMap((key) => entries(content[key]))) if (name.includes('/') && typeof version === 'string' && !dependencies.has(name)) dependencies.set(name, version);
    const stated = names[index];
    const isUnique = stated !== undefined && names.filter((other) => other === stated).length === 1;
    const lock = inside(folder, 'composer.lock');
    return {
      manifest: { manager: 'composer', path: file, folder, name: isUnique ? stated : `./${folder}`, statedName: stated, dependencies },
      roots: readRoots(content, folder),
      classmap: AUTOLOADS.flatMap((key) => (isRecord(content[key]) ? [...strings(content[key].classmap), ...strings(content[key].files)] : [])).map((relative) => inside(folder, relative)),
      locked: source.listedSet.has(lock) ? readLock(readManifestText(source.root, lock, LOCK_BYTES)) : [],
    };
  });
}
