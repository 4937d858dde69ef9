import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import { KubeConfig } from '@kubernetes/client-node';

const REQUEST_MILLISECONDS = 10_000;
/** Longer than the server leaves between two bookmarks. */
const WATCH_IDLE_MILLISECONDS = 120_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;

export interface KubernetesRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly value: unknown };
}

/** An answer that is none of 2xx, or none at all: then its status is 0. Its words never repeat what was sent. */
export class KubernetesError extends Error {
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'KubernetesError';
  }
}

/**
 * Requests to the API server. Addresses, certificates and tokens are the vendor's work; requests are ours, because the vendor's
 * have no time limit and a watch of its kind ends after half a minute of silence. Nothing is retried here.
 */
export class KubernetesClient {
  private configuration: KubeConfig | undefined;
  private readonly agents = { http: new HttpAgent({ keepAlive: true, maxSockets: 16 }), https: new HttpsAgent({ keepAlive: true, maxSockets: 16 }) };

  /** @param kubeconfig a file, outside of a cluster; absent means the pod's own service account, which is looked for at the first request */
  constructor(private readonly kubeconfig: string | undefined) {}

  /** @throws KubernetesError */
  async call(request: KubernetesRequest): Promise<unknown> {
    const response = await this.send(request, REQUEST_MILLISECONDS, true);
    const text = await textOf(response);
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) throw new KubernetesError(status, `the Kubernetes API answered ${status} to ${request.method} ${request.path}${wordsOf(text)}`);
    return parsed(text);
  }

  /** Lines of a watch as they come; ends when the server ends it. @throws KubernetesError */
  async *follow(request: KubernetesRequest, signal: AbortSignal): AsyncIterable<unknown> {
    const response = await this.send(request, WATCH_IDLE_MILLISECONDS, false, signal);
    if (response.statusCode !== 200) throw new KubernetesError(response.statusCode ?? 0, `the Kubernetes API answered ${response.statusCode ?? 0} to a watch${wordsOf(await textOf(response))}`);
    try {
      for await (const line of createInterface({ input: response, crlfDelay: Infinity })) if (line.trim() !== '') yield parsed(line);
    } catch (error) {
      throw error instanceof KubernetesError ? error : noAnswer(error);
    } finally {
      // Whoever stops listening gives the connection back; what it says after that interests nobody.
      response.on('error', () => undefined);
      response.destroy();
    }
    if (!response.complete) throw new KubernetesError(0, 'a watch was broken off');
  }

  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private async send({ method, path, query = {}, body }: KubernetesRequest, idleMilliseconds: number, isPooled: boolean, signal?: AbortSignal): Promise<IncomingMessage> {
    const configuration = this.loaded();
    const cluster = configuration.getCurrentCluster();
    if (cluster === null) throw new KubernetesError(0, 'the kubeconfig names no cluster');
    const address = new URL(cluster.server.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const isPlain = address.protocol === 'http:';
    const options: RequestOptions = {};
    // Reads the token again when it was renewed.
    await configuration.applyToHTTPSOptions(options).catch((error: unknown) => {
      throw noAnswer(error);
    });
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body.value));
    const prepared: RequestOptions = {
      ...options,
      ...(cluster.proxyUrl === undefined ? { agent: isPooled ? this.agents[isPlain ? 'http' : 'https'] : false } : {}),
      ...(signal === undefined ? {} : { signal }),
      method,
      timeout: idleMilliseconds,
      headers: { ...options.headers, accept: 'application/json', 'user-agent': 'pinata-gateway', ...(payload === undefined || body === undefined ? {} : { 'content-type': body.type, 'content-length': payload.length }) },
    };
    return new Promise((resolve, reject) => {
      const outgoing = isPlain ? httpRequest(address, prepared, resolve) : httpsRequest(address, prepared, resolve);
      outgoing.on('timeout', () => outgoing.destroy(new Error('the server was silent for too long')));
      outgoing.on('error', (error) => reject(noAnswer(error)));
      outgoing.end(payload);
    });
  }

  private loaded(): KubeConfig {
    if (this.configuration !== undefined) return this.configuration;
    const configuration = new KubeConfig();
    try {
      if (this.kubeconfig === undefined) configuration.loadFromCluster();
      else configuration.loadFromFile(this.kubeconfig);
    } catch (error) {
      throw new KubernetesError(0, 'the kubeconfig cannot be read', { cause: error });
    }
    this.configuration = configuration;
    return configuration;
  }
}

function noAnswer(cause: unknown): KubernetesError {
  return new KubernetesError(0, 'the Kubernetes API gave no answer', { cause });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw noAnswer(error);
  }
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

/** The server's own words of a refusal; a proxy's answer is no JSON, and its number says enough. */
function wordsOf(text: string): string {
  try {
    const status: unknown = JSON.parse(text);
    const message: unknown = typeof status === 'object' && status !== null ? Reflect.get(status, 'message') : undefined;
    return typeof message === 'string' ? `: ${message.slice(0, 500)}` : '';
  } catch {
    return '';
  }
}
