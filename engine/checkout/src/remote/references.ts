import { checkReference, isCommitId } from '../address/reference.js';
import { CheckoutError } from '../checkout-error.js';
import { runGit } from '../git/run-git.js';
import type { Connection } from './connection.js';

export interface References {
  /** Branch that HEAD names, where the server says so. */
  readonly defaultBranch?: string;
  readonly branches: readonly { readonly name: string; readonly commit: string }[];
  readonly tags: readonly { readonly name: string; readonly commit: string }[];
  /** Commit of HEAD; absent in an empty repository. */
  readonly head?: string;
}

/** A reference in git's own words. */
export interface ResolvedReference {
  /** Such as `refs/heads/main`, or a commit. */
  readonly full: string;
  /** What people call it. */
  readonly short: string;
  readonly commit: string;
}

const LARGEST_LISTING = 64 * 1024 * 1024;

/** @throws {CheckoutError} */
export async function fetchReferences(connection: Connection, signal?: AbortSignal, deadline?: number): Promise<References> {
  const { output } = await runGit({ arguments: ['ls-remote', '--symref', '--', connection.address], environment: connection.environment, signal, deadline, outputBytes: LARGEST_LISTING });
  return parseReferences(output.toString());
}

export function parseReferences(listing: string): References {
  const branches: { name: string; commit: string }[] = [];
  const tags = new Map<string, string>();
  let defaultBranch: string | undefined;
  let head: string | undefined;
  for (const line of listing.split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (value.startsWith('ref: ') && name === 'HEAD') defaultBranch = value.slice('ref: refs/heads/'.length);
    else if (!isCommitId(value)) continue;
    else if (name === 'HEAD') head = value;
    else if (name.startsWith('refs/heads/')) branches.push({ name: name.slice('refs/heads/'.length), commit: value });
    // A tag's second line, ending in ^{}, names the commit that the tag object points at.
    else if (name.startsWith('refs/tags/')) tags.set(name.slice('refs/tags/'.length).replace(/\^\{\}$/, ''), value);
  }
  return {
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(head === undefined ? {} : { head }),
    branches,
    tags: [...tags].map(([name, commit]) => ({ name, commit })),
  };
}

/**
 * Finds what a person means: a branch, a tag, a full reference or a commit; nothing given means the default branch.
 * @throws {CheckoutError} `unknownRef` or `emptyRepository`
 */
export function resolveReference(references: References, wanted: string | undefined): ResolvedReference {
  const { branches, tags, defaultBranch, head } = references;
  if (branches.length === 0 && tags.length === 0 && head === undefined) throw new CheckoutError('emptyRepository', 'the repository has no commit yet');
  if (wanted === undefined) return resolveDefault(references);
  checkReference(wanted);
  const branchName = wanted.replace(/^refs\/heads\//, '');
  const branch = branches.find(({ name }) => name === branchName);
  if (branch !== undefined) return { full: `refs/heads/${branch.name}`, short: branch.name, commit: branch.commit };
  const tagName = wanted.replace(/^refs\/tags\//, '');
  const tag = tags.find(({ name }) => name === tagName);
  if (tag !== undefined) return { full: `refs/tags/${tag.name}`, short: tag.name, commit: tag.commit };
  if (isCommitId(wanted)) return { full: wanted, short: wanted, commit: wanted };
  if (wanted === 'HEAD') return resolveDefault(references);
  const example = defaultBranch ?? branches[0]?.name;
  throw new CheckoutError('unknownRef', `the repository has no branch, tag or commit "${wanted}"${example === undefined ? '' : `; its default branch is "${example}"`}`);
}

function resolveDefault({ branches, defaultBranch, head }: References): ResolvedReference {
  const branch = branches.find(({ name }) => name === defaultBranch) ?? branches.find(({ commit }) => commit === head);
  if (branch !== undefined) return { full: `refs/heads/${branch.name}`, short: branch.name, commit: branch.commit };
  if (head !== undefined) return { full: 'HEAD', short: 'HEAD', commit: head };
  throw new CheckoutError('unknownRef', 'the default branch of the repository does not exist; name a branch');
}
