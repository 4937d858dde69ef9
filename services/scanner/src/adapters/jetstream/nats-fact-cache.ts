import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { FactCache } from '@pinata/core';
import type { NatsConnection } from '@nats-io/transport-node';
import { FactsAnswerSchema, FactsQuestionSchema, factsInbox, factsSubject, type AttemptAddress } from '@pinata/proto';
import { FactsAsker } from '../../facts-asker.js';

const NOBODY_LISTENS = 503;

/**
 * Asks the gateway for facts that its organization knows, beside the stream. A gateway that does not know the question, or is
 * away, costs nothing: the server says at once that nobody listens.
 * @returns what asks; it ends with the connection
 */
export function natsFactCache(connection: NatsConnection, address: AttemptAddress): FactCache {
  const inbox = factsInbox(address);
  const asker = new FactsAsker(({ number, hash, language, extractorFingerprint }) => {
    const question = create(FactsQuestionSchema, { number, hash, language, extractorFingerprint });
    // The gateway answers in this attempt's inbox whatever the message says; the server alone looks at it.
    if (connection.isClosed()) asker.giveUp();
    else connection.publish(factsSubject(address), toBinary(FactsQuestionSchema, question), { reply: inbox });
    return Promise.resolve();
  });
  connection.subscribe(inbox, {
    callback: (error, message) => {
      if (error !== null || message.headers?.code === NOBODY_LISTENS) return asker.giveUp();
      try {
        const { number, facts } = fromBinary(FactsAnswerSchema, message.data);
        asker.answer(number, facts);
      } catch {
        asker.giveUp();
      }
    },
  });
  return asker.get;
}
