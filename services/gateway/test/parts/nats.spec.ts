import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { attemptSubject } from '@pinata/proto';
import { NatsKvCache, tokensOf } from '../../src/adapters/cache/nats-kv/nats-kv-cache.js';
import { NatsEventBus } from '../../src/adapters/event-bus/nats/nats-event-bus.js';
import { AttemptCredentialIssuer } from '../../src/adapters/nats/attempt-credentials.js';
import { connectNats } from '../../src/adapters/nats/nats-connection.js';
import { listDeadLetters, replayDeadLetters } from '../../src/adapters/result-stream/jetstream/dead-letters.js';
import { JetStreamResultStream } from '../../src/adapters/result-stream/jetstream/jetstream-result-stream.js';
import { RESULTS_STREAM } from '../../src/adapters/result-stream/jetstream/streams.js';
import { cacheContract } from '../contracts/cache.contract.js';
import { eventBusContract } from '../contracts/event-bus.contract.js';
import { resultStreamContract } from '../contracts/result-stream.contract.js';
import { ORGANIZATION, OTHER, SCAN, ifNats, startNats } from './nats-part.js';
import type { NatsServer } from './nats-server.js';
import { until } from './until.js';

ifNats('NATS in operator mode', () => {
  let server: NatsServer;
  let gateway: NatsConnection;
  let isHealthy = true;
  const errors: unknown[] = [];
  const dead: string[] = [];

  beforeAll(async () => {
    ({ server, gateway } = await startNats());
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await server.remove();
  });

  const openStream = (bytes = 64 * 1024 * 1024): Promise<JetStreamResultStream> =>
    JetStreamResultStream.open(gateway, { limits: { bytes, replicas: 1 }, isStoreHealthy: () => Promise.resolve(isHealthy), onHandlerError: (error) => errors.push(error), onDead: (subject) => dead.push(subject) });
  const publish = (attempt: number, sequence: number, content: string | Uint8Array = `m${sequence}`): Promise<unknown> =>
    jetstream(gateway).publish(`pinata.scan.${ORGANIZATION}.${SCAN}.${attempt}.results`, content, { msgID: `${SCAN}/${attempt}/${sequence}` });
  const waiting = async (): Promise<number> => (await (await jetstreamManager(gateway)).streams.info(RESULTS_STREAM)).state.messages;
  const pod = async (issuer: AttemptCredentialIssuer, attempt: number, expiresAt = new Date(Date.now() + 60_000)): Promise<NatsConnection> => {
    const { credentials, inboxPrefix } = await issuer.issue({ organizationId: ORGANIZATION, scanId: SCAN, attempt }, expiresAt);
    return connect({ servers: [server.url], authenticator: credsAuthenticator(new TextEncoder().encode(credentials)), inboxPrefix, maxReconnectAttempts: 0 });
  };

  it('hands on what was published before, once for each message id, and acknowledges after the handler', async () => {
    const stream = await openStream();
    await publish(1, 1);
    await publish(1, 1);
    await publish(1, 2);
    const heard: string[] = [];
    const stop = stream.consume(async ({ address, bytes }) => {
      expect(address).toEqual({ organizationId: ORGANIZATION, scanId: SCAN, attempt: 1 });
      expect(await waiting()).toBeGreaterThan(0);
      heard.push(new TextDecoder().decode(bytes));
    });
    await until(async () => (await waiting()) === 0);
    await stop();
    expect(heard).toEqual(['m1', 'm2']);
  });

  it('waits while the store is ill, whatever comes back, and goes on when it is well', async () => {
    const stream = await openStream();
    isHealthy = false;
    let calls = 0;
    const stop = stream.consume(() => (++calls && !isHealthy ? Promise.reject(new Error('database away')) : Promise.resolve()));
    await publish(2, 1);
    await until(() => calls >= 7, 30_000);
    expect(dead).toEqual([]);
    // An outage is no delivery that failed, so that a long one ends no message.
    expect((await (await jetstreamManager(gateway)).consumers.info(RESULTS_STREAM, 'ingest')).num_redelivered).toBe(0);
    isHealthy = true;
    await until(async () => (await waiting()) === 0, 30_000);
    await stop();
  }, 90_000);

  it('takes no more than it can hold while the store is slow', async () => {
    const stream = await openStream();
    const blocked = new Promise<void>((resolve) => setTimeout(resolve, 3_000));
    let begun = 0;
    const stop = stream.consume(() => (begun++, blocked));
    for (let sequence = 1; sequence <= 200; sequence++) await jetstream(gateway).publish(`pinata.scan.${ORGANIZATION}.${SCAN}.${100 + sequence}.results`, 'x');
    await delay(500);
    expect(begun).toBe(32);
    expect((await (await jetstreamManager(gateway)).consumers.info(RESULTS_STREAM, 'ingest')).num_ack_pending).toBeLessThanOrEqual(64);
    await until(async () => (await waiting()) === 0, 30_000);
    expect(begun).toBe(200);
    await stop();
  }, 60_000);

  it('sets a message aside that the healthy store refuses again and again, and gives it back when it is told to', async () => {
    const stream = await openStream();
    let isFixed = false;
    const heard: string[] = [];
    const stop = stream.consume(({ bytes }) => (isFixed ? Promise.resolve(void heard.push(new TextDecoder().decode(bytes))) : Promise.reject(new Error('no such column'))));
    await publish(3, 1, 'poison');
    await until(() => dead.length === 1, 60_000);
    expect(await waiting()).toBe(0);
    const [letter] = await listDeadLetters(gateway);
    expect(letter).toMatchObject({ subject: `pinata.scan.${ORGANIZATION}.${SCAN}.3.results`, reason: 'Error', bytes: 6 });
    isFixed = true;
    expect(await replayDeadLetters(gateway, [letter?.sequence ?? 0])).toBe(1);
    await until(() => heard.length === 1);
    expect([heard, await listDeadLetters(gateway)]).toEqual([['poison'], []]);
    await stop();
  }, 90_000);

  it('loses nothing when the server is killed and starts again', async () => {
    const stream = await openStream();
    const heard = new Set<string>();
    const stop = stream.consume(({ bytes }) => Promise.resolve(void heard.add(new TextDecoder().decode(bytes))));
    for (let sequence = 1; sequence <= 50; sequence++) {
      if (sequence === 25) {
        await server.kill();
        void delay(500).then(() => server.run());
      }
      // As the scanner does: again until it is taken.
      for (let isTaken = false; !isTaken; ) isTaken = await publish(4, sequence, `k${sequence}`).then(() => true, () => delay(100).then(() => false));
    }
    await until(() => heard.size === 50, 60_000);
    await until(async () => (await waiting()) === 0, 60_000);
    await stop();
  }, 120_000);

  it('refuses more than its bytes instead of dropping what waits', async () => {
    await openStream(1024 * 1024);
    let taken = 0;
    let refusal: unknown;
    for (let sequence = 1; sequence <= 8 && refusal === undefined; sequence++) {
      await publish(5, sequence, new Uint8Array(256 * 1024)).then(() => taken++, (error: unknown) => (refusal = error));
    }
    expect(refusal).toBeDefined();
    expect(await waiting()).toBe(taken);
    const stop = (await openStream()).consume(() => Promise.resolve());
    await until(async () => (await waiting()) === 0);
    await stop();
  });

  it('passes progress by, and keeps none of it', async () => {
    const stream = await openStream();
    const heard: string[] = [];
    const stop = stream.consume(({ bytes }) => Promise.resolve(void heard.push(new TextDecoder().decode(bytes))));
    await gateway.flush();
    gateway.publish(`pinata.scan.${ORGANIZATION}.${SCAN}.6.progress`, 'half');
    await until(() => heard.length === 1);
    expect(await waiting()).toBe(0);
    await stop();
  });

  describe('a pod’s credential', () => {
    let issuer: AttemptCredentialIssuer;
    beforeAll(() => {
      issuer = new AttemptCredentialIssuer(server.signingSeed, server.account);
    });

    it('publishes to its own attempt, and hears that it was taken', async () => {
      const scanner = await pod(issuer, 7);
      await jetstream(scanner).publish(`pinata.scan.${ORGANIZATION}.${SCAN}.7.results`, 'mine', { msgID: 'own' });
      await scanner.close();
      const stop = (await openStream()).consume(() => Promise.resolve());
      await until(async () => (await waiting()) === 0);
      await stop();
    });

    it.each([
      ['another attempt', `pinata.scan.${ORGANIZATION}.${SCAN}.8.results`],
      ['another scan', `pinata.scan.${ORGANIZATION}.00000000-0000-0000-0000-000000000000.7.results`],
      ['another organization', `pinata.scan.${OTHER}.${SCAN}.7.results`],
      ['the events of the gateways', 'pinata.events.scan.changed'],
      ['the dead letters', 'pinata.dead.x'],
      ['the streams themselves', `$JS.API.STREAM.PURGE.${RESULTS_STREAM}`],
      ['the keys of its own organization', `$KV.pinata_facts.${ORGANIZATION}.x`],
      ['a reader of its own organization’s facts', `$JS.API.DIRECT.GET.KV_pinata_facts.$KV.pinata_facts.${ORGANIZATION}.x`],
    ])('cannot publish as %s', async (_, subject) => {
      let heard = 0;
      const witness = gateway.subscribe(subject, { callback: () => void heard++ });
      await gateway.flush();
      const before = await waiting();
      const scanner = await pod(issuer, 7);
      await expect(scanner.request(subject, 'x', { timeout: 1_000 })).rejects.toThrow();
      await scanner.close();
      await gateway.flush();
      witness.unsubscribe();
      expect([await waiting(), heard]).toEqual([before, 0]);
    });

    // A server checks what a client publishes on, and not where it asks the answer to go: to the account's own subjects too.
    it.each([
      [`$JS.API.STREAM.PURGE.${RESULTS_STREAM}`],
      [`$JS.API.STREAM.DELETE.${RESULTS_STREAM}`],
      [`$JS.API.STREAM.MSG.DELETE.${RESULTS_STREAM}`],
      [`$JS.API.CONSUMER.DELETE.${RESULTS_STREAM}.ingest`],
      [`$JS.API.CONSUMER.RESET.${RESULTS_STREAM}.ingest`],
      ['$JS.API.STREAM.MSG.DELETE.KV_pinata_facts'],
      ['$JS.API.STREAM.DELETE.KV_pinata_facts'],
      ['$JS.API.STREAM.PURGE.PINATA_DEAD'],
    ])('harms nothing by asking for its answer on %s', async (reply) => {
      await NatsKvCache.open(gateway, { bytes: { facts: 16 * 1024 * 1024, answers: 1024 * 1024 }, replicas: 1 });
      await openStream();
      const manager = await jetstreamManager(gateway);
      await publish(5, 1, `waits ${reply}`);
      const state = async (): Promise<unknown> => {
        const { state: results } = await manager.streams.info(RESULTS_STREAM);
        const facts = (await manager.streams.info('KV_pinata_facts')).state.messages;
        return { first: results.first_seq, facts, consumer: (await manager.consumers.info(RESULTS_STREAM, 'ingest')).created };
      };
      const before = await state();
      const scanner = await pod(issuer, 7);
      const refused: unknown[] = [];
      void (async () => {
        for await (const status of scanner.status()) refused.push(status);
      })();
      scanner.publish(`pinata.scan.${ORGANIZATION}.${SCAN}.7.results`, 'mine', { reply });
      scanner.publish(`$JS.API.DIRECT.GET.KV_pinata_facts.$KV.pinata_facts.${ORGANIZATION}.absent`, '', { reply });
      await scanner.flush();
      await delay(300);
      expect(await state()).toEqual(before);
      await scanner.close();
      const stop = (await openStream()).consume(() => Promise.resolve());
      await until(async () => (await waiting()) === 0);
      await stop();
    });

    it('hears nobody else', async () => {
      const scanner = await pod(issuer, 7);
      const heard = scanner.subscribe('pinata.>');
      await scanner.flush();
      await expect((async () => {
        for await (const _ of heard) throw new Error('heard something');
      })()).rejects.toThrow(/[Pp]ermission/);
      await scanner.close();
    });

    it('ends at its time', async () => {
      const scanner = await pod(issuer, 7, new Date(Date.now() + 2_000));
      await scanner.closed();
      await expect(pod(issuer, 7, new Date(Date.now() - 1_000))).rejects.toThrow();
    }, 30_000);
  });

  it('remembers across replicas, and leaves out what is too large for all of them', async () => {
    const options = { bytes: { facts: 16 * 1024 * 1024, answers: 1024 * 1024 }, replicas: 1 };
    const [one, two] = [await NatsKvCache.open(gateway, options), await NatsKvCache.open(gateway, options)];
    await one.put('answers', 'a/1', Uint8Array.of(1));
    expect(await two.get('answers', 'a/1')).toEqual(Uint8Array.of(1));
    await two.forget('answers', 'a/');
    expect(await one.get('answers', 'a/1')).toBeUndefined();
    await one.put('answers', 'large', new Uint8Array(2 * 1024 * 1024));
    expect(await one.get('answers', 'large')).toBeUndefined();
  });

  it('takes an answer of the server for no value and no event', async () => {
    const cache = await NatsKvCache.open(gateway, { bytes: { facts: 16 * 1024 * 1024, answers: 1024 * 1024 }, replicas: 1 });
    const failures: unknown[] = [];
    const heard: unknown[] = [];
    const bus = new NatsEventBus(gateway, (error) => failures.push(error));
    bus.listen('scan.changed', (event) => heard.push(event));
    const scanner = await pod(new AttemptCredentialIssuer(server.signingSeed, server.account), 7);
    await openStream();
    for (const reply of [`$KV.pinata_answers.${tokensOf(`${OTHER}/planted`)}`, 'pinata.events.scan.changed']) scanner.publish(`pinata.scan.${ORGANIZATION}.${SCAN}.7.results`, 'mine', { reply });
    await until(() => failures.length > 0);
    expect(await cache.get('answers', `${OTHER}/planted`)).toBeUndefined();
    expect(heard).toEqual([]);
    await bus.close();
    await scanner.close();
    const stop = (await openStream()).consume(() => Promise.resolve());
    await until(async () => (await waiting()) === 0);
    await stop();
  });

  it('tells the other replicas of an event too, in order', async () => {
    const second = await connectNats({ servers: [server.url], credentialsFile: server.gatewayCredentials, name: 'second' });
    const [here, there] = [new NatsEventBus(gateway, (error) => errors.push(error)), new NatsEventBus(second, (error) => errors.push(error))];
    const heard: string[] = [];
    here.listen('scan.changed', ({ scanId }) => heard.push(`here ${scanId}`));
    there.listen('scan.changed', ({ scanId }) => heard.push(`there ${scanId}`));
    await second.flush();
    for (const scanId of ['1', '2']) here.publish('scan.changed', { organizationId: ORGANIZATION, scanId });
    await until(() => heard.length === 4);
    expect(heard.filter((one) => one.startsWith('there'))).toEqual(['there 1', 'there 2']);
    await here.close();
    await there.close();
    await second.close();
  });

  // In the area that the other tests leave alone, whose entries end in a moment here.
  cacheContract('NATS KV', async () => {
    const [answersSeconds, factsBytes] = [2, 64 * 1024];
    const cache = await NatsKvCache.open(gateway, { bytes: { facts: factsBytes, answers: factsBytes }, replicas: 1, seconds: { facts: 3600, answers: answersSeconds } });
    return { cache, answersSeconds, factsBytes, pass: (seconds) => delay(seconds * 1000) };
  });

  eventBusContract('core NATS', (onError) => ({
    bus: new NatsEventBus(gateway, onError),
    settle: async () => {
      await gateway.flush();
      await delay(50);
    },
  }));

  resultStreamContract('JetStream', async () => {
    const failed: unknown[] = [];
    const stream = await JetStreamResultStream.open(gateway, { limits: { bytes: 64 * 1024 * 1024, replicas: 1 }, isStoreHealthy: () => Promise.resolve(true), onHandlerError: (error) => failed.push(error), onDead: (subject) => dead.push(subject) });
    return {
      stream,
      errors: failed,
      sender: (address) => {
        const subject = attemptSubject(address);
        let sent = 0;
        const left = async (): Promise<number> => {
          const { state } = await (await jetstreamManager(gateway)).streams.info(RESULTS_STREAM, { subjects_filter: `${subject}.results` });
          return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
        };
        return {
          send: async (sequence, text) => {
            if (sequence === 0) gateway.publish(`${subject}.progress`, text);
            else if (!(await jetstream(gateway).publish(`${subject}.results`, text, { msgID: `${address.scanId}/1/${sequence}` })).duplicate) sent++;
          },
          acknowledged: async () => sent - (await left()),
          finish: () => until(async () => (await left()) === 0),
        };
      },
    };
  });

  it('keeps the credential that it hands out out of every error', async () => {
    const { credentials } = await new AttemptCredentialIssuer(server.signingSeed, server.account).issue({ organizationId: ORGANIZATION, scanId: SCAN, attempt: 9 }, new Date(Date.now() - 1_000));
    const refused: unknown = await connect({ servers: [server.url], authenticator: credsAuthenticator(new TextEncoder().encode(credentials)), maxReconnectAttempts: 0 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);
    const shown = inspect([...errors, refused], { depth: 10 });
    for (const secret of [credentials.slice(60, 120), /SU[A-Z2-7]{56}/.exec(credentials)?.[0] ?? 'no seed', readFileSync(server.gatewayCredentials, 'utf8').slice(60, 120)]) expect(shown).not.toContain(secret);
  });
});
