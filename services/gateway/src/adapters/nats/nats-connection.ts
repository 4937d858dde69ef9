import { readFile } from 'node:fs/promises';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';

export interface NatsOptions {
  /** Such as `nats://nats:4222`; `tls://` asks for TLS. */
  readonly servers: readonly string[];
  /** A credentials file: the user's JWT and seed. Absent for a server without operators, in development. */
  readonly credentialsFile?: string | undefined;
  /** PEM file of a private authority. */
  readonly authorityFile?: string | undefined;
  /** Shown in the server's own list of connections. */
  readonly name: string;
}

/**
 * Connects, and goes on trying for as long as the process lives: the gateway starts before its parts are there.
 * What is sent meanwhile waits.
 */
export async function connectNats(options: NatsOptions): Promise<NatsConnection> {
  const { credentialsFile, authorityFile } = options;
  return connect({
    servers: [...options.servers],
    name: options.name,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    ...(credentialsFile === undefined ? {} : { authenticator: credsAuthenticator(await readFile(credentialsFile)) }),
    ...(authorityFile === undefined ? {} : { tls: { caFile: authorityFile } }),
  });
}
