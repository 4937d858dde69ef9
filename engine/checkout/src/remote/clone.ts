import { mkdir, readdir, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isCommitId } from '../address/reference.js';
import { CheckoutError } from '../checkout-error.js';
import { runGit } from '../git/run-git.js';
import type { GitCall } from '../git/run-git.js';
import type { CheckoutLimits } from '../policy.js';
import type { Connection } from './connection.js';
import { ProgressReader } from './progress-reader.js';
import type { CheckoutProgress } from './progress-reader.js';
import type { ResolvedReference } from './references.js';
import { TreeCheck } from './tree-check.js';
import type { CheckedTree } from './tree-check.js';

export interface CloneRequest {
  readonly connection: Connection;
  readonly reference: ResolvedReference;
  /** Made if it is missing; must be empty. */
  readonly folder: string;
  readonly limits: CheckoutLimits;
  readonly deadline: number;
  readonly onProgress?: ((progress: CheckoutProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Clone {
  readonly commit: string;
  readonly trackedFiles: readonly string[];
}

/** Highest precedence of all attributes: no filter, no conversion, no keyword, whatever the repository asks for. */
const NEUTRAL_ATTRIBUTES = '* -text -eol -ident -filter -working-tree-encoding -diff -merge\n';
/** What a symlink of the repository becomes: a link that leads nowhere, so that it is seen as one and cannot be followed. */
const DEAD_LINK = 'pinata-symlink-not-followed';

/**
 * Fetches one commit without its history, checks its tree against the limits, and only then writes files. Symlinks become
 * dead links, submodules stay empty, nothing of the repository is run. What was begun is removed after a failure.
 * @throws {CheckoutError}
 */
export async function clone(request: CloneRequest): Promise<Clone> {
  const { folder } = request;
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new CheckoutError('failed', 'the folder for the checkout is not empty');
  try {
    return await fetchAndCheckOut(request);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function fetchAndCheckOut(request: CloneRequest): Promise<Clone> {
  const { connection, reference, folder, limits } = request;
  const common = { environment: connection.environment, folder, signal: request.signal, deadline: request.deadline };
  const git = (words: readonly string[], more: Partial<GitCall> = {}): Promise<Buffer> => runGit({ ...common, arguments: words, ...more }).then(({ output }) => output);
  const progress = new ProgressReader(request.onProgress);
  const format = reference.commit.length === 64 ? ['--object-format=sha256'] : [];
  await git(['init', '--quiet', '--template=', ...format]);
  await mkdir(path.join(folder, '.git', 'info'), { recursive: true });
  await writeFile(path.join(folder, '.git', 'info', 'attributes'), NEUTRAL_ATTRIBUTES);
  await git(['fetch', '--progress', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--', connection.address, `${reference.full}:refs/pinata/head`], {
    onMessage: (text) => progress.add(text),
    watch: () => assertSize(folder, limits),
  });
  await assertSize(folder, limits);
  const commit = (await git(['rev-parse', '--verify', 'refs/pinata/head^{commit}'])).toString().trim();
  if (!isCommitId(commit)) throw new CheckoutError('corruptRepository', 'the server did not give a commit');
  const check = new TreeCheck(limits);
  await git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit], { onOutput: (chunk) => check.add(chunk) });
  const tree = check.finish();
  progress.checkingOut();
  await git(['checkout', '--quiet', '--no-recurse-submodules', '--force', '--detach', commit, '--'], { watch: () => assertSize(folder, limits) });
  await killLinks(folder, tree);
  progress.done();
  return { commit, trackedFiles: tree.paths };
}

/** git wrote each symlink as a file that holds its target; a dead link says better what it is. */
async function killLinks(folder: string, tree: CheckedTree): Promise<void> {
  for (const name of tree.symlinks) {
    const place = path.join(folder, ...name.split('/'));
    try {
      await unlink(place);
      await symlink(DEAD_LINK, place);
    } catch {
      // Where links cannot be made, or two names differ only in case, the path is missing: also never read.
    }
  }
}

async function assertSize(folder: string, limits: CheckoutLimits): Promise<void> {
  let bytes = 0;
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    // Files come and go while git works.
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const place = path.join(at, entry.name);
      if (entry.isDirectory()) waiting.push(place);
      else if (entry.isFile()) bytes += await stat(place).then(({ size }) => size, () => 0);
    }
    if (bytes > limits.bytes) throw new CheckoutError('tooLarge', `the repository has more than ${limits.bytes} bytes, which is the limit`);
  }
}
