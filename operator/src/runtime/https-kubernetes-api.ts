import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { KubeConfig } from '@kubernetes/client-node';
import { KubernetesApiError, type Collection, type DeleteOptions, type KubernetesApi, type ListOptions, type ObjectList, type WatchEvent } from './kubernetes-api.js';
import type { KubernetesObject } from './kubernetes-objects.js';

const PAGE = 500;
const REQUEST_MILLISECONDS = 8_000;
/** Longer than the server leaves between two bookmarks. */
const WATCH_IDLE_MILLISECONDS = 120_000;
const WATCH_SECONDS = 240;
/** Below the idle time after which load balancers forget a connection without a word. */
const KEEP_ALIVE_MILLISECONDS = 30_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
}

/** @param file a kubeconfig; absent means the pod's own service account */
export function loadKubeConfig(file: string | undefined): KubeConfig {
  const configuration = new KubeConfig();
  if (file === undefined) configuration.loadFromCluster();
  else configuration.loadFromFile(file);
  return configuration;
}

/** Addresses, certificates and tokens are the vendor's work; requests are ours, because the vendor's open a connection each and turn times into dates in some answers only. */
export class HttpsKubernetesApi implements KubernetesApi {
  private readonly agents = { http: new HttpAgent({ keepAlive: true, maxSockets: 16 }), https: new HttpsAgent({ keepAlive: true, maxSockets: 16 }) };

  constructor(private readonly configuration: KubeConfig) {}

  async list<Item extends KubernetesObject>(collection: Collection, options: ListOptions, signal: AbortSignal): Promise<ObjectList<Item>> {
    const items: Item[] = [];
    let next: string | undefined;
    for (;;) {
      const page: Page<Item> = await this.call('GET', collection, '', { limit: String(PAGE), ...selectorOf(options), ...(next === undefined ? {} : { continue: next }) }, undefined, signal);
      items.push(...page.items);
      next = page.metadata.continue === '' ? undefined : page.metadata.continue;
      if (next === undefined) return { items, resourceVersion: page.metadata.resourceVersion ?? '' };
    }
  }

  async *watch<Item extends KubernetesObject>(collection: Collection, options: ListOptions & { readonly resourceVersion: string }, signal: AbortSignal): AsyncIterable<WatchEvent<Item>> {
    const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(WATCH_SECONDS), resourceVersion: options.resourceVersion, ...selectorOf(options) };
    // The agent of ordinary requests has few places, and a watch keeps its own for minutes.
    const response = await this.send('GET', pathOf(collection), query, undefined, signal, { idleMilliseconds: WATCH_IDLE_MILLISECONDS, isPooled: false });
    if (response.statusCode !== 200) throw await failureOf(response, collection);
    for await (const line of linesOf(response)) {
      const event = JSON.parse(line) as { readonly type: string; readonly object: unknown };
      if (event.type === 'ADDED' || event.type === 'MODIFIED' || event.type === 'DELETED') yield { type: event.type, object: event.object as Item };
      else if (event.type === 'BOOKMARK') yield { type: 'BOOKMARK' };
      else if (event.type === 'ERROR') yield { type: 'ERROR', status: statusOf(event.object)?.code ?? 0 };
    }
  }

  async get<Item extends KubernetesObject>(collection: Collection, name: string, signal: AbortSignal): Promise<Item | undefined> {
    return orUndefined(this.call<Item>('GET', collection, `/${encodeURIComponent(name)}`, {}, undefined, signal));
  }

  create<Item extends KubernetesObject>(collection: Collection, object: Item, signal: AbortSignal): Promise<Item> {
    return this.call('POST', collection, '', {}, { type: 'application/json', value: object }, signal);
  }

  replace<Item extends KubernetesObject>(collection: Collection, object: Item, signal: AbortSignal): Promise<Item> {
    return this.call('PUT', collection, `/${encodeURIComponent(object.metadata.name)}`, {}, { type: 'application/json', value: object }, signal);
  }

  replaceStatus<Item extends KubernetesObject>(collection: Collection, object: Item, signal: AbortSignal): Promise<Item> {
    return this.call('PUT', collection, `/${encodeURIComponent(object.metadata.name)}/status`, {}, { type: 'application/json', value: object }, signal);
  }

  mergePatch<Item extends KubernetesObject>(collection: Collection, name: string, patch: unknown, signal: AbortSignal): Promise<Item> {
    return this.call('PATCH', collection, `/${encodeURIComponent(name)}`, {}, { type: 'application/merge-patch+json', value: patch }, signal);
  }

  async delete(collection: Collection, name: string, options: DeleteOptions, signal: AbortSignal): Promise<boolean> {
    const { uid, ...rest } = options;
    const value = { apiVersion: 'v1', kind: 'DeleteOptions', ...rest, ...(uid === undefined ? {} : { preconditions: { uid } }) };
    return (await orUndefined(this.call('DELETE', collection, `/${encodeURIComponent(name)}`, {}, { type: 'application/json', value }, signal))) !== undefined;
  }

  private async call<Answer>(method: string, collection: Collection, below: string, query: Readonly<Record<string, string>>, body: { readonly type: string; readonly value: unknown } | undefined, signal: AbortSignal): Promise<Answer> {
    const response = await this.send(method, pathOf(collection) + below, query, body, signal, { idleMilliseconds: REQUEST_MILLISECONDS, isPooled: true });
    if ((response.statusCode ?? 0) < 200 || (response.statusCode ?? 0) > 299) throw await failureOf(response, collection);
    return JSON.parse(await textOf(response)) as Answer;
  }

  private async send(
    method: string,
    path: string,
    query: Readonly<Record<string, string>>,
    body: { readonly type: string; readonly value: unknown } | undefined,
    signal: AbortSignal,
    connection: { readonly idleMilliseconds: number; readonly isPooled: boolean },
  ): Promise<IncomingMessage> {
    const cluster = this.configuration.getCurrentCluster();
    if (cluster === null) throw new KubernetesApiError(0, '', 'the kubeconfig names no cluster');
    const address = new URL(cluster.server.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const isPlain = address.protocol === 'http:';
    const options: RequestOptions = {};
    // Reads the token again when it was renewed.
    await this.configuration.applyToHTTPSOptions(options).catch((error: unknown) => {
      throw noAnswer(error);
    });
    const own = isPlain ? this.agents.http : this.agents.https;
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body.value));
    const prepared: RequestOptions = {
      ...options,
      ...(cluster.proxyUrl === undefined ? { agent: connection.isPooled ? own : false } : {}),
      method,
      signal,
      timeout: connection.idleMilliseconds,
      headers: { ...options.headers, accept: 'application/json', 'user-agent': 'pinata-operator', ...(payload === undefined || body === undefined ? {} : { 'content-type': body.type, 'content-length': payload.length }) },
    };
    return new Promise((resolve, reject) => {
      const outgoing: ClientRequest = isPlain ? httpRequest(address, prepared, resolve) : httpsRequest(address, prepared, resolve);
      outgoing.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MILLISECONDS));
      outgoing.on('timeout', () => outgoing.destroy(new Error('the server was silent for too long')));
      outgoing.on('error', (error) => reject(noAnswer(error)));
      outgoing.end(payload);
    });
  }
}

