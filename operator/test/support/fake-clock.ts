import type { Clock } from '../../src/runtime/clock.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  private elapsed = 0;
  private sleepers: Sleeper[] = [];

  constructor(private start = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.start + this.elapsed;
  }

  monotonic(): number {
    return this.elapsed;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { at: this.elapsed + milliseconds, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });
  }

  /** Moves both times on, waking who slept in order, and lets what was woken run before the next one is. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.elapsed + milliseconds;
    await settle();
    for (;;) {
      const next = this.sleepers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
      if (next === undefined) break;
      this.elapsed = Math.max(this.elapsed, next.at);
      this.sleepers = this.sleepers.filter((other) => other !== next);
      next.wake();
      await settle();
    }
    this.elapsed = end;
    await settle();
  }

  /** What an administrator or a time server does: the wall clock moves, nothing else does. */
  jump(milliseconds: number): void {
    this.start += milliseconds;
  }
}

/** Enough turns for chains of promises that wait for nothing outside. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
