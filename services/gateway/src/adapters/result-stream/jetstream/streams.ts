import { AckPolicy, DiscardPolicy, RetentionPolicy, StorageType, type JetStreamManager, type ConsumerConfig, type StreamConfig } from '@nats-io/jetstream';
import { SUBJECT_ROOT } from '@pinata/proto';

export const RESULTS_STREAM = 'PINATA_RESULTS';
export const DEAD_STREAM = 'PINATA_DEAD';
export const INGEST_CONSUMER = 'ingest';
/** Numbered messages, which the stream keeps until they are stored. Progress goes by core NATS, beside the stream. */
export const RESULTS_SUBJECTS = `${SUBJECT_ROOT}.*.*.*.results`;
export const PROGRESS_SUBJECTS = `${SUBJECT_ROOT}.*.*.*.progress`;
const DEAD_ROOT = 'pinata.dead';

export interface StreamLimits {
  /** What all scans together may have waiting; a full stream slows scanners, and drops nothing. */
  readonly bytes: number;
  readonly replicas: number;
}

const SECOND = 1_000_000_000;
/** A scanner that publishes again within this time is heard once; after it, ingest finds the sequence it has. */
const DUPLICATE_SECONDS = 120;
/** How long a handler may take before the message is offered to another replica; `working` renews it. */
export const ACKNOWLEDGE_SECONDS = 30;
const UNACKNOWLEDGED = 256;
const DEAD_BYTES = 256 * 1024 * 1024;
const DEAD_DAYS = 14;

/** Makes the streams and the consumer, or brings them to these settings. Idempotent; several replicas may do it at once. */
export async function prepareStreams(manager: JetStreamManager, limits: StreamLimits): Promise<void> {
  await upsertStream(manager, {
    name: RESULTS_STREAM,
    subjects: [RESULTS_SUBJECTS],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_bytes: limits.bytes,
    max_age: 0,
    num_replicas: limits.replicas,
    duplicate_window: DUPLICATE_SECONDS * SECOND,
    // The server answers wherever a publisher asks it to, also on its own commands: nobody empties what waits.
    deny_delete: true,
    deny_purge: true,
  });
  await upsertStream(manager, {
    name: DEAD_STREAM,
    subjects: [`${DEAD_ROOT}.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_bytes: DEAD_BYTES,
    max_age: DEAD_DAYS * 86_400 * SECOND,
    num_replicas: limits.replicas,
    deny_purge: true,
  });
  const consumer: Partial<ConsumerConfig> = { durable_name: INGEST_CONSUMER, ack_policy: AckPolicy.Explicit, ack_wait: ACKNOWLEDGE_SECONDS * SECOND, max_ack_pending: UNACKNOWLEDGED, max_deliver: -1 };
  await manager.consumers.add(RESULTS_STREAM, consumer);
}

async function upsertStream(manager: JetStreamManager, wanted: Partial<StreamConfig> & { readonly name: string }): Promise<void> {
  try {
    await manager.streams.add(wanted);
  } catch (cause) {
    // It is there with other settings, of an earlier version or an earlier configuration.
    const known = await manager.streams.info(wanted.name).catch(() => undefined);
    if (known === undefined) throw cause;
    await manager.streams.update(wanted.name, wanted);
  }
}

/** Where a message that nobody can store is put: `pinata.dead.` before its own subject. */
export function deadSubject(subject: string): string {
  return `${DEAD_ROOT}.${subject}`;
}

/** The subject that a dead message came on. */
export function liveSubject(subject: string): string {
  return subject.slice(DEAD_ROOT.length + 1);
}
