import type { FactsBuilder, FileFacts } from './file-facts.js';
import { TABLE_NAMES, TABLE_WIDTHS } from './file-facts.js';
import { FACTS_VERSION } from './schema.js';
import { Table } from './table.js';

/**
 * Layout, little-endian 32-bit words: magic `PFCT`, version, lines, number of strings, UTF-16 length and UTF-8
 * bytes of all strings, rows of each table; then the tables' cells; then the strings' ends in UTF-16 units;
 * then the strings themselves as one run of UTF-8.
 */
const MAGIC = 0x54434650;
const FIXED_WORDS = 6;
const HEADER_WORDS = FIXED_WORDS + TABLE_NAMES.length;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8');

/** Bytes that are not facts of this version. */
export class FactsFormatError extends Error {
  override name = 'FactsFormatError';
}

/** Encodes finished facts; the bytes own their buffer and may be transferred to another thread. */
export function encodeFacts(facts: FactsBuilder): Uint8Array<ArrayBuffer> {
  const text = facts.strings.join('');
  const utf8 = encoder.encode(text);
  const cells = TABLE_NAMES.reduce((sum, name) => sum + facts.tables[name].rows * TABLE_WIDTHS[name], 0);
  const wordCount = HEADER_WORDS + cells + facts.strings.length;
  const bytes = new Uint8Array(wordCount * 4 + utf8.length);
  const words = new Int32Array(bytes.buffer, 0, wordCount);
  words.set([MAGIC, FACTS_VERSION, facts.lines, facts.strings.length, text.length, utf8.length]);
  let at = HEADER_WORDS;
  TABLE_NAMES.forEach((name, index) => {
    const filled = facts.tables[name].filled();
    words[FIXED_WORDS + index] = facts.tables[name].rows;
    words.set(filled, at);
    at += filled.length;
  });
  let end = 0;
  for (const part of facts.strings) words[at++] = end += part.length;
  bytes.set(utf8, wordCount * 4);
  return bytes;
}

/**
 * Reads facts where they lie; strings are decoded at the first use.
 * @throws FactsFormatError for bytes of another version or with lengths that do not fit
 */
export function decodeFacts(bytes: Uint8Array): FileFacts {
  const aligned = alignedTo4(bytes);
  if (aligned.byteLength < HEADER_WORDS * 4) throw new FactsFormatError('facts end before their header');
  const allWords = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  const header = (index: number): number => allWords[index] ?? 0;
  if (header(0) !== MAGIC || header(1) !== FACTS_VERSION) throw new FactsFormatError(`not facts of version ${FACTS_VERSION}`);
  const stringCount = header(3);
  const rows = TABLE_NAMES.map((_, index) => header(FIXED_WORDS + index));
  const cells = TABLE_NAMES.reduce((sum, name, index) => sum + (rows[index] ?? 0) * TABLE_WIDTHS[name], 0);
  const wordCount = HEADER_WORDS + cells + stringCount;
  if (rows.some((count) => count < 0) || stringCount < 0 || wordCount * 4 + header(5) !== aligned.byteLength) {
    throw new FactsFormatError('the lengths in the header do not fit the facts');
  }
  let at = HEADER_WORDS;
  const tables = Object.fromEntries(
    TABLE_NAMES.map((name, index) => {
      const length = (rows[index] ?? 0) * TABLE_WIDTHS[name];
      const table = new Table(TABLE_WIDTHS[name], allWords.subarray(at, at + length));
      at += length;
      return [name, table];
    }),
  ) as Record<(typeof TABLE_NAMES)[number], Table>; // one per name
  const ends = allWords.subarray(at, at + stringCount);
  const utf8 = aligned.subarray(wordCount * 4);
  let all: string | undefined;
  const decoded: (string | undefined)[] = new Array<string | undefined>(stringCount);
  const text = (index: number): string => {
    if (index < 0) return '';
    const known = decoded[index];
    if (known !== undefined) return known;
    all ??= decoder.decode(utf8);
    const part = all.slice(index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0);
    decoded[index] = part;
    return part;
  };
  let indexes: Map<string, number> | undefined;
  const indexOf = (wanted: string): number => {
    if (indexes === undefined) {
      indexes = new Map();
      for (let index = 0; index < stringCount; index++) indexes.set(text(index), index);
    }
    return indexes.get(wanted) ?? -1;
  };
  return { ...tables, lines: header(2), text, indexOf };
}

/** Bytes that can be read as words: those given, or a copy. A Buffer's own `slice` copies nothing. */
function alignedTo4(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
}

/** All strings of encoded facts, which `decodeFacts` has taken before. */
export function factStrings(bytes: Uint8Array): readonly string[] {
  const aligned = alignedTo4(bytes);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  const stringCount = words[3] ?? 0;
  const endsAt = HEADER_WORDS + TABLE_NAMES.reduce((sum, name, index) => sum + (words[FIXED_WORDS + index] ?? 0) * TABLE_WIDTHS[name], 0);
  const text = decoder.decode(aligned.subarray((endsAt + stringCount) * 4));
  return Array.from({ length: stringCount }, (_, index) => text.slice(index === 0 ? 0 : words[endsAt + index - 1], words[endsAt + index]));
}
