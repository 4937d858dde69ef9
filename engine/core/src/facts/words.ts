/** Bytes that can be read as words: those given, or a copy. A Buffer's own `slice` copies nothing. */
export function alignedTo4(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
}

/** The whole words of aligned bytes, where they lie. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}
