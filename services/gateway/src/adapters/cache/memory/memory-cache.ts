import { LRUCache } from 'lru-cache';
import { CACHE_SECONDS, type Cache, type CacheArea } from '../../../ports/index.js';

/** A cache in this process, bounded by bytes in each area; the entry that was used least recently goes first. */
export class MemoryCache implements Cache {
  private readonly areas: Readonly<Record<CacheArea, LRUCache<string, Uint8Array>>>;

  /** @param now milliseconds that never go back, such as `performance.now` */
  constructor(bytes: Readonly<Record<CacheArea, number>>, now: () => number = () => performance.now()) {
    const area = (name: CacheArea): LRUCache<string, Uint8Array> =>
      new LRUCache({ maxSize: bytes[name], sizeCalculation: (value, key) => value.byteLength + 2 * key.length + 1, ttl: CACHE_SECONDS[name] * 1000, ttlResolution: 0, perf: { now } });
    this.areas = { facts: area('facts'), answers: area('answers') };
  }

  get(area: CacheArea, key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.areas[area].get(key));
  }

  put(area: CacheArea, key: string, bytes: Uint8Array): Promise<void> {
    this.areas[area].set(key, bytes);
    return Promise.resolve();
  }

  forget(area: CacheArea, keyPrefix: string): Promise<void> {
    const cache = this.areas[area];
    for (const key of [...cache.keys()]) if (key.startsWith(keyPrefix)) cache.delete(key);
    return Promise.resolve();
  }

  close(): Promise<void> {
    for (const cache of Object.values(this.areas)) cache.clear();
    return Promise.resolve();
  }
}
