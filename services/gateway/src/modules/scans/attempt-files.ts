import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArtifactAddress, ArtifactFile, ArtifactStore } from '../../ports/index.js';

/** The file of what a scan knows of its files. */
export const FACT_PACK = 'facts.pack';
/** Bytes, plain. */
export const LARGEST_FACT_PACK = 4 * 1024 ** 3;

/** A file that grew past what it may hold. */
export class FileTooLargeError extends Error {
  constructor(name: string, bytes: number) {
    super(`${name} has more than ${bytes} bytes`);
    this.name = 'FileTooLargeError';
  }
}

/** A file of an attempt as it lies on this machine, and what it was found to be. */
export interface FetchedFile extends ArtifactFile {
  readonly place: string;
}

/** Files that an attempt uploaded, fetched one at a time into a folder that goes with them. */
export class AttemptFiles implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly store: ArtifactStore,
    private readonly address: ArtifactAddress,
    private readonly attempt: number,
  ) {}

  static async open(store: ArtifactStore, address: ArtifactAddress, attempt: number): Promise<AttemptFiles> {
    return new AttemptFiles(await mkdtemp(path.join(tmpdir(), 'pinata-recovery-')), store, address, attempt);
  }

  /** @throws ArtifactError, FileTooLargeError */
  async fetch(name: string, maximumBytes: number): Promise<FetchedFile> {
    const place = path.join(this.folder, path.basename(name));
    const hash = createHash('sha256');
    let bytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.byteLength;
        hash.update(chunk);
        // A small object can hold a large file.
        if (bytes > maximumBytes) done(new FileTooLargeError(name, maximumBytes));
        else done(null, chunk);
      },
    });
    await pipeline(await this.store.readAttempt(this.address, this.attempt, name), measure, createWriteStream(place));
    return { name, place, bytes, sha256: hash.digest('hex') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
