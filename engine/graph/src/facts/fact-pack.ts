import type { FileRole, SkipReason, SourceRange, SymbolKind } from '../model.js';

/**
 * `facts.pack`, version 2: what a scan knows of each read file, so that the next one reads and links only what changed.
 *
 * All integers are little-endian. The file begins with the 4 bytes `PNFP` and a 32-bit version. Then come the blobs, each at a
 * multiple of 8 bytes. Then the index (JSON, UTF-8): a row for each file and the places of all blobs, so that one read tells
 * what the pack holds. Last the 24 bytes of the tail: 64-bit place of the index, 64-bit length of the index, its CRC-32, and
 * `PNFP` again. A file that was not finished has no tail. Version 1 had no index of its contents.
 *
 * A pack may be gone on with: new blobs then take the place of the old index, and a new index follows. Blobs that no index names
 * any more stay until the pack is written anew.
 *
 * The check sums tell damage, not malice: whoever reads a blob must expect any bytes in it.
 */
export const FACT_PACK_VERSION = 2;
export const FACT_PACK_MAGIC = 0x50464e50;
export const FACT_PACK_HEADER_BYTES = 8;
export const FACT_PACK_TAIL_BYTES = 24;
export const BLOB_ALIGNMENT = 8;
/** Of the index and of one blob. */
export const LARGEST_PART = 512 * 1024 * 1024;

/** A symbol as search knows it. Its node's key is the entry's `keyPrefix` followed by `descriptor`. */
export interface FactPackSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly descriptor: string;
  readonly qualifiedName: string;
  readonly range: SourceRange;
}

/** Where a blob lies: first byte, length, CRC-32. */
export type BlobPlace = readonly [at: number, bytes: number, check: number];

/** What the index says of a file. */
export interface FactPackFile {
  readonly path: string;
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly hash: string;
  readonly language: string;
  readonly role: FileRole;
  readonly bytes: number;
  readonly lines: number;
  readonly symbolCount: number;
  readonly referenceCount: number;
  readonly errorCount: number;
  readonly status: 'parsed' | 'repaired' | 'partial' | 'timedOut';
  readonly keyPrefix: string;
  readonly extractorFingerprint: string;
  /** Whether the facts follow from the bytes alone: not so where a clock or a crash ended the reading. */
  readonly isReusable: boolean;
}

/** A file that was listed and read, and turned out not to be for parsing. */
export interface FactPackSkip {
  readonly hash: string;
  readonly extractorFingerprint: string;
  readonly reason: SkipReason;
  readonly detail: string;
}

/** Blobs of one file by name. `facts` and `symbols` are always there; the symbols are JSON, the others opaque here. */
export type FileBlobs = Readonly<Record<string, BlobPlace>> & { readonly facts: BlobPlace; readonly symbols: BlobPlace };

export interface FactPackEntry extends FactPackFile {
  readonly blobs: FileBlobs;
}

export interface FactPackIndex {
  /** The settings that the facts depend on beside bytes and extractor; a pack of others is of no use. */
  readonly settings: string;
  /** In order of path. */
  readonly files: readonly FactPackEntry[];
  readonly skips: readonly FactPackSkip[];
  /** What belongs to no single file, by name. */
  readonly parts: Readonly<Record<string, BlobPlace>>;
}

/** A finished pack as whoever wrote it knows it: its tail says whether a file still is that pack. */
export interface FinishedPack {
  readonly index: FactPackIndex;
  readonly tail: Uint8Array;
}

export type FactPackErrorCode = 'missing' | 'unfinished' | 'unsupportedVersion' | 'corrupt';

/** A fact pack that cannot be read. It is only ever a cache: whoever meets this error scans without it. */
export class FactPackError extends Error {
  constructor(
    readonly code: FactPackErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'FactPackError';
  }
}
