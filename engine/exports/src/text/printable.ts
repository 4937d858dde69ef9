/**
 * Characters that change what a terminal, a log or a reader shows instead of being shown: controls (escape sequences begin
 * with one), line and paragraph separators, and marks that turn the direction of writing.
 */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A name from scanned code as it may be printed: invisible characters are spelled as `\u001b`. */
export function printable(text: string): string {
  return text.replace(INVISIBLE, spelled);
}

/** JSON in one line that is safe to print: strings may spell characters, so its meaning stays. */
export function printableJson(value: unknown): string {
  // A JSON text in one line has such characters in strings alone.
  return JSON.stringify(value).replace(INVISIBLE, spelled);
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
