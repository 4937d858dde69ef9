import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';

interface Entry {
  readonly folder: string;
  readonly bytes: number;
}

/**
 * Folders of downloaded files, bounded by their bytes; the one that was used least recently goes first. A folder appears when it is
 * whole. What a process that was killed left is removed when the cache is opened.
 */
export class FolderCache {
  private readonly entries = new Map<string, Promise<Entry>>();
  private bytes = 0;

  private constructor(
    private readonly root: string,
    private readonly maximumBytes: number,
  ) {}

  static async open(root: string, maximumBytes: number): Promise<FolderCache> {
    await rm(root, { recursive: true, force: true });
    await mkdir(root, { recursive: true });
    return new FolderCache(root, maximumBytes);
  }

  /** The folder under a key; `fill` writes into an empty one and says how many bytes it wrote. Called once at a time for a key. */
  async of(key: string, fill: (folder: string) => Promise<number>): Promise<string> {
    const known = this.entries.get(key);
    if (known !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return (await known).folder;
    }
    const made = this.make(key, fill);
    this.entries.set(key, made);
    try {
      const { folder, bytes } = await made;
      this.bytes += bytes;
      await this.evict(key);
      return folder;
    } catch (error) {
      this.entries.delete(key);
      throw error;
    }
  }

  async forget(keyPrefix: string): Promise<void> {
    for (const key of [...this.entries.keys()]) if (key.startsWith(keyPrefix)) await this.drop(key);
  }

  private async make(key: string, fill: (folder: string) => Promise<number>): Promise<Entry> {
    const beside = await mkdtemp(path.join(this.root, 'filling-'));
    try {
      const bytes = await fill(beside);
      const folder = path.join(this.root, Buffer.from(key).toString('base64url').slice(-200));
      await rm(folder, { recursive: true, force: true });
      await rename(beside, folder);
      return { folder, bytes };
    } catch (error) {
      await rm(beside, { recursive: true, force: true });
      throw error;
    }
  }

  private async evict(kept: string): Promise<void> {
    for (const key of [...this.entries.keys()]) {
      if (this.bytes <= this.maximumBytes) return;
      if (key !== kept) await this.drop(key);
    }
  }

  /** Who has a file of it open reads on: the name goes, the file does when it is closed. */
  private async drop(key: string): Promise<void> {
    const entry = this.entries.get(key);
    this.entries.delete(key);
    const known = await entry?.catch(() => undefined);
    if (known === undefined) return;
    this.bytes -= known.bytes;
    await rm(known.folder, { recursive: true, force: true });
  }
}
