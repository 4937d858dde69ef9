import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { ScanEntity, type ScanStatus } from '../../database/index.js';
import { DATABASE, EVENT_BUS, type Database, type EventBus } from '../../ports/index.js';

/** Figures for Prometheus. A registry of its own, so that two platforms in one process do not share counts. */
@Injectable()
export class MetricsService implements OnModuleDestroy {
  private readonly registry = new Registry();
  private readonly stopListening: () => void;

  constructor(@Inject(DATABASE) database: Database, @Inject(EVENT_BUS) eventBus: EventBus) {
    collectDefaultMetrics({ register: this.registry, prefix: 'pinata_' });
    const changes = new Counter({ name: 'pinata_scan_changes_total', help: 'Transitions of scans seen by this replica', registers: [this.registry] });
    this.stopListening = eventBus.listen('scan.changed', () => changes.inc());
    new Gauge({
      name: 'pinata_scans',
      help: 'Scans that have not ended, by status',
      labelNames: ['status'],
      registers: [this.registry],
      async collect() {
        for (const status of ['QUEUED', 'RUNNING'] satisfies ScanStatus[]) this.set({ status }, await database.system((entities) => entities.count(ScanEntity, { status })));
      },
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** In constant time. */
  isAllowed(authorization: string | undefined, token: string): boolean {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
  }

  onModuleDestroy(): void {
    this.stopListening();
    this.registry.clear();
  }
}
