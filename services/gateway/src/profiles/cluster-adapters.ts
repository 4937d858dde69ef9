import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '../adapters/nats/nats-connection.js';
import { FolderCache } from '../adapters/artifact-store/s3/folder-cache.js';
import { S3ArtifactStore } from '../adapters/artifact-store/s3/s3-artifact-store.js';
import { createS3Client } from '../adapters/artifact-store/s3/s3-client.js';
import { NatsKvCache } from '../adapters/cache/nats-kv/nats-kv-cache.js';
import { PostgresqlDatabase } from '../adapters/database/postgresql/postgresql-database.js';
import { AttemptCredentialIssuer } from '../adapters/nats/attempt-credentials.js';
import { NatsAttemptAccess } from '../adapters/nats/nats-attempt-access.js';
import { JetStreamResultStream } from '../adapters/result-stream/jetstream/jetstream-result-stream.js';
import { KeyFileSecretBox } from '../adapters/secret-box/key-file/key-file-secret-box.js';
import { ConfigurationError, type ClusterConfiguration } from '../config/index.js';
import type { Log } from '../logging/index.js';
import type { PlatformMetrics } from '../metrics/index.js';

const MEBIBYTE = 1024 ** 2;
const RETRY_MILLISECONDS = 2_000;
/** The answers of the API are small beside the facts. */
const ANSWERS_SHARE = 8;

export function openDatabase({ database }: ClusterConfiguration): PostgresqlDatabase {
  return PostgresqlDatabase.open({ url: database.url, authorityFile: database.authorityFile, isTlsRequired: database.isTlsRequired, connections: database.connections });
}

/** @param scratchFolder of this replica alone; what lies in it is removed */
export async function openStore({ objects }: ClusterConfiguration, scratchFolder: string): Promise<S3ArtifactStore> {
  const { podEndpoint, snapshotMegabytes, scratchMegabytes, ...options } = objects;
  return new S3ArtifactStore(createS3Client(options), await FolderCache.open(path.join(scratchFolder, 'snapshots'), scratchMegabytes * MEBIBYTE), {
    bucket: options.bucket,
    maximumBytes: snapshotMegabytes * MEBIBYTE,
    uploadEndpoint: createS3Client({ ...options, endpoint: podEndpoint }),
  });
}

export function openCache(connection: NatsConnection, { nats }: ClusterConfiguration, log: Log): Promise<NatsKvCache> {
  const facts = nats.cacheMegabytes * MEBIBYTE;
  return patiently('the cache', log, () => NatsKvCache.open(connection, { bytes: { facts, answers: Math.ceil(facts / ANSWERS_SHARE) }, replicas: nats.replicas }));
}

/** @param isStoreHealthy whether storing can work at all after an error */
export function openStream(connection: NatsConnection, { nats }: ClusterConfiguration, isStoreHealthy: (error: unknown) => Promise<boolean>, log: Log, metrics: PlatformMetrics): Promise<JetStreamResultStream> {
  return patiently('the result stream', log, () =>
    JetStreamResultStream.open(connection, {
      limits: { bytes: nats.streamMegabytes * MEBIBYTE, replicas: nats.replicas },
      isStoreHealthy,
      onHandlerError: (error, address) => log.error('a result could not be stored; it will be tried again', { ...address, error }),
      onDead: (subject, reason) => {
        metrics.deadLetters.inc();
        log.error('a message that cannot be stored was set aside; see "Dead letters" in docs/OPERATIONS.md', { subject, reason });
      },
    }),
  );
}

/** @throws ConfigurationError naming the file that cannot be used */
export async function openAttemptAccess({ nats }: ClusterConfiguration): Promise<NatsAttemptAccess> {
  const { account, signingKeyFile, authorityFile, podServers } = nats;
  const key = 'key' in account ? account.key : await fromFile('PINATA_NATS_ACCOUNT_FILE', () => readFile(account.file, 'utf8'));
  const certificateAuthority = authorityFile === undefined ? '' : await fromFile('PINATA_NATS_CA_FILE', () => readFile(authorityFile, 'utf8'));
  const issuer = await fromFile('PINATA_NATS_SIGNING_KEY_FILE', async () => new AttemptCredentialIssuer(await readFile(signingKeyFile, 'utf8'), key.trim()));
  return new NatsAttemptAccess(issuer, { servers: podServers, certificateAuthority });
}

/** @throws ConfigurationError */
export function openSecretBox({ secretKeyFile }: ClusterConfiguration): Promise<KeyFileSecretBox> {
  return fromFile('PINATA_SECRET_KEY_FILE', () => KeyFileSecretBox.openExisting(secretKeyFile));
}

/** The error of a file that cannot be used names its variable; what the file holds is not in it. */
export async function fromFile<Opened>(variable: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'it does not hold what it should';
    throw new ConfigurationError(variable, `names a file that cannot be used: ${reason}`);
  }
}

/** The gateway starts before its parts are there, and JetStream is there later than NATS. */
async function patiently<Opened>(name: string, log: Log, open: () => Promise<Opened>): Promise<Opened> {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      log.warn(`${name} cannot be opened yet; it is tried again`, { error });
    }
    await delay(RETRY_MILLISECONDS);
  }
}
