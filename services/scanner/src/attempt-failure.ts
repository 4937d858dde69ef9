import { CheckoutError } from '@pinata/checkout';
import { ScanError } from '@pinata/core';

/** How the process ends: what a pod's status says, when nobody heard the message. */
export const EXIT_CODES = { done: 0, crashed: 1, cannotSucceed: 2, cancelled: 3, storage: 4 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Full disks and quotas, as the system names them. */
const STORAGE_ERRORS = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Why an attempt gives up; its words are for people, and hold neither source code nor a credential. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly isRetriable: boolean;
  readonly exitCode: ExitCode;
}

/** Translates what went wrong. What only a developer understands goes to standard error. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { code: 'cancelled', message: 'The scan was cancelled.', isRetriable: false, exitCode: EXIT_CODES.cancelled };
  const storage = storageCode(error);
  if (storage !== undefined) return { code: 'storage', message: `The disk refused to write (${storage}). Make space in the data folder and in the folder for temporary files, then start the scan again.`, isRetriable: false, exitCode: EXIT_CODES.storage };
  if (error instanceof CheckoutError) return { code: error.code, message: sentence(error.message), isRetriable: false, exitCode: EXIT_CODES.cannotSucceed };
  if (error instanceof ScanError && error.code !== 'internal') return { code: error.code, message: sentence(error.message), isRetriable: false, exitCode: EXIT_CODES.cannotSucceed };
  // Its own words may quote source code: they go to the log of whoever runs this, not into the scan.
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return { code: 'crashed', message: 'The scanner met an error of its own. Start the scan again, and report it if that does not help: the log has the details.', isRetriable: true, exitCode: EXIT_CODES.crashed };
}

function storageCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    if ('code' in current && typeof current.code === 'string' && STORAGE_ERRORS.has(current.code)) return current.code;
  }
  return undefined;
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
