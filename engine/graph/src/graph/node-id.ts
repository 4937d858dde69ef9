import { hash } from 'node:crypto';

/** Bytes of a node's id. */
export const ID_BYTES = 16;

/** The id by which the API names a node: the first 128 bits of the SHA-256 of its key's UTF-8 bytes, in lower-case hexadecimal. */
export function nodeId(key: string): string {
  return hash('sha256', key, 'hex').slice(0, ID_BYTES * 2);
}

/** Writes the ids of many keys, 16 bytes each, one after the other. */
export function writeNodeIds(keys: readonly string[], ids: Uint8Array): void {
  // A Latin-1 string holds one byte a character and is the cheapest form that a digest comes in.
  for (let i = 0; i < keys.length; i++) {
    const digest = hash('sha256', keys[i] ?? '', 'latin1');
    for (let at = 0; at < ID_BYTES; at++) ids[i * ID_BYTES + at] = digest.charCodeAt(at);
  }
}
