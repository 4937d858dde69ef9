import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';

export type { NatsConnection };

export interface NatsOptions {
  /** Such as `nats://nats:4222`; `tls://` asks for TLS. */
  readonly servers: readonly string[];
  /** A credentials file: the user's JWT and seed. Absent for a server without operators, in development. */
  readonly credentialsFile?: string | undefined;
  /** PEM file of a private authority. */
  readonly authorityFile?: string | undefined;
  /** Shown in the server's own list of connections. */
  readonly name: string;
  /** It ended without being told to, and does not come back: another start may do better. */
  readonly onClosed?: (error: unknown) => void;
  /** It is away, or refuses us; it is tried again. */
  readonly onTrouble?: (error: unknown) => void;
}

const RETRY_MILLISECONDS = 1_000;
const DRAIN_MILLISECONDS = 5_000;

/**
 * Connects, and goes on trying for as long as the process lives: the gateway starts before its parts are there.
 * What is sent after that waits while the server is away.
 */
export async function connectNats(options: NatsOptions): Promise<NatsConnection> {
  for (;;) {
    try {
      return await connectOnce(options);
    } catch (error) {
      options.onTrouble?.(error);
    }
    await delay(RETRY_MILLISECONDS);
  }
}

async function connectOnce({ servers, name, credentialsFile, authorityFile, onClosed, onTrouble }: NatsOptions): Promise<NatsConnection> {
  const connection = await connect({
    servers: [...servers],
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    // A server that restarts may not know its accounts yet.
    ignoreAuthErrorAbort: true,
    ...(credentialsFile === undefined ? {} : { authenticator: credsAuthenticator(await readFile(credentialsFile)) }),
    ...(authorityFile === undefined ? {} : { tls: { caFile: authorityFile } }),
  });
  // Draining says so too, and is meant.
  void connection.closed().then((error) => (error instanceof Error ? onClosed?.(error) : undefined));
  if (onTrouble !== undefined) void tellTrouble(connection, onTrouble);
  return connection;
}

async function tellTrouble(connection: NatsConnection, onTrouble: (error: unknown) => void): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') onTrouble(new Error('disconnected; it connects again'));
    else if (status.type === 'error') onTrouble(status.error);
  }
}

/** Sends what waits and closes; a server that is away is not waited for. */
export async function drainNats(connection: NatsConnection): Promise<void> {
  if (connection.isClosed()) return;
  await Promise.race([connection.drain(), delay(DRAIN_MILLISECONDS)]).catch(() => undefined);
  if (!connection.isClosed()) await connection.close();
}
