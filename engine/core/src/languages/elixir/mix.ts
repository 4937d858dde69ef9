import type { ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { folderOf, readManifestText } from '../../link/packages.js';
import { withUniqueNames } from '../generic/generic-project.js';

const DEPENDENCY = /\{\s*:(\w+)\s*,\s*(?:"([^"]*)"|[\w:]+:)/g;
const LOCKED = /"(\w+)":\s*\{:hex,\s*:\w+,\s*"([^"]+)"/g;
const LOCK_BYTES = 4 * 1024 * 1024;

/** Projects of Mix, and what they spell out as dependencies: hexdocs.pm/mix. A mix.exs is a program; what it computes is not seen. */
export function readMixProjects(source: ProjectSource): readonly PackageManifest[] {
  return withUniqueNames(source.listed.filter((file) => /(?:^|\/)mix\.exs$/.test(file)).map((file): PackageManifest => {
    const text = (readManifestText(source.root, file) ?? '').replaceAll(/^\s*#.*$/gm, '');
    const statedName = /\bapp:\s*:(\w+)/.exec(text)?.[1];
    const dependencies = new Map<string, string>();
    for (const [, name = '', version = ''] of text.matchAll(DEPENDENCY)) if (!dependencies.has(name)) dependencies.set(name, version);
    return { manager: 'hex', path: file, folder: folderOf(file), name: statedName ?? `./${folderOf(file)}`, statedName, dependencies };
  }));
}

/** Versions that mix.lock files state. */
export function readMixLocks(source: ProjectSource): ReadonlyMap<string, string> {
  const locks = source.listed.filter((file) => /(?:^|\/)mix\.lock$/.test(file));
  return new Map(locks.flatMap((file) => [...(readManifestText(source.root, file, LOCK_BYTES) ?? '').matchAll(LOCKED)].map(([, name = '', version = '']) => [name, version] as const)));
}
