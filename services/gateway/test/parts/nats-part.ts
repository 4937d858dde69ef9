import { describe } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats } from '../../src/adapters/nats/nats-connection.js';
import { NatsServer } from './nats-server.js';

const BINARY = process.env.PINATA_TEST_NATS_SERVER;
/** Tests against the real server are skipped where there is none. */
export const ifNats: typeof describe.skip = BINARY === undefined ? describe.skip : describe;
export const ORGANIZATION = '0b5d2f6e-6f0a-4b7e-9d53-0d1d7b1c6f01';
export const OTHER = '9c3e8a52-1d0c-4c7a-8d2b-6b0f7b9c2a02';
export const SCAN = '5f1c9a34-0d68-4a0e-b1a7-2a8c7a4d3e03';

/** A server of its own and the gateway's connection to it; to be closed and removed by the caller. */
export async function startNats(): Promise<{ readonly server: NatsServer; readonly gateway: NatsConnection }> {
  const server = await NatsServer.start(BINARY ?? '');
  return { server, gateway: await connectNats({ servers: [server.url], credentialsFile: server.gatewayCredentials, name: 'gateway' }) };
}
