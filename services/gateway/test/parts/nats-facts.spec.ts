import { setTimeout as delay } from 'node:timers/promises';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { FactsAnswerSchema, FactsQuestionSchema, factsInbox, factsSubject } from '@pinata/proto';
import { AttemptCredentialIssuer } from '../../src/adapters/nats/attempt-credentials.js';
import { FactsResponder } from '../../src/adapters/nats/facts-responder.js';
import { factsKey, type FactsKey } from '../../src/ports/index.js';
import { ORGANIZATION, OTHER, SCAN, ifNats, startNats } from './nats-part.js';
import type { NatsServer } from './nats-server.js';
import { until } from './until.js';

ifNats('a pod that asks for facts', () => {
  let server: NatsServer;
  let gateway: NatsConnection;
  beforeAll(async () => {
    ({ server, gateway } = await startNats());
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await server.remove();
  });

  const key = { hash: 'ab'.repeat(32), language: 'typescript', extractorFingerprint: 'f1' };
  const known = new Map([[factsKey(ORGANIZATION, key), Uint8Array.of(1, 2, 3)], [factsKey(OTHER, { ...key, language: 'csharp' }), Uint8Array.of(4)]]);
  const factsOf = (organizationId: string, asked: FactsKey): Promise<Uint8Array | undefined> => Promise.resolve(known.get(factsKey(organizationId, asked)));
  const address = { organizationId: ORGANIZATION, scanId: SCAN, attempt: 7 };
  let scanner: NatsConnection;
  beforeEach(async () => {
    const { credentials, inboxPrefix } = await new AttemptCredentialIssuer(server.signingSeed, server.account).issue(address, new Date(Date.now() + 60_000));
    scanner = await connect({ servers: [server.url], authenticator: credsAuthenticator(new TextEncoder().encode(credentials)), inboxPrefix, maxReconnectAttempts: 0 });
  });
  afterEach(() => scanner.close());

  /** What comes into the inbox for questions, in order. */
  async function answers(keys: readonly FactsKey[]): Promise<readonly (Uint8Array | 'unknown' | 'nobody listens')[]> {
    const inbox = scanner.subscribe(factsInbox(address), { max: keys.length });
    keys.forEach((asked, index) => scanner.publish(factsSubject(address), toBinary(FactsQuestionSchema, create(FactsQuestionSchema, { number: index + 1, ...asked })), { reply: factsInbox(address) }));
    const heard: (Uint8Array | 'unknown' | 'nobody listens')[] = [];
    for await (const { data, headers } of inbox) {
      if (headers?.code === 503) {
        heard.push('nobody listens');
        continue;
      }
      const { number, facts } = fromBinary(FactsAnswerSchema, data);
      heard[number - 1] = facts ?? 'unknown';
    }
    return heard;
  }

  it('reads those of its organization', async () => {
    const responder = new FactsResponder(gateway, factsOf);
    await gateway.flush();
    expect(await answers([key, { ...key, language: 'csharp' }])).toEqual([new Uint8Array([1, 2, 3]), 'unknown']);
    const many = await answers(Array.from({ length: 1_000 }, () => key));
    // Each is answered, as unknown where too much is asked at once.
    expect(many.filter((answer) => answer !== 'unknown').length).toBeGreaterThanOrEqual(256);
    await responder.close();
  });

  it('hears at once that nobody answers', async () => {
    expect(await answers([key])).toEqual(['nobody listens']);
  });

  it('is answered in its own inbox, wherever it asks to be', async () => {
    const responder = new FactsResponder(gateway, factsOf);
    const heard: string[] = [];
    const witness = gateway.subscribe('>', { callback: (_, { subject }) => void heard.push(subject) });
    await gateway.flush();
    const question = toBinary(FactsQuestionSchema, create(FactsQuestionSchema, { number: 1, ...key }));
    for (const reply of ['pinata.events.scan.changed', `pinata.scan.${OTHER}.${SCAN}.7.results`, `_INBOX_${SCAN.replaceAll('-', '')}_8.facts`]) scanner.publish(factsSubject(address), question, { reply });
    scanner.publish(factsSubject(address), new Uint8Array(10_000));
    scanner.publish(factsSubject(address), 'no question');
    await scanner.flush();
    await until(() => heard.filter((subject) => subject === factsInbox(address)).length === 3);
    await delay(200);
    expect(new Set(heard.filter((subject) => !subject.startsWith('$')))).toEqual(new Set([factsSubject(address), factsInbox(address)]));
    witness.unsubscribe();
    await responder.close();
  });

  it.each([[{ ...address, organizationId: OTHER }], [{ ...address, attempt: 8 }]])('cannot ask as %j', async (other) => {
    const asked: string[] = [];
    const responder = new FactsResponder(gateway, (organizationId) => Promise.resolve(void asked.push(organizationId)));
    await gateway.flush();
    scanner.publish(factsSubject(other), toBinary(FactsQuestionSchema, create(FactsQuestionSchema, { number: 1, ...key })));
    await scanner.flush().catch(() => undefined);
    await delay(200);
    expect(asked).toEqual([]);
    await responder.close();
  });
});
