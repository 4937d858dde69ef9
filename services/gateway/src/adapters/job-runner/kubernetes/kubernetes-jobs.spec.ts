import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KubernetesClient } from './kubernetes-client.js';
import { KubernetesJobs } from './kubernetes-jobs.js';

interface Resource {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly spec: Record<string, unknown>;
  readonly status?: unknown;
}

/** As much of an API server as the gateway asks: one kind of resource, and watches that can be broken. */
class SmallApiServer {
  readonly resources = new Map<string, Resource>();
  readonly asked: string[] = [];
  readonly watches = new Set<ServerResponse>();
  isGone = false;
  private version = 1;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  put(name: string, spec: Record<string, unknown>, status?: unknown): void {
    const type = this.resources.has(name) ? 'MODIFIED' : 'ADDED';
    const resource = { metadata: { name, resourceVersion: String(++this.version) }, spec, ...(status === undefined ? {} : { status }) };
    this.resources.set(name, resource);
    this.tell(type, resource);
  }

  remove(name: string): void {
    const resource = this.resources.get(name);
    this.resources.delete(name);
    if (resource !== undefined) this.tell('DELETED', resource);
  }

  tell(type: string, object: unknown): void {
    for (const watch of this.watches) watch.write(`${JSON.stringify({ type, object })}\n`);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://x');
    const body = JSON.parse((await text(request)) || '{}') as Partial<Resource>;
    const name = url.pathname.split('/scans/')[1];
    this.asked.push(`${request.method ?? ''} ${name ?? (url.searchParams.has('watch') ? 'watch' : 'all')}`);
    const send = (status: number, value: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.searchParams.has('watch')) {
      if (this.isGone) {
        this.isGone = false;
        return send(410, { kind: 'Status', message: 'too old' });
      }
      response.writeHead(200).flushHeaders();
      this.watches.add(response);
      response.on('close', () => this.watches.delete(response));
      return;
    }
    if (request.method === 'GET' && name === undefined) return send(200, { items: [...this.resources.values()], metadata: { resourceVersion: String(this.version) } });
    if (request.method === 'POST') {
      const made = body.metadata?.name ?? '';
      if (this.resources.has(made)) return send(409, { kind: 'Status', message: 'exists' });
      this.put(made, body.spec ?? {});
      return send(201, this.resources.get(made));
    }
    const known = this.resources.get(name ?? '');
    if (known === undefined) return send(404, { kind: 'Status', message: 'not found' });
    if (request.method === 'PATCH') this.put(known.metadata.name, { ...known.spec, ...body.spec }, known.status);
    if (request.method === 'DELETE') this.remove(known.metadata.name);
    return send(200, known);
  }
}

const job = { scanId: 'scan-1', organizationId: 'organization', deadlineMilliseconds: 90_500, memoryBytes: 1024 ** 3 };

