import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { CONFIGURATION, type Configuration } from '../config/index.js';
import { LOG, type Log } from '../logging/index.js';
import { PlatformMetrics } from '../metrics/index.js';
import { VERSION } from '../modules/instance/index.js';
import { CACHE, DATABASE, EVENT_BUS, IDENTITY_PROVIDER, type Cache, type Database, type EventBus, type IdentityProvider } from '../ports/index.js';
import { CLOCK, IDENTIFIERS, randomIdentifiers, systemClock } from '../runtime/index.js';

/** How people sign in; absent where a process serves none. */
export interface SignInPart {
  readonly identityProvider: IdentityProvider;
  /** What people read who opened us by a name for which browsers sign nobody in. */
  readonly insecureHostPage: (host: string, port: string) => string;
  /** The pages and endpoints of signing in; to be called before the server listens. */
  register(server: FastifyInstance, authenticate: (email: string, password: string) => Promise<string | undefined>): void;
}

/** A profile's adapters, made in the order in which they need each other, and the module that holds what they serve. */
export interface Platform {
  readonly module: DynamicModule;
  readonly signIn: SignInPart | undefined;
  /** To be called when nothing is served any more. */
  close(): Promise<void>;
}

@Module({})
class PortsModule {}

/** What serves the ports, for every module of a platform. */
export function portsModule(providers: Provider[]): DynamicModule {
  return { module: PortsModule, global: true, providers, exports: providers };
}

/** What every profile has an adapter for, whichever it is. */
export interface CommonParts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly metrics: PlatformMetrics;
  readonly database: Database;
  readonly eventBus: EventBus;
  readonly cache: Cache;
  readonly identityProvider: IdentityProvider;
}

export function commonProviders({ configuration, log, metrics, database, eventBus, cache, identityProvider }: CommonParts): Provider[] {
  return [
    { provide: CONFIGURATION, useValue: configuration },
    { provide: LOG, useValue: log },
    { provide: PlatformMetrics, useValue: metrics },
    { provide: CLOCK, useValue: systemClock },
    { provide: IDENTIFIERS, useValue: randomIdentifiers },
    { provide: VERSION, useValue: readVersion() },
    { provide: DATABASE, useValue: database },
    { provide: EVENT_BUS, useValue: eventBus },
    { provide: CACHE, useValue: cache },
    { provide: IDENTITY_PROVIDER, useValue: identityProvider },
  ];
}

/** This package's own version. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0.0.0';
}
