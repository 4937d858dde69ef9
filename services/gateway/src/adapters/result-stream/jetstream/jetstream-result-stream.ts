import { jetstream, jetstreamManager, type ConsumerMessages, type JetStreamClient, type JsMsg } from '@nats-io/jetstream';
import { headers, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { parseAttemptSubject, type AttemptAddress } from '@pinata/proto';
import type { ResultStream, StreamHandler } from '../../../ports/index.js';
import { pause } from '../../../runtime/index.js';
import { ACKNOWLEDGE_SECONDS, INGEST_CONSUMER, PROGRESS_SUBJECTS, RESULTS_STREAM, deadSubject, prepareStreams, type StreamLimits } from './streams.js';

export interface JetStreamOptions {
  readonly limits: StreamLimits;
  /** Whether storing can work at all after this error: while it cannot, a failed message waits and is not held against it. */
  readonly isStoreHealthy: (error: unknown) => Promise<boolean>;
  readonly onHandlerError: (error: unknown, address: AttemptAddress) => void;
  /** A message went to the dead letters. */
  readonly onDead: (subject: string, reason: string) => void;
}

/** Messages in hand, and as many again that lie ready in this process; each is at most 512 KiB. What is in hand is not offered to others. */
const READY = 32;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 15_000;
/** Failures while the store was healthy after which a message is set aside. */
const PATIENCE = 8;
/** Deliveries, by every replica, after which a message is set aside unread: it may be what ends the process. */
const MOST_DELIVERIES = 60;
const RESTART_PAUSE = 1_000;

/**
 * The stream of the cluster profile. Numbered messages wait in a work queue until they are stored; progress passes by, at most
 * once. Messages of one attempt are handled one after another in this process; another replica may have others of them.
 */
export class JetStreamResultStream implements ResultStream {
  private readonly client: JetStreamClient;
  private readonly failures = new Map<number, number>();
  private readonly attempts = new Map<string, Promise<void>>();
  private readonly inHand = new Set<Promise<void>>();
  private stopConsuming: (() => Promise<void>) | undefined;

  private constructor(
    private readonly connection: NatsConnection,
    private readonly options: JetStreamOptions,
  ) {
    this.client = jetstream(connection);
  }

  static async open(connection: NatsConnection, options: JetStreamOptions): Promise<JetStreamResultStream> {
    await prepareStreams(await jetstreamManager(connection), options.limits);
    return new JetStreamResultStream(connection, options);
  }

  consume(handler: StreamHandler): () => Promise<void> {
    if (this.stopConsuming !== undefined) throw new Error('the stream has a consumer already');
    const abort = new AbortController();
    const passing = this.connection.subscribe(PROGRESS_SUBJECTS, { queue: INGEST_CONSUMER });
    const running = Promise.all([this.handleStream(handler, abort.signal), this.handlePassing(handler, passing)]);
    const stop = async (): Promise<void> => {
      if (this.stopConsuming !== stop) return;
      this.stopConsuming = undefined;
      abort.abort();
      passing.unsubscribe();
      await running;
      await Promise.all(this.inHand);
    };
    this.stopConsuming = stop;
    return stop;
  }

  async close(): Promise<void> {
    await this.stopConsuming?.();
  }

  /** A consumer ends with its server, its stream or a lost lead: then it is asked for anew, for as long as somebody consumes. */
  private async handleStream(handler: StreamHandler, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let messages: ConsumerMessages | undefined;
      const close = (): void => void messages?.close();
      try {
        const consumer = await this.client.consumers.get(RESULTS_STREAM, INGEST_CONSUMER);
        messages = await consumer.consume({ max_messages: READY });
        signal.addEventListener('abort', close);
        if (signal.aborted) close();
        for await (const message of messages) {
          if (signal.aborted) break;
          this.schedule(message, handler, signal);
          // While the store is slow nothing more is asked for, so that scanners are slowed and not this process filled.
          while (this.inHand.size >= READY && !signal.aborted) await Promise.race(this.inHand);
        }
      } catch (error) {
        if (!signal.aborted && !this.connection.isClosed()) this.options.onHandlerError(error, NO_ADDRESS);
      } finally {
        signal.removeEventListener('abort', close);
      }
      if (this.connection.isClosed()) return;
      await pause(RESTART_PAUSE, signal);
    }
  }

  private schedule(message: JsMsg, handler: StreamHandler, signal: AbortSignal): void {
    const address = parseAttemptSubject(message.subject);
    if (address === undefined) {
      message.term('its subject names no attempt');
      return;
    }
    const key = `${address.scanId}/${address.attempt}`;
    const working = setInterval(() => message.working(), (ACKNOWLEDGE_SECONDS * 1000) / 3);
    const after = (this.attempts.get(key) ?? Promise.resolve()).then(() => this.handle(message, address, handler, signal)).finally(() => clearInterval(working));
    this.attempts.set(key, after);
    this.inHand.add(after);
    void after.then(() => {
      this.inHand.delete(after);
      if (this.attempts.get(key) === after) this.attempts.delete(key);
    });
  }

  /**
   * Never rejects. The acknowledgement is confirmed by the server, or the message comes again. While the store is ill the message
   * stays in hand: an outage, however long, is no delivery that failed.
   */
  private async handle(message: JsMsg, address: AttemptAddress, handler: StreamHandler, signal: AbortSignal): Promise<void> {
    if (message.info.deliveryCount > MOST_DELIVERIES) return this.bury(message, `delivered ${message.info.deliveryCount} times`);
    for (let wait = FIRST_PAUSE; !signal.aborted; wait = Math.min(LONGEST_PAUSE, wait * 2)) {
      try {
        await handler({ address, bytes: message.data });
        this.failures.delete(message.seq);
        await message.ackAck().catch(() => false);
        return;
      } catch (error) {
        this.options.onHandlerError(error, address);
        if (await this.options.isStoreHealthy(error).catch(() => false)) return this.putBack(message, error);
        await pause(wait, signal);
      }
    }
    message.nak();
  }

  private async putBack(message: JsMsg, error: unknown): Promise<void> {
    const failures = (this.failures.get(message.seq) ?? 0) + 1;
    this.failures.set(message.seq, failures);
    if (failures >= PATIENCE) return this.bury(message, error instanceof Error ? error.name : 'failed');
    message.nak(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 10)));
  }

  /** Sets a message aside, where an operator sees it and can give it back. */
  private async bury(message: JsMsg, reason: string): Promise<void> {
    const given = headers();
    given.set('Pinata-Reason', reason);
    try {
      await this.client.publish(deadSubject(message.subject), message.data, { headers: given, msgID: `dead-${message.seq}` });
    } catch {
      message.nak(LONGEST_PAUSE);
      return;
    }
    this.failures.delete(message.seq);
    await message.ackAck().catch(() => false);
    this.options.onDead(message.subject, reason);
  }

  private async handlePassing(handler: StreamHandler, passing: Subscription): Promise<void> {
    for await (const message of passing) {
      const address = parseAttemptSubject(message.subject);
      if (address === undefined) continue;
      await handler({ address, bytes: message.data }).catch((error: unknown) => this.options.onHandlerError(error, address));
    }
  }
}

const NO_ADDRESS: AttemptAddress = { organizationId: '', scanId: '', attempt: 0 };
