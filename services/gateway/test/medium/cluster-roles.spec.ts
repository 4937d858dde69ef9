import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { InProcessEventBus } from '../../src/adapters/event-bus/in-process/in-process-event-bus.js';
import { CONFIGURATION, parseConfiguration } from '../../src/config/index.js';
import { LOG } from '../../src/logging/index.js';
import { PlatformMetrics } from '../../src/metrics/index.js';
import { READINESS_CHECKS } from '../../src/modules/health/index.js';
import { VERSION } from '../../src/modules/instance/index.js';
import { ARTIFACT_STORE, ATTEMPT_ACCESS, CACHE, DATABASE, EVENT_BUS, IDENTITY_PROVIDER, JOB_RUNNER, JOB_WATCH, RESULT_STREAM, SECRET_BOX } from '../../src/ports/index.js';
import { modulesOf } from '../../src/profiles/cluster.module.js';
import { CLOCK, IDENTIFIERS, randomIdentifiers, systemClock } from '../../src/runtime/index.js';
import { databaseTemplate } from '../platform/database-template.js';
import { RecordingLog } from '../platform/test-platform.js';

@Module({})
class Ports {}

@Module({})
class Root {}

/** Parts are another suite's; here it is enough that each role finds what it asks for. */
describe('the roles of a cluster', () => {
  let database: PgliteDatabase;
  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
  }, 60_000);
  afterAll(() => database.close());

  const providersWithout = (...absent: symbol[]): Provider[] =>
    [
      { provide: CONFIGURATION, useValue: parseConfiguration({}) },
      { provide: LOG, useValue: new RecordingLog() },
      { provide: PlatformMetrics, useValue: new PlatformMetrics() },
      { provide: CLOCK, useValue: systemClock },
      { provide: IDENTIFIERS, useValue: randomIdentifiers },
      { provide: VERSION, useValue: '0' },
      { provide: READINESS_CHECKS, useValue: [] },
      { provide: DATABASE, useValue: database },
      { provide: EVENT_BUS, useValue: new InProcessEventBus(() => undefined) },
      ...[ARTIFACT_STORE, ATTEMPT_ACCESS, CACHE, IDENTITY_PROVIDER, JOB_RUNNER, JOB_WATCH, RESULT_STREAM, SECRET_BOX].map((provide) => ({ provide, useValue: {} })),
    ].filter(({ provide }) => typeof provide !== 'symbol' || !absent.includes(provide));
  const make = async (role: 'api' | 'ingest' | 'worker' | 'all', ...absent: symbol[]): Promise<void> => {
    const providers = providersWithout(...absent);
    const ports: DynamicModule = { module: Ports, global: true, providers, exports: providers };
    // Without `init`: nothing listens, and nothing is begun.
    await NestFactory.create({ module: Root, imports: [ports, ...modulesOf(role)] }, new FastifyAdapter(), { logger: false, abortOnError: false });
  };

  it.each(['api', 'ingest', 'worker', 'all'] as const)('%s has everything that it asks for', (role) => expect(make(role)).resolves.toBeUndefined());

  it('consume no results but in ingest, and sign no credentials in it', async () => {
    await make('api', RESULT_STREAM);
    await make('worker', RESULT_STREAM);
    await make('ingest', ATTEMPT_ACCESS);
    await expect(make('ingest', RESULT_STREAM)).rejects.toThrow(/ResultStream/);
  });
});
