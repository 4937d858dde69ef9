import { describe, expect, it, jest } from '@jest/globals';
import { IpcFactCache, type FactsAsked } from './ipc-fact-cache.js';

const key = { hash: 'a'.repeat(64), language: 'typescript', extractorFingerprint: 'f' };

describe('facts that the parent process knows', () => {
  it('come for the question that was asked, in whatever order', async () => {
    const asked: FactsAsked[] = [];
    const cache = new IpcFactCache(({ factsAsked }) => Promise.resolve(void asked.push(factsAsked)));
    const [first, second] = [cache.get(key), cache.get({ ...key, language: 'csharp' })];
    await Promise.resolve();
    expect(asked).toEqual([{ number: 1, ...key }, { number: 2, ...key, language: 'csharp' }]);
    expect([cache.receive({ facts: { number: 2 } }), cache.receive({ facts: { number: 1, bytes: Uint8Array.of(7) } }), cache.receive({ control: Uint8Array.of(1) }), cache.receive({ facts: { number: 9, bytes: Uint8Array.of(1) } })]).toEqual([true, true, false, true]);
    expect(await Promise.all([first, second])).toEqual([Uint8Array.of(7), undefined]);
  });

  it('are given up where no answer comes', async () => {
    jest.useFakeTimers();
    const cache = new IpcFactCache(() => Promise.resolve());
    const answer = cache.get(key);
    await jest.advanceTimersByTimeAsync(6_000);
    expect(await answer).toBeUndefined();
    jest.useRealTimers();
  });
});
