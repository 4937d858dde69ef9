import type { AttemptFailure } from './job-runner.js';

/** `succeeded` says that the scanner ended well; whether its results arrived is another question. */
export type JobPhase = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** An attempt that is over. */
export interface JobAttempt {
  readonly number: number;
  readonly finishedAt: Date;
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  /** Such as `done`, `memory` or `evicted`. */
  readonly code: string;
  /** The most resident memory that its scanner had, where that is known; of one that ended well its results tell. */
  readonly peakMemoryBytes?: number;
}

/** How a scan's job stands, as whoever runs it says. */
export interface JobState {
  readonly scanId: string;
  readonly organizationId: string;
  readonly phase: JobPhase;
  /** Somebody asked for its end. */
  readonly isCancelAsked: boolean;
  /** How many others come first while it waits, from 0; undefined until that is known. */
  readonly queuePosition?: number;
  readonly endedAttempts: readonly JobAttempt[];
  readonly finishedAt?: Date;
  readonly failure?: AttemptFailure;
}

export interface JobListener {
  /** Something is, or may be, different: called for each job after every listing, and for each change. */
  onChange(scanId: string): void;
  /** The copy was made anew, `error` says why where there is a reason. */
  onRestart(error: unknown): void;
}

/**
 * Jobs that outlive this process.
 *
 * `follow` keeps a copy of all jobs and tells what changes; it goes on after every error, with a new listing, until its signal is
 * aborted, and never rejects. `state` and `isListed` answer from that copy, and know nothing before `follow` listed once.
 */
export interface JobWatch {
  follow(listener: JobListener, signal: AbortSignal): Promise<void>;
  /** Whether the copy is one of the present: false before the first listing, and from an error to the next listing. */
  readonly isListed: boolean;
  state(scanId: string): JobState | undefined;
  scanIds(): readonly string[];
  /** Asks the source itself; undefined when there is none. Rejects when nobody answers. */
  ask(scanId: string): Promise<JobState | undefined>;
  /** Takes an ended or unwanted job away, with all that runs of it. Idempotent; rejects when nobody answers. */
  remove(scanId: string): Promise<void>;
}

export const JOB_WATCH = Symbol('JobWatch');
