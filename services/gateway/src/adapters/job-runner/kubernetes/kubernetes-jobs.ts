import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { JobListener, JobRunner, JobState, JobWatch, ScanJob, ScannerLanguage } from '../../../ports/index.js';
import { pause } from '../../../runtime/index.js';
import { KubernetesError, type KubernetesClient } from './kubernetes-client.js';
import { resourceOf, stateOf } from './scan-resource.js';

const PAGE = '500';
const WATCH_SECONDS = '240';
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 15_000;
const MERGE_PATCH = 'application/merge-patch+json';

const page = z.object({ items: z.array(z.unknown()), metadata: z.object({ resourceVersion: z.string().default(''), continue: z.string().optional() }) });
const watched = z.object({ type: z.string(), object: z.unknown() });
const named = z.object({ metadata: z.object({ name: z.string().default(''), resourceVersion: z.string().optional() }) });
const languages = z.object({ languages: z.array(z.object({ id: z.string(), name: z.string(), extensions: z.array(z.string()) })) });

export interface KubernetesJobsOptions {
  /** Where `Scan` resources are made. */
  readonly namespace: string;
  /** What the scanners of this version read, as their image says it. */
  readonly languagesFile: string;
  readonly onError: (message: string, error: unknown, scanId?: string) => void;
}

/** Scans as `Scan` resources, which the operator runs. Their names are the scans' ids, so that none is made twice. */
export class KubernetesJobs implements JobRunner, JobWatch {
  private readonly copies = new Map<string, JobState>();
  private isFresh = false;
  private isClosed = false;

  constructor(
    private readonly client: KubernetesClient,
    private readonly options: KubernetesJobsOptions,
  ) {}

  /** An API server that is away is no error: the row waits, and the sweep asks again, of another replica if this one is closed. */
  async start(job: ScanJob): Promise<void> {
    if (this.isClosed) return;
    try {
      await this.client.call({ method: 'POST', path: this.path(), body: { type: 'application/json', value: resourceOf(job) } });
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 409) return;
      this.options.onError('a scan could not be handed to the cluster; it will be tried again', error, job.scanId);
    }
  }

  /** Resolves when the operator was told. @throws KubernetesError */
  async cancel(scanId: string): Promise<void> {
    await ignoringAbsence(this.client.call({ method: 'PATCH', path: this.path(scanId), body: { type: MERGE_PATCH, value: { spec: { isCancelled: true } } } }));
  }

  /** The operator alone queues, fairly between organizations; this is what it last wrote. Known where the jobs are followed. */
  queuePosition(scanId: string): number | undefined {
    return this.copies.get(scanId)?.queuePosition;
  }

  async languages(): Promise<readonly ScannerLanguage[]> {
    return languages.parse(JSON.parse(await readFile(this.options.languagesFile, 'utf8'))).languages;
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.client.close();
    return Promise.resolve();
  }

  get isListed(): boolean {
    return this.isFresh;
  }

  state(scanId: string): JobState | undefined {
    return this.copies.get(scanId);
  }

  scanIds(): readonly string[] {
    return [...this.copies.keys()];
  }

  async ask(scanId: string): Promise<JobState | undefined> {
    return stateOf(await ignoringAbsence(this.client.call({ method: 'GET', path: this.path(scanId) })));
  }

  async remove(scanId: string): Promise<void> {
    const value = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' };
    await ignoringAbsence(this.client.call({ method: 'DELETE', path: this.path(scanId), body: { type: 'application/json', value } }));
  }

  async follow(listener: JobListener, signal: AbortSignal): Promise<void> {
    let wait = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        let version: string | undefined = await this.list(listener);
        wait = FIRST_PAUSE;
        // The server ends each watch after a while; the next one goes on where it stood.
        while (!signal.aborted && version !== undefined) {
          version = await this.watch(version, listener, signal);
          await pause(FIRST_PAUSE, signal);
        }
        if (!signal.aborted) listener.onRestart(undefined);
      } catch (error) {
        if (signal.aborted) break;
        listener.onRestart(error);
      }
      this.isFresh = false;
      await pause(wait, signal);
      wait = Math.min(2 * wait, LONGEST_PAUSE);
    }
    this.isFresh = false;
  }

  /** @returns where a watch goes on */
  private async list(listener: JobListener): Promise<string> {
    const found = new Map<string, JobState>();
    let next: string | undefined;
    let version: string;
    do {
      const answer = page.parse(await this.client.call({ method: 'GET', path: this.path(), query: { limit: PAGE, ...(next === undefined ? {} : { continue: next }) } }));
      for (const item of answer.items) {
        const state = stateOf(item);
        if (state !== undefined) found.set(state.scanId, state);
      }
      version = answer.metadata.resourceVersion;
      next = answer.metadata.continue === '' ? undefined : answer.metadata.continue;
    } while (next !== undefined);
    const touched = new Set([...this.copies.keys(), ...found.keys()]);
    this.copies.clear();
    for (const [scanId, state] of found) this.copies.set(scanId, state);
    this.isFresh = true;
    for (const scanId of touched) listener.onChange(scanId);
    return version;
  }

  /** @returns where the next watch goes on; undefined asks for a new listing */
  private async watch(from: string, listener: JobListener, signal: AbortSignal): Promise<string | undefined> {
    let version = from;
    const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: WATCH_SECONDS, resourceVersion: from };
    for await (const line of this.client.follow({ method: 'GET', path: this.path(), query }, signal)) {
      const { type, object } = watched.parse(line);
      if (type === 'ERROR') return undefined;
      const { name, resourceVersion } = named.parse(object).metadata;
      version = resourceVersion ?? version;
      if (type === 'BOOKMARK') continue;
      const state = type === 'DELETED' ? undefined : stateOf(object);
      if (state === undefined) this.copies.delete(name);
      else this.copies.set(name, state);
      listener.onChange(name);
    }
    return version;
  }

  private path(name?: string): string {
    const scans = `/apis/pinata.dev/v1alpha1/namespaces/${encodeURIComponent(this.options.namespace)}/scans`;
    return name === undefined ? scans : `${scans}/${encodeURIComponent(name)}`;
  }
}

async function ignoringAbsence(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return undefined;
    throw error;
  }
}
