export type SnapshotErrorCode =
  /** A file of the snapshot is not there. */
  | 'missing'
  /** Written by a version that this one does not understand. */
  | 'unsupportedVersion'
  /** A size or a checksum is not what the manifest says. */
  | 'mismatch'
  /** A file is larger than the reader was told to accept. */
  | 'tooLarge'
  /** The content is no graph: a number points outside, or an order is broken. */
  | 'corrupt';

/** A snapshot that cannot be used. */
export class SnapshotError extends Error {
  constructor(
    readonly code: SnapshotErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SnapshotError';
  }
}
