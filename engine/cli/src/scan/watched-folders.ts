import { statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from '../exit-codes.js';
import { codeOf } from './output-folder.js';

/** Milliseconds without a change after which a group of changes, such as a checkout, has probably ended. */
const QUIET_MILLISECONDS = 50;
/** The same where one file alone has changed, as when somebody saves it. */
const ALONE_MILLISECONDS = 10;
/** Who writes all the time is not waited for longer. */
const MOST_MILLISECONDS = 2_000;

export type Judge = (folder: string, name: string | null) => boolean;

interface WatchedFolder {
  readonly watcher: FSWatcher;
  readonly inode: number;
}

/**
 * Watches folders one by one and none below them: what a repository does not list, such as installed packages and what is
 * built, is often larger than it and changes all the time.
 */
export class WatchedFolders {
  private readonly folders = new Map<string, WatchedFolder>();
  private wanted: ReadonlySet<string> = new Set();
  private changes = 0;
  private taken = 0;
  /** Paths that changed since somebody waited. */
  private readonly touched = new Set<string>();
  private wake = Promise.withResolvers<void>();

  /** @param matters whether a change of this name in this folder is one; null where the system does not say what changed */
  constructor(private readonly matters: Judge) {}

  /** Whether a folder is wanted; it may be gone, and come back. */
  wants(folder: string): boolean {
    return this.wanted.has(folder);
  }

  /**
   * Watches these folders and no others.
   * @param wanted absolute paths; those that are gone are left out
   * @throws {CommandError} with the limit exit code where the system allows no more
   */
  follow(wanted: ReadonlySet<string>): void {
    this.wanted = wanted;
    for (const folder of [...this.folders.keys()]) if (!wanted.has(folder)) this.forget(folder);
    for (const folder of wanted) {
      const inode = statSync(folder, { throwIfNoEntry: false })?.ino;
      // One that was removed and made again is another, although it has the same name.
      if (this.folders.get(folder)?.inode === inode) continue;
      this.forget(folder);
      if (inode !== undefined) this.add(folder, inode);
    }
  }

  /**
   * Waits for a change that nobody waited for before, and until nothing has changed for a moment.
   * @throws the signal's reason
   */
  async nextChange(signal: AbortSignal): Promise<void> {
    const abort = (): void => this.wake.resolve();
    signal.addEventListener('abort', abort);
    try {
      while (this.changes === this.taken) {
        signal.throwIfAborted();
        await this.wake.promise;
        this.wake = Promise.withResolvers();
      }
    } finally {
      signal.removeEventListener('abort', abort);
    }
    const latest = performance.now() + MOST_MILLISECONDS;
    do {
      this.taken = this.changes;
      await sleep(this.touched.size === 1 ? ALONE_MILLISECONDS : QUIET_MILLISECONDS, undefined, { signal });
    } while (this.changes !== this.taken && performance.now() < latest);
    this.taken = this.changes;
    this.touched.clear();
  }

  close(): void {
    for (const folder of [...this.folders.keys()]) this.forget(folder);
  }

  private add(folder: string, inode: number): void {
    let watcher;
    try {
      watcher = watch(folder);
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'ENOENT' || code === 'ENOTDIR') return this.note(folder, null); // it went meanwhile
      throw new CommandError(EXIT.limit, `${folder} cannot be watched (${code}): ${this.folders.size} folders are. On Linux fs.inotify.max_user_watches and max_user_instances say how many may be; raise them, or scan without --watch`, { cause });
    }
    this.folders.set(folder, { watcher, inode });
    watcher.on('change', (_, name) => this.note(folder, name === null ? null : name.toString()));
    watcher.on('error', () => {
      this.forget(folder);
      this.note(folder, null);
    });
  }

  private note(folder: string, name: string | null): void {
    if (!this.matters(folder, name)) return;
    this.changes++;
    this.touched.add(path.join(folder, name ?? ''));
    this.wake.resolve();
  }

  private forget(folder: string): void {
    this.folders.get(folder)?.watcher.close();
    this.folders.delete(folder);
  }
}

/** The folders that hold files, and those above them up to the root. */
export function foldersOf(root: string, files: readonly string[]): Set<string> {
  const folders = new Set([root]);
  for (const file of files) {
    for (let folder = path.dirname(path.join(root, file)); !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
  }
  return folders;
}
