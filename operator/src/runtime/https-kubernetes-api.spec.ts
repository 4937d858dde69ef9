import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { HttpsKubernetesApi } from './https-kubernetes-api.js';
import { KubernetesApiError, type Collection } from './kubernetes-api.js';

const JOBS: Collection = { groupPath: '/apis/batch/v1', plural: 'jobs', namespace: 'scans' };
const SECRETS: Collection = { groupPath: '/api/v1', plural: 'secrets', namespace: 'scans' };
const never = new AbortController().signal;
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

async function scripted(answers: readonly { readonly status?: number; readonly body?: string }[]): Promise<{ readonly api: HttpsKubernetesApi; readonly seen: Seen[]; readonly sockets: () => number }> {
  const seen: Seen[] = [];
  let answered = 0;
  let sockets = 0;
  const read = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  server = createServer((request, response) => {
    void read(request).then((body) => {
      seen.push({ method: request.method, url: request.url, type: request.headers['content-type'], authorization: request.headers.authorization, body });
      const answer = answers[Math.min(answered++, answers.length - 1)];
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' }).end(answer?.body ?? '{}');
    });
  });
  server.on('connection', () => sockets++);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const configuration = new KubeConfig();
  configuration.loadFromClusterAndUser({ name: 'scripted', server: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, skipTLSVerify: true }, { name: 'operator', token: 'a-token' });
  return { api: new HttpsKubernetesApi(configuration), seen, sockets: () => sockets };
}

const status = (code: number, reason: string, message = 'words') => ({ status: code, body: JSON.stringify({ kind: 'Status', code, reason, message }) });

describe('the Kubernetes API over HTTP', () => {
  it('addresses, authorizes and describes what it sends', async () => {
    const { api, seen } = await scripted([{}]);
    await api.mergePatch(JOBS, 'a/../b', { spec: { suspend: false } }, never);
    await api.delete(JOBS, 'a', { uid: 'u', propagationPolicy: 'Foreground', gracePeriodSeconds: 5 }, never);
    await api.replaceStatus(JOBS, { metadata: { name: 'a' } }, never);
    expect(seen).toMatchObject([
      { method: 'PATCH', url: '/apis/batch/v1/namespaces/scans/jobs/a%2F..%2Fb', type: 'application/merge-patch+json', authorization: 'Bearer a-token', body: '{"spec":{"suspend":false}}' },
      { method: 'DELETE', url: '/apis/batch/v1/namespaces/scans/jobs/a', body: '{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","gracePeriodSeconds":5,"preconditions":{"uid":"u"}}' },
      { method: 'PUT', url: '/apis/batch/v1/namespaces/scans/jobs/a/status' },
    ]);
  });

  it('reads every page of a list', async () => {
    const page = (name: string, more?: string) => ({ body: JSON.stringify({ items: [{ metadata: { name } }], metadata: { resourceVersion: '9', ...(more === undefined ? {} : { continue: more }) } }) });
    const { api, seen } = await scripted([page('a', 'next page'), page('b')]);
    expect(await api.list(JOBS, { labelSelector: 'a=b,c' }, never)).toEqual({ items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }], resourceVersion: '9' });
    expect(seen.map(({ url }) => url)).toEqual(['/apis/batch/v1/namespaces/scans/jobs?limit=500&labelSelector=a%3Db%2Cc', '/apis/batch/v1/namespaces/scans/jobs?limit=500&labelSelector=a%3Db%2Cc&continue=next+page']);
  });

  it('uses one connection for requests after one another', async () => {
    const { api, sockets } = await scripted([{}]);
    for (let request = 0; request < 5; request++) await api.get(JOBS, 'a', never);
    expect(sockets()).toBe(1);
  });

  it('tells what is not there from what went wrong', async () => {
    const { api } = await scripted([status(404, 'NotFound'), status(404, 'NotFound'), status(409, 'AlreadyExists'), { status: 502, body: '<html>' }]);
    expect(await api.get(JOBS, 'a', never)).toBeUndefined();
    expect(await api.delete(JOBS, 'a', {}, never)).toBe(false);
    await expect(api.create(JOBS, { metadata: { name: 'a' } }, never)).rejects.toMatchObject({ status: 409, reason: 'AlreadyExists' });
    await expect(api.get(JOBS, 'a', never)).rejects.toMatchObject({ status: 502, reason: '' });
  });

  it('repeats nothing that the server says of a Secret', async () => {
    const { api } = await scripted([status(422, 'Invalid', 'data: "canary" is not allowed')]);
    const failure: unknown = await api.create(SECRETS, { metadata: { name: 'a' } }, never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KubernetesApiError);
    expect(String(failure)).not.toContain('canary');
  });

  it('ends with its signal, and says that there was no answer', async () => {
    const { api } = await scripted([{}]);
    const stop = new AbortController();
    stop.abort();
    await expect(api.get(JOBS, 'a', stop.signal)).rejects.toMatchObject({ status: 0 });
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await expect(api.get(JOBS, 'a', never)).rejects.toMatchObject({ status: 0 });
  });
});
