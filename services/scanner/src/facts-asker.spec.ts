import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { FactsAsker, type FactsAsked } from './facts-asker.js';

const key = { hash: 'a'.repeat(64), language: 'typescript', extractorFingerprint: 'f' };

describe('facts that are asked for', () => {
  afterEach(() => void jest.useRealTimers());

  it('come for the question that was asked, in whatever order', async () => {
    const asked: FactsAsked[] = [];
    const asker = new FactsAsker((question) => Promise.resolve(void asked.push(question)));
    const [first, second] = [asker.get(key), asker.get({ ...key, language: 'csharp' })];
    await Promise.resolve();
    expect(asked).toEqual([{ number: 1, ...key }, { number: 2, ...key, language: 'csharp' }]);
    asker.answer(9, Uint8Array.of(1));
    asker.answer(2, undefined);
    asker.answer(1, Uint8Array.of(7));
    expect(await Promise.all([first, second])).toEqual([Uint8Array.of(7), undefined]);
  });

  it('are given up where no answer comes, and not asked for again', async () => {
    jest.useFakeTimers();
    let asked = 0;
    const asker = new FactsAsker(() => Promise.resolve(void asked++));
    const answers = [asker.get(key), asker.get(key)];
    await jest.advanceTimersByTimeAsync(6_000);
    expect(await Promise.all(answers)).toEqual([undefined, undefined]);
    expect([await asker.get(key), asked]).toEqual([undefined, 2]);
  });
});
