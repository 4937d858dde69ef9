import { closeSync, constants, lstatSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FileRole } from '@pinata/graph';
import picomatch from 'picomatch';
import type { Grammar } from '../languages/registry.js';
import { grammarFinder, grammarsByExtension } from '../languages/registry.js';
import type { ScanLimits, ScanOptions, ScanSource, SkippedFile } from '../scan-api.js';
import { ScanError } from '../scan-api.js';
import { folderOf } from '../link/packages.js';
import { isBinary } from '../parse/limits.js';
import { fileRoleFinder } from './file-role.js';
import { listFolder } from './list-folder.js';

/** A file that will be read. */
export interface DiscoveredFile {
  readonly path: string;
  readonly grammar: Grammar;
  readonly role: FileRole;
  readonly bytes: number;
  readonly status: FileStatus;
}

/** What changes when somebody writes a file. */
export interface FileStatus {
  /** Milliseconds since 1970, with fractions as far as the system has them: of the last write, and of the last change of content or status. */
  readonly modified: number;
  readonly changed: number;
  readonly inode: number;
  readonly device: number;
}

export interface Discovery {
  /** In the order of their paths. */
  readonly files: readonly DiscoveredFile[];
  /** In the order of their paths. */
  readonly skipped: readonly SkippedFile[];
  /** Every regular file's path, manifests included: what module resolution may know. In order. */
  readonly listed: readonly string[];
}

/** Order of UTF-16 code units: the same on every machine, unlike an alphabet's. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * Lists what a scan reads. Nothing outside the folder is touched, and no link is followed.
 * @throws ScanError sourceNotFound, sourceNotFolder, tooManyFiles, noFiles, noMatchingFiles
 */
export function discover(source: ScanSource, options: ScanOptions, limits: ScanLimits): Discovery {
  checkFolder(source.folder);
  const { files: names, skipped } = source.trackedFiles === undefined ? listFolder(source.folder, limits.files) : { files: [...source.trackedFiles], skipped: [] };
  if (names.length > limits.files) throw new ScanError('tooManyFiles', `The repository has ${names.length} files; the limit is ${limits.files}. Narrow the scan with include or exclude globs, or raise the limit.`);
  if (names.length === 0 && skipped.length === 0) throw new ScanError('noFiles', 'The repository has no files. Check the branch, or push a first commit.');

  const listed: string[] = [];
  const files: DiscoveredFile[] = [];
  const candidates = new Candidates(source.folder, names, options, limits);
  for (const name of names) {
    const verdict = candidates.judge(name);
    if ('reason' in verdict) {
      skipped.push(verdict);
      if (verdict.reason === 'unsafePath' || verdict.reason === 'symlink') continue;
    } else files.push(verdict);
    listed.push(name);
  }
  if (files.length === 0) throw nothingToRead(source.folder, options, skipped);
  listed.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { files: files.sort(byPath), skipped: skipped.sort(byPath), listed };
}

function checkFolder(folder: string): void {
  let status;
  try {
    status = statSync(folder);
  } catch (cause) {
    throw new ScanError('sourceNotFound', `${folder} does not exist or cannot be read. Check the path.`, { cause });
  }
  if (!status.isDirectory()) throw new ScanError('sourceNotFolder', `${folder} is not a folder. Name the repository's folder.`);
}

function nothingToRead(root: string, options: ScanOptions, skipped: readonly SkippedFile[]): ScanError {
  const chosen = options.fileExtensions?.join(', ');
  if (chosen !== undefined || options.include !== undefined || options.exclude !== undefined) {
    return new ScanError('noMatchingFiles', `No file matches the scan's settings${chosen === undefined ? '' : ` (extensions ${chosen})`}. Widen the extensions or the include and exclude globs.`);
  }
  const others = skipped.filter(({ reason }) => reason === 'unsupportedLanguage').slice(0, SAMPLED_FILES);
  if (others.length > 0 && others.every((file) => startsBinary(path.join(root, file.path)))) {
    return new ScanError('onlyBinaryFiles', `All ${skipped.length} files look binary. Check that the branch holds source code.`);
  }
  const extensions = [...grammarsByExtension().keys()].sort().join(', ');
  return new ScanError('noMatchingFiles', `No file has a language that can be read (${extensions}); ${skipped.length} other files were listed.`);
}

const SAMPLED_FILES = 50;
const SAMPLED_BYTES = 8_000;

