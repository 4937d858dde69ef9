/** Names cut where people see words: `getUserByID2` is get, User, By, I, D, 2; `snake_case` is snake, case. */
export function humpsOf(name: string): string[] {
  return name.match(/\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}|\p{N}+/gu) ?? [];
}

/** The first letters of a name's words in lower case. */
export function initialsOf(name: string): string {
  let initials = '';
  for (const hump of humpsOf(name)) initials += hump.charAt(0).toLowerCase();
  return initials;
}

/**
 * Whether the pieces begin words of the name that follow each other. `gUBI` is g, U, B, I; `getUsBId` is get, Us, B, Id.
 * @returns the number of the first word, or -1
 */
export function matchHumps(pieces: readonly string[], name: string): number {
  const humps = humpsOf(name);
  for (let start = 0; start + pieces.length <= humps.length; start++) {
    if (pieces.every((piece, i) => (humps[start + i] ?? '').toLowerCase().startsWith(piece))) return start;
  }
  return -1;
}
