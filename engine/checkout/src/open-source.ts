import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isUrlLike, parseRepositoryUrl, repositoryName } from './address/repository-url.js';
import type { Resolver } from './address/resolve-host.js';
import { CheckoutError } from './checkout-error.js';
import { GitScratch } from './git/git-environment.js';
import type { GitStarter } from './git/git-starter.js';
import { describeLocal } from './local/describe-local.js';
import type { LocalSource } from './local/describe-local.js';
import { DEFAULT_CHECKOUT_LIMITS } from './policy.js';
import type { CheckoutLimits, CheckoutPolicy, Credential } from './policy.js';
import { clone } from './remote/clone.js';
import { connect } from './remote/connection.js';
import type { Connection } from './remote/connection.js';
import type { CheckoutProgress } from './remote/progress-reader.js';
import { fetchReferences, resolveReference } from './remote/references.js';
import type { References } from './remote/references.js';

export interface SourceRequest {
  /** URL of a repository, or a path of this machine where the policy allows it. */
  readonly location: string;
  readonly reference?: string | undefined;
  /** Wins over a credential inside the URL. */
  readonly credential?: Credential | undefined;
  readonly policy: CheckoutPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Replaced in tests; the system's own when absent. */
  readonly resolve?: Resolver | undefined;
}

export interface OpenRequest extends SourceRequest {
  /** What the repository is called; the last part of its address when absent. */
  readonly name?: string | undefined;
  readonly limits?: Partial<CheckoutLimits> | undefined;
  /** What an earlier opening of the same location gave: git is not asked again for what stayed. */
  readonly last?: OpenSource | undefined;
  /** Starts git where this process has taken much memory. */
  readonly starter?: GitStarter | undefined;
  /** Where a clone is put: missing or empty. A temporary folder when absent. */
  readonly workFolder?: string | undefined;
  readonly onProgress?: ((progress: CheckoutProgress) => void) | undefined;
}

/** A folder to read. It has the shape that the engine scans. */
export interface OpenedSource {
  readonly folder: string;
  readonly name: string;
  readonly commit: string;
  readonly branch: string;
  /** Whether tracked files differ from the commit: git may still be looking while the files are read. */
  readonly isModified: Promise<boolean>;
  /** Absent for a plain folder. */
  readonly trackedFiles?: readonly string[];
  /** Where git keeps what it knows of a work tree that is read in place: its index and its HEAD. */
  readonly gitFolder?: string;
}

export interface OpenSource {
  readonly source: OpenedSource;
  /** What the location is; where it is read in place. */
  readonly place?: LocalSource;
  /** Removes a clone, or waits until git has looked through what is read in place. */
  close(): Promise<void>;
}

export interface NamedReference {
  readonly kind: 'branch' | 'tag';
  readonly name: string;
  readonly commit: string;
  readonly isDefault: boolean;
}

export interface ConnectionReport {
  readonly kind: 'remote' | 'bare' | 'workTree' | 'folder';
  readonly name: string;
  readonly defaultBranch?: string;
  /** Empty for a plain folder. */
  readonly references: readonly NamedReference[];
}

const CHECK_MILLISECONDS = 30_000;

/**
 * Tries whether a source can be had, without fetching it: address, credential, and the reference if one is named.
 * @throws {CheckoutError}
 */
export async function checkConnection(request: SourceRequest): Promise<ConnectionReport> {
  const place = await locate(request);
  const name = repositoryName(place.path);
  if (place.kind === 'folder') {
    if (request.reference !== undefined) throw new CheckoutError('unknownRef', 'a plain folder has no branches; leave the reference out');
    return { kind: 'folder', name, references: [] };
  }
  return withConnection(request, place, async (connection) => {
    const references = await fetchReferences(connection, request.signal, performance.now() + CHECK_MILLISECONDS);
    // A work tree without an explicit reference is read in place, so that it may be anything.
    if (place.kind !== 'workTree' || request.reference !== undefined) resolveReference(references, request.reference);
    const { defaultBranch } = references;
    return { kind: place.kind, name, ...(defaultBranch === undefined ? {} : { defaultBranch }), references: named(references) };
  });
}

