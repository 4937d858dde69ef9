import { KubernetesApiError, type Collection, type DeleteOptions, type KubernetesApi, type ListOptions, type ObjectList, type WatchEvent } from '../../src/runtime/kubernetes-api.js';
import type { KubernetesObject } from '../../src/runtime/kubernetes-objects.js';

interface Watcher {
  readonly key: string;
  readonly selector: ListOptions;
  readonly push: (event: WatchEvent<KubernetesObject>) => void;
}

/** Whatever is stored is copied in and out as JSON, so that nobody shares an object with the server, and undefined fields are lost as they are on the way to a real one. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/**
 * An API server in memory: names, uids, resource versions, conflicts, label selectors, watches and owner references, as far as
 * the operator uses them. It has no controllers; a test plays the Job controller's and the kubelet's part.
 */
export class MemoryKubernetes implements KubernetesApi {
  private readonly objects = new Map<string, Map<string, KubernetesObject>>();
  private readonly watchers = new Set<Watcher>();
  private readonly history: { readonly version: number; readonly key: string; readonly event: WatchEvent<KubernetesObject> & { readonly object: KubernetesObject } }[] = [];
  private version = 100;
  /** Every write, as `verb plural name`, in order. */
  readonly writes: string[] = [];

  /** @param lag waits as long as a change takes to reach those who watch */
  constructor(private readonly lag: (plural: string) => Promise<void> = () => Promise.resolve()) {}

  list<Item extends KubernetesObject>(collection: Collection, options: ListOptions): Promise<ObjectList<Item>> {
    const items = [...this.of(collection).values()].filter((object) => matches(object, options)).map((object) => copy(object) as Item);
    return Promise.resolve({ items, resourceVersion: String(this.version) });
  }

