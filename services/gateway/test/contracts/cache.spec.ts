import { describe, expect, it } from '@jest/globals';
import { MemoryCache } from '../../src/adapters/cache/memory/memory-cache.js';
import { CACHE_SECONDS, type Cache } from '../../src/ports/index.js';

interface Opened {
  readonly cache: Cache;
  readonly advance: (seconds: number) => void;
}

/** What every Cache promises. */
function cacheContract(name: string, open: () => Opened): void {
  describe(`Cache: ${name}`, () => {
    it('gives back what was put, by area, and the newer of two', async () => {
      const { cache } = open();
      await cache.put('facts', 'o/1', Uint8Array.of(1));
      await cache.put('facts', 'o/1', Uint8Array.of(2));
      expect(await cache.get('facts', 'o/1')).toEqual(Uint8Array.of(2));
      expect(await cache.get('answers', 'o/1')).toBeUndefined();
      expect(await cache.get('facts', 'o/2')).toBeUndefined();
    });

    it('forgets after the area’s time', async () => {
      const { cache, advance } = open();
      await cache.put('answers', 'o/1', Uint8Array.of(1));
      advance(CACHE_SECONDS.answers - 1);
      expect(await cache.get('answers', 'o/1')).toBeDefined();
      advance(2);
      expect(await cache.get('answers', 'o/1')).toBeUndefined();
    });

    it('forgets by prefix', async () => {
      const { cache } = open();
      for (const key of ['a/1', 'a/2', 'ab/1']) await cache.put('answers', key, Uint8Array.of(1));
      await cache.forget('answers', 'a/');
      expect([await cache.get('answers', 'a/1'), await cache.get('answers', 'a/2')]).toEqual([undefined, undefined]);
      expect(await cache.get('answers', 'ab/1')).toBeDefined();
    });

    it('stays within its bound, and takes an entry that is larger than all of it without complaint', async () => {
      const { cache } = open();
      for (let index = 0; index < 50; index++) await cache.put('facts', `o/${index}`, new Uint8Array(1000));
      await cache.put('facts', 'o/huge', new Uint8Array(1_000_000));
      expect(await cache.get('facts', 'o/0')).toBeUndefined();
      expect(await cache.get('facts', 'o/huge')).toBeUndefined();
      expect(await cache.get('facts', 'o/49')).toBeDefined();
    });
  });
}

cacheContract('in memory', () => {
  let now = 1;
  return { cache: new MemoryCache({ facts: 10_000, answers: 10_000 }, () => now), advance: (seconds) => void (now += seconds * 1000) };
});
