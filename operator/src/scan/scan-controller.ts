import type { JobSettings } from '../config/index.js';
import type { GrantSource } from '../grant/grant-source.js';
import type { Log } from '../logging/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Clock } from '../runtime/clock.js';
import { Informer } from '../runtime/informer.js';
import { isConflict, KubernetesApiError, type Collection, type KubernetesApi, type ListOptions } from '../runtime/kubernetes-api.js';
import type { Job, KubernetesObject, Pod } from '../runtime/kubernetes-objects.js';
import { WorkQueue } from '../runtime/work-queue.js';
import { apply, type ApplyTools } from './apply.js';
import { decide } from './decide.js';
import { gather } from './gather.js';
import { removeOrphans } from './orphan-sweep.js';
import { Places } from './places.js';
import { collections, LABELS, SCAN_PARTS_SELECTOR, type Scan } from './scan-resource.js';

export interface ControllerOptions {
  readonly api: KubernetesApi;
  readonly grants: GrantSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly settings: JobSettings;
  readonly namespace: string;
  readonly identity: string;
  readonly workers: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const RESYNC_MILLISECONDS = 10 * 60_000;
const SWEEP_MILLISECONDS = 20_000;
/** A start moves all that wait: positions are written this seldom, and no faster than this for each, whatever the queue's length. */
const POSITIONS_MILLISECONDS = 1_000;
const POSITION_MILLISECONDS = 20;
/** So that the copy has a moment to catch up with whoever wrote first. */
const CONFLICT_MILLISECONDS = 50;

/** Reconciles for one term of leadership; another term begins with a new one, and with new copies. */
export class ScanController {
  private readonly queue: WorkQueue;
  private readonly scans: Informer<Scan>;
  private readonly jobs: Informer<Job>;
  private readonly pods: Informer<Pod>;
  private readonly places: Places;
  private readonly tools: ApplyTools;

  constructor(private readonly options: ControllerOptions) {
    const { clock, random, namespace, api, grants, settings, metrics, identity, log } = options;
    this.queue = new WorkQueue(clock, { firstDelayMilliseconds: 250, largestDelayMilliseconds: 30_000, random });
    this.scans = this.informer<Scan>(collections.scans(namespace), {}, ({ metadata }) => metadata.name, (name, scan) => this.onScan(name, scan));
    const ofScan = ({ metadata }: KubernetesObject) => metadata.labels?.[LABELS.scan];
    this.jobs = this.informer<Job>(collections.jobs(namespace), { labelSelector: SCAN_PARTS_SELECTOR }, ofScan, () => undefined);
    this.pods = this.informer<Pod>(collections.pods(namespace), { labelSelector: SCAN_PARTS_SELECTOR }, ofScan, () => undefined);
    this.places = new Places(() => this.scans.all(), settings.limits);
    this.tools = { api, grants, settings, namespace, metrics, identity, now: () => clock.now(), onNoticeLost: (error) => log.debug('an event could not be written', { error }) };
  }

  /** Works until the signal is aborted; resolves when nothing of it is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    const informers = [this.scans, this.jobs, this.pods];
    const following = informers.map((informer) => informer.run(signal));
    const aborted = new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));
    await Promise.race([Promise.all(informers.map(({ hasListed }) => hasListed)), aborted]);
    signal.addEventListener('abort', () => this.queue.stop());
    if (signal.aborted) this.queue.stop();
    await Promise.all([...following, ...Array.from({ length: this.options.workers }, () => this.work(signal)), this.sweep(signal), this.showPositions(signal)]);
  }

  private informer<Item extends KubernetesObject>(collection: Collection, selector: ListOptions, keyOf: (object: Item) => string | undefined, onScan: (name: string, object: Item | undefined) => void): Informer<Item> {
    const { api, clock, random, log, metrics } = this.options;
    const report = (object: Item, present: Item | undefined) => {
      const key = keyOf(object);
      if (key === undefined) return;
      onScan(key, present);
      this.enqueue(key);
    };
    return new Informer<Item>(api, clock, { collection, selector, resyncMilliseconds: RESYNC_MILLISECONDS, random }, {
      onChange: (object) => report(object, object),
      onRemove: (object) => report(object, undefined),
      onRestart: (error) => {
        metrics.watchRestarts.inc({ resource: collection.plural, result: error === undefined ? 'ended' : 'error' });
        if (error !== undefined) log.warn('a watch ended and is begun again', { resource: collection.plural, ...errorFields(error) });
      },
    });
  }

  /** Another scan's place may be free now. */
  private onScan(name: string, scan: Scan | undefined): void {
    this.places.observe(name, scan);
    for (const next of this.places.next()) this.enqueue(next);
    const { running, queued } = this.places.counts();
    this.options.metrics.running.set(running);
    this.options.metrics.queued.set(queued);
  }

