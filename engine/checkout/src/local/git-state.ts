import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Times of files are as coarse as two seconds: what changed so shortly before it was looked at may change again unseen. */
const SETTLED_MILLISECONDS = 2_500;
const LARGEST_REFERENCE = 4_096;
const OBJECT = /^[0-9a-f]{40,64}$/;
const REFERENCE = /^ref: (refs\/[^\0]+)$/;

/**
 * What the files say in which git keeps index, HEAD, branch and configuration of a work tree: the same as before where nobody
 * committed, checked out or added anything.
 * @param since milliseconds since 1970 at which git was asked; undefined compares with what was told of an earlier time
 * @returns undefined where the files do not tell: they changed about the time that git was asked, or references are kept in another way
 */
export function readGitState(gitFolder: string, commonFolder: string, since?: number): string | undefined {
  let newest = 0;
  const statusOf = (place: string): string => {
    const status = lstatSync(place, { throwIfNoEntry: false });
    if (status === undefined) return '';
    newest = Math.max(newest, status.mtimeMs, status.ctimeMs);
    return [status.size, status.mtimeMs, status.ctimeMs, status.ino, status.dev].join(' ');
  };
  try {
    const head = small(path.join(gitFolder, 'HEAD'));
    const branch = REFERENCE.exec(head)?.[1];
    if (branch?.split('/').includes('..') === true) return undefined;
    const loose = branch === undefined ? undefined : path.join(commonFolder, branch);
    const statuses = [path.join(gitFolder, 'HEAD'), path.join(gitFolder, 'index'), path.join(commonFolder, 'config'), path.join(gitFolder, 'config.worktree'), path.join(commonFolder, 'packed-refs'), ...(loose === undefined ? [] : [loose])].map(statusOf);
    const [, index, , , packed, own] = statuses;
    if (index === '') return undefined;
    if (loose === undefined ? !OBJECT.test(head) : own === '' ? packed === '' : !OBJECT.test(small(loose))) return undefined;
    return since !== undefined && newest + SETTLED_MILLISECONDS >= since ? undefined : [head, ...statuses].join('\n');
  } catch {
    return undefined;
  }
}

function small(place: string): string {
  if (lstatSync(place).size > LARGEST_REFERENCE) throw new RangeError(`${place} is too large for a reference`);
  return readFileSync(place, 'utf8').trimEnd();
}
