import { Controller, Get, Header, Headers, Inject, UnauthorizedException } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { DATABASE, type Database } from '../../ports/index.js';
import { MetricsService } from './metrics.service.js';

/** What machines ask: whether the process lives, whether it may get requests, and what it counts. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly metrics: MetricsService,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get('healthz')
  @Header('cache-control', 'no-store')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Header('cache-control', 'no-store')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      async () => {
        await this.database.ping();
        return { database: { status: 'up' } };
      },
    ]);
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  counts(@Headers('authorization') authorization: string | undefined): Promise<string> {
    const { metricsToken } = this.configuration;
    if (metricsToken !== undefined && !this.metrics.isAllowed(authorization, metricsToken)) throw new UnauthorizedException();
    return this.metrics.text();
  }
}
