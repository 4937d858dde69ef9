import { setTimeout as delay } from 'node:timers/promises';

/** Time, injected so that tests may choose it. */
export interface Clock {
  /** Milliseconds since 1970. It may jump. */
  now(): number;
  /** Milliseconds since some moment. It never goes back. */
  monotonic(): number;
  /** Resolves after that many milliseconds, or at once when the signal is aborted; it never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  },
};
