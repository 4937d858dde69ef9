import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { Module, type Provider, type Type } from '@nestjs/common';
import { isOutage } from '../adapters/database/postgresql/is-outage.js';
import { NatsEventBus } from '../adapters/event-bus/nats/nats-event-bus.js';
import { insecureHostPage, registerStyleSheet } from '../adapters/identity-provider/embedded-oidc/index.js';
import { KeycloakProvider, registerKeycloakProxy } from '../adapters/identity-provider/keycloak/index.js';
import { KubernetesClient } from '../adapters/job-runner/kubernetes/kubernetes-client.js';
import { KubernetesJobs } from '../adapters/job-runner/kubernetes/kubernetes-jobs.js';
import { FactsResponder } from '../adapters/nats/facts-responder.js';
import { connectNats, drainNats } from '../adapters/nats/nats-connection.js';
import type { ClusterProfileConfiguration, GatewayRole } from '../config/index.js';
import { GraphqlPlatformModule } from '../graphql/graphql-platform.module.js';
import type { Log } from '../logging/index.js';
import { PlatformMetrics } from '../metrics/index.js';
import { AccountsModule } from '../modules/accounts/index.js';
import { ApiTokensModule } from '../modules/api-tokens/index.js';
import { AuthenticationModule } from '../modules/authentication/index.js';
import { GrantsModule } from '../modules/grants/index.js';
import { GraphModule } from '../modules/graph/index.js';
import { HealthModule, READINESS_CHECKS, type ReadinessCheck } from '../modules/health/index.js';
import { InstanceModule } from '../modules/instance/index.js';
import { OrganizationsModule } from '../modules/organizations/index.js';
import { RepositoriesModule } from '../modules/repositories/index.js';
import { ScanJobsModule } from '../modules/scan-jobs/index.js';
import { ArtifactSweepModule, IngestModule, ScansModule } from '../modules/scans/index.js';
import { UsageModule } from '../modules/usage/index.js';
import { ARTIFACT_STORE, ATTEMPT_ACCESS, JOB_RUNNER, JOB_WATCH, RESULT_STREAM, SECRET_BOX, factsOf } from '../ports/index.js';
import { fromFile, openAttemptAccess, openCache, openDatabase, openSecretBox, openStore, openStream } from './cluster-adapters.js';
import { commonProviders, portsModule, type Platform } from './platform.js';

export interface ClusterOptions {
  readonly configuration: ClusterProfileConfiguration;
  readonly log: Log;
  /** True from the moment at which this process is told to end. */
  readonly isStopping: () => boolean;
  /** A part was lost that cannot be had back without another process. */
  readonly onLost: (error: unknown) => void;
}

type Duty = Exclude<GatewayRole, 'all'>;

/** What each role runs, beside health and metrics, which every process serves. */
const MODULES: Readonly<Record<Duty, readonly Type[]>> = {
  api: [GraphqlPlatformModule, AuthenticationModule, AccountsModule, OrganizationsModule, RepositoriesModule, ScansModule, GraphModule, UsageModule, ApiTokensModule, InstanceModule, GrantsModule],
  ingest: [IngestModule],
  worker: [GrantsModule, ScanJobsModule, ArtifactSweepModule],
};

/** What a process of that role runs. */
export function modulesOf(role: GatewayRole): readonly Type[] {
  return [HealthModule, ...new Set(dutiesOf(role).flatMap((duty) => MODULES[duty]))];
}

function dutiesOf(role: GatewayRole): readonly Duty[] {
  return role === 'all' ? ['api', 'ingest', 'worker'] : [role];
}

@Module({})
class ClusterModule {}

/** The composition root of the cluster profile: the one place that knows which adapter serves which port in it. */
export async function createClusterPlatform({ configuration, log, isStopping, onLost }: ClusterOptions): Promise<Platform> {
  const { cluster } = configuration;
  const duties = dutiesOf(cluster.role);
  const metrics = new PlatformMetrics();
  const database = openDatabase(cluster);
  const store = await openStore(cluster, configuration.dataFolder);
  // Before anything waits for a server: what is wrong here no server mends.
  const secretBox = await openSecretBox(cluster);
  const attemptAccess = duties.some((duty) => MODULES[duty].includes(GrantsModule)) ? await openAttemptAccess(cluster) : undefined;
  await fromFile('PINATA_NATS_CREDENTIALS_FILE', () => access(cluster.nats.credentialsFile, constants.R_OK));
  const connection = await connectNats({ ...cluster.nats, name: `gateway-${cluster.role}`, onClosed: onLost, onTrouble: (error) => log.warn('NATS cannot be used at present', { error }) });
  const eventBus = new NatsEventBus(connection, (error) => log.error('a listener of the event bus failed', { error }));
  const cache = await openCache(connection, cluster, log);
  const jobs = new KubernetesJobs(new KubernetesClient(cluster.kubeconfig), {
    namespace: cluster.scansNamespace,
    languagesFile: cluster.languagesFile,
    onError: (message, error, scanId) => log.error(message, { error, ...(scanId === undefined ? {} : { scanId }) }),
  });
  const identityProvider = new KeycloakProvider(cluster.keycloak);
  const isStoreHealthy = (error: unknown): Promise<boolean> => (isOutage(error) ? Promise.resolve(false) : Promise.all([database.ping(), store.ping()]).then(() => true, () => false));
  const stream = duties.includes('ingest') ? await openStream(connection, cluster, isStoreHealthy, log, metrics) : undefined;
  const facts = duties.includes('ingest') ? new FactsResponder(connection, factsOf(cache)) : undefined;
  const checks: ReadinessCheck[] = [
    { name: 'process', check: () => (isStopping() ? Promise.reject(new Error('the process is ending')) : Promise.resolve()) },
    { name: 'database', check: () => database.ping() },
    { name: 'schema', check: async () => requireNone(await database.pending()) },
    { name: 'objects', check: () => store.ping() },
    { name: 'nats', check: () => connection.flush() },
  ];
  const providers: Provider[] = [
    ...commonProviders({ configuration, log, metrics, database, eventBus, cache, identityProvider }),
    { provide: SECRET_BOX, useValue: secretBox },
    { provide: ARTIFACT_STORE, useValue: store },
    { provide: JOB_RUNNER, useValue: jobs },
    { provide: JOB_WATCH, useValue: jobs },
    { provide: READINESS_CHECKS, useValue: checks },
    ...(stream === undefined ? [] : [{ provide: RESULT_STREAM, useValue: stream }]),
    ...(attemptAccess === undefined ? [] : [{ provide: ATTEMPT_ACCESS, useValue: attemptAccess }]),
  ];
  const ports = portsModule(providers);
  return {
    module: { module: ClusterModule, imports: [ports, ...modulesOf(cluster.role)] },
    signIn: duties.includes('api')
      ? {
          identityProvider,
          insecureHostPage,
          register: (server) => {
            registerStyleSheet(server);
            if (cluster.keycloak.isProxied) registerKeycloakProxy(server, { ...cluster.keycloak, onError: (error) => log.error('Keycloak does not answer', { error }) });
          },
        }
      : undefined,
    close: async () => {
      await stream?.close();
      await facts?.close();
      await jobs.close();
      await eventBus.close();
      await cache.close();
      await drainNats(connection);
      await database.close();
    },
  };
}

function requireNone(pending: readonly string[]): void {
  if (pending.length > 0) throw new Error(`migrations have not run: ${pending.join(', ')}`);
}
