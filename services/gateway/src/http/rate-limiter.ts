/**
 * Counts events by key in windows of fixed length. Bounded: past `maximumKeys` the oldest windows are forgotten first,
 * so that a flood of made-up keys costs no memory.
 */
export class RateLimiter {
  private readonly windows = new Map<string, { startedAt: number; count: number }>();

  constructor(
    private readonly limit: number,
    private readonly windowMilliseconds: number,
    private readonly now: () => number = () => performance.now(),
    private readonly maximumKeys = 10_000,
  ) {}

  /** Counts one event. @returns seconds to wait, or 0 when it is within the limit */
  take(key: string): number {
    const seconds = this.secondsToWait(key);
    if (seconds > 0) return seconds;
    const window = this.windows.get(key);
    if (window !== undefined && this.now() - window.startedAt < this.windowMilliseconds) {
      window.count += 1;
      return 0;
    }
    this.windows.delete(key);
    this.windows.set(key, { startedAt: this.now(), count: 1 });
    for (const oldest of this.windows.keys()) {
      if (this.windows.size <= this.maximumKeys) break;
      this.windows.delete(oldest);
    }
    return 0;
  }

  /** Without counting. */
  secondsToWait(key: string): number {
    const window = this.windows.get(key);
    if (window === undefined || window.count < this.limit) return 0;
    const left = window.startedAt + this.windowMilliseconds - this.now();
    return left <= 0 ? 0 : Math.ceil(left / 1000);
  }

  forget(key: string): void {
    this.windows.delete(key);
  }
}
