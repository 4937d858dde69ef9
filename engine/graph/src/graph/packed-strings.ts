/**
 * Many strings in two flat arrays, laid out as Arrow's `utf8` column: string `i` is the UTF-8 bytes
 * `bytes[offsets[i]] … bytes[offsets[i + 1]]`. Plain data, so that it crosses a thread boundary as it is.
 */
export interface PackedStrings {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const LARGEST_PACK = 2 ** 31 - 1;

/** @throws {RangeError} when the strings need more than 2 GiB, the most that 32-bit offsets reach. */
export function packStrings(strings: readonly string[]): PackedStrings {
  const joined = strings.join('');
  const offsets = new Int32Array(strings.length + 1);
  const bytes = encoder.encode(joined);
  if (bytes.length > LARGEST_PACK) throw new RangeError(`${bytes.length} bytes of strings do not fit one pack`);
  const isAscii = bytes.length === joined.length;
  let end = 0;
  for (let i = 0; i < strings.length; i++) {
    const text = strings[i] ?? '';
    end += isAscii ? text.length : utf8Length(text);
    offsets[i + 1] = end;
  }
  // A surrogate pair that is split over two strings joins into one character: then each string is encoded by itself.
  if (end !== bytes.length) return packOneByOne(strings);
  return { bytes, offsets };
}

function packOneByOne(strings: readonly string[]): PackedStrings {
  const parts = strings.map((text) => encoder.encode(text));
  const offsets = new Int32Array(strings.length + 1);
  let end = 0;
  parts.forEach((part, i) => (offsets[i + 1] = end += part.length));
  const bytes = new Uint8Array(end);
  parts.forEach((part, i) => bytes.set(part, offsets[i]));
  return { bytes, offsets };
}

/** Bytes of a string in UTF-8; a lone surrogate counts as U+FFFD, as encoders write it. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 2;
      i++;
    } else length += 2;
  }
  return length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

export function stringCount(strings: PackedStrings): number {
  return strings.offsets.length - 1;
}

export function bytesAt(strings: PackedStrings, index: number): Uint8Array {
  return strings.bytes.subarray(strings.offsets[index], strings.offsets[index + 1]);
}

export function stringAt(strings: PackedStrings, index: number): string {
  const start = strings.offsets[index] ?? 0;
  const end = strings.offsets[index + 1] ?? start;
  return start === end ? '' : decoder.decode(strings.bytes.subarray(start, end));
}

/** All strings at once; much cheaper than one by one when most of them are wanted. */
export function unpackStrings(strings: PackedStrings): string[] {
  const all = decoder.decode(strings.bytes);
  const count = stringCount(strings);
  const result = new Array<string>(count);
  const isAscii = all.length === strings.bytes.length;
  for (let i = 0; i < count; i++) result[i] = isAscii ? all.slice(strings.offsets[i], strings.offsets[i + 1]) : stringAt(strings, i);
  return result;
}

/** Finds a string in a pack that is sorted by bytes; -1 when it is not there. */
export function findSorted(strings: PackedStrings, text: string): number {
  const wanted = encoder.encode(text);
  const place = lowerBound(strings, wanted);
  return place < stringCount(strings) && compareBytes(strings, place, wanted) === 0 ? place : -1;
}

/** How many strings of a sorted pack come before a text. */
export function placeInSorted(strings: PackedStrings, text: string): number {
  return lowerBound(strings, encoder.encode(text));
}

function lowerBound(strings: PackedStrings, wanted: Uint8Array): number {
  let low = 0;
  let high = stringCount(strings);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareBytes(strings, middle, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareBytes(strings: PackedStrings, index: number, wanted: Uint8Array): number {
  const start = strings.offsets[index] ?? 0;
  const length = (strings.offsets[index + 1] ?? start) - start;
  const shared = Math.min(length, wanted.length);
  for (let i = 0; i < shared; i++) {
    const difference = (strings.bytes[start + i] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return length - wanted.length;
}
