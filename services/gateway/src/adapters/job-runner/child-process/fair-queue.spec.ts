import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

describe('the fair queue', () => {
  const entry = (name: string) => ({ organizationId: name.slice(0, 1), scanId: name });
  const queueOf = (...names: string[]) => {
    const queue = new FairQueue<ReturnType<typeof entry>>();
    for (const name of names) queue.add(entry(name));
    return queue;
  };

  it('lets organizations take turns', () => {
    const queue = queueOf('a1', 'a2', 'a3', 'b1', 'c1', 'b2');
    expect(Array.from({ length: 6 }, () => queue.take(() => true)?.scanId)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
    expect(queue.take(() => true)).toBeUndefined();
  });

  it('passes over an organization that runs as much as it may', () => {
    const queue = queueOf('a1', 'b1');
    expect(queue.take((organization) => organization !== 'a')?.scanId).toBe('b1');
    expect(queue.take((organization) => organization !== 'a')).toBeUndefined();
    expect(queue.take(() => true)?.scanId).toBe('a1');
  });

  it('foresees positions, and forgets what is cancelled', () => {
    const queue = queueOf('a1', 'a2', 'b1');
    expect(['a1', 'b1', 'a2', 'x'].map((name) => queue.position(name))).toEqual([0, 1, 2, undefined]);
    expect([queue.remove('a1'), queue.remove('a1')]).toEqual([true, false]);
    expect(queue.has('a1')).toBe(false);
    expect(queue.position('b1')).toBe(1);
  });
});
