import { createHash } from 'node:crypto';
import { copyFileSync, lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { CheckoutError } from '../checkout-error.js';
import { GitScratch } from '../git/git-environment.js';
import type { GitStarter } from '../git/git-starter.js';
import { runGit } from '../git/run-git.js';
import type { GitCall } from '../git/run-git.js';
import { readGitState } from './git-state.js';

/** What a path of this machine is. */
export type LocalSource =
  | { readonly kind: 'bare'; readonly folder: string }
  | {
      readonly kind: 'workTree';
      readonly folder: string;
      readonly commit: string;
      readonly branch: string;
      /** Looks whether tracked files differ from the commit. @param starter starts git, where this process has taken much memory @throws {CheckoutError} `gitMissing`, `cancelled` */
      readonly isModified: (signal?: AbortSignal, starter?: GitStarter) => Promise<boolean>;
      readonly trackedFiles: readonly string[];
      /** Lists files, and folders with a `/`, that git does not know and that no .gitignore leaves out. @throws {CheckoutError} `gitMissing`, `cancelled` */
      readonly untracked: (signal?: AbortSignal) => Promise<readonly string[]>;
      readonly gitFolder: string;
      /** What git's own files were before git was asked; undefined where they do not tell. */
      readonly gitState: string | undefined;
      readonly commonFolder: string;
    }
  | { readonly kind: 'folder'; readonly folder: string; readonly commit: string; readonly branch: 'folder' };

/** Where a branch's name begins. */
const BRANCHES = 'refs/heads/';
const LARGEST_LISTING = 1024 * 1024 * 1024;

/**
 * Looks at a path: a bare repository, a work tree (also a folder inside one), or a plain folder. Nothing is written there,
 * and nothing that its configuration or attributes name is run: git reads the work tree with our settings alone.
 * @param last what the same path was before: git is not asked again while its own files are what they were then
 * @throws {CheckoutError} `pathNotFound`, `notAFolder`, `gitMissing`, `cancelled`
 */
export async function describeLocal(location: string, signal?: AbortSignal, last?: LocalSource): Promise<LocalSource> {
  const folder = existingFolder(location);
  if (last?.kind === 'workTree' && last.folder === folder && last.gitState !== undefined && readGitState(last) === last.gitState) return last;
  const scratch = GitScratch.create();
  try {
    const environment = scratch.environment();
    const base = { environment, folder, signal };
    const askedAt = Date.now();
    // Few processes: each costs a start that a small repository's scan would notice.
    const [found, listing] = await Promise.all([
      runGit({ ...base, arguments: ['rev-parse', '--is-bare-repository', '--absolute-git-dir', '--git-common-dir', '--show-object-format', '--show-toplevel', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD'], answers: [128] }),
      runGit({ ...base, arguments: ['ls-files', '--stage', '-z'], outputBytes: LARGEST_LISTING, answers: [128] }),
    ]);
    const [isBare = '', gitFolder = '', commonFolder = '', objectFormat = 'sha1', root = folder, commit = '', head = ''] = found.output.toString().trimEnd().split('\n');
    // A bare repository has no top level, where the answers end.
    if (isBare === 'true' && (await isSamePlace(gitFolder, folder))) return { kind: 'bare', folder };
    const trackedFiles = parseListing(listing.output);
    // `git clone --no-checkout`: a repository of which nothing was taken out yet.
    if (found.exitCode === 0 && trackedFiles.length === 0 && readdirSync(folder).every((name) => name === '.git') && (await isSamePlace(root, folder))) return { kind: 'bare', folder };
    // A folder that a repository around it does not track is not part of that repository; without a commit nothing is.
    // Inside a .git folder git speaks of a repository, but there is no tree to read.
    if (found.exitCode !== 0 || listing.exitCode !== 0 || trackedFiles.length === 0) return await describeFolder(scratch, folder, signal);
    const branch = head.startsWith(BRANCHES) ? head.slice(BRANCHES.length) : 'HEAD';
    const tree = { folder, root, gitFolder, commonFolder: path.resolve(folder, commonFolder), objectFormat, commit };
    const isModified = (asking?: AbortSignal, starter?: GitStarter): Promise<boolean> => isWorkTreeModified(tree, asking, starter);
    const gitState = readGitState(tree, askedAt);
    const untracked = (asking?: AbortSignal): Promise<readonly string[]> => listUntracked(tree, asking);
    return { kind: 'workTree', folder, commit, branch, isModified, trackedFiles, untracked, gitFolder, commonFolder: tree.commonFolder, gitState };
  } finally {
    await scratch.remove();
  }
}

/** @throws {CheckoutError} `pathNotFound` or `notAFolder` */
function existingFolder(location: string): string {
  if (location.includes('\0')) throw new CheckoutError('pathNotFound', 'a path holds no NUL');
  const absolute = path.resolve(location);
  let found: Stats;
  try {
    found = statSync(absolute);
  } catch (error) {
    throw new CheckoutError('pathNotFound', `there is nothing at ${absolute}`, { cause: error });
  }
  if (!found.isDirectory()) throw new CheckoutError('notAFolder', `${absolute} is a file; name a folder or the URL of a repository`);
  return absolute;
}

async function isSamePlace(a: string, b: string): Promise<boolean> {
  return (await realpath(a)) === (await realpath(b));
}

/** Paths of the index, relative to the folder; submodules are left out. A path in conflict stands there up to three times. */
function parseListing(output: Buffer): string[] {
  const paths: string[] = [];
  for (const entry of output.toString().split('\0')) {
    const tab = entry.indexOf('\t');
    if (tab < 0 || entry.startsWith('160000')) continue;
    const name = entry.slice(tab + 1);
    if (paths.at(-1) !== name) paths.push(name);
  }
  return paths;
}

interface WorkTree {
  readonly folder: string;
  /** Where the work tree begins; the folder may lie inside. */
  readonly root: string;
  readonly gitFolder: string;
  readonly commonFolder: string;
  readonly objectFormat: string;
  readonly commit: string;
}

/** Whether tracked files differ from the commit. */
function isWorkTreeModified(tree: WorkTree, signal: AbortSignal | undefined, starter: GitStarter | undefined): Promise<boolean> {
  return lookThrough(tree, signal, async (looking) => {
    // Exit code 1 says that something differs. A file whose times alone differ is read and compared.
    const call = { ...looking, arguments: ['diff', '--quiet', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all', tree.commit, '--', '.'], answers: [1] };
    return (starter === undefined ? (await runGit(call)).exitCode : await starter.exitCodeOf(call)) === 1;
    // Where the index says nothing of the files nobody can promise that they are those of the commit.
  }, true);
}

function listUntracked(tree: WorkTree, signal: AbortSignal | undefined): Promise<readonly string[]> {
  return lookThrough(tree, signal, async (looking) => {
    const { output } = await runGit({ ...looking, arguments: ['ls-files', '--others', '--exclude-standard', '--directory', '--no-empty-directory', '-z'], outputBytes: LARGEST_LISTING });
    return output.toString().split('\0').filter((name) => name !== '');
  }, []);
}

/**
 * git looks through a repository of our own that borrows the other's objects and a copy of its index: so the other's configuration
 * is not read, its filters do not run, and its index is not written.
 * @param unreadable the answer where this git cannot read the index
 */
async function lookThrough<Answer>(tree: WorkTree, signal: AbortSignal | undefined, ask: (looking: Pick<GitCall, 'environment' | 'folder' | 'signal'>) => Promise<Answer>, unreadable: Answer): Promise<Answer> {
  const scratch = GitScratch.create();
  try {
    const own = path.join(scratch.folder, 'looking');
    const environment = scratch.environment();
    makeRepository(own, tree.objectFormat);
    writeFileSync(path.join(own, 'info', 'attributes'), '* -filter -ident -working-tree-encoding\n');
    const indexFiles = readdirSync(tree.gitFolder).filter((name) => name === 'index' || name.startsWith('sharedindex.'));
    for (const name of indexFiles) copyFileSync(path.join(tree.gitFolder, name), path.join(own, name));
    const looking = {
      environment: { ...environment, GIT_DIR: own, GIT_WORK_TREE: tree.root, GIT_OBJECT_DIRECTORY: path.join(tree.commonFolder, 'objects') },
      folder: tree.folder,
      signal,
    };
    return await ask(looking).catch((error: unknown) => {
      if (error instanceof CheckoutError && (error.code === 'cancelled' || error.code === 'gitMissing')) throw error;
      return unreadable;
    });
  } finally {
    await scratch.remove();
  }
}

/**
 * An empty repository, written by hand: `git init` would be one more process. It is written at once: a process starts in a
 * tenth of the time before the engine is loaded and has taken its memory.
 */
function makeRepository(place: string, objectFormat: string): void {
  for (const name of ['objects', 'refs', 'info']) mkdirSync(path.join(place, name), { recursive: true });
  writeFileSync(path.join(place, 'HEAD'), 'ref: refs/heads/main\n');
  const isOther = objectFormat !== 'sha1';
  writeFileSync(path.join(place, 'config'), `[core]\n\trepositoryformatversion = ${isOther ? 1 : 0}\n\tbare = false\n${isOther ? `[extensions]\n\tobjectFormat = ${objectFormat}\n` : ''}`);
}

/** A folder without git: its name is made of the paths and sizes of the files that .gitignore leaves. */
async function describeFolder(scratch: GitScratch, folder: string, signal: AbortSignal | undefined): Promise<LocalSource> {
  const own = path.join(scratch.folder, 'listing');
  const environment = scratch.environment();
  makeRepository(own, 'sha1');
  const { output } = await runGit({
    environment: { ...environment, GIT_DIR: own, GIT_WORK_TREE: folder },
    folder,
    arguments: ['ls-files', '--others', '--exclude-standard', '-z'],
    outputBytes: LARGEST_LISTING,
    signal,
  });
  const names = output.toString().split('\0').filter((name) => name !== '');
  const hash = createHash('sha256');
  for (const name of names.sort()) {
    const size = lstatSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? -1;
    hash.update(`${name}\0${size}\n`);
  }
  return { kind: 'folder', folder, commit: `tree-${hash.digest('hex').slice(0, 12)}`, branch: 'folder' };
}
