import type { Clock } from './clock.js';
import { KubernetesApiError, type Collection, type KubernetesApi, type ListOptions } from './kubernetes-api.js';
import type { KubernetesObject } from './kubernetes-objects.js';

export interface InformerOptions {
  readonly collection: Collection;
  readonly selector: ListOptions;
  /** How often everything is listed again although nothing failed. */
  readonly resyncMilliseconds: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export interface InformerListener<Item> {
  /** Something is, or may be, different: called for each object of every listing, and for each change. */
  onChange(object: Item): void;
  onRemove(last: Item): void;
  /** Watching ended and a new listing follows; `error` is absent when the server merely ended it. */
  onRestart(error: unknown): void;
}

const FIRST_BACK_OFF = 200;
const LARGEST_BACK_OFF = 30_000;

/**
 * A copy of a collection that follows the server: list, then watch. Whatever ends the watch, a new listing begins: an error, a
 * broken connection, an expired version, or its ordinary end. What the listing no longer holds is reported as removed, so that
 * a removal is never missed.
 */
export class Informer<Item extends KubernetesObject> {
  private readonly objects = new Map<string, Item>();
  private announceListed: () => void = () => undefined;
  /** Resolves after the first whole listing. */
  readonly hasListed = new Promise<void>((resolve) => (this.announceListed = resolve));

  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly options: InformerOptions,
    private readonly listener: InformerListener<Item>,
  ) {}

  get(name: string): Item | undefined {
    return this.objects.get(name);
  }

  all(): Item[] {
    return [...this.objects.values()];
  }

  /** Follows until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let failure: unknown;
      try {
        await this.follow(signal, () => (failures = 0));
      } catch (error) {
        failure = error;
        failures++;
      }
      if (signal.aborted) return;
      this.listener.onRestart(failure);
      const backOff = Math.min(LARGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** Math.min(failures, 20));
      await this.clock.sleep(backOff * (0.5 + this.options.random() / 2), signal);
    }
  }

  private async follow(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { collection, selector } = this.options;
    const { items, resourceVersion } = await this.api.list<Item>(collection, selector, signal);
    this.take(items);
    this.announceListed();
    const round = new AbortController();
    const stop = () => round.abort();
    signal.addEventListener('abort', stop);
    let isResync = false;
    void this.clock.sleep(this.options.resyncMilliseconds, round.signal).then(() => {
      isResync = true;
      round.abort();
    });
    try {
      for await (const event of this.api.watch<Item>(collection, { ...selector, resourceVersion }, round.signal)) {
        if (event.type === 'ERROR') throw new KubernetesApiError(event.status, '', 'the server ended a watch');
        // A server that lists well and breaks every watch at once must not be asked without a pause.
        onProgress();
        if (event.type === 'BOOKMARK') continue;
        const { name } = event.object.metadata;
        if (event.type === 'DELETED') {
          this.objects.delete(name);
          this.listener.onRemove(event.object);
        } else {
          this.objects.set(name, event.object);
          this.listener.onChange(event.object);
        }
      }
    } catch (error) {
      if (!isResync) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      round.abort();
    }
  }

  private take(items: readonly Item[]): void {
    const present = new Map(items.map((item) => [item.metadata.name, item]));
    const gone = this.all().filter(({ metadata }) => present.get(metadata.name)?.metadata.uid !== metadata.uid);
    this.objects.clear();
    for (const [name, item] of present) this.objects.set(name, item);
    for (const item of gone) this.listener.onRemove(item);
    for (const item of items) this.listener.onChange(item);
  }
}
