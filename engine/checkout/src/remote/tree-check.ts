import { CheckoutError } from '../checkout-error.js';
import type { CheckoutLimits } from '../policy.js';

/** What a tree holds that is no ordinary file. */
export interface CheckedTree {
  readonly entries: number;
  readonly bytes: number;
  readonly symlinks: readonly string[];
  /** Paths of files and symlinks, as git spells them, without submodules. */
  readonly paths: readonly string[];
}

/** Reads the output of `git ls-tree -r -z -l` piece by piece and refuses a tree that is too large before it is written. */
export class TreeCheck {
  #rest: Buffer = Buffer.alloc(0);
  #entries = 0;
  #bytes = 0;
  readonly #symlinks: string[] = [];
  readonly #paths: string[] = [];

  constructor(private readonly limits: CheckoutLimits) {}

  /** @throws {CheckoutError} `tooLarge` */
  add(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0)) {
      this.#entry(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    // An entry that never ends would fill memory.
    if (bytes.length > this.limits.pathBytes + 200) throw this.#pathTooLong(bytes.length);
    this.#rest = bytes;
  }

  finish(): CheckedTree {
    return { entries: this.#entries, bytes: this.#bytes, symlinks: this.#symlinks, paths: this.#paths };
  }

  #entry(line: Buffer): void {
    const tab = line.indexOf(9);
    const [mode = '', , , size = '0'] = line.subarray(0, tab).toString('latin1').split(/ +/);
    const path = line.subarray(tab + 1);
    if (path.length > this.limits.pathBytes) throw this.#pathTooLong(path.length);
    let depth = 0;
    for (const byte of path) if (byte === 47) depth++;
    if (depth > this.limits.pathDepth) throw new CheckoutError('tooLarge', `the repository has a file ${depth} folders deep; the limit is ${this.limits.pathDepth}`);
    if (++this.#entries > this.limits.entries) throw new CheckoutError('tooLarge', `the repository has more than ${this.limits.entries} files, which is the limit`);
    this.#bytes += Number(size) || 0;
    if (this.#bytes > this.limits.bytes) throw new CheckoutError('tooLarge', `the repository's files have more than ${this.limits.bytes} bytes, which is the limit`);
    // A submodule is a commit of another repository: it is not fetched, and nothing is there.
    if (mode === '160000') return;
    const text = path.toString();
    this.#paths.push(text);
    if (mode === '120000') this.#symlinks.push(text);
  }

  #pathTooLong(bytes: number): CheckoutError {
    return new CheckoutError('tooLarge', `the repository has a path of ${bytes} bytes; the limit is ${this.limits.pathBytes}`);
  }
}
