import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { FactsAnswerSchema, FactsQuestionSchema, SUBJECT_ROOT, factsInbox, parseAttemptSubject, type FactsQuestion } from '@pinata/proto';
import type { FactsOf } from '../../ports/index.js';

const FACTS_SUBJECTS = `${SUBJECT_ROOT}.*.*.*.facts`;
/** One replica answers each question. */
const QUEUE = 'facts';
const LARGEST_QUESTION = 4_096;
/** Facts that are looked up at once; who asks for more is told that they are not known. */
const MOST_AT_ONCE = 256;

/**
 * Answers scanner pods that ask for facts of their organization. The organization is the subject's, which the server checks, and
 * the answer goes to the inbox of the attempt that the subject names, wherever the message asks for it: a pod reads its own
 * organization's facts, and cannot make them land on a subject of others.
 */
export class FactsResponder {
  private readonly subscription: Subscription;
  private readonly inHand = new Set<Promise<void>>();

  constructor(
    private readonly connection: NatsConnection,
    private readonly factsOf: FactsOf,
  ) {
    this.subscription = connection.subscribe(FACTS_SUBJECTS, {
      queue: QUEUE,
      callback: (error, message) => {
        if (error !== null) return;
        const answering = this.answer(message).finally(() => this.inHand.delete(answering));
        this.inHand.add(answering);
      },
    });
  }

  /** Answers what it was asked, and no more. */
  async close(): Promise<void> {
    this.subscription.unsubscribe();
    await Promise.all(this.inHand);
  }

  /** Never rejects. */
  private async answer({ subject, data }: Msg): Promise<void> {
    const address = parseAttemptSubject(subject);
    const question = address === undefined ? undefined : questionOf(data);
    if (address === undefined || question === undefined) return;
    const { number, hash, language, extractorFingerprint } = question;
    const facts = this.inHand.size >= MOST_AT_ONCE ? undefined : await this.factsOf(address.organizationId, { hash, language, extractorFingerprint }).catch(() => undefined);
    if (this.connection.isClosed()) return;
    this.connection.publish(factsInbox(address), toBinary(FactsAnswerSchema, create(FactsAnswerSchema, facts === undefined ? { number } : { number, facts })));
  }
}

/** Undefined for what is no question of ours. */
function questionOf(bytes: Uint8Array): FactsQuestion | undefined {
  if (bytes.byteLength > LARGEST_QUESTION) return undefined;
  try {
    return fromBinary(FactsQuestionSchema, bytes);
  } catch {
    return undefined;
  }
}