function pathOf({ groupPath, namespace, plural }: Collection): string {
  return `${groupPath}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

function selectorOf({ labelSelector }: ListOptions): Readonly<Record<string, string>> {
  return labelSelector === undefined ? {} : { labelSelector };
}

/** Lines as they come; the readline module would neither tell of a broken connection nor end with it. */
async function* linesOf(response: IncomingMessage): AsyncIterable<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of response) {
      if (!(chunk instanceof Buffer)) continue;
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LARGEST_ANSWER) throw new Error('the answer is too large');
      yield* lines.filter((line) => line.trim() !== '');
    }
  } catch (error) {
    throw noAnswer(error);
  }
  if (rest.trim() !== '') yield rest;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      if (!(chunk instanceof Buffer)) continue;
      size += chunk.length;
      if (size > LARGEST_ANSWER) throw new Error('the answer is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw noAnswer(error);
  }
  return Buffer.concat(chunks).toString();
}

interface StatusAnswer {
  readonly kind: 'Status';
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
}

function statusOf(value: unknown): StatusAnswer | undefined {
  const isStatus = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Status';
  return isStatus ? (value as StatusAnswer) : undefined;
}

async function failureOf(response: IncomingMessage, { plural }: Collection): Promise<KubernetesApiError> {
  const text = await textOf(response);
  let status: ReturnType<typeof statusOf>;
  try {
    status = statusOf(JSON.parse(text));
  } catch {
    // A proxy's answer is no JSON; its number says enough.
  }
  // What the server says of a Secret may quote it.
  const words = plural === 'secrets' ? undefined : status?.message?.slice(0, 500);
  return new KubernetesApiError(response.statusCode ?? 0, status?.reason ?? '', `the Kubernetes API answered ${response.statusCode ?? 0} about ${plural}${words === undefined ? '' : `: ${words}`}`);
}

function noAnswer(cause: unknown): KubernetesApiError {
  return new KubernetesApiError(0, '', 'the Kubernetes API gave no answer', { cause });
}

async function orUndefined<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubernetesApiError && error.status === 404) return undefined;
    throw error;
  }
}
