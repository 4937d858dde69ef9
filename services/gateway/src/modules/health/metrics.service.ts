import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { ScanAttemptEntity, ScanEntity, type ScanStatus } from '../../database/index.js';
import { PlatformMetrics } from '../../metrics/index.js';
import { DATABASE, type Database } from '../../ports/index.js';

/** Figures for Prometheus: what the process counted, and what the database says when it is asked. */
@Injectable()
export class MetricsService implements OnModuleDestroy {
  constructor(
    private readonly metrics: PlatformMetrics,
    @Inject(DATABASE) database: Database,
  ) {
    const registers = [metrics.registry];
    new Gauge({
      name: 'pinata_scans',
      help: 'Scans that have not ended, by status; the queued ones are the depth of the queue',
      labelNames: ['status'],
      registers,
      async collect() {
        for (const status of ['QUEUED', 'RUNNING'] satisfies ScanStatus[]) this.set({ status }, await database.system((entities) => entities.count(ScanEntity, { status })));
      },
    });
    new Gauge({
      name: 'pinata_scan_attempts_running',
      help: 'Attempts that run',
      registers,
      async collect() {
        this.set(await database.system((entities) => entities.count(ScanAttemptEntity, { status: 'RUNNING' })));
      },
    });
  }

  text(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  /** In constant time. */
  isAllowed(authorization: string | undefined, token: string): boolean {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
  }

  onModuleDestroy(): void {
    this.metrics.registry.clear();
  }
}
