import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isPassed } from './readiness.js';

describe('a readiness check', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['resolves', () => Promise.resolve('x'), true],
    ['rejects', () => Promise.reject(new Error('away')), false],
    ['throws', () => { throw new Error('away'); }, false],
  ])('that %s', async (_name, check, expected) => {
    expect(await isPassed({ name: 'part', check })).toBe(expected);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that never ends has failed after three seconds', async () => {
    const answer = isPassed({ name: 'part', check: () => new Promise(() => undefined) });
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await answer).toBe(false);
  });
});
