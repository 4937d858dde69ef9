import type { Clock } from './clock.js';
import { isConflict, type Collection, type KubernetesApi } from './kubernetes-api.js';
import type { Lease } from './kubernetes-objects.js';

export interface LeaderElectorOptions {
  readonly namespace: string;
  /** The Lease's name. */
  readonly name: string;
  /** Different for every process. */
  readonly identity: string;
  /** How long others leave a Lease alone that nobody renews. */
  readonly leaseMilliseconds: number;
  /** How long the holder goes on without having renewed; shorter than the Lease, so that it has stopped before another begins. */
  readonly renewDeadlineMilliseconds: number;
  readonly retryMilliseconds: number;
}

export const USUAL_LEASE = { leaseMilliseconds: 15_000, renewDeadlineMilliseconds: 10_000, retryMilliseconds: 2_000 } as const;

export interface LeadershipListener {
  onChange(isLeader: boolean): void;
  onError(error: unknown): void;
}

interface Observation {
  readonly resourceVersion: string | undefined;
  /** On our own monotonic clock: two machines' wall clocks need not agree. */
  readonly at: number;
}

/**
 * Leader election on a Lease, as client-go does it: whoever holds it writes it again and again; others take it when it was not
 * written for its whole duration as they themselves measured it. Two writers are told apart by resourceVersion.
 */
export class LeaderElector {
  private observation: Observation | undefined;
  private held: Lease | undefined;

  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly options: LeaderElectorOptions,
    private readonly listener: LeadershipListener,
  ) {}

  /**
   * Campaigns until the signal is aborted. `lead` is called for each term, with a signal that is aborted when the term ends,
   * and must then return; only after it has returned is the Lease given up, or sought again.
   */
  async run(signal: AbortSignal, lead: (term: AbortSignal) => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      if (await this.tryToHold(signal)) await this.serve(signal, lead);
      if (!signal.aborted) await this.clock.sleep(this.options.retryMilliseconds, signal);
    }
  }

  private async serve(signal: AbortSignal, lead: (term: AbortSignal) => Promise<void>): Promise<void> {
    const term = new AbortController();
    const end = () => term.abort();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    this.listener.onChange(true);
    const led = lead(term.signal)
      .catch((error: unknown) => this.listener.onError(error))
      .finally(end);
    await this.renew(term);
    await led;
    signal.removeEventListener('abort', end);
    this.listener.onChange(false);
    await this.release();
  }

  /** Returns when the term ended, whoever ended it. */
  private async renew(term: AbortController): Promise<void> {
    let renewedAt = this.clock.monotonic();
    while (!term.signal.aborted) {
      await this.clock.sleep(this.options.retryMilliseconds, term.signal);
      if (term.signal.aborted) return;
      const askedAt = this.clock.monotonic();
      const left = renewedAt + this.options.renewDeadlineMilliseconds - askedAt;
      // A request that hangs must not carry the term past its deadline.
      const request = new AbortController();
      void this.clock.sleep(Math.max(0, left), request.signal).then(() => request.abort());
      const isHeld = await this.tryToHold(AbortSignal.any([term.signal, request.signal]));
      request.abort();
      if (isHeld) renewedAt = askedAt;
      else if (this.held === undefined || this.clock.monotonic() - renewedAt >= this.options.renewDeadlineMilliseconds) term.abort();
    }
  }

  /** Writes the Lease if it is ours or nobody's. Whether it is ours now; errors are told, and count as no. */
  private async tryToHold(signal: AbortSignal): Promise<boolean> {
    const { identity, leaseMilliseconds } = this.options;
    try {
      const found = await this.api.get<Lease>(this.collection, this.options.name, signal);
      if (found === undefined) {
        this.held = await this.api.create<Lease>(this.collection, this.lease(undefined), signal);
        return true;
      }
      if (this.observation === undefined || this.observation.resourceVersion !== found.metadata.resourceVersion) this.observation = { resourceVersion: found.metadata.resourceVersion, at: this.clock.monotonic() };
      const holder = found.spec.holderIdentity ?? '';
      const duration = found.spec.leaseDurationSeconds === undefined ? leaseMilliseconds : found.spec.leaseDurationSeconds * 1000;
      if (holder !== identity) this.held = undefined;
      if (holder !== '' && holder !== identity && this.clock.monotonic() - this.observation.at < duration) return false;
      this.held = await this.api.replace<Lease>(this.collection, this.lease(found), signal);
      return true;
    } catch (error) {
      // Somebody wrote between our reading and our writing; the next reading tells who.
      if (!isConflict(error) && !signal.aborted) this.listener.onError(error);
      return false;
    }
  }

  /** So that the next holder need not wait. What fails here is only a delay. */
  private async release(): Promise<void> {
    const { held } = this;
    this.held = undefined;
    this.observation = undefined;
    if (held === undefined) return;
    const request = new AbortController();
    void this.clock.sleep(this.options.retryMilliseconds, request.signal).then(() => request.abort());
    await this.api.replace<Lease>(this.collection, { ...held, spec: { ...held.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: this.microTime() } }, request.signal).catch(() => undefined);
    request.abort();
  }

  private lease(found: Lease | undefined): Lease {
    const { name, namespace, identity, leaseMilliseconds } = this.options;
    const isRenewal = found?.spec.holderIdentity === identity;
    const time = this.microTime();
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: found?.metadata ?? { name, namespace },
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: Math.ceil(leaseMilliseconds / 1000),
        acquireTime: isRenewal ? (found.spec.acquireTime ?? time) : time,
        renewTime: time,
        leaseTransitions: (found?.spec.leaseTransitions ?? 0) + (found === undefined || isRenewal ? 0 : 1),
      },
    };
  }

  private microTime(): string {
    return new Date(this.clock.now()).toISOString().replace('Z', '000Z');
  }

  private get collection(): Collection {
    return { groupPath: '/apis/coordination.k8s.io/v1', plural: 'leases', namespace: this.options.namespace };
  }
}
