import type { FileRole, SourceRange, SymbolKind } from '../model.js';

/**
 * `facts.pack`, version 1: what a scan knows of each parsed file, so that the next one need not parse it again.
 *
 * All integers are little-endian. The file begins with the 4 bytes `PNFP` and a 32-bit version. Then come the entries, one
 * after the other: 32-bit length of the head, 32-bit length of the facts, the head (JSON, UTF-8), the facts (opaque bytes).
 * Then the index: for each entry its 64-bit place. Last the 20 bytes of the tail: 64-bit place of the index, 64-bit number
 * of entries, and `PNFP` again. A file that was not finished has no tail.
 */
export const FACT_PACK_VERSION = 1;
export const FACT_PACK_MAGIC = 0x50464e50;
export const FACT_PACK_HEADER_BYTES = 8;
export const FACT_PACK_TAIL_BYTES = 20;
export const LARGEST_FACT_HEAD = 256 * 1024 * 1024;

/** A symbol as search knows it. Its node's key is the entry's `keyPrefix` followed by `descriptor`. */
export interface FactPackSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly descriptor: string;
  readonly qualifiedName: string;
  readonly range: SourceRange;
}

/** What can be known of a file without understanding its facts. */
export interface FactPackHead {
  readonly path: string;
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly hash: string;
  readonly language: string;
  readonly role: FileRole;
  readonly bytes: number;
  readonly lines: number;
  readonly referenceCount: number;
  readonly errorCount: number;
  readonly status: 'parsed' | 'repaired' | 'partial' | 'timedOut';
  readonly keyPrefix: string;
  readonly symbols: readonly FactPackSymbol[];
  readonly extractorFingerprint: string;
}

export interface FactPackEntry extends FactPackHead {
  /** Opaque outside the engine. */
  readonly facts: Uint8Array;
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
