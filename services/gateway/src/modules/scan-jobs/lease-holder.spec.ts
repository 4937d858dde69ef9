import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LeaseHolder, type Leases } from './lease-holder.js';

/** One lease as the database keeps it, with a switch for its absence. */
class OneLease implements Leases {
  holder: string | undefined;
  expiresAt = 0;
  isAway = false;

  take(_name: string, holder: string, seconds: number): Promise<boolean> {
    if (this.isAway) return Promise.reject(new Error('away'));
    if (this.holder !== undefined && this.holder !== holder && this.expiresAt > performance.now()) return Promise.resolve(false);
    this.holder = holder;
    this.expiresAt = performance.now() + seconds * 1000;
    return Promise.resolve(true);
  }

  release(_name: string, holder: string): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('away'));
    if (this.holder === holder) this.holder = undefined;
    return Promise.resolve();
  }
}

describe('a lease', () => {
  const lease = new OneLease();
  const working = new Set<string>();
  let overlaps = 0;
  let stop: AbortController;
  // Timers of node:timers/promises are none of the fake ones: real ones, of a few milliseconds.
  const run = (holder: string, signal = stop.signal): Promise<void> =>
    new LeaseHolder(lease, { name: 'x', holder, seconds: 0.3, renewMilliseconds: 20, onError: () => undefined }).run(async (term) => {
      working.add(holder);
      if (working.size > 1) overlaps++;
      await new Promise<void>((resolve) => term.addEventListener('abort', () => resolve()));
      working.delete(holder);
    }, signal);
  const until = async (isTrue: () => boolean): Promise<void> => {
    for (const end = performance.now() + 5_000; !isTrue() && performance.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isTrue()).toBe(true);
  };

  beforeEach(() => {
    stop = new AbortController();
    overlaps = 0;
    Object.assign(lease, { holder: undefined, isAway: false });
    jest.useRealTimers();
  });
  afterEach(() => expect(overlaps).toBe(0));

  it('is one replica’s, and the next one’s when that ends', async () => {
    const first = new AbortController();
    const ends = [run('a', first.signal), run('b')];
    await until(() => working.size === 1);
    const [holder] = working;
    expect(lease.holder).toBe(holder);
    first.abort();
    stop.abort();
    await Promise.all(ends);
    expect([working.size, lease.holder]).toEqual([0, undefined]);
  });

  it('passes on when its holder was killed', async () => {
    await lease.take('x', 'killed', 0.2);
    const end = run('b');
    expect(working.size).toBe(0);
    await until(() => working.has('b'));
    stop.abort();
    await end;
  });

  it('is given up in time by whoever cannot renew it, and taken again', async () => {
    const end = run('a');
    await until(() => working.has('a'));
    lease.isAway = true;
    await until(() => working.size === 0);
    expect(lease.expiresAt).toBeGreaterThan(performance.now());
    lease.isAway = false;
    await until(() => working.has('a'));
    stop.abort();
    await end;
  });

  it('survives one renewal that failed', async () => {
    const end = run('a');
    await until(() => working.has('a'));
    lease.isAway = true;
    await new Promise((resolve) => setTimeout(resolve, 60));
    lease.isAway = false;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(working.has('a')).toBe(true);
    stop.abort();
    await end;
  });
});
