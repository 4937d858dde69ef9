import { connect, credsAuthenticator } from '@nats-io/transport-node';
import type { Grant, NatsGrant } from '@pinata/proto';
import type { OpenedPublisher } from '../../pod/run-scan.js';
import { JetStreamResultPublisher } from './jetstream-result-publisher.js';
import { natsFactCache } from './nats-fact-cache.js';

const CONNECT_MILLISECONDS = 10_000;

/** Connects with an attempt's own credential. It goes on trying: a queue that restarts is no reason to end, only the deadline is. */
export async function openJetStreamPublisher({ servers, credentials, inboxPrefix, certificateAuthority }: NatsGrant, scan: Grant, signal: AbortSignal): Promise<OpenedPublisher> {
  const connection = await connect({
    servers,
    inboxPrefix,
    name: 'scanner',
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    timeout: CONNECT_MILLISECONDS,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    ...(credentials === '' ? {} : { authenticator: credsAuthenticator(new TextEncoder().encode(credentials)) }),
    ...(certificateAuthority === '' ? {} : { tls: { ca: certificateAuthority } }),
  });
  return { publisher: new JetStreamResultPublisher(connection, scan, signal), factCache: natsFactCache(connection, scan), flush: () => connection.drain(), close: () => connection.close() };
}
