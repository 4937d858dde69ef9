import { setTimeout as delay } from 'node:timers/promises';
import { create, toBinary } from '@bufbuild/protobuf';
import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { EnvelopeSchema, attemptSubject, type Grant } from '@pinata/proto';
import type { EnvelopeBody, NumberedBody, PassingBody, ResultPublisher } from '../../result-publisher.js';

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;
const PUBLISH_MILLISECONDS = 10_000;

/**
 * Messages into the work queue of JetStream. One that the server did not take, because it is away or its stream is full,
 * is sent again under the same message id until it is taken: only the deadline ends that. The queue's word that it has a message
 * is the acknowledgement; what becomes of it then is ingest's.
 */
export class JetStreamResultPublisher implements ResultPublisher {
  private readonly client: JetStreamClient;
  private readonly subject: string;
  private readonly pending = new Set<Promise<void>>();
  private sequence = 0;
  private failure: Error | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly grant: Pick<Grant, 'organizationId' | 'scanId' | 'attempt' | 'window'>,
    private readonly signal: AbortSignal,
  ) {
    this.client = jetstream(connection, { timeout: PUBLISH_MILLISECONDS });
    this.subject = attemptSubject(grant);
  }

  get nextSequence(): number {
    return this.sequence + 1;
  }

  async publish(body: NumberedBody): Promise<number> {
    const sequence = ++this.sequence;
    const sending = this.send(sequence, this.encode(sequence, body)).catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error('a result could not be sent', { cause: error });
    });
    this.pending.add(sending);
    void sending.then(() => this.pending.delete(sending));
    while (this.pending.size >= Math.max(1, this.grant.window)) await Promise.race(this.pending);
    this.check();
    return sequence;
  }

  /** Passes by: whoever does not listen now never hears it. */
  tell(body: PassingBody): Promise<void> {
    if (!this.connection.isClosed()) this.connection.publish(`${this.subject}.progress`, this.encode(0, body));
    return Promise.resolve();
  }

  async drained(): Promise<void> {
    await Promise.all(this.pending);
    this.check();
  }

  private async send(sequence: number, bytes: Uint8Array): Promise<void> {
    const { scanId, attempt } = this.grant;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      this.signal.throwIfAborted();
      try {
        await this.client.publish(`${this.subject}.results`, bytes, { msgID: `${scanId}/${attempt}/${sequence}` });
        return;
      } catch (error) {
        if (this.connection.isClosed()) throw error;
        await delay(pause, undefined, { signal: this.signal });
      }
    }
  }

  private check(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private encode(sequence: number, body: EnvelopeBody): Uint8Array {
    const { scanId, attempt } = this.grant;
    return toBinary(EnvelopeSchema, create(EnvelopeSchema, { scanId, attempt, sequence: BigInt(sequence), body }));
  }
}
