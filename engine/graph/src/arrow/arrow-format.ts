import type { PackedStrings } from '../graph/packed-strings.js';

/** Numbers of Arrow's IPC format, version 5 (https://arrow.apache.org/docs/format/Columnar.html). */
export const METADATA_VERSION = 4;
export const MAGIC = new TextEncoder().encode('ARROW1');
export const HEADER_TYPE = { schema: 1, dictionaryBatch: 2, recordBatch: 3 } as const;
export const TYPE = { int: 2, utf8: 5, fixedSizeBinary: 15 } as const;
export const CONTINUATION = 0xffffffff;

export type IntegerArray = Int8Array | Int32Array;

/**
 * One column. In a nullable one, -1 stands for null, in memory and in the bytes behind a null:
 * readers that know it need not look at the validity bits.
 */
export type ArrowColumn =
  | { readonly type: 'integer'; readonly name: string; readonly values: IntegerArray; readonly isNullable: boolean }
  | { readonly type: 'dictionary'; readonly name: string; readonly indices: IntegerArray; readonly values: PackedStrings; readonly isNullable: boolean }
  | { readonly type: 'utf8'; readonly name: string; readonly strings: PackedStrings }
  | { readonly type: 'fixedBinary'; readonly name: string; readonly width: number; readonly bytes: Uint8Array };
