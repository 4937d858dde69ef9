/** Limits that decide facts are counts, so that every machine decides alike. */
export const PARSE_CALLBACKS = 40_000;
export const QUERY_CALLBACKS = 16_000;
export const MATCH_LIMIT = 4_096;
export const UNNAMED_CHILDREN = 10_000;

/** What a character does to the nesting, by its code: most do nothing. */
const OTHER = 0;
const OPENS = 1;
const CLOSES = 2;
const OPENS_ANGLE = 3;
const CLOSES_ANGLE = 4;
const ENDS_STATEMENT = 5;
const BRACKETS = new Uint8Array(128);
for (const opener of '([{') BRACKETS[opener.charCodeAt(0)] = OPENS;
for (const closer of ')]}') BRACKETS[closer.charCodeAt(0)] = CLOSES;
BRACKETS[0x3c] = OPENS_ANGLE;
BRACKETS[0x3e] = CLOSES_ANGLE;
BRACKETS[0x3b] = ENDS_STATEMENT;

/**
 * How deep brackets nest, read without regard to strings and comments. Angle brackets count within a statement,
 * where a grammar that reads generics tries them as such.
 */
export function bracketDepth(source: string, enough: number): number {
  let depth = 0;
  let deepest = 0;
  let angles = 0;
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    const effect = code < 128 ? BRACKETS[code] : OTHER;
    if (effect === OTHER) continue;
    if (effect === OPENS) depth++;
    else if (effect === CLOSES) depth = Math.max(0, depth - 1);
    else if (effect === OPENS_ANGLE) angles++;
    else if (effect === CLOSES_ANGLE) angles = Math.max(0, angles - 1);
    if (effect === ENDS_STATEMENT || code === 0x7b || code === 0x7d) angles = 0;
    if (depth + angles > deepest) {
      deepest = depth + angles;
      if (deepest > enough) return deepest;
    }
  }
  return deepest;
}

const SAMPLE = 64 * 1024;

/** Whether bytes are no text: a NUL in the first 8,000 bytes, and no UTF-16 mark before it. */
export function isBinary(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  return bytes.subarray(0, 8_000).includes(0);
}

/** Whether text was made for machines: very long lines that leave no room for reading. */
export function isMinified(source: string): boolean {
  if (source.length < 5_000) return false;
  const sample = source.slice(0, SAMPLE);
  let lines = 1;
  for (let at = sample.indexOf('\n'); at >= 0; at = sample.indexOf('\n', at + 1)) lines++;
  return sample.length / lines > 500;
}

const GENERATED_MARK = /^[\s/*#<!\-;]*(?:@generated\b|<auto-?generated|.*\bcode generated\b.*\bdo not edit\b|.*\bthis (?:file|code) (?:was|is|has been) (?:auto-?|automatically )?generated\b)/im;

/** Whether the first lines say that a program wrote the file. */
export function isMarkedGenerated(source: string): boolean {
  const head = source.slice(0, 1_000).split('\n', 12);
  return head.some((line) => /^\s*(?:\/\/|\/\*|\*|#|<!--|;)/.test(line) && GENERATED_MARK.test(line));
}

const utf8 = new TextDecoder('utf-8');
const utf16le = new TextDecoder('utf-16le');
const utf16be = new TextDecoder('utf-16be');

/** Text of a file: UTF-8, or UTF-16 where its mark says so, without the mark. What is no text becomes U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16le.decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be.decode(bytes);
  return utf8.decode(bytes);
}

/** Number of lines as an editor counts them: a last line without its end counts. */
export function countLines(source: string): number {
  if (source.length === 0) return 0;
  let lines = 0;
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) lines++;
  return source.endsWith('\n') ? lines : lines + 1;
}