describe('scans as resources of a cluster', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-kubernetes-'));
  let api: SmallApiServer;
  let jobs: KubernetesJobs;
  let stop: AbortController;
  let following: Promise<void>;
  const changes: string[] = [];
  const errors: unknown[] = [];
  const restarts: unknown[] = [];

  beforeEach(async () => {
    api = new SmallApiServer();
    const server = await api.listen();
    const kubeconfig = path.join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }], users: [{ name: 'u', user: { token: 'canary' } }], contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }], 'current-context': 'x' }));
    const languagesFile = path.join(folder, 'languages.json');
    writeFileSync(languagesFile, '{"languages":[{"id":"x","name":"X","extensions":[".x"]}]}');
    for (const list of [changes, errors, restarts]) list.length = 0;
    jobs = new KubernetesJobs(new KubernetesClient(kubeconfig), { namespace: 'pinata', languagesFile, onError: (_message, error) => errors.push(error) });
    stop = new AbortController();
    following = Promise.resolve();
  });
  afterEach(async () => {
    stop.abort();
    await following;
    await jobs.close();
    api.close();
  });
  const follow = (): void => {
    following = jobs.follow({ onChange: (scanId) => changes.push(scanId), onRestart: (error) => restarts.push(error) }, stop.signal);
  };
  const until = async (isTrue: () => boolean): Promise<void> => {
    for (const end = performance.now() + 10_000; !isTrue() && performance.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isTrue()).toBe(true);
  };

  it('are made once, however often they are started', async () => {
    await Promise.all([jobs.start(job), jobs.start(job)]);
    expect([...api.resources.values()]).toMatchObject([{ metadata: { name: 'scan-1' }, spec: { organizationId: 'organization', deadlineSeconds: 91, memoryMegabytes: 1024, maximumAttempts: 3, isCancelled: false } }]);
    expect(errors).toEqual([]);
  });

  it('are no error of whoever starts them when the cluster is away', async () => {
    api.close();
    await jobs.start(job);
    expect(errors).toMatchObject([{ name: 'KubernetesError', status: 0 }]);
    expect(JSON.stringify(errors) + String(errors)).not.toContain('canary');
    await expect(jobs.cancel('scan-1')).rejects.toMatchObject({ status: 0 });
  });

  it('are not made by one that is closed', async () => {
    await jobs.close();
    await jobs.start(job);
    expect([api.resources.size, errors]).toEqual([0, []]);
  });

  it('are cancelled and removed, and are not missed', async () => {
    await jobs.start(job);
    await jobs.cancel('scan-1');
    expect(api.resources.get('scan-1')?.spec.isCancelled).toBe(true);
    expect(await jobs.ask('scan-1')).toMatchObject({ phase: 'queued', isCancelAsked: true });
    await jobs.remove('scan-1');
    expect(await jobs.ask('scan-1')).toBeUndefined();
    await Promise.all([jobs.remove('scan-1'), jobs.cancel('scan-1')]);
  });

  it('are followed from a listing through every change', async () => {
    api.put('scan-1', { organizationId: 'a' });
    expect([jobs.isListed, jobs.state('scan-1')]).toEqual([false, undefined]);
    follow();
    await until(() => jobs.isListed && api.watches.size === 1);
    expect(jobs.state('scan-1')).toEqual({ scanId: 'scan-1', organizationId: 'a', phase: 'queued', isCancelAsked: false, endedAttempts: [] });
    const attempt = { number: 1, jobName: 'x', memoryMegabytes: 1, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z', outcome: 'Failed', code: 'memory', peakMemoryMegabytes: 3 };
    api.put('scan-1', { organizationId: 'a', isCancelled: true }, { phase: 'Failed', finishedAt: '2026-01-01T00:02:00Z', failure: { code: 'memory', message: 'Too little.' }, attempts: [attempt, { number: 2, jobName: 'y', memoryMegabytes: 2 }], conditions: [] });
    await until(() => jobs.state('scan-1')?.phase === 'failed');
    expect(jobs.state('scan-1')).toEqual({
      scanId: 'scan-1', organizationId: 'a', phase: 'failed', isCancelAsked: true, finishedAt: new Date('2026-01-01T00:02:00Z'), failure: { code: 'memory', message: 'Too little.' },
      endedAttempts: [{ number: 1, finishedAt: new Date('2026-01-01T00:01:00Z'), outcome: 'failed', code: 'memory', peakMemoryBytes: 3 * 1024 ** 2 }],
    });
    api.put('scan-2', { organizationId: 'b' });
    await until(() => jobs.scanIds().length === 2);
    api.remove('scan-1');
    await until(() => jobs.scanIds().length === 1);
    expect([changes.filter((name) => name === 'scan-1').length, restarts]).toEqual([3, []]);
  });

  it('say how many come first for as long as they wait', async () => {
    api.put('scan-1', { organizationId: 'a' });
    follow();
    await until(() => jobs.isListed && api.watches.size === 1);
    expect(jobs.queuePosition('scan-1')).toBeUndefined();
    api.put('scan-1', { organizationId: 'a' }, { phase: 'Queued', queuePosition: 2 });
    await until(() => jobs.queuePosition('scan-1') === 2);
    // An operator takes it away with the start; whatever another version does, what runs does not wait.
    api.put('scan-1', { organizationId: 'a' }, { phase: 'Running', queuePosition: 2 });
    await until(() => jobs.state('scan-1')?.phase === 'running');
    expect(jobs.queuePosition('scan-1')).toBeUndefined();
  });

  it('are listed again after a watch broke, and what went meanwhile is told', async () => {
    api.put('scan-1', { organizationId: 'a' });
    follow();
    await until(() => api.watches.size === 1);
    api.resources.delete('scan-1');
    changes.length = 0;
    for (const watch of api.watches) watch.destroy();
    await until(() => changes.includes('scan-1'));
    expect([jobs.state('scan-1'), restarts]).toEqual([undefined, [expect.objectContaining({ name: 'KubernetesError' })]]);
  });

  it('go on from where a watch ended by itself', async () => {
    follow();
    await until(() => api.watches.size === 1);
    const listings = api.asked.filter((asked) => asked === 'GET all').length;
    for (const watch of api.watches) watch.end();
    await until(() => api.asked.filter((asked) => asked === 'GET watch').length === 2);
    expect(api.asked.filter((asked) => asked === 'GET all')).toHaveLength(listings);
  });

  it.each([
    ['an error event', () => api.tell('ERROR', { kind: 'Status', code: 410 })],
    ['a version that is too old', () => {
      api.isGone = true;
      for (const watch of api.watches) watch.end();
    }],
  ])('are listed again after %s', async (_name, happen) => {
    follow();
    await until(() => api.watches.size === 1);
    happen();
    await until(() => api.asked.filter((asked) => asked === 'GET all').length >= 2 && api.watches.size === 1);
  });

  it('say what scanners read', async () => {
    expect(await jobs.languages()).toEqual([{ id: 'x', name: 'X', extensions: ['.x'] }]);
    rmSync(folder, { recursive: true, force: true });
  });
});
