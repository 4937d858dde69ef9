import { constants, copyFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { FactPackWriter } from '@pinata/graph';
import type { BlobPlace } from '@pinata/graph';
import type { PreviousPack } from './previous-pack.js';

/** The part of a pack that may be of no use any more before it is written anew. */
const MOST_WASTE = 0.25;

/**
 * A copy of an earlier scan's fact pack, which the system makes while files are read and linked: a pack in which little changed
 * is that copy with what is new at its end.
 */
export class PackCopy {
  private constructor(
    readonly pack: PreviousPack,
    private readonly place: string,
    private readonly copied: Promise<boolean>,
  ) {}

  /** Begins to copy; what goes wrong makes it of no use, and is nobody's fault. */
  static start(pack: PreviousPack, place: string): PackCopy {
    return new PackCopy(pack, place, copyTo(pack.path, place).catch(() => false));
  }

  /**
   * Goes on with the copy.
   * @param wanted the blobs that the new pack has in common with the earlier one
   * @returns undefined where there is no copy, or too much of it is of no use
   */
  async extend(settings: string, wanted: readonly BlobPlace[]): Promise<FactPackWriter | undefined> {
    if (!(await this.copied)) return undefined;
    const used = wanted.reduce((sum, [, bytes]) => sum + bytes, 0);
    return used < this.pack.end * (1 - MOST_WASTE) ? undefined : FactPackWriter.extend(this.place, settings, this.pack.end);
  }

  /** Waits until nobody writes to the place any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.copied;
  }
}

/** @returns false where the two are one file */
async function copyTo(from: string, to: string): Promise<boolean> {
  const folder = await realpath(path.dirname(to));
  if ((await realpath(from)) === path.join(folder, path.basename(to))) return false;
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  return true;
}
