import type { ScanStatus } from '../../database/index.js';
import type { AttemptFailure, JobState } from '../../ports/index.js';

/** How long results may be on their way after their scanner has ended well. */
export const RESULTS_MILLISECONDS = 5 * 60_000;

/** All that a decision is made of. */
export interface JobSituation {
  /** Of the scan's row; undefined when there is none. */
  readonly status: ScanStatus | undefined;
  /** Undefined when there is none, which somebody made sure of. */
  readonly job: JobState | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type JobDecision =
  | { readonly type: 'wait' }
  | { readonly type: 'startJob' }
  | { readonly type: 'cancelJob' }
  | { readonly type: 'removeJob' }
  | { readonly type: 'cancelScan' }
  | { readonly type: 'failScan'; readonly failure: AttemptFailure }
  /** Its scanner ended well, or nobody knows how; complete it from its files, or fail it for this reason. */
  | { readonly type: 'recoverScan'; readonly failure: AttemptFailure }
  /** Nothing changes any more; what is left of it can be tidied up. */
  | { readonly type: 'settle' };

const VANISHED: AttemptFailure = { code: 'job-vanished', message: 'The scan was taken out of the cluster while it ran. Start the scan again.' };
const LOST: AttemptFailure = { code: 'results-lost', message: 'The scanner ended well, but not all of its results arrived. Start the scan again.' };
const UNEXPLAINED: AttemptFailure = { code: 'failed', message: 'The scan failed in the cluster without a reason. Start the scan again.' };

/**
 * What a scan's row and its job ask for; the row is the truth, and the job is brought after it where they differ. Pure: it may be
 * asked again for the same, and says the same.
 */
export function decideJob({ status, job, now }: JobSituation): JobDecision {
  if (status === undefined) return job === undefined ? { type: 'settle' } : { type: 'removeJob' };
  if (status === 'QUEUED' || status === 'RUNNING') return decideUnfinished(status, job, now);
  if (job === undefined || isOver(job)) return { type: 'settle' };
  // A completed scan's scanner is about to end; nobody waits for the others.
  return status === 'COMPLETED' || job.isCancelAsked ? { type: 'wait' } : { type: 'cancelJob' };
}

function decideUnfinished(status: 'QUEUED' | 'RUNNING', job: JobState | undefined, now: number): JobDecision {
  if (job === undefined) return status === 'QUEUED' ? { type: 'startJob' } : { type: 'recoverScan', failure: VANISHED };
  switch (job.phase) {
    case 'queued':
    case 'running':
      return { type: 'wait' };
    case 'failed':
      return { type: 'failScan', failure: job.failure ?? UNEXPLAINED };
    case 'cancelled':
      return { type: 'cancelScan' };
    case 'succeeded':
      return now - (job.finishedAt?.getTime() ?? 0) < RESULTS_MILLISECONDS ? { type: 'wait' } : { type: 'recoverScan', failure: LOST };
  }
}

export function isOver(job: JobState): boolean {
  return job.phase !== 'queued' && job.phase !== 'running';
}

const REASONS: Readonly<Record<string, string>> = {
  memory: 'The scanner needed more memory than it had.',
  deadline: 'The scan ran out of time.',
  evicted: 'The node had no room for the scanner any more.',
  preempted: 'Something more important took the place of the scanner.',
  podDeleted: 'The scanner was taken out of the cluster while it ran.',
  lost: 'The scanner vanished from the cluster.',
  nodeLost: 'The node on which the scanner ran was lost.',
  imagePull: 'The image of the scanner could not be had on the node.',
  storage: 'The scanner ran out of disk.',
  crashed: 'The scanner ended before it was done.',
};

/** Why an attempt ended, in words: the operator keeps the words of a scan's end alone. */
export function attemptFailure(code: string): AttemptFailure {
  return { code, message: REASONS[code] ?? `The attempt ended: ${code}.` };
}
