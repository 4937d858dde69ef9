import type { PackedStrings } from './packed-strings.js';

/** Strings that repeat: each row holds the number of its value, or -1 where it has none. */
export interface DictionaryColumn {
  readonly indices: Int32Array;
  readonly values: PackedStrings;
}

/** Four numbers a row; all are -1 in a row without a range. */
export interface RangeColumns {
  readonly startRows: Int32Array;
  readonly startColumns: Int32Array;
  readonly endRows: Int32Array;
  readonly endColumns: Int32Array;
}

/**
 * All of a graph as flat arrays: plain data that a worker thread receives without copying when the buffers are shared.
 * Nodes are in UTF-8 byte order of their keys. Edges are in order of source, kind, target, file, range, rule,
 * resolution and confidence. Codes (`kinds`, `roles` and so on) are places in the lists of the model; -1 says absent.
 */
export interface GraphColumns {
  readonly nodes: NodeColumns;
  readonly edges: EdgeColumns;
}

export interface NodeColumns {
  readonly keys: PackedStrings;
  /** 16 bytes a node: the first half of the SHA-256 of its key. */
  readonly ids: Uint8Array;
  readonly kinds: Int8Array;
  readonly symbolKinds: Int8Array;
  readonly names: DictionaryColumn;
  /** Node number of what contains it, or -1. */
  readonly parents: Int32Array;
  readonly paths: DictionaryColumn;
  readonly ranges: RangeColumns;
  readonly roles: Int8Array;
  readonly languages: DictionaryColumn;
  readonly visibilities: Int8Array;
  readonly signatures: DictionaryColumn;
  readonly managers: DictionaryColumn;
  readonly versions: DictionaryColumn;
  readonly lines: Int32Array;
  readonly bytes: Int32Array;
  readonly bodies: Int32Array;
  /** One more than there are nodes: the edges that leave node `i` are rows `outOffsets[i]` to `outOffsets[i + 1]`. */
  readonly outOffsets: Int32Array;
  /** One more than there are nodes: the edges that reach node `i` are `byTarget[inOffsets[i]]` to `byTarget[inOffsets[i + 1]]`. */
  readonly inOffsets: Int32Array;
}

export interface EdgeColumns {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly kinds: Int8Array;
  readonly resolutions: Int8Array;
  readonly confidences: Int8Array;
  readonly marks: Int8Array;
  readonly rules: DictionaryColumn;
  readonly files: Int32Array;
  readonly ranges: RangeColumns;
  /** Row numbers in order of target, and of row within one target. */
  readonly byTarget: Int32Array;
}

export const VISIBILITIES = ['public', 'protected', 'internal', 'private'] as const;

/** Number of bytes the arrays take; for caches that are bounded by bytes. */
export function bytesOf(columns: GraphColumns): number {
  let total = 0;
  const add = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) total += value.byteLength;
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(add);
  };
  add(columns);
  return total;
}

/** The same columns in shared memory, so that several worker threads read one copy. */
export function shareColumns(columns: GraphColumns): GraphColumns {
  const share = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return intoShared(value, Uint8Array);
    if (value instanceof Int8Array) return intoShared(value, Int8Array);
    if (value instanceof Int32Array) return intoShared(value, Int32Array);
    return Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, share(inner)]));
  };
  // The shape is copied member by member, so it is what it was.
  return share(columns) as GraphColumns;
}

type SharedArray = Uint8Array<SharedArrayBuffer> | Int8Array<SharedArrayBuffer> | Int32Array<SharedArrayBuffer>;

function intoShared<T extends SharedArray>(
  value: ArrayLike<number> & { byteLength: number },
  constructor: new (buffer: SharedArrayBuffer) => T,
): T {
  const shared = new constructor(new SharedArrayBuffer(value.byteLength));
  shared.set(value);
  return shared;
}
