/** What a key belongs to; a cache may keep them apart and bound them apart. */
export type CacheArea = 'facts' | 'answers';

/** How long an entry may be used, in seconds. */
export const CACHE_SECONDS: Readonly<Record<CacheArea, number>> = { facts: 24 * 3600, answers: 5 * 60 };

/**
 * Remembers bytes for a while. Anything may be forgotten at any time, and nobody may depend on it.
 *
 * Tenancy: keys begin with the organization's id; the cache does not check them.
 * Idempotency: `put` of the same key replaces. Retries: none; a failed write is as if it never happened, a failed read is a miss.
 * Errors: none reach the caller.
 */
export interface Cache {
  get(area: CacheArea, key: string): Promise<Uint8Array | undefined>;
  /** The bytes are the cache's from now on: the caller no longer changes them. */
  put(area: CacheArea, key: string, bytes: Uint8Array): Promise<void>;
  /** Forgets every key of the area that begins so. */
  forget(area: CacheArea, keyPrefix: string): Promise<void>;
  close(): Promise<void>;
}

/** What names facts of a file's content. */
export interface FactsKey {
  readonly hash: string;
  readonly language: string;
  readonly extractorFingerprint: string;
}

/** Key of a file's facts among those of its organization: by content, never by path. */
export function factsKey(organizationId: string, { hash, language, extractorFingerprint }: FactsKey): string {
  return `${organizationId}/${hash}/${language}/${extractorFingerprint}`;
}

/** Looks an organization's facts up by what names them; undefined where they are not known. */
export type FactsOf = (organizationId: string, key: FactsKey) => Promise<Uint8Array | undefined>;

export function factsOf(cache: Cache): FactsOf {
  return (organizationId, key) => cache.get('facts', factsKey(organizationId, key));
}

export const CACHE = Symbol('Cache');
