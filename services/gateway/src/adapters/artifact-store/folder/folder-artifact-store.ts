import { createReadStream } from 'node:fs';
import { access, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ArtifactError, type ArtifactAddress, type ArtifactFile, type ArtifactStore, type AttemptPlace } from '../../../ports/index.js';
import { isPlain, missing, parts, plain } from '../artifact-name.js';
import { COMPRESSED, compressFile, decompressed, plainSize } from '../compressed-file.js';

/** In a scan's files, the number of the attempt that wrote them. No artifact's name begins with a dot. */
const ATTEMPT = '.attempt';

/**
 * Snapshots in a directory: `<organization>/<scan>/attempt-<n>` is where an attempt writes, and `<organization>/<scan>/files` a
 * completed scan's, each file compressed. They are compressed beside their place; a rename names them all.
 */
export class FolderArtifactStore implements ArtifactStore {
  private naming: Promise<void> = Promise.resolve();

  /** @param maximumBytes of all the files of one scan */
  constructor(
    private readonly root: string,
    private readonly maximumBytes = 16 * 1024 ** 3,
  ) {}

  async prepare(address: ArtifactAddress, attempt: number): Promise<AttemptPlace> {
    const folder = this.attemptFolder(address, attempt);
    await storing(async () => {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
    });
    return { kind: 'folder', folder };
  }

  async promote(address: ArtifactAddress, attempt: number, files: readonly ArtifactFile[]): Promise<void> {
    if ((await this.namedAttempt(address)) >= attempt) return;
    const source = this.attemptFolder(address, attempt);
    const total = files.reduce((sum, file) => sum + file.bytes, 0);
    if (total > this.maximumBytes) throw new ArtifactError('tooLarge', `The snapshot has ${total} bytes; the limit is ${this.maximumBytes}.`);
    const beside = this.besideFolder(address, attempt, 'compressed');
    await storing(async () => {
      await rm(beside, { recursive: true, force: true });
      await mkdir(beside, { recursive: true });
    });
    for (const file of files) await keep(source, beside, file);
    await storing(() => writeFile(path.join(beside, ATTEMPT), String(attempt)));
    const naming = this.naming.then(() => storing(() => this.name(address, attempt, beside)));
    this.naming = naming.catch(() => undefined);
    await naming;
    await storing(() => rm(source, { recursive: true, force: true }));
  }

  /** One at a time. Killed between its two renames it leaves no named files, and the attempt's own to do it again. */
  private async name(address: ArtifactAddress, attempt: number, beside: string): Promise<void> {
    const target = this.filesFolder(address);
    const named = await this.namedAttempt(address);
    const replaced = this.besideFolder(address, attempt, 'replaced');
    if (named < attempt) {
      await rm(replaced, { recursive: true, force: true });
      if (await exists(target)) await rename(target, replaced);
      await rename(beside, target);
    }
    for (const left of [beside, replaced]) await rm(left, { recursive: true, force: true });
  }

  /** Whose files the scan's are; -Infinity for a scan without files, Infinity where an earlier version did not say. */
  private async namedAttempt(address: ArtifactAddress): Promise<number> {
    const folder = this.filesFolder(address);
    if (!(await exists(folder))) return Number.NEGATIVE_INFINITY;
    const place = path.join(folder, ATTEMPT);
    return (await exists(place)) ? Number(await storing(() => readFile(place, 'utf8'))) : Number.POSITIVE_INFINITY;
  }

  async readAttempt(address: ArtifactAddress, attempt: number, name: string): Promise<NodeJS.ReadableStream> {
    const place = path.join(this.attemptFolder(address, attempt), ...parts(name));
    const status = await lstat(place).catch((error: unknown) => {
      throw missing(name, error);
    });
    if (!status.isFile()) throw missing(name);
    return createReadStream(place);
  }

