import type { Clock } from './clock.js';

export interface WorkQueueOptions {
  /** What the first failure of a key waits; each further one waits twice as long. */
  readonly firstDelayMilliseconds: number;
  readonly largestDelayMilliseconds: number;
  /** From 0 up to 1; spreads what failed together. */
  readonly random: () => number;
}

/**
 * Keys to be worked on. A key waits once however often it is added, is never taken twice at a time, and is taken again when it
 * was added while somebody worked on it. Failures of a key space its tries out, and no other key's.
 */
export class WorkQueue {
  private readonly waiting = new Set<string>();
  private readonly taken = new Set<string>();
  private readonly addedWhileTaken = new Set<string>();
  private readonly failures = new Map<string, number>();
  /** When the earliest delayed adding of a key is due, on the monotonic clock. */
  private readonly delayed = new Map<string, number>();
  private readonly takers: (() => void)[] = [];
  private readonly stopped = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly options: WorkQueueOptions,
  ) {}

  /** Keys that could be taken now. */
  get depth(): number {
    return this.waiting.size;
  }

  add(key: string): void {
    if (this.stopped.signal.aborted) return;
    if (this.taken.has(key)) this.addedWhileTaken.add(key);
    else {
      this.waiting.add(key);
      this.takers.shift()?.();
    }
  }

  addAfter(key: string, milliseconds: number): void {
    if (milliseconds <= 0) return this.add(key);
    const due = this.clock.monotonic() + milliseconds;
    const earlier = this.delayed.get(key);
    if (earlier !== undefined && earlier <= due) return;
    this.delayed.set(key, due);
    void this.clock.sleep(milliseconds, this.stopped.signal).then(() => {
      // An earlier time took this one's place.
      if (this.delayed.get(key) !== due) return;
      this.delayed.delete(key);
      this.add(key);
    });
  }

  /** After a failure. @returns how long the key now waits */
  addRateLimited(key: string): number {
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    const { firstDelayMilliseconds, largestDelayMilliseconds, random } = this.options;
    const delay = Math.min(largestDelayMilliseconds, firstDelayMilliseconds * 2 ** Math.min(failures, 30)) * (1 + random() * 0.2);
    this.addAfter(key, delay);
    return delay;
  }

  /** The key did well: its next failure counts as its first. */
  forget(key: string): void {
    this.failures.delete(key);
  }

  /** Waits for a key; undefined when the queue was stopped. Every taken key must be given back with `done`. */
  async take(): Promise<string | undefined> {
    for (;;) {
      if (this.stopped.signal.aborted) return undefined;
      const [key] = this.waiting;
      if (key !== undefined) {
        this.waiting.delete(key);
        this.taken.add(key);
        return key;
      }
      await new Promise<void>((resolve) => this.takers.push(resolve));
    }
  }

  done(key: string): void {
    this.taken.delete(key);
    if (this.addedWhileTaken.delete(key)) this.add(key);
  }

  stop(): void {
    this.stopped.abort();
    for (const wake of this.takers.splice(0)) wake();
  }
}
