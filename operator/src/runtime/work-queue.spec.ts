import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../test/support/fake-clock.js';
import { WorkQueue } from './work-queue.js';

function queueOf() {
  const clock = new FakeClock();
  return { clock, queue: new WorkQueue(clock, { firstDelayMilliseconds: 100, largestDelayMilliseconds: 1000, random: () => 0 }) };
}

describe('the work queue', () => {
  it('holds a key once, in the order of first adding', async () => {
    const { queue } = queueOf();
    for (const key of ['a', 'b', 'a']) queue.add(key);
    expect(queue.depth).toBe(2);
    expect([await queue.take(), await queue.take()]).toEqual(['a', 'b']);
  });

  it('never gives a key to two workers, and gives it again when it was added meanwhile', async () => {
    const { queue } = queueOf();
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(queue.depth).toBe(1);
    expect(await queue.take()).toBe('a');
  });

  it('wakes who waits', async () => {
    const { queue } = queueOf();
    const taken = Promise.all([queue.take(), queue.take()]);
    queue.add('a');
    queue.add('b');
    expect(await taken).toEqual(['a', 'b']);
  });

  it('spaces the tries of a key out, and of no other', async () => {
    const { queue, clock } = queueOf();
    const delays = [1, 2, 3, 4, 5, 6].map(() => queue.addRateLimited('a'));
    expect(delays).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(queue.addRateLimited('b')).toBe(100);
    await clock.advance(99);
    expect(queue.depth).toBe(0);
    await clock.advance(1);
    expect(queue.depth).toBe(2);
    queue.forget('a');
    expect(queue.addRateLimited('a')).toBe(100);
  });

  it('keeps the earliest of several times', async () => {
    const { queue, clock } = queueOf();
    queue.addAfter('a', 500);
    queue.addAfter('a', 100);
    queue.addAfter('a', 300);
    await clock.advance(100);
    expect(await queue.take()).toBe('a');
    queue.done('a');
    await clock.advance(1000);
    expect(queue.depth).toBe(0);
  });

  it('is not moved by a jump of the wall clock', async () => {
    const { queue, clock } = queueOf();
    queue.addAfter('a', 100);
    clock.jump(-3_600_000);
    await clock.advance(100);
    expect(queue.depth).toBe(1);
  });

  it('ends everybody who waits when it is stopped', async () => {
    const { queue, clock } = queueOf();
    const waiting = queue.take();
    queue.addAfter('a', 100);
    queue.stop();
    await clock.advance(1000);
    queue.add('b');
    expect([await waiting, await queue.take(), queue.depth]).toEqual([undefined, undefined, 0]);
  });
});
