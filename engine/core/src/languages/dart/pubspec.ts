import { parse } from 'yaml';
import type { ProjectSource } from '../../link/language-linker.js';
import type { PackageManifest } from '../../link/packages.js';
import { folderOf, isRecord, readManifestText } from '../../link/packages.js';
import { withUniqueNames } from '../generic/generic-project.js';

const LOCK_BYTES = 4 * 1024 * 1024;

function read(source: ProjectSource, file: string, mostBytes?: number): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = parse(readManifestText(source.root, file, mostBytes) ?? '');
    return isRecord(content) ? content : {};
  } catch {
    return {}; // no YAML says nothing
  }
}

/** Packages as pubspec.yaml states them: dart.dev/tools/pub/pubspec. */
export function readPubspecs(source: ProjectSource): readonly PackageManifest[] {
  return withUniqueNames(source.listed.filter((file) => /(?:^|\/)pubspec\.yaml$/.test(file)).map((file): PackageManifest => {
    const content = read(source, file);
    const statedName = typeof content.name === 'string' && content.name !== '' ? content.name : undefined;
    const dependencies = new Map<string, string>();
    for (const part of [content.dependencies, content.dev_dependencies]) {
      for (const [name, stated] of isRecord(part) ? Object.entries(part) : []) dependencies.set(name, typeof stated === 'string' ? stated : '');
    }
    return { manager: 'pub', path: file, folder: folderOf(file), name: statedName ?? `./${folderOf(file)}`, statedName, dependencies };
  }));
}

/** Versions that pubspec.lock files state. */
export function readPubLocks(source: ProjectSource): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const file of source.listed.filter((listed) => /(?:^|\/)pubspec\.lock$/.test(listed))) {
    const { packages } = read(source, file, LOCK_BYTES);
    for (const [name, entry] of isRecord(packages) ? Object.entries(packages) : []) if (isRecord(entry) && typeof entry.version === 'string') versions.set(name, entry.version);
  }
  return versions;
}
