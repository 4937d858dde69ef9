import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { DEAD_STREAM, liveSubject } from './streams.js';

/** A message that could not be stored. Its bytes hold what a scanner said of source code: they are not shown. */
export interface DeadLetter {
  readonly sequence: number;
  readonly subject: string;
  readonly reason: string;
  readonly bytes: number;
  readonly time: Date;
}

const PAGE = 1_000;

/** Messages that were set aside, oldest first; at most 1,000. */
export async function listDeadLetters(connection: NatsConnection): Promise<DeadLetter[]> {
  const manager = await jetstreamManager(connection);
  const { state } = await manager.streams.info(DEAD_STREAM);
  const found: DeadLetter[] = [];
  for (let sequence = state.first_seq; sequence <= state.last_seq && found.length < PAGE; sequence++) {
    const stored = await manager.streams.getMessage(DEAD_STREAM, { seq: sequence }).catch(() => null);
    if (stored === null) continue;
    found.push({ sequence, subject: liveSubject(stored.subject), reason: stored.header.get('Pinata-Reason'), bytes: stored.data.byteLength, time: new Date(stored.timestamp) });
  }
  return found;
}

/** Gives messages back to the stream that they came on, and forgets them here. @returns how many */
export async function replayDeadLetters(connection: NatsConnection, sequences: readonly number[]): Promise<number> {
  const manager = await jetstreamManager(connection);
  const client = jetstream(connection);
  let replayed = 0;
  for (const sequence of sequences) {
    const stored = await manager.streams.getMessage(DEAD_STREAM, { seq: sequence }).catch(() => null);
    if (stored === null) continue;
    await client.publish(liveSubject(stored.subject), stored.data, { msgID: `replay-${sequence}-${Date.now()}` });
    await manager.streams.deleteMessage(DEAD_STREAM, sequence);
    replayed++;
  }
  return replayed;
}
