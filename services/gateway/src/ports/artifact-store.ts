/** Where one attempt writes, and where a completed scan's files lie. */
export interface ArtifactAddress {
  readonly organizationId: string;
  readonly scanId: string;
}

/** A file as its maker describes it. */
export interface ArtifactFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string;
}

export type ArtifactErrorCode = 'missing' | 'sizeDiffers' | 'digestDiffers' | 'unsafeName' | 'tooLarge' | 'storage';

/**
 * Files that cannot be stored or read. `isTransient` says that the same call may do better later: a store that is away, and not a
 * full disk.
 */
export class ArtifactError extends Error {
  readonly isTransient: boolean;

  constructor(
    readonly code: ArtifactErrorCode,
    message: string,
    options: ErrorOptions & { readonly isTransient?: boolean } = {},
  ) {
    super(message, options);
    this.name = 'ArtifactError';
    this.isTransient = options.isTransient ?? false;
  }
}

/**
 * Where an attempt puts its files: a folder of this machine, or an address that takes a form with `fields`, a `key` that begins with
 * `keyPrefix` and the file, compressed with zstd and named with `.zst`, as its last part. It takes nothing after its time.
 */
export type AttemptPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'upload'; readonly url: string; readonly fields: Readonly<Record<string, string>>; readonly keyPrefix: string; readonly maximumBytes: number };

/**
 * Snapshots, fact packs and exports. A snapshot is visible only when it is complete: an attempt writes into a place of its own,
 * and `promote` checks and names it. Files are kept compressed: sizes, digests and what `read` gives are of the plain content.
 *
 * Ordering: `promote` after the attempt's last write. Idempotency: every method may be called again with the same parameters.
 * Retries: the caller's, where the error says that it is transient. Names are plain file names, in at most one
 * folder (`picture/overview.json`); anything else is refused with `unsafeName`.
 */
export interface ArtifactStore {
  /**
   * An empty place for one attempt's files; what an earlier call left there is gone. What comes a second after this call began
   * stays, however late it ends: a caller that waits no longer may ask again, and use that place. Files of the scan itself stay.
   * @param until when a place that is not of this machine stops taking files
   */
  prepare(address: ArtifactAddress, attempt: number, until: Date): Promise<AttemptPlace>;
  /**
   * Checks sizes and digests of an attempt's files, then makes exactly those the scan's, in one step. They replace a lower
   * attempt's: that one was named, and its scan never completed. A scan with files of this attempt or a higher one keeps them, which
   * is no error. To be called only while the scan may still be completed, since readers and `discard` go by what is named.
   * @throws ArtifactError, and the files of before stay
   */
  promote(address: ArtifactAddress, attempt: number, files: readonly ArtifactFile[]): Promise<void>;
  /**
   * Plain bytes of a file that an attempt wrote and that nobody checked or named yet: whoever reads it bounds and checks it.
   * @throws ArtifactError `missing` before the stream begins
   */
  readAttempt(address: ArtifactAddress, attempt: number, name: string): Promise<NodeJS.ReadableStream>;
  /** Removes one attempt's place, or all of a scan's, except what is named; of a scan that ended. Nothing to remove is no error. */
  discard(address: ArtifactAddress, attempt?: number): Promise<void>;
  remove(address: ArtifactAddress): Promise<void>;
  /** Every scan that has anything here, in any order; what comes or goes meanwhile may be left out or named. @throws ArtifactError */
  addresses(): AsyncIterable<ArtifactAddress>;
  /** Plain bytes of a completed scan's file. @throws ArtifactError `missing` */
  size(address: ArtifactAddress, name: string): Promise<number>;
  /** A completed scan's file from its first byte. @throws ArtifactError `missing` before the stream begins */
  read(address: ArtifactAddress, name: string): Promise<NodeJS.ReadableStream>;
  /**
   * A folder on this machine with the named files of a completed scan (others may be there too), each as it is kept: compressed
   * with zstd, `.zst` after its name. The snapshot reader of `@pinata/graph` opens it. @throws ArtifactError
   */
  localFolder(address: ArtifactAddress, names: readonly string[]): Promise<string>;
  /**
   * Where whoever is told, such as a pod, may GET a completed scan's file until then, as it is kept: compressed with zstd. The
   * address is a secret. Undefined where the files lie on this machine alone. @throws ArtifactError `missing`
   */
  readingUrl(address: ArtifactAddress, name: string, until: Date): Promise<string | undefined>;
}

export const ARTIFACT_STORE = Symbol('ArtifactStore');
