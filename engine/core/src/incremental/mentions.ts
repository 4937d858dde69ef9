import { factStrings } from '../facts/encode.js';

/** Finds the files whose text has one of many names: by their bytes first, which is cheap and finds too many. */
export class Mentions {
  private readonly sought: readonly { readonly bytes: Buffer; readonly pattern: RegExp }[];

  constructor(names: ReadonlySet<string>) {
    this.sought = [...names].filter((name) => name !== '').map((name) => ({ bytes: Buffer.from(name), pattern: new RegExp(`(?<![\\p{L}\\p{N}_$])${name.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')}(?![\\p{L}\\p{N}_$])`, 'u') }));
  }

  /** Whether encoded facts hold a string with one of the names as a word of its own. */
  areIn(facts: Uint8Array): boolean {
    const bytes = Buffer.from(facts.buffer, facts.byteOffset, facts.byteLength);
    const likely = this.sought.filter((one) => bytes.includes(one.bytes));
    if (likely.length === 0) return false;
    const strings = factStrings(facts);
    return likely.some(({ pattern }) => strings.some((text) => pattern.test(text)));
  }
}