  private enqueue(key: string): void {
    this.queue.add(key);
    this.options.metrics.queueDepth.set(this.queue.depth);
  }

  private async work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.queue.take();
      if (key === undefined) return;
      const { metrics, log } = this.options;
      metrics.queueDepth.set(this.queue.depth);
      const stopTimer = metrics.reconcileSeconds.startTimer();
      try {
        const isToBeTriedAgain = await this.reconcile(key, signal);
        metrics.reconciles.inc({ result: isToBeTriedAgain ? 'retry' : 'done' });
        if (isToBeTriedAgain) this.queue.addRateLimited(key);
        else this.queue.forget(key);
      } catch (error) {
        const isCrossed = isConflict(error);
        metrics.reconciles.inc({ result: isCrossed ? 'conflict' : 'error' });
        if (isCrossed) this.queue.addAfter(key, CONFLICT_MILLISECONDS);
        else if (!signal.aborted) log.warn('a scan could not be reconciled and is tried again', { scanId: key, retryMilliseconds: Math.round(this.queue.addRateLimited(key)), ...errorFields(error) });
      } finally {
        stopTimer();
        this.queue.done(key);
      }
    }
  }

  /** @returns whether it is to be tried again, later each time */
  private async reconcile(key: string, signal: AbortSignal): Promise<boolean> {
    const { api, namespace, clock, settings, log } = this.options;
    const copies = { scan: (name: string) => this.scans.get(name), jobs: () => this.jobs.all(), pods: () => this.pods.all() };
    const gathered = await gather(key, copies, api, namespace, signal);
    // From here to the reservation nothing waits: two workers must not give away the same place.
    const { scan } = gathered;
    const decision = decide({ ...gathered, turn: scan === undefined ? 'behindOthers' : this.places.turn(scan), queuePosition: this.places.position(key), now: clock.now() }, settings);
    if (decision.policy === 'admitted' && scan !== undefined) this.places.reserve(scan);
    const { status, isToBeTriedAgain } = await apply(decision, scan, this.tools, signal);
    if (decision.effects.length > 0 || decision.notices.length > 0) {
      log.info('a scan was reconciled', { scanId: key, organizationId: scan?.spec.organizationId, attempt: status?.attempt ?? scan?.status?.attempt, phase: status?.phase ?? scan?.status?.phase, policy: decision.policy, effects: decision.effects.map(({ type }) => type), failureCode: status?.failure?.code });
    }
    if (decision.checkAgainAfterMilliseconds !== undefined) this.queue.addAfter(key, decision.checkAgainAfterMilliseconds);
    return isToBeTriedAgain;
  }

  private async showPositions(signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    while (!signal.aborted) {
      const moved = this.places.takeMoved();
      for (const scanId of moved) this.enqueue(scanId);
      await clock.sleep(Math.max(POSITIONS_MILLISECONDS, moved.length * POSITION_MILLISECONDS), signal);
    }
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const { api, namespace, clock, log, metrics } = this.options;
    while (!signal.aborted) {
      await clock.sleep(SWEEP_MILLISECONDS, signal);
      if (signal.aborted) return;
      try {
        const removed = await removeOrphans(this.jobs.all(), (name) => this.scans.get(name) !== undefined, api, namespace, signal);
        metrics.orphans.inc(removed);
      } catch (error) {
        if (!signal.aborted) log.warn('orphans could not be removed and are tried again', errorFields(error));
      }
    }
  }
}

function errorFields(error: unknown): Record<string, unknown> {
  return error instanceof KubernetesApiError ? { status: error.status, reason: error.reason, error } : { error };
}
