import type { Grant } from '@pinata/proto';

/** A scan to be run. */
export interface ScanJob {
  readonly scanId: string;
  readonly organizationId: string;
  /** From the first attempt's start over all attempts. */
  readonly deadlineMilliseconds: number;
  /** Resident memory one attempt may use. */
  readonly memoryBytes: number;
}

/** Asked before each attempt: refuses unknown, ended and superseded scans with undefined, else records the attempt as RUNNING. */
export type GrantSource = (scanId: string) => Promise<Grant | undefined>;

/** A language that the scanners read. */
export interface ScannerLanguage {
  /** Such as `typescript`. */
  readonly id: string;
  readonly name: string;
  readonly extensions: readonly string[];
}

/** Why an attempt ended; the words are for people and say what to do. */
export interface AttemptFailure {
  /** Such as `memory`, `deadline`, `crashed`, or the scanner's own code. */
  readonly code: string;
  readonly message: string;
}

export interface AttemptEnd {
  readonly scanId: string;
  readonly attempt: number;
  /** Absent when the scanner ended well. */
  readonly failure?: AttemptFailure;
  /** Whether the runner will try again. */
  readonly isLast: boolean;
  readonly peakMemoryBytes: number;
}

/**
 * Runs scans, each in attempts of its own.
 *
 * Idempotency: `start` of a scan that is queued or running, and `cancel` of one that is not, do nothing.
 * Errors: none are thrown for what happens to a scan.
 */
export interface JobRunner {
  start(job: ScanJob): Promise<void>;
  /** Ends the scan's scanner, or takes it off the queue. */
  cancel(scanId: string): Promise<void>;
  /** How many queued scans come first, from 0; undefined when it is not queued, or this process does not know. A queue elsewhere is known seconds later. */
  queuePosition(scanId: string): number | undefined;
  /** What the scanners that this runner starts can read. The same answer as long as they are the same. */
  languages(): Promise<readonly ScannerLanguage[]>;
  /** Starts nothing more. Idempotent. */
  close(): Promise<void>;
}

export const JOB_RUNNER = Symbol('JobRunner');

/**
 * A JobRunner in this process, which asks for grants and tells ends by itself.
 *
 * Queue: bounded at once in all and per organization; organizations take turns, scans of one organization go in their order.
 * Attempts: at most two. A scanner that was killed, crashed or ran out of memory is tried again; one that says why it cannot
 * succeed, was cancelled or met the deadline is not.
 * Ends: `onAttemptEnd` is called once per attempt, after the last message of the attempt was handed to the ResultStream, and
 * awaited before the next attempt of that scan. `cancel` and `close` resolve when nothing of it runs any more.
 */
export interface LocalJobRunner extends JobRunner {
  /** To be called once, before the first `start`. */
  connect(hooks: { readonly grant: GrantSource; readonly onAttemptEnd: (end: AttemptEnd) => Promise<void> }): void;
}

export const LOCAL_JOB_RUNNER = Symbol('LocalJobRunner');
