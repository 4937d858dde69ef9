import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Cache } from '../../src/ports/index.js';

export interface OpenedCache {
  readonly cache: Cache;
  /** How long an entry of `answers` may be used here. */
  readonly answersSeconds: number;
  /** What the area `facts` holds at most. */
  readonly factsBytes: number;
  /** Lets time pass, as this cache measures it. */
  readonly pass: (seconds: number) => void | Promise<void>;
}

/** What every Cache promises. An opened cache may hold what earlier tests left. */
export function cacheContract(name: string, open: () => OpenedCache | Promise<OpenedCache>): void {
  describe(`Cache: ${name}`, () => {
    it('gives back what was put, by area, and the newer of two', async () => {
      const { cache } = await open();
      const o = randomUUID();
      await cache.put('facts', `${o}/1`, Uint8Array.of(1));
      await cache.put('facts', `${o}/1`, Uint8Array.of(2));
      expect(await cache.get('facts', `${o}/1`)).toEqual(Uint8Array.of(2));
      expect(await cache.get('answers', `${o}/1`)).toBeUndefined();
      expect(await cache.get('facts', `${o}/2`)).toBeUndefined();
    });

    it('forgets after the area’s time', async () => {
      const { cache, answersSeconds, pass } = await open();
      const key = `${randomUUID()}/1`;
      await cache.put('answers', key, Uint8Array.of(1));
      await pass(answersSeconds / 4);
      expect(await cache.get('answers', key)).toBeDefined();
      await pass(answersSeconds);
      expect(await cache.get('answers', key)).toBeUndefined();
    });

    it('forgets by prefix', async () => {
      const { cache } = await open();
      const a = randomUUID();
      for (const key of [`${a}/1`, `${a}/2`, `${a}b/1`]) await cache.put('facts', key, Uint8Array.of(1));
      await cache.forget('facts', `${a}/`);
      expect([await cache.get('facts', `${a}/1`), await cache.get('facts', `${a}/2`)]).toEqual([undefined, undefined]);
      expect(await cache.get('facts', `${a}b/1`)).toBeDefined();
    });

    it('takes any text as a key', async () => {
      const { cache } = await open();
      const o = randomUUID();
      await cache.put('facts', `${o}/1 ä/../*>`, Uint8Array.of(1));
      expect(await cache.get('facts', `${o}/1 ä/../*>`)).toEqual(Uint8Array.of(1));
    });

    it('stays within its bound by forgetting the oldest, and takes an entry that is larger than all of it without complaint', async () => {
      const { cache, factsBytes } = await open();
      const o = randomUUID();
      for (let index = 0; index < 50; index++) await cache.put('facts', `${o}/${index}`, new Uint8Array(factsBytes / 10));
      await cache.put('facts', `${o}/huge`, new Uint8Array(factsBytes * 100));
      expect(await cache.get('facts', `${o}/0`)).toBeUndefined();
      expect(await cache.get('facts', `${o}/huge`)).toBeUndefined();
      expect(await cache.get('facts', `${o}/49`)).toBeDefined();
    });
  });
}
