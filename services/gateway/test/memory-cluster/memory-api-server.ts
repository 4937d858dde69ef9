import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly uid: string }[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

interface Watcher {
  readonly kind: string;
  readonly selector: string | null;
  readonly response: ServerResponse;
}

/**
 * As much of an API server, over HTTP, as the operator and the gateway ask: any kind of object in any one namespace, names, uids,
 * versions, conflicts, label selectors, the status subresource, watches that go on from a version, and owners that take along what
 * is theirs. It checks no schema and runs no controller; `onChange` tells whoever plays them.
 * `npm test` has no cluster: the same programs ask a real one in test/parts/cluster-runner.spec.ts and in the suites of `npm run test:cluster`.
 */
export class MemoryApiServer {
  /** By kind, such as `jobs`, and name. */
  private readonly objects = new Map<string, Map<string, KubernetesObject>>();
  private readonly history: { readonly version: number; readonly kind: string; readonly type: EventType; readonly object: KubernetesObject }[] = [];
  private readonly watchers = new Set<Watcher>();
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));
  private version = 1;
  onChange: (kind: string, object: KubernetesObject) => void = () => undefined;

  /** @returns its address */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  all(kind: string): KubernetesObject[] {
    return [...this.of(kind).values()];
  }

  get(kind: string, name: string): KubernetesObject | undefined {
    return this.of(kind).get(name);
  }

  create(kind: string, object: Omit<KubernetesObject, 'metadata'> & { readonly metadata: Omit<KubernetesObject['metadata'], 'uid' | 'resourceVersion'> }): KubernetesObject {
    const creationTimestamp = `${new Date().toISOString().slice(0, 19)}Z`;
    return this.store(kind, 'ADDED', { ...object, metadata: { ...object.metadata, uid: randomUUID(), resourceVersion: '', ...{ creationTimestamp, generation: 1 } } });
  }

  /** RFC 7386. */
  patch(kind: string, name: string, patch: unknown): void {
    const present = this.get(kind, name);
    if (present !== undefined) this.store(kind, 'MODIFIED', merged(present, patch) as KubernetesObject);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://x');
    const [, kind = '', encoded, subresource] = /\/namespaces\/[^/]+\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    const name = encoded === undefined ? undefined : decodeURIComponent(encoded);
    const selector = url.searchParams.get('labelSelector');
    const send = (status: number, value: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const refuse = (status: number, reason: string): void => send(status, { kind: 'Status', code: status, reason, message: reason });
    if (url.searchParams.has('watch')) return this.watch({ kind, selector, response }, Number(url.searchParams.get('resourceVersion')));
    const body = JSON.parse((await text(request)) || '{}') as Partial<KubernetesObject> & { readonly preconditions?: { readonly uid?: string } };
    if (name === undefined && request.method === 'GET') return send(200, { items: this.all(kind).filter((object) => matches(object, selector)), metadata: { resourceVersion: String(this.version) } });
    if (name === undefined) {
      const wanted = body as KubernetesObject;
      return this.of(kind).has(wanted.metadata.name) ? refuse(409, 'AlreadyExists') : send(201, this.create(kind, wanted));
    }
    const present = this.get(kind, name);
    if (present === undefined) return refuse(404, 'NotFound');
    switch (request.method) {
      case 'PUT': {
        if (body.metadata?.resourceVersion !== undefined && body.metadata.resourceVersion !== present.metadata.resourceVersion) return refuse(409, 'Conflict');
        const { status: _status, ...withoutStatus } = present;
        const next = subresource === 'status' ? { ...withoutStatus, ...(body.status === undefined ? {} : { status: body.status }) } : { ...present, ...body, metadata: present.metadata };
        return send(200, this.store(kind, 'MODIFIED', next));
      }
      case 'PATCH': {
        const next = merged(present, body) as KubernetesObject;
        return next.metadata.uid === present.metadata.uid ? send(200, this.store(kind, 'MODIFIED', next)) : refuse(409, 'Conflict');
      }
      case 'DELETE':
        if (body.preconditions?.uid !== undefined && body.preconditions.uid !== present.metadata.uid) return refuse(409, 'Conflict');
        this.remove(kind, present);
        return send(200, present);
      default:
        return send(200, present);
    }
  }

  private watch(watcher: Watcher, from: number): void {
    watcher.response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    this.watchers.add(watcher);
    watcher.response.on('close', () => this.watchers.delete(watcher));
    for (const event of this.history) if (event.version > from) tell(watcher, event);
  }

  private store(kind: string, type: EventType, object: KubernetesObject): KubernetesObject {
    const stored = JSON.parse(JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion: String(++this.version) } })) as KubernetesObject;
    this.of(kind).set(stored.metadata.name, stored);
    this.announce(kind, type, stored);
    return stored;
  }

  private remove(kind: string, object: KubernetesObject): void {
    this.of(kind).delete(object.metadata.name);
    this.version++;
    this.announce(kind, 'DELETED', object);
    for (const [other, objects] of this.objects) for (const owned of [...objects.values()]) if (owned.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) === true) this.remove(other, owned);
  }

  private announce(kind: string, type: EventType, object: KubernetesObject): void {
    const event = { version: this.version, kind, type, object };
    this.history.push(event);
    for (const watcher of this.watchers) tell(watcher, event);
    this.onChange(kind, object);
  }

  private of(kind: string): Map<string, KubernetesObject> {
    const known = this.objects.get(kind) ?? new Map<string, KubernetesObject>();
    this.objects.set(kind, known);
    return known;
  }
}

function tell({ kind, selector, response }: Watcher, event: { readonly kind: string; readonly type: EventType; readonly object: KubernetesObject }): void {
  if (event.kind === kind && matches(event.object, selector)) response.write(`${JSON.stringify({ type: event.type, object: event.object })}\n`);
}

function matches({ metadata }: KubernetesObject, selector: string | null): boolean {
  return (selector ?? '').split(',').every((term) => {
    const [label = '', value] = term.split('=');
    return label === '' || (value === undefined ? metadata.labels?.[label] !== undefined : metadata.labels?.[label] === value);
  });
}

function merged(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = { ...(typeof target === 'object' ? target : {}) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}
