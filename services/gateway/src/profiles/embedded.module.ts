import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Module, type Provider } from '@nestjs/common';
import { FolderArtifactStore } from '../adapters/artifact-store/folder/folder-artifact-store.js';
import { MemoryCache } from '../adapters/cache/memory/memory-cache.js';
import { PgliteDatabase } from '../adapters/database/pglite/pglite-database.js';
import { InProcessEventBus } from '../adapters/event-bus/in-process/in-process-event-bus.js';
import { EmbeddedOidcProvider, forgetExpiredRecords, insecureHostPage, loadProviderKeys, registerSignIn } from '../adapters/identity-provider/embedded-oidc/index.js';
import { ChildProcessJobRunner } from '../adapters/job-runner/child-process/child-process-job-runner.js';
import { ChildChannelStream } from '../adapters/result-stream/child-channel/child-channel-stream.js';
import { KeyFileSecretBox } from '../adapters/secret-box/key-file/key-file-secret-box.js';
import type { Configuration } from '../config/index.js';
import { AccountEntity } from '../database/index.js';
import { GraphqlPlatformModule } from '../graphql/graphql-platform.module.js';
import type { Log } from '../logging/index.js';
import { PlatformMetrics } from '../metrics/index.js';
import { AccountsModule } from '../modules/accounts/index.js';
import { ApiTokensModule } from '../modules/api-tokens/index.js';
import { AuthenticationModule } from '../modules/authentication/index.js';
import { GraphModule } from '../modules/graph/index.js';
import { HealthModule, READINESS_CHECKS, type ReadinessCheck } from '../modules/health/index.js';
import { InstanceModule } from '../modules/instance/index.js';
import { FirstStartModule } from '../modules/first-start/index.js';
import { OrganizationsModule } from '../modules/organizations/index.js';
import { RepositoriesModule } from '../modules/repositories/index.js';
import { LocalRunsModule, ScansModule } from '../modules/scans/index.js';
import { UsageModule } from '../modules/usage/index.js';
import { ARTIFACT_STORE, JOB_RUNNER, LOCAL_JOB_RUNNER, RESULT_STREAM, SECRET_BOX, factsOf, type Database } from '../ports/index.js';
import type { DataFolder } from './data-folder.js';
import { commonProviders, portsModule, type Platform } from './platform.js';

const MEBIBYTE = 1024 ** 2;
/** Built beside the gateway; the job runner spawns it and nobody imports it. */
const SCANNER_ENTRY = path.resolve(import.meta.dirname, '../../../scanner/dist/main.js');

export interface EmbeddedOptions {
  readonly configuration: Configuration;
  /** Such as `http://localhost:4700`, with the port that was found free. */
  readonly origin: string;
  readonly data: DataFolder;
  readonly log: Log;
  /** Where the scanners' PATH and the like come from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tests keep the database in memory, and count its statements. */
  readonly openDatabase?: () => Promise<Database>;
}

@Module({
  imports: [
    GraphqlPlatformModule,
    AuthenticationModule,
    AccountsModule,
    OrganizationsModule,
    RepositoriesModule,
    ScansModule,
    LocalRunsModule,
    GraphModule,
    UsageModule,
    ApiTokensModule,
    InstanceModule,
    FirstStartModule,
    HealthModule,
  ],
})
export class EmbeddedModule {}

/** The composition root of the embedded profile: the one place that knows which adapter serves which port. */
export async function createEmbeddedPlatform(options: EmbeddedOptions): Promise<Platform> {
  const { configuration, data, log, origin } = options;
  const database = await (options.openDatabase ?? (() => PgliteDatabase.open({ folder: data.database })))();
  await database.migrate();
  await forgetExpiredRecords(database);
  await rm(data.work, { recursive: true, force: true });
  const metrics = new PlatformMetrics();
  const eventBus = new InProcessEventBus((error) => log.error('a listener of the event bus failed', { error }));
  const cache = new MemoryCache({ facts: 64 * MEBIBYTE, answers: 32 * MEBIBYTE });
  const stream = new ChildChannelStream((error, address) => log.error('a result could not be stored; it will be tried again', { ...address, error }));
  const runner = new ChildProcessJobRunner({
    entryFile: SCANNER_ENTRY,
    workFolder: data.work,
    stream,
    factsOf: factsOf(cache),
    atOnce: configuration.scans.atOnce,
    atOncePerOrganization: configuration.scans.atOncePerOrganization,
    onLine: (line, scanId) => log.warn('a scanner wrote to its log', { scanId, line }),
    onError: (error, scanId) => log.error('a scan could not be run', { scanId, error }),
    environment: options.environment,
  });
  const identityProvider = new EmbeddedOidcProvider({
    origin,
    keys: await loadProviderKeys(data.signingKeys),
    database,
    people: { byId: (id) => database.system((entities) => entities.findOne(AccountEntity, { id, isDisabled: false })) },
    isBehindProxy: configuration.publicUrl !== undefined,
    onError: (message, error) => log.error(message, { error }),
  });
  const providers: Provider[] = [
    ...commonProviders({ configuration, log, metrics, database, eventBus, cache, identityProvider }),
    { provide: SECRET_BOX, useValue: await KeyFileSecretBox.open(data.secretKey) },
    { provide: ARTIFACT_STORE, useValue: new FolderArtifactStore(data.artifacts) },
    { provide: RESULT_STREAM, useValue: stream },
    { provide: JOB_RUNNER, useValue: runner },
    { provide: LOCAL_JOB_RUNNER, useValue: runner },
    { provide: READINESS_CHECKS, useValue: [{ name: 'database', check: () => database.ping() }] satisfies ReadinessCheck[] },
  ];
  const ports = portsModule(providers);
  return {
    module: { module: EmbeddedModule, imports: [ports] },
    signIn: {
      identityProvider,
      insecureHostPage,
      register: (server, authenticate) =>
        registerSignIn(server, { provider: identityProvider.provider, origin, authenticate, onRefusal: (reason) => {
            metrics.signInsRefused.inc({ reason });
            log.warn('a sign-in was refused', { reason });
          },
        }),
    },
    close: async () => {
      await runner.close();
      await stream.close();
      await eventBus.close();
      await cache.close();
      await database.close();
    },
  };
}
