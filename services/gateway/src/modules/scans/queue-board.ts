import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EVENT_BUS, JOB_RUNNER, type EventBus, type JobRunner, type PlatformEvents } from '../../ports/index.js';

/** What is not said again for this long is not true any more; it is said with every sweep of the jobs, which come every ten seconds. */
const FORGOTTEN_MILLISECONDS = 60_000;
const MAXIMUM_SCANS = 10_000;

/** How many scans come before each that waits: from the JobRunner where it queues in this process, else from what the replica that watches the jobs says. */
@Injectable()
export class QueueBoard implements OnModuleDestroy {
  private readonly told = new Map<string, { readonly position: number; readonly at: number }>();
  private readonly stopListening: () => void;

  constructor(
    @Inject(EVENT_BUS) eventBus: EventBus,
    @Inject(JOB_RUNNER) private readonly runner: JobRunner,
  ) {
    this.stopListening = eventBus.listen('scan.queued', (event) => this.record(event));
  }

  /** From 0; undefined when nobody said. What it says of a scan that waits no longer means nothing. */
  positionOf(scanId: string): number | undefined {
    const own = this.runner.queuePosition(scanId);
    if (own !== undefined) return own;
    const told = this.told.get(scanId);
    return told === undefined || performance.now() - told.at > FORGOTTEN_MILLISECONDS ? undefined : told.position;
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  private record({ scanId, position }: PlatformEvents['scan.queued']): void {
    const now = performance.now();
    this.told.delete(scanId);
    this.told.set(scanId, { position, at: now });
    // In the order in which they were told, so that the oldest are first.
    for (const [oldest, { at }] of this.told) {
      if (this.told.size <= MAXIMUM_SCANS && now - at <= FORGOTTEN_MILLISECONDS) break;
      this.told.delete(oldest);
    }
  }
}
