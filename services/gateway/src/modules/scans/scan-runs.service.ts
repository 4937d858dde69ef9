import { Inject, Injectable } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import type { Scan } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { EVENT_BUS, JOB_RUNNER, type EventBus, type JobRunner } from '../../ports/index.js';
import { CLOCK, type Clock } from '../../runtime/index.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';
import { deadlineMilliseconds, memoryBytes } from './scan-limits.js';

/** Brings queued scans to the JobRunner, and takes them from it. */
@Injectable()
export class ScanRunsService {
  constructor(
    private readonly lifecycle: ScanLifecycleRepository,
    @Inject(JOB_RUNNER) private readonly runner: JobRunner,
    @Inject(EVENT_BUS) private readonly eventBus: EventBus,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  enqueue(scan: Scan): Promise<void> {
    const { scans } = this.configuration;
    return this.runner.start({ scanId: scan.id, organizationId: scan.organizationId, deadlineMilliseconds: deadlineMilliseconds(scan, scans), memoryBytes: memoryBytes(scan, scans) });
  }

  /** @returns false when the scan had ended already */
  async cancel(scan: Pick<Scan, 'id' | 'organizationId'>): Promise<boolean> {
    const isCancelled = await this.lifecycle.cancel(scan.id, this.clock.now());
    if (!isCancelled) return false;
    this.changed(scan);
    // The row decides; the process may take a moment to end, and nobody waits for it.
    this.runner.cancel(scan.id).catch((error: unknown) => this.log.error('a cancelled scanner did not end', { scanId: scan.id, error: String(error) }));
    return true;
  }

  /** Tells every replica how many scans come before one that waits. */
  queued(scan: Pick<Scan, 'id' | 'organizationId'>, position: number): void {
    this.eventBus.publish('scan.queued', { organizationId: scan.organizationId, scanId: scan.id, position });
  }

  /** Tells every replica that the scan's row is another. */
  changed(scan: Pick<Scan, 'id' | 'organizationId'>): void {
    this.eventBus.publish('scan.changed', { organizationId: scan.organizationId, scanId: scan.id });
  }
}
