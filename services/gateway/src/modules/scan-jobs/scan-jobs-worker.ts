import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOG, type Log } from '../../logging/index.js';
import { JOB_WATCH, type JobWatch } from '../../ports/index.js';
import { IDENTIFIERS, pause, type Identifiers } from '../../runtime/index.js';
import { LeaseHolder } from './lease-holder.js';
import { LeaseRepository } from './lease.repository.js';
import { ScanJobsService } from './scan-jobs.service.js';
import { WaitingScans } from './waiting-scans.js';

const LEASE = 'scan-jobs';
const LEASE_SECONDS = 15;
const RENEW_MILLISECONDS = 3_000;
const SWEEP_MILLISECONDS = 10_000;
const AT_ONCE = 4;

/** Watches the cluster's jobs while this replica holds the lease, and looks at every unfinished scan every ten seconds. */
@Injectable()
export class ScanJobsWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly jobs: ScanJobsService,
    private readonly leases: LeaseRepository,
    @Inject(JOB_WATCH) private readonly watch: JobWatch,
    @Inject(IDENTIFIERS) private readonly identifiers: Identifiers,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const holder = new LeaseHolder(this.leases, {
      name: LEASE,
      holder: this.identifiers.uuid(),
      seconds: LEASE_SECONDS,
      renewMilliseconds: RENEW_MILLISECONDS,
      onError: (error) => this.log.warn('the lease of the watch could not be had', { error }),
    });
    this.running = holder.run((signal) => this.work(signal), this.ending.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  /** One term of the lease. */
  private async work(signal: AbortSignal): Promise<void> {
    this.log.info('this replica watches the jobs of the cluster');
    const waiting = new WaitingScans();
    const listener = {
      onChange: (scanId: string): void => waiting.add(scanId),
      onRestart: (error: unknown): void => {
        if (error !== undefined) this.log.warn('the watch of the jobs ended and is begun again', { error });
      },
    };
    await Promise.all([this.watch.follow(listener, signal), this.sweep(waiting, signal), ...Array.from({ length: AT_ONCE }, () => this.drain(waiting, signal))]);
  }

  private async sweep(waiting: WaitingScans, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for (const scanId of await this.jobs.due()) waiting.add(scanId);
      } catch (error) {
        this.log.warn('unfinished scans could not be looked for; it is tried again', { error });
      }
      await pause(SWEEP_MILLISECONDS, signal);
    }
  }

  private async drain(waiting: WaitingScans, signal: AbortSignal): Promise<void> {
    for (;;) {
      const scanId = await waiting.take(signal);
      if (scanId === undefined) return;
      try {
        await this.jobs.reconcile(scanId);
      } catch (error) {
        this.log.warn('a scan and its job could not be brought together; it is tried again', { scanId, error });
      } finally {
        waiting.done(scanId);
      }
    }
  }
}
