/**
 * First letters of the words in a name, lower case: `gubi` for `getUserById`, `hs` for `HTTPServer` and `http_server`.
 * Empty for names of one word, which no hump search needs.
 */
export function humpsOf(name: string): string {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{N}+/gu) ?? [];
  return words.length < 2 ? '' : words.map((word) => [...word][0] ?? '').join('').toLowerCase();
}