  async discard(address: ArtifactAddress, attempt?: number): Promise<void> {
    if (attempt !== undefined) {
      for (const place of [this.attemptFolder(address, attempt), this.besideFolder(address, attempt, 'compressed'), this.besideFolder(address, attempt, 'replaced')]) await storing(() => rm(place, { recursive: true, force: true }));
      return;
    }
    const folder = this.scanFolder(address);
    if (!(await exists(folder))) return;
    await storing(async () => {
      for (const entry of await readdir(folder)) if (entry.startsWith('attempt-')) await rm(path.join(folder, entry), { recursive: true, force: true });
    });
  }

  remove(address: ArtifactAddress): Promise<void> {
    return storing(() => rm(this.scanFolder(address), { recursive: true, force: true }));
  }

  async *addresses(): AsyncIterable<ArtifactAddress> {
    for (const organizationId of await storing(() => foldersIn(this.root))) {
      for (const scanId of await storing(() => foldersIn(path.join(this.root, organizationId)))) yield { organizationId, scanId };
    }
  }

  async size(address: ArtifactAddress, name: string): Promise<number> {
    const place = await this.stored(address, name);
    const bytes = await plainSize(place).catch((error: unknown) => {
      throw missing(name, error);
    });
    if (bytes === undefined) throw missing(name);
    return bytes;
  }

  async read(address: ArtifactAddress, name: string): Promise<NodeJS.ReadableStream> {
    return decompressed(createReadStream(await this.stored(address, name)));
  }

  async localFolder(address: ArtifactAddress, names: readonly string[]): Promise<string> {
    for (const name of names) await this.stored(address, name);
    return this.filesFolder(address);
  }

  async readingUrl(address: ArtifactAddress, name: string): Promise<undefined> {
    await this.stored(address, name);
    return undefined;
  }

  /** Where the compressed file lies. @throws ArtifactError `missing` */
  private async stored(address: ArtifactAddress, name: string): Promise<string> {
    const place = path.join(this.filesFolder(address), ...parts(name)) + COMPRESSED;
    const status = await lstat(place).catch((error: unknown) => {
      throw missing(name, error);
    });
    if (!status.isFile()) throw missing(name);
    return place;
  }

  private scanFolder(address: ArtifactAddress): string {
    return path.join(this.root, plain(address.organizationId), plain(address.scanId));
  }

  private filesFolder(address: ArtifactAddress): string {
    return path.join(this.scanFolder(address), 'files');
  }

  private attemptFolder(address: ArtifactAddress, attempt: number): string {
    return path.join(this.scanFolder(address), plain(`attempt-${attempt}`));
  }

  /** Its name begins like an attempt's, so that it goes with what attempts left. */
  private besideFolder(address: ArtifactAddress, attempt: number, purpose: 'compressed' | 'replaced'): string {
    return path.join(this.scanFolder(address), plain(`attempt-${attempt}-${purpose}`));
  }
}

/** Plain names alone: what else lies there was not put there by us. */
async function foldersIn(folder: string): Promise<string[]> {
  if (!(await exists(folder))) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && isPlain(entry.name)).map((entry) => entry.name);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Checks one file of an attempt against its description, and puts it compressed where it will be kept. */
async function keep(source: string, target: string, file: ArtifactFile): Promise<void> {
  const place = path.join(source, ...parts(file.name));
  const status = await lstat(place).catch((error: unknown) => {
    throw missing(file.name, error);
  });
  if (!status.isFile()) throw missing(file.name);
  if (status.size !== file.bytes) throw new ArtifactError('sizeDiffers', `${file.name} has ${status.size} bytes instead of ${file.bytes}.`);
  const kept = path.join(target, ...parts(file.name)) + COMPRESSED;
  const digest = await storing(async () => {
    await mkdir(path.dirname(kept), { recursive: true });
    return compressFile(place, kept, file.bytes);
  });
  if (digest !== file.sha256) throw new ArtifactError('digestDiffers', `${file.name} is not what the scanner wrote.`);
}

async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArtifactError) throw error;
    throw new ArtifactError('storage', 'The artifact store did not answer as it should; look at the space and the rights of its folder.', { cause: error });
  }
}
