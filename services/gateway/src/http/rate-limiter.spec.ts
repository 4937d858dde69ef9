import { describe, expect, it } from '@jest/globals';
import { RateLimiter } from './rate-limiter.js';

describe('the rate limiter', () => {
  it('lets the limit through, then says how long to wait', () => {
    let now = 0;
    const limiter = new RateLimiter(2, 60_000, () => now);
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([0, 0, 60]);
    now = 59_500;
    expect(limiter.take('a')).toBe(1);
    now = 60_000;
    expect(limiter.take('a')).toBe(0);
  });

  it('counts each key for itself, and forgets one on request', () => {
    const limiter = new RateLimiter(1, 60_000, () => 0);
    expect([limiter.take('a'), limiter.take('b'), limiter.take('a')]).toEqual([0, 0, 60]);
    limiter.forget('a');
    expect(limiter.take('a')).toBe(0);
  });

  it('keeps a bounded number of keys', () => {
    const limiter = new RateLimiter(1, 60_000, () => 0, 3);
    for (const key of ['a', 'b', 'c', 'd']) limiter.take(key);
    expect(limiter.secondsToWait('a')).toBe(0);
    expect(limiter.secondsToWait('d')).toBe(60);
  });
});