  async *watch<Item extends KubernetesObject>(collection: Collection, options: ListOptions & { readonly resourceVersion: string }, signal: AbortSignal): AsyncIterable<WatchEvent<Item>> {
    const events: WatchEvent<KubernetesObject>[] = [];
    let wake: () => void = () => undefined;
    const watcher: Watcher = { key: keyOf(collection), selector: options, push: (event) => (events.push(event), wake()) };
    this.watchers.add(watcher);
    // What happened between the listing and now.
    for (const { version, key, event } of this.history) if (version > Number(options.resourceVersion) && key === watcher.key && matches(event.object, options)) watcher.push(copy(event));
    signal.addEventListener('abort', () => wake());
    try {
      while (!signal.aborted) {
        const event = events.shift();
        if (event === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else yield event as WatchEvent<Item>;
      }
    } finally {
      this.watchers.delete(watcher);
    }
    throw new KubernetesApiError(0, '', 'aborted');
  }

  get<Item extends KubernetesObject>(collection: Collection, name: string): Promise<Item | undefined> {
    const object = this.of(collection).get(name);
    return Promise.resolve(object === undefined ? undefined : (copy(object) as Item));
  }

  async create<Item extends KubernetesObject>(collection: Collection, object: Item): Promise<Item> {
    if (this.of(collection).has(object.metadata.name)) throw new KubernetesApiError(409, 'AlreadyExists', 'it exists');
    this.writes.push(`create ${collection.plural} ${object.metadata.name}`);
    const stored = { ...copy(object), metadata: { ...copy(object.metadata), namespace: collection.namespace, uid: `uid-${++this.version}`, resourceVersion: String(this.version), generation: 1, creationTimestamp: new Date(Date.UTC(2026, 0, 1) + this.version * 1000).toISOString() } };
    return this.store(collection, stored, 'ADDED');
  }

  replace<Item extends KubernetesObject>(collection: Collection, object: Item): Promise<Item> {
    return this.write(collection, object, 'replace', (present) => ({ ...copy(object), metadata: { ...present.metadata } }));
  }

  replaceStatus<Item extends KubernetesObject>(collection: Collection, object: Item): Promise<Item> {
    return this.write(collection, object, 'status', (present) => ({ ...present, status: copy((object as { status?: unknown }).status) }));
  }

  async mergePatch<Item extends KubernetesObject>(collection: Collection, name: string, patch: unknown): Promise<Item> {
    const present = this.of(collection).get(name);
    if (present === undefined) throw new KubernetesApiError(404, 'NotFound', 'there is none');
    const merged = merge(copy(present), patch) as Item;
    if (merged.metadata.uid !== present.metadata.uid) throw new KubernetesApiError(409, 'Conflict', 'another uid');
    this.writes.push(`patch ${collection.plural} ${name}`);
    return this.store(collection, merged, 'MODIFIED');
  }

  delete(collection: Collection, name: string, options: DeleteOptions): Promise<boolean> {
    const present = this.of(collection).get(name);
    if (present === undefined) return Promise.resolve(false);
    if (options.uid !== undefined && options.uid !== present.metadata.uid) return Promise.reject(new KubernetesApiError(409, 'Conflict', 'another uid'));
    this.writes.push(`delete ${collection.plural} ${name}`);
    this.remove(collection, name);
    return Promise.resolve(true);
  }

  /** Everything of a collection, for expectations. */
  all<Item extends KubernetesObject>(collection: Collection): Item[] {
    return [...this.of(collection).values()].map((object) => copy(object) as Item);
  }

  private async write<Item extends KubernetesObject>(collection: Collection, object: Item, verb: string, next: (present: Item) => Item): Promise<Item> {
    const present = this.of(collection).get(object.metadata.name);
    if (present === undefined) throw new KubernetesApiError(404, 'NotFound', 'there is none');
    if (object.metadata.resourceVersion !== undefined && object.metadata.resourceVersion !== present.metadata.resourceVersion) throw new KubernetesApiError(409, 'Conflict', 'an old version');
    this.writes.push(`${verb} ${collection.plural} ${object.metadata.name}`);
    return this.store(collection, next(copy(present) as Item), 'MODIFIED');
  }

  private store<Item extends KubernetesObject>(collection: Collection, object: Item, type: 'ADDED' | 'MODIFIED'): Promise<Item> {
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.version) } };
    this.of(collection).set(stored.metadata.name, stored);
    this.announce(collection, { type, object: copy(stored) });
    return Promise.resolve(copy(stored));
  }

  /** With everything that it owns, as the garbage collector would. */
  private remove(collection: Collection, name: string): void {
    const object = this.of(collection).get(name);
    if (object === undefined) return;
    this.of(collection).delete(name);
    this.version++;
    this.announce(collection, { type: 'DELETED', object: copy(object) });
    for (const [key, objects] of this.objects) {
      const [groupPath = '', namespace = '', plural = ''] = key.split('|');
      for (const other of [...objects.values()]) {
        if (other.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) === true) this.remove({ groupPath, namespace, plural }, other.metadata.name);
      }
    }
  }

  private announce(collection: Collection, event: { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubernetesObject }): void {
    this.history.push({ version: this.version, key: keyOf(collection), event: copy(event) });
    for (const watcher of this.watchers) {
      if (watcher.key === keyOf(collection) && matches(event.object, watcher.selector)) void this.lag(collection.plural).then(() => watcher.push(copy(event)));
    }
  }

  private of(collection: Collection): Map<string, KubernetesObject> {
    const known = this.objects.get(keyOf(collection)) ?? new Map<string, KubernetesObject>();
    this.objects.set(keyOf(collection), known);
    return known;
  }
}

function keyOf({ groupPath, namespace, plural }: Collection): string {
  return `${groupPath}|${namespace}|${plural}`;
}

function matches(object: KubernetesObject, { labelSelector }: ListOptions): boolean {
  if (labelSelector === undefined) return true;
  return labelSelector.split(',').every((term) => {
    const [name = '', value] = term.split('=');
    const label = object.metadata.labels?.[name];
    return value === undefined ? label !== undefined : label === value;
  });
}

/** RFC 7386. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = { ...(typeof target === 'object' ? target : {}) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (value !== undefined) result[name] = merge(result[name], value);
  }
  return result;
}
