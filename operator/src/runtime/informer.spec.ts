import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { systemClock } from './clock.js';
import { HttpsKubernetesApi } from './https-kubernetes-api.js';
import { Informer } from './informer.js';
import { KubernetesApiError } from './kubernetes-api.js';
import type { KubernetesObject } from './kubernetes-objects.js';

const PODS = { groupPath: '/api/v1', plural: 'pods', namespace: 'scans' };
const object = (name: string, uid = name): KubernetesObject => ({ metadata: { name, uid } });
const line = (type: string, value: unknown) => `${JSON.stringify({ type, object: value })}\n`;

/** What the server does at each watch, in order; after the last one it keeps the watch open and says nothing. */
type Watch = (response: ServerResponse) => void;

interface Script {
  /** What each listing answers, in order; the last one again and again. */
  readonly lists: readonly (readonly KubernetesObject[] | number)[];
  readonly watches: readonly Watch[];
}

const open: { readonly server: Server; readonly stop: AbortController }[] = [];

afterEach(async () => {
  for (const { server, stop } of open.splice(0)) {
    stop.abort();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function follow({ lists, watches }: Script, resyncMilliseconds = 600_000) {
  const seen: string[] = [];
  const requests: string[] = [];
  let listed = 0;
  let watched = 0;
  const server = createServer((request, response) => {
    const isWatch = request.url?.includes('watch=true') ?? false;
    requests.push(isWatch ? 'watch' : 'list');
    response.setHeader('content-type', 'application/json');
    if (isWatch) {
      const watch = watches[watched++];
      response.writeHead(200);
      response.flushHeaders();
      watch?.(response);
      return;
    }
    const answer = lists[Math.min(listed++, lists.length - 1)] ?? [];
    if (typeof answer === 'number') return void response.writeHead(answer).end(JSON.stringify({ kind: 'Status', code: answer, reason: 'Scripted' }));
    response.end(JSON.stringify({ items: answer, metadata: { resourceVersion: String(listed) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const configuration = new KubeConfig();
  configuration.loadFromClusterAndUser({ name: 'scripted', server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, skipTLSVerify: true }, { name: 'nobody' });
  const stop = new AbortController();
  const informer = new Informer<KubernetesObject>(
    new HttpsKubernetesApi(configuration),
    systemClock,
    { collection: PODS, selector: { labelSelector: 'a=b' }, resyncMilliseconds, random: () => 0 },
    {
      onChange: ({ metadata }) => void seen.push(`+${metadata.name}`),
      onRemove: ({ metadata }) => void seen.push(`-${metadata.name}`),
      onRestart: (error) => void seen.push(error === undefined ? 'again' : `error ${error instanceof KubernetesApiError ? error.status : '?'}`),
    },
  );
  void informer.run(stop.signal);
  open.push({ server, stop });
  const until = async (isTrue: () => boolean) => {
    for (let waited = 0; !isTrue(); waited += 10) {
      if (waited > 5_000) throw new Error(`it did not come to be: ${seen.join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { informer, seen, requests, until };
}

describe('an informer', () => {
  it('lists, then follows', async () => {
    const { informer, seen, until } = await follow({
      lists: [[object('a')]],
      watches: [(response) => response.write(line('ADDED', object('b')) + line('MODIFIED', object('a')) + line('DELETED', object('b')))],
    });
    await until(() => seen.includes('-b'));
    expect(seen).toEqual(['+a', '+b', '+a', '-b']);
    expect(informer.all().map(({ metadata }) => metadata.name)).toEqual(['a']);
  });

  it.each<[string, Watch, string]>([
    ['ends', (response) => response.end(), 'again'],
    ['breaks', (response) => response.destroy(), 'error 0'],
    ['has an expired version', (response) => response.write(line('ERROR', { kind: 'Status', code: 410 })), 'error 410'],
    ['is interrupted in the middle of a line', (response) => (response.write('{"type":"ADDED","obj'), setTimeout(() => response.destroy(), 20)), 'error 0'],
    ['sends what is no JSON', (response) => response.end('<html>\n'), 'error ?'],
  ])('lists again when the watch %s, and notices what went meanwhile', async (_name, watch, told) => {
    const { informer, seen, until } = await follow({ lists: [[object('a'), object('b')], [object('b'), object('c')]], watches: [watch] });
    await until(() => seen.includes('+c'));
    expect(seen).toEqual(['+a', '+b', told, '-a', '+b', '+c']);
    expect(informer.all().map(({ metadata }) => metadata.name)).toEqual(['b', 'c']);
  });

  it('goes on asking when listing fails, and is not called listed before', async () => {
    const { informer, seen, until } = await follow({ lists: [500, 403, [object('a')]], watches: [] });
    await until(() => seen.includes('+a'));
    expect(seen).toEqual(['error 500', 'error 403', '+a']);
    await informer.hasListed;
  });

  it('reports an object that was replaced by another of its name as removed', async () => {
    const { seen, until } = await follow({ lists: [[object('a', 'first')], [object('a', 'second')]], watches: [(response) => response.end()] });
    await until(() => seen.filter((entry) => entry === '+a').length === 2);
    expect(seen).toEqual(['+a', 'again', '-a', '+a']);
  });

  it('lists again after its time although nothing failed', async () => {
    const { seen, requests, until } = await follow({ lists: [[object('a')]], watches: [] }, 100);
    await until(() => requests.filter((request) => request === 'list').length >= 3);
    expect(seen).not.toContain('error 0');
  });

  it('puts characters together that arrive in two pieces', async () => {
    const bytes = Buffer.from(line('ADDED', object('ä')));
    const cut = bytes.indexOf(0xc3) + 1;
    const { seen, until } = await follow({ lists: [[]], watches: [(response) => (response.write(bytes.subarray(0, cut)), setTimeout(() => response.write(bytes.subarray(cut)), 30))] });
    await until(() => seen.length > 0);
    expect(seen).toEqual(['+ä']);
  });
});
