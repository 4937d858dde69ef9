import { describe, expect, it } from '@jest/globals';
import type { FactsAsked } from '../../facts-asker.js';
import { IpcFactCache } from './ipc-fact-cache.js';

const key = { hash: 'a'.repeat(64), language: 'typescript', extractorFingerprint: 'f' };

describe('facts that the parent process knows', () => {
  it('are asked for and heard among other messages', async () => {
    const asked: FactsAsked[] = [];
    const cache = new IpcFactCache(({ factsAsked }) => Promise.resolve(void asked.push(factsAsked)));
    const [first, second] = [cache.get(key), cache.get({ ...key, language: 'csharp' })];
    await Promise.resolve();
    expect(asked).toEqual([{ number: 1, ...key }, { number: 2, ...key, language: 'csharp' }]);
    expect([cache.receive({ facts: { number: 2 } }), cache.receive({ facts: { number: 1, bytes: Uint8Array.of(7) } }), cache.receive({ control: Uint8Array.of(1) }), cache.receive({ facts: { number: 9, bytes: Uint8Array.of(1) } })]).toEqual([true, true, false, true]);
    expect(await Promise.all([first, second])).toEqual([Uint8Array.of(7), undefined]);
  });
});
