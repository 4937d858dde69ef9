import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { CACHE_SECONDS, type Cache, type CacheArea } from '../../../ports/index.js';

/** Buckets by area; a scanner's credential may read its organization's keys of the facts. */
export const CACHE_BUCKETS: Readonly<Record<CacheArea, string>> = { facts: 'pinata_facts', answers: 'pinata_answers' };

export interface NatsKvOptions {
  readonly bytes: Readonly<Record<CacheArea, number>>;
  readonly replicas: number;
}

/** Larger values are not worth a cache that all replicas share, and the server's own limit is 1 MiB. */
const LARGEST_VALUE = 768 * 1024;

/** What every replica remembers together. The server forgets by age and, when a bucket is full, the oldest first. */
export class NatsKvCache implements Cache {
  private constructor(private readonly buckets: Readonly<Record<CacheArea, KV>>) {}

  static async open(connection: NatsConnection, options: NatsKvOptions): Promise<NatsKvCache> {
    const manager = new Kvm(connection);
    const open = (area: CacheArea): Promise<KV> => manager.create(CACHE_BUCKETS[area], { ttl: CACHE_SECONDS[area] * 1000, history: 1, max_bytes: options.bytes[area], replicas: options.replicas });
    return new NatsKvCache({ facts: await open('facts'), answers: await open('answers') });
  }

  async get(area: CacheArea, key: string): Promise<Uint8Array | undefined> {
    try {
      const entry = await this.buckets[area].get(tokensOf(key));
      return entry?.operation === 'PUT' ? entry.value : undefined;
    } catch {
      return undefined;
    }
  }

  async put(area: CacheArea, key: string, bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > LARGEST_VALUE) return;
    try {
      await this.buckets[area].put(tokensOf(key), bytes);
    } catch {
      // As if it never happened.
    }
  }

  async forget(area: CacheArea, keyPrefix: string): Promise<void> {
    const bucket = this.buckets[area];
    try {
      const cut = keyPrefix.indexOf('/');
      const filter = cut < 0 ? '>' : `${token(keyPrefix.slice(0, cut))}.>`;
      const keys: string[] = [];
      for await (const key of await bucket.keys(filter)) if (keyOf(key).startsWith(keyPrefix)) keys.push(key);
      for (const key of keys) await bucket.purge(key);
    } catch {
      // Entries end by their age.
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** `organization/rest` as two tokens, so that a credential can be bound to one organization. */
export function tokensOf(key: string): string {
  const cut = key.indexOf('/');
  return cut < 0 ? token(key) : `${token(key.slice(0, cut))}.${token(key.slice(cut + 1))}`;
}

function keyOf(tokens: string): string {
  return tokens.split('.').map(textOf).join('/');
}

/** Letters, digits and - stay; everything else is told by its bytes, since a key's characters are few. */
function token(text: string): string {
  return /^[A-Za-z0-9-]+$/.test(text) ? text : `=${Buffer.from(text).toString('base64url')}`;
}

function textOf(part: string): string {
  return part.startsWith('=') ? Buffer.from(part.slice(1), 'base64url').toString() : part;
}
