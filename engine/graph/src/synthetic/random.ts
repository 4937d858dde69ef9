/** Numbers that look random and are the same for the same seed (mulberry32, in the public domain). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, without, the limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Prefers small numbers, as the popularity of symbols does. */
  skewedBelow(limit: number): number {
    return Math.floor(this.next() ** 3 * limit);
  }
}
