/** Limits that decide facts are counts, so that every machine decides alike. */
export const PARSE_CALLBACKS = 40_000;
export const QUERY_CALLBACKS = 40_000;
export const MATCH_LIMIT = 65_536;

const OPENERS = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]);

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
    if (code > 0x7d || (code > 0x3e && code < 0x5b)) continue;
    if (OPENERS.has(code)) depth++;
    else if (code === 0x29 || code === 0x5d || code === 0x7d) depth = Math.max(0, depth - 1);
    if (code === 0x3c) angles++;
    else if (code === 0x3e) angles = Math.max(0, angles - 1);
    else if (code === 0x3b || code === 0x7b || code === 0x7d) angles = 0;
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
