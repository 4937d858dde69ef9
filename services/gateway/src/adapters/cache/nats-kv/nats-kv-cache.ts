import { DiscardPolicy, jetstreamManager } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { CACHE_SECONDS, type Cache, type CacheArea } from '../../../ports/index.js';

/** Buckets by area. */
export const CACHE_BUCKETS: Readonly<Record<CacheArea, string>> = { facts: 'pinata_facts', answers: 'pinata_answers' };

export interface NatsKvOptions {
  readonly bytes: Readonly<Record<CacheArea, number>>;
  readonly replicas: number;
  /** How long entries are kept; shorter in tests. */
  readonly seconds?: Readonly<Record<CacheArea, number>>;
}

/** Larger values are not worth a cache that all replicas share, and the server's own limit is 1 MiB. */
const LARGEST_VALUE = 768 * 1024;
const NANOSECONDS = 1_000_000_000;
/** Before each value: what has come to a key in another way, such as an answer of the server, is none. */
const MARK = Buffer.from('PC1\0');

/** What every replica remembers together. The server forgets by age and, when a bucket is full, the oldest first. */
export class NatsKvCache implements Cache {
  private constructor(private readonly buckets: Readonly<Record<CacheArea, KV>>) {}

  static async open(connection: NatsConnection, options: NatsKvOptions): Promise<NatsKvCache> {
    const [buckets, streams] = [new Kvm(connection), (await jetstreamManager(connection)).streams];
    const seconds = options.seconds ?? CACHE_SECONDS;
    const open = async (area: CacheArea): Promise<KV> => {
      const bucket = await buckets.create(CACHE_BUCKETS[area], { ttl: seconds[area] * 1000, history: 1, max_bytes: options.bytes[area], replicas: options.replicas });
      // A bucket refuses new entries when it is full, and one that was there keeps its settings: a cache wants neither.
      const stream = `KV_${CACHE_BUCKETS[area]}`;
      const { config } = await streams.info(stream);
      const age = seconds[area] * NANOSECONDS;
      await streams.update(stream, { ...config, discard: DiscardPolicy.Old, max_bytes: options.bytes[area], max_age: age, duplicate_window: Math.min(config.duplicate_window, age), num_replicas: options.replicas });
      return bucket;
    };
    return new NatsKvCache({ facts: await open('facts'), answers: await open('answers') });
  }

  async get(area: CacheArea, key: string): Promise<Uint8Array | undefined> {
    try {
      const entry = await this.buckets[area].get(tokensOf(key));
      return entry?.operation === 'PUT' && MARK.equals(entry.value.subarray(0, MARK.length)) ? entry.value.subarray(MARK.length) : undefined;
    } catch {
      return undefined;
    }
  }

  async put(area: CacheArea, key: string, bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > LARGEST_VALUE) return;
    try {
      await this.buckets[area].put(tokensOf(key), Buffer.concat([MARK, bytes]));
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
