import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { WebSocket } from 'ws';
import { AccessError, type Caller } from '../modules/access/index.js';
import { PlatformMetrics } from '../metrics/index.js';
import { SubscriptionServer } from './subscription-server.js';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const metrics = new PlatformMetrics();
const never = (async function* () {
  await new Promise(() => undefined);
  yield 0;
})();
const integer = { type: new GraphQLNonNull(GraphQLInt), resolve: () => 1 };
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { one: integer } }),
  subscription: new GraphQLObjectType({ name: 'Subscription', fields: { never: { ...integer, subscribe: () => never } } }),
});

describe('the subscription server', () => {
  let http: Server;
  let port: number;
  let server: SubscriptionServer;
  let isRevoked = false;
  const caller = (milliseconds: number): Caller => ({ accountId: 'somebody', email: 'a@example.org', name: 'A', isInstanceAdministrator: false, expiresAt: new Date(Date.now() + milliseconds) });

  beforeAll(async () => {
    port = await getPort();
    http = createServer();
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    server = new SubscriptionServer(http, {
      schema, path: '/graphql', log, metrics,
      isOriginAllowed: () => true,
      recheckMilliseconds: 50,
      authenticate: (authorization) => {
        if (isRevoked || typeof authorization !== 'string') return Promise.reject(new AccessError('unauthenticated'));
        return Promise.resolve(caller(authorization === 'short' ? 100 : 3_600_000));
      },
    });
  });
  afterEach(() => {
    isRevoked = false;
  });
  afterAll(async () => {
    await server.close();
    http.close();
  });

  /** Opens a socket, sends these messages, and gives back what the server says until it closes or `enough` says so. */
  function talk(messages: readonly unknown[], enough: (said: readonly { type: string }[]) => boolean = () => false): Promise<{ said: { type: string; payload?: unknown }[]; code: number }> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
      const said: { type: string }[] = [];
      const [first, ...rest] = messages;
      socket.on('open', () => socket.send(JSON.stringify(first)));
      socket.on('message', (data: Buffer) => {
        said.push(JSON.parse(data.toString()) as { type: string });
        if (said.at(-1)?.type === 'connection_ack') for (const message of rest) socket.send(JSON.stringify(message));
        if (enough(said)) socket.close(1000);
      });
      socket.on('close', (code) => resolve({ said, code }));
    });
  }
  const init = (authorization: unknown): unknown => ({ type: 'connection_init', payload: { authorization } });

  it('answers whoever is signed in', async () => {
    const { said } = await talk([init('token'), { id: '1', type: 'subscribe', payload: { query: '{ one }' } }], (all) => all.at(-1)?.type === 'complete');
    expect(said).toEqual([{ type: 'connection_ack' }, { id: '1', type: 'next', payload: { data: { one: 1 } } }, { id: '1', type: 'complete' }]);
  });

  it('closes without a credential', async () => {
    expect(await talk([init(undefined)])).toMatchObject({ said: [], code: 4401 });
    expect(await talk([{ id: '1', type: 'subscribe', payload: { query: '{ one }' } }])).toMatchObject({ code: 4401 });
  });

  it('closes when the credential is revoked while the socket is open', async () => {
    const { code } = await talk([init('token'), { id: '1', type: 'subscribe', payload: { query: 'subscription { never }' } }], () => {
      isRevoked = true;
      return false;
    });
    expect(code).toBe(4401);
  });

  it('closes when the token runs out', async () => {
    expect((await talk([init('short')])).code).toBe(4401);
  });

  it('refuses what is too much, and goes on', async () => {
    const { said } = await talk([init('token'), { id: '1', type: 'subscribe', payload: { query: `{ ${'one '.repeat(25)} }` } }, { id: '2', type: 'subscribe', payload: { query: '{ one }' } }], (all) => all.at(-1)?.type === 'complete');
    expect(said[1]).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
    expect(said).toContainEqual({ id: '2', type: 'next', payload: { data: { one: 1 } } });
  });

  it('bounds the subscriptions of one socket', async () => {
    const flood = Array.from({ length: 25 }, (_, index) => ({ id: `s${index}`, type: 'subscribe', payload: { query: 'subscription { never }' } }));
    const { said } = await talk([init('token'), ...flood], (all) => all.some((message) => message.type === 'error'));
    expect(said.find((message) => message.type === 'error')).toMatchObject({ payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
  });

  it('closes on what is no message of the protocol', async () => {
    expect((await talk([init('token'), { type: 'nonsense' }])).code).toBe(4400);
  });
});
