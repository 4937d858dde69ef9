import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { NearestAbove, folderOf, isRecord, readManifestText } from '../../link/packages.js';
import type { PackageManifest } from '../../link/packages.js';
import type { ProjectSource } from '../../link/language-linker.js';

/** What we read of a package.json; every field may be anything. */
export interface PackageJson {
  readonly manifest: PackageManifest;
  readonly content: Readonly<Record<string, unknown>>;
}

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;
const NAME_LENGTH = 214;
const LOCKFILE_BYTES = 64 * 1024 * 1024;

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function dependenciesOf(content: Record<string, unknown>): Map<string, string> {
  const dependencies = new Map<string, string>();
  for (const field of DEPENDENCY_FIELDS) {
    const value = content[field];
    if (!isRecord(value)) continue;
    for (const [name, version] of Object.entries(value)) if (typeof version === 'string' && !dependencies.has(name)) dependencies.set(name, version);
  }
  return dependencies;
}

/** Reads every package.json of the list. Those that are too large or broken are no packages. */
export function readPackageManifests(source: ProjectSource): { readonly packages: readonly PackageJson[]; readonly unreadable: readonly string[] } {
  const unreadable: string[] = [];
  const found: { path: string; folder: string; content: Record<string, unknown>; name: string | undefined }[] = [];
  for (const file of source.listed) {
    if (file !== 'package.json' && !file.endsWith('/package.json')) continue;
    const content = parseObject(readManifestText(source.root, file));
    if (content === undefined) {
      unreadable.push(folderOf(file));
      continue;
    }
    const name = typeof content.name === 'string' && content.name.length > 0 && content.name.length <= NAME_LENGTH ? content.name : undefined;
    found.push({ path: file, folder: folderOf(file), content, name });
  }
  const times = new Map<string, number>();
  for (const { name } of found) if (name !== undefined) times.set(name, (times.get(name) ?? 0) + 1);
  const packages = found.map(({ path: file, folder, content, name }): PackageJson => {
    const isUnique = name !== undefined && times.get(name) === 1;
    const manifest: PackageManifest = { manager: 'npm', path: file, folder, name: isUnique ? name : `./${folder}`, statedName: name, dependencies: dependenciesOf(content) };
    return { manifest, content };
  });
  return { packages, unreadable };
}

/** Versions that lockfiles state, read when the first one is asked for. */
export class Lockfiles {
  private readonly nearest = new NearestAbove<string>();
  private readonly read = new Map<string, ReadonlyMap<string, string>>();

  constructor(private readonly source: ProjectSource) {
    for (const name of ['yarn.lock', 'pnpm-lock.yaml', 'package-lock.json']) {
      for (const file of source.listed) if (file === name || file.endsWith(`/${name}`)) this.nearest.set(folderOf(file), file);
    }
  }

  versionOf(packageName: string, folder: string): string | undefined {
    const file = this.nearest.of(folder);
    if (file === undefined) return undefined;
    let versions = this.read.get(file);
    if (versions === undefined) {
      versions = this.readLockfile(file);
      this.read.set(file, versions);
    }
    return versions.get(packageName);
  }

  private readLockfile(file: string): ReadonlyMap<string, string> {
    let text: string;
    try {
      const absolute = path.join(this.source.root, file);
      if (statSync(absolute).size > LOCKFILE_BYTES) return new Map();
      text = readFileSync(absolute, 'utf8');
    } catch {
      return new Map();
    }
    if (file.endsWith('package-lock.json')) return npmVersions(text);
    return lineVersions(text, file.endsWith('yarn.lock') ? YARN_ENTRY : PNPM_ENTRY);
  }
}

function npmVersions(text: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  const packages = parseObject(text)?.packages;
  if (!isRecord(packages)) return versions;
  for (const [place, entry] of Object.entries(packages)) {
    // Only what lies at the top: a nested copy serves one package alone.
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    if (name !== undefined && isRecord(entry) && typeof entry.version === 'string') versions.set(name, entry.version);
  }
  return versions;
}

const PNPM_ENTRY = /^ {2}'?\/?(@?[^@\s'/]+(?:\/[^@\s']+)?)@([^:('\s]+)/;
const YARN_ENTRY = /^"?(@?[^@\s"]+)@/;

function lineVersions(text: string, entry: RegExp): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  let pending: string | undefined;
  for (const line of text.split('\n')) {
    const match = entry.exec(line);
    if (match !== null) {
      pending = match[1];
      if (match[2] !== undefined && pending !== undefined && !versions.has(pending)) versions.set(pending, match[2]);
    } else if (pending !== undefined) {
      const version = /^ {2}version:? "?([^"\s]+)/.exec(line)?.[1];
      if (version !== undefined && !versions.has(pending)) versions.set(pending, version);
    }
  }
  return versions;
}
