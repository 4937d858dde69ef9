import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathDescriptors } from '../parse/descriptor.js';

/** A command that a manifest declares. */
export interface EntryPoint {
  readonly name: string;
  /** The function, with a dot behind a class. */
  readonly member: string;
}

/** A manifest that makes the folder around it a package or project. */
export interface PackageManifest {
  /** As keys spell it: `npm`, `maven`, `cargo` … */
  readonly manager: string;
  /** Repository-relative path of the manifest. */
  readonly path: string;
  /** Folder of the manifest, '' for the root. */
  readonly folder: string;
  /** Unique among the repository's packages. */
  readonly name: string;
  /** The name that the manifest states, undefined where it states none. */
  readonly statedName: string | undefined;
  /** Names of declared packages to their stated versions. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** Whether types without a mark are never null, where the manifest says: C#'s `<Nullable>`. */
  readonly hasNullableReferences?: boolean;
  /** Commands by the paths of the files that have their functions. */
  readonly entryPoints?: ReadonlyMap<string, readonly EntryPoint[]>;
}

/** Manifests above this are not read: no honest one is that large. */
export const MANIFEST_BYTES = 1024 * 1024;

/** Whether parsed content is an object with keys; manifests may hold anything. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text of a listed manifest, or undefined where it cannot be read or is too large. */
export function readManifestText(root: string, relative: string, mostBytes = MANIFEST_BYTES): string | undefined {
  try {
    const file = path.join(root, relative);
    if (statSync(file).size > mostBytes) return undefined;
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

export function folderOf(relative: string): string {
  const slash = relative.lastIndexOf('/');
  return slash < 0 ? '' : relative.slice(0, slash);
}

/** A path below a manifest's folder, or the whole one without a manifest. */
function within(path: string, manifest: PackageManifest | undefined): string {
  const folder = manifest?.folder ?? '';
  return folder === '' ? path : path.slice(folder.length + 1);
}

/** How keys begin for what lies in a package: `pinata npm shop . `. @param manager as keys spell it */
export function packagePrefix(manager: string, manifest: PackageManifest | undefined): string {
  return `pinata ${manager} ${(manifest?.name ?? '.').replaceAll(' ', '  ')} . `;
}

/** The same for what is named by its path in the package. @param path of a file or folder in the repository; empty for the root */
export function pathPrefix(manager: string, path: string, manifest: PackageManifest | undefined): string {
  return `${packagePrefix(manager, manifest)}${pathDescriptors(within(path, manifest))}`;
}

/** Finds for each folder the nearest value above it. */
export class NearestAbove<Value> {
  private readonly byFolder = new Map<string, Value>();
  private readonly answers = new Map<string, Value | undefined>();

  set(folder: string, value: Value): void {
    this.byFolder.set(folder, value);
    this.answers.clear();
  }

  at(folder: string): Value | undefined {
    return this.byFolder.get(folder);
  }

  of(folder: string): Value | undefined {
    if (this.answers.has(folder)) return this.answers.get(folder);
    const own = this.byFolder.get(folder);
    const answer = own ?? (folder === '' ? undefined : this.of(folderOf(folder)));
    this.answers.set(folder, answer);
    return answer;
  }
}
