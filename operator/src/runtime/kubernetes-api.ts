import type { KubernetesObject } from './kubernetes-objects.js';

/** A kind of object in one namespace. */
export interface Collection {
  /** Such as `/apis/batch/v1`. */
  readonly groupPath: string;
  /** Such as `jobs`. */
  readonly plural: string;
  readonly namespace: string;
}

export interface ListOptions {
  /** Such as `app=a,tier in (b)`. */
  readonly labelSelector?: string;
}

export interface ObjectList<Item> {
  readonly items: readonly Item[];
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

export type WatchEvent<Item> = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Item } | { readonly type: 'BOOKMARK' } | { readonly type: 'ERROR'; readonly status: number };

export interface DeleteOptions {
  /** Refuses with 409 when the object of that name is another one. */
  readonly uid?: string;
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}

/**
 * What this program needs of a Kubernetes API server.
 *
 * Errors: every method rejects with a KubernetesApiError for an answer that is none of 2xx, and with a KubernetesApiError of
 * status 0 when no answer came. Nothing is retried here. An aborted signal rejects with status 0.
 */
export interface KubernetesApi {
  list<Item extends KubernetesObject>(collection: Collection, options: ListOptions, signal: AbortSignal): Promise<ObjectList<Item>>;
  /** Ends when the server ends it; a bookmark or a change at least every two minutes, or it rejects. */
  watch<Item extends KubernetesObject>(collection: Collection, options: ListOptions & { readonly resourceVersion: string }, signal: AbortSignal): AsyncIterable<WatchEvent<Item>>;
  /** Undefined when there is none. */
  get<Item extends KubernetesObject>(collection: Collection, name: string, signal: AbortSignal): Promise<Item | undefined>;
  /** 409 when the name is taken. */
  create<Item extends KubernetesObject>(collection: Collection, object: Item, signal: AbortSignal): Promise<Item>;
  /** 409 when the object's resourceVersion is not the present one. */
  replace<Item extends KubernetesObject>(collection: Collection, object: Item, signal: AbortSignal): Promise<Item>;
  /** As `replace`, of the status alone. */
  replaceStatus<Item extends KubernetesObject>(collection: Collection, object: Item, signal: AbortSignal): Promise<Item>;
  /** RFC 7386. */
  mergePatch<Item extends KubernetesObject>(collection: Collection, name: string, patch: unknown, signal: AbortSignal): Promise<Item>;
  /** False when there was none. */
  delete(collection: Collection, name: string, options: DeleteOptions, signal: AbortSignal): Promise<boolean>;
}

export class KubernetesApiError extends Error {
  constructor(
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** Kubernetes' own word for it, such as `AlreadyExists` or `Conflict`; empty when there is none. */
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'KubernetesApiError';
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.status === 409;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.status === 404;
}
