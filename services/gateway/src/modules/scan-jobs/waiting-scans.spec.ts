import { describe, expect, it } from '@jest/globals';
import { WaitingScans } from './waiting-scans.js';

describe('scans that wait to be looked at', () => {
  const { signal } = new AbortController();

  it('are taken at once by whoever is idle, each by one', async () => {
    const waiting = new WaitingScans();
    const taken = Promise.all([waiting.take(signal), waiting.take(signal)]);
    for (const scanId of ['a', 'b', 'a']) waiting.add(scanId);
    expect((await taken).sort()).toEqual(['a', 'b']);
  });

  it('come again when they are named while they are looked at, but not before that is done', async () => {
    const waiting = new WaitingScans();
    waiting.add('a');
    expect(await waiting.take(signal)).toBe('a');
    waiting.add('a');
    waiting.add('b');
    expect(await waiting.take(signal)).toBe('b');
    let again: string | undefined;
    const taking = waiting.take(signal).then((scanId) => (again = scanId));
    await new Promise((resolve) => setImmediate(resolve));
    expect(again).toBeUndefined();
    waiting.done('a');
    await taking;
    expect(again).toBe('a');
  });

  it('let everybody go when it is over', async () => {
    const waiting = new WaitingScans();
    const over = new AbortController();
    const taken = Promise.all([waiting.take(over.signal), waiting.take(over.signal)]);
    over.abort();
    expect(await taken).toEqual([undefined, undefined]);
    waiting.add('a');
    expect(await waiting.take(over.signal)).toBeUndefined();
    expect(await waiting.take(signal)).toBe('a');
  });
});
