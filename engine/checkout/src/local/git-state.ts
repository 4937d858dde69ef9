import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Times of files are as coarse as two seconds: what changed so shortly before it was looked at may change again unseen. */
const SETTLED_MILLISECONDS = 2_500;
const LARGEST_REFERENCE = 4_096;
const OBJECT = /^[0-9a-f]{40,64}$/;
const BRANCH = /^ref: (refs\/heads\/[^\0]+)$/;

/** Where git keeps what it knows of a work tree. */
export interface GitPlaces {
  /** The folder that is read; the work tree's top or one below it. */
  readonly folder: string;
  readonly gitFolder: string;
  /** The same, but in a linked work tree: there it is the main one's. */
  readonly commonFolder: string;
}

/**
 * What the files say in which git keeps index, HEAD, branch and configuration of a work tree, and which repository the folder is of:
 * the same as before where nobody committed, checked out or added anything.
 * @param since milliseconds since 1970 at which git was asked; undefined compares with what was told of an earlier time
 * @returns undefined where the files do not tell: they changed about the time that git was asked, or references are kept in another way
 */
export function readGitState({ folder, gitFolder, commonFolder }: GitPlaces, since?: number): string | undefined {
  let newest = 0;
  const statusOf = (place: string): string => {
    const status = statSync(place, { throwIfNoEntry: false });
    if (status === undefined) return '';
    newest = Math.max(newest, status.mtimeMs, status.ctimeMs);
    return [status.size, status.mtimeMs, status.ctimeMs, status.ino, status.dev].join(' ');
  };
  try {
    const head = small(path.join(gitFolder, 'HEAD'));
    const branch = BRANCH.exec(head)?.[1];
    if (branch === undefined ? !OBJECT.test(head) : branch.split('/').includes('..')) return undefined;
    const statuses = [path.join(gitFolder, 'HEAD'), path.join(gitFolder, 'index'), path.join(commonFolder, 'config'), path.join(gitFolder, 'config.worktree'), path.join(commonFolder, 'packed-refs')].map(statusOf);
    const [, index, , , packed] = statuses;
    if (index === '') return undefined;
    const loose = branch === undefined ? '' : path.join(commonFolder, branch);
    const isLoose = loose !== '' && statusOf(loose) !== '';
    const commit = isLoose ? small(loose) : '';
    if (isLoose ? !OBJECT.test(commit) : loose !== '' && packed === '') return undefined;
    return since !== undefined && newest + SETTLED_MILLISECONDS >= since ? undefined : [ownerOf(folder), head, commit, ...statuses].join('\n');
  } catch {
    return undefined;
  }
}

/** Which `.git` a folder belongs to: one that comes between them, or takes the other's place, makes it another's. */
function ownerOf(folder: string): string {
  const above = realpathSync(folder);
  for (let at = above; ; at = path.dirname(at)) {
    const place = path.join(at, '.git');
    const status = lstatSync(place, { throwIfNoEntry: false });
    // Whatever git does in its folder changes that one's times; a file there names another folder.
    if (status !== undefined) return `${above} ${place} ${status.dev} ${status.ino} ${status.isDirectory() ? '' : [status.size, status.mtimeMs, status.ctimeMs].join(' ')}`;
    if (at === path.dirname(at)) return above;
  }
}

function small(place: string): string {
  if (statSync(place).size > LARGEST_REFERENCE) throw new RangeError(`${place} is too large for a reference`);
  return readFileSync(place, 'utf8').trimEnd();
}
