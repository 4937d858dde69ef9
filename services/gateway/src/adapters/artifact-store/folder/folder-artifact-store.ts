import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ArtifactError, type ArtifactAddress, type ArtifactFile, type ArtifactStore } from '../../../ports/index.js';

const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * Snapshots in a directory: `<organization>/<scan>/files` is a completed scan's, `<organization>/<scan>/attempt-<n>` an attempt's.
 * A rename makes the one out of the other.
 */
export class FolderArtifactStore implements ArtifactStore {
  /** @param maximumBytes of all the files of one scan */
  constructor(
    private readonly root: string,
    private readonly maximumBytes = 16 * 1024 ** 3,
  ) {}

  async prepare(address: ArtifactAddress, attempt: number): Promise<string> {
    const folder = this.attemptFolder(address, attempt);
    await storing(async () => {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
    });
    return folder;
  }

  async promote(address: ArtifactAddress, attempt: number, files: readonly ArtifactFile[]): Promise<void> {
    const target = this.filesFolder(address);
    if (await exists(target)) return;
    const source = this.attemptFolder(address, attempt);
    const total = files.reduce((sum, file) => sum + file.bytes, 0);
    if (total > this.maximumBytes) throw new ArtifactError('tooLarge', `The snapshot has ${total} bytes; the limit is ${this.maximumBytes}.`);
    for (const file of files) await check(source, file);
    const named = new Set(files.map((file) => file.name));
    await storing(async () => {
      for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
        const place = path.join(entry.parentPath, entry.name);
        const name = path.relative(source, place).split(path.sep).join('/');
        if (!entry.isDirectory() && !named.has(name)) await rm(place, { force: true });
      }
      await rename(source, target);
    });
  }

  async discard(address: ArtifactAddress, attempt?: number): Promise<void> {
    if (attempt !== undefined) return storing(() => rm(this.attemptFolder(address, attempt), { recursive: true, force: true }));
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
    const status = await lstat(this.file(address, name)).catch((error: unknown) => {
      throw missing(name, error);
    });
    if (!status.isFile()) throw missing(name);
    return status.size;
  }

  async read(address: ArtifactAddress, name: string): Promise<NodeJS.ReadableStream> {
    await this.size(address, name);
    return createReadStream(this.file(address, name));
  }

  async localFolder(address: ArtifactAddress, names: readonly string[]): Promise<string> {
    for (const name of names) await this.size(address, name);
    return this.filesFolder(address);
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

  private file(address: ArtifactAddress, name: string): string {
    return path.join(this.filesFolder(address), ...parts(name));
  }
}

/** Refuses everything that is not a plain name: separators, dots in front, device names with colons, NUL. */
function plain(name: string): string {
  if (!PLAIN_NAME.test(name)) throw new ArtifactError('unsafeName', 'The name of an artifact holds letters, digits, dots, - and _ only.');
  return name;
}

/** A file's name has at most one folder, such as `picture/overview.json`. */
function parts(name: string): string[] {
  const split = name.split('/');
  if (split.length > 2) throw new ArtifactError('unsafeName', 'The name of an artifact has at most one folder.');
  return split.map(plain);
}

function missing(name: string, cause?: unknown): ArtifactError {
  return new ArtifactError('missing', `The snapshot has no file ${name}.`, { cause });
}

/** Plain names alone: what else lies there was not put there by us. */
async function foldersIn(folder: string): Promise<string[]> {
  if (!(await exists(folder))) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && PLAIN_NAME.test(entry.name)).map((entry) => entry.name);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function check(folder: string, file: ArtifactFile): Promise<void> {
  const place = path.join(folder, ...parts(file.name));
  const status = await lstat(place).catch((error: unknown) => {
    throw missing(file.name, error);
  });
  if (!status.isFile()) throw missing(file.name);
  if (status.size !== file.bytes) throw new ArtifactError('sizeDiffers', `${file.name} has ${status.size} bytes instead of ${file.bytes}.`);
  const hash = createHash('sha256');
  await storing(() => pipeline(createReadStream(place), hash));
  if (hash.digest('hex') !== file.sha256) throw new ArtifactError('digestDiffers', `${file.name} is not what the scanner wrote.`);
}

async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArtifactError) throw error;
    throw new ArtifactError('storage', 'The artifact store did not answer as it should; look at the space and the rights of its folder.', { cause: error });
  }
}
