import type { AttemptAddress } from '@pinata/proto';

/** One message of an attempt. The tenant is in the address, which the stream vouches for; never read it from the bytes. */
export interface StreamMessage {
  readonly address: AttemptAddress;
  /** An encoded `pinata.scan.v1.Envelope`. */
  readonly bytes: Uint8Array;
}

/** Stores the message. Resolving acknowledges it; throwing asks for it again. */
export type StreamHandler = (message: StreamMessage) => Promise<void>;

/**
 * File results on their way from scanners to ingest.
 *
 * Delivery: at least once; a message whose handler threw, or that was never acknowledged, comes again. The handler is idempotent.
 * Ordering: none promised, not even within an attempt; messages carry sequences.
 * Back-pressure: a scanner may have a bounded number of unacknowledged messages; a slow handler slows scanners and fills no memory.
 * Concurrency: the handler is never called twice at the same time for one attempt.
 */
export interface ResultStream {
  /** One consumer at a time. Gives back what stops it; messages wait meanwhile. */
  consume(handler: StreamHandler): () => Promise<void>;
  close(): Promise<void>;
}

export const RESULT_STREAM = Symbol('ResultStream');
