import type { Envelope } from '@pinata/proto';

/** What an envelope carries, without its address. */
export type EnvelopeBody = Exclude<Envelope['body'], { case: undefined }>;
export type NumberedBody = Extract<EnvelopeBody, { case: 'fileResults' | 'filesSkipped' | 'filesReused' | 'sourceOpened' | 'scanFinished' }>;
export type PassingBody = Extract<EnvelopeBody, { case: 'progress' | 'scanFailed' }>;

/**
 * Where a scanner's messages go.
 *
 * Delivery: numbered messages at least once: each is sent again until it is acknowledged. Passing ones at most once.
 * Ordering: in the order of the calls. Back-pressure: `publish` resolves when the message is on its way and there is room for
 * another one; so a slow reader slows the scan.
 */
export interface ResultPublisher {
  /** The next numbered message. @returns its number, from 1 */
  publish(body: NumberedBody): Promise<number>;
  /** Progress, or why the scanner gives up. Resolves when it has left this process. */
  tell(body: PassingBody): Promise<void>;
  /** The number that the next numbered message will have. */
  readonly nextSequence: number;
  /** Resolves when everything numbered is acknowledged. */
  drained(): Promise<void>;
}
