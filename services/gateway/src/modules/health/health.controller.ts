import { Controller, Get, Header, Headers, Inject, UnauthorizedException } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { CONFIGURATION, type Configuration } from '../../config/index.js';
import { MetricsService } from './metrics.service.js';
import { READINESS_CHECKS, isPassed, type ReadinessCheck } from './readiness.js';

/** What machines ask: whether the process lives, whether it may get requests, and what it counts. */
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly metrics: MetricsService,
    @Inject(READINESS_CHECKS) private readonly checks: readonly ReadinessCheck[],
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
    return this.health.check(this.checks.map((check) => async () => ({ [check.name]: { status: (await isPassed(check)) ? 'up' : 'down' } })));
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