/** Branches, then tags, each in the server's order. @throws {CheckoutError} */
export async function listReferences(request: SourceRequest): Promise<readonly NamedReference[]> {
  return (await checkConnection({ ...request, reference: undefined })).references;
}

/**
 * Makes a folder of a source: clones a URL, a bare repository or an explicit reference; reads a work tree or a plain
 * folder in place.
 * @throws {CheckoutError}
 */
export async function openSource(request: OpenRequest): Promise<OpenSource> {
  const place = await locate(request, request.last?.place);
  const name = request.name ?? repositoryName(place.path);
  if (place.kind === 'workTree' && request.reference === undefined) {
    const { folder, commit, branch, trackedFiles, gitFolder } = place;
    const isModified = place.isModified(request.signal, request.starter);
    const close = (): Promise<void> => isModified.then(() => undefined, () => undefined); // who asks hears of its failure
    void close();
    return { source: { folder, name, commit, branch, isModified, trackedFiles, gitFolder }, place, close };
  }
  if (place.kind === 'folder') {
    if (request.reference !== undefined) throw new CheckoutError('unknownRef', 'a plain folder has no branches; leave the reference out');
    const { folder, commit, branch } = place;
    return { source: { folder, name, commit, branch, isModified: Promise.resolve(false) }, close: () => Promise.resolve() };
  }
  const limits = { ...DEFAULT_CHECKOUT_LIMITS, ...request.limits };
  const deadline = performance.now() + limits.milliseconds;
  const folder = request.workFolder ?? (await mkdtemp(path.join(tmpdir(), 'pinata-checkout-')));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return await withConnection(request, place, async (connection) => {
      const reference = resolveReference(await fetchReferences(connection, request.signal, deadline), request.reference);
      const { commit, trackedFiles } = await clone({ connection, reference, folder, limits, deadline, onProgress: request.onProgress, signal: request.signal });
      return { source: { folder, name, commit, branch: reference.short, isModified: Promise.resolve(false), trackedFiles }, close };
    });
  } catch (error) {
    await close();
    throw error;
  }
}

type Place = Awaited<ReturnType<typeof describeLocal>> & { readonly path: string };
type RemotePlace = { readonly kind: 'remote'; readonly path: string };

async function locate(request: SourceRequest, last?: LocalSource): Promise<Place | RemotePlace> {
  const { location, policy } = request;
  if (location.trim() === '') throw new CheckoutError('pathNotFound', 'name a folder or the URL of a repository');
  if (isUrlLike(location) || location.startsWith('-')) return { kind: 'remote', path: parseRepositoryUrl(location).url.path };
  if (!policy.allowsLocalPaths) throw new CheckoutError('forbiddenPath', 'folders of this machine cannot be scanned here; use the URL of a repository');
  const local = await describeLocal(location, request.signal, last);
  // A bare repository is often called repo.git or, in a work tree's place, .git: its own path names it.
  return { ...local, path: local.folder };
}

async function withConnection<T>(request: SourceRequest, place: Place | RemotePlace, act: (connection: Connection) => Promise<T>): Promise<T> {
  const scratch = GitScratch.create();
  try {
    return await act(await connectionTo(scratch, request, place));
  } finally {
    await scratch.remove();
  }
}

async function connectionTo(scratch: GitScratch, request: SourceRequest, place: Place | RemotePlace): Promise<Connection> {
  if (place.kind !== 'remote') {
    const address = place.kind === 'workTree' ? place.gitFolder : place.folder;
    return { address, environment: scratch.environment({ protocols: ['file'] }) };
  }
  const parsed = parseRepositoryUrl(request.location);
  return connect(scratch, { url: parsed.url, credential: request.credential ?? parsed.credential, policy: request.policy, resolve: request.resolve });
}

function named(references: References): NamedReference[] {
  const { branches, tags, defaultBranch } = references;
  return [
    ...branches.map(({ name, commit }) => ({ kind: 'branch' as const, name, commit, isDefault: name === defaultBranch })),
    ...tags.map(({ name, commit }) => ({ kind: 'tag' as const, name, commit, isDefault: false })),
  ];
}