function startsBinary(file: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const sample = Buffer.alloc(SAMPLED_BYTES);
    return isBinary(sample.subarray(0, readSync(descriptor, sample, 0, SAMPLED_BYTES, 0)));
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Judges one path after another by the scan's settings. */
class Candidates {
  private readonly grammarOf = grammarFinder();
  private readonly roleOf = fileRoleFinder();
  private readonly insideFolders = new Map<string, boolean>();
  private readonly isIncluded: (path: string) => boolean;
  private readonly isExcluded: (path: string) => boolean;
  private readonly extensions: ReadonlySet<string> | undefined;
  private readonly stems = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly root: string,
    private readonly names: readonly string[],
    options: ScanOptions,
    private readonly limits: ScanLimits,
  ) {
    const glob = { dot: true, maxLength: 1_024 };
    this.isIncluded = options.include === undefined || options.include.length === 0 ? () => true : picomatch([...options.include], glob);
    this.isExcluded = options.exclude === undefined || options.exclude.length === 0 ? () => false : picomatch([...options.exclude], glob);
    this.extensions = options.fileExtensions === undefined || options.fileExtensions.length === 0 ? undefined : new Set(options.fileExtensions.map((extension) => (extension.startsWith('.') ? extension : `.${extension}`).toLowerCase()));
  }

  judge(name: string): DiscoveredFile | SkippedFile {
    const skip = (reason: SkippedFile['reason'], detail?: string): SkippedFile => (detail === undefined ? { path: name, reason } : { path: name, reason, detail });
    if (isUnsafe(name)) return skip('unsafePath', 'not a path inside the repository');
    const extension = path.posix.extname(name).toLowerCase();
    const grammar = this.grammarOf(name);
    if (grammar === undefined || !this.isBesideOthers(name, grammar)) return this.isLink(name) ? skip('symlink') : skip('unsupportedLanguage');
    if (this.extensions?.has(extension) === false) return skip('excluded', `extension ${extension} is not among the chosen ones`);
    if (!this.isIncluded(name) || this.isExcluded(name)) return skip('excluded', 'by the include and exclude globs');
    const role = this.roleOf(name);
    if (role === 'vendored' || role === 'generated') return skip(role, 'by its path');
    if (!this.isFolderInside(folderOf(name))) return skip('symlink', 'a folder above it is a link');
    let status;
    try {
      status = lstatSync(this.placeOf(name));
    } catch {
      return skip('unreadable', 'listed, but not in the work tree');
    }
    if (status.isSymbolicLink()) return skip('symlink');
    if (!status.isFile()) return skip('notRegularFile');
    const limit = this.limits.fileBytes * grammar.fileFactor;
    if (status.size > limit) return skip('oversized', `${status.size} bytes, the limit is ${limit}`);
    return { path: name, grammar, role, bytes: status.size, status: { modified: status.mtimeMs, changed: status.ctimeMs, inode: status.ino, device: status.dev } };
  }

  /** Whether a file that its grammar reads beside others alone lies beside one. */
  private isBesideOthers(name: string, { beside }: Grammar): boolean {
    if (beside.length === 0) return true;
    const stem = name.slice(0, -path.posix.extname(name).length);
    return beside.some((ending) => this.stemsOf(ending).has(stem));
  }

  /** What stands before an ending, of all paths that have it. */
  private stemsOf(ending: string): ReadonlySet<string> {
    const known = this.stems.get(ending);
    if (known !== undefined) return known;
    const stems = new Set(this.names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length)));
    this.stems.set(ending, stems);
    return stems;
  }

  /** Names were checked: there is nothing in them that `path.join` would clear away. */
  private placeOf(name: string): string {
    return `${this.root}/${name}`;
  }

  private isLink(name: string): boolean {
    try {
      return lstatSync(this.placeOf(name)).isSymbolicLink();
    } catch {
      return false;
    }
  }

  /** Whether neither the folder nor one above it is a link; git's list cannot know a link that came later. */
  private isFolderInside(folder: string): boolean {
    if (folder === '') return true;
    const known = this.insideFolders.get(folder);
    if (known !== undefined) return known;
    const isInside = this.isFolderInside(folderOf(folder)) && !this.isLink(folder);
    this.insideFolders.set(folder, isInside);
    return isInside;
  }
}

function isUnsafe(name: string): boolean {
  return name.length > 4_000 || name.startsWith('/') || name.includes('\0') || name.split('/').some((part) => part === '..' || part === '.' || part === '' || part.toLowerCase() === '.git');
}
