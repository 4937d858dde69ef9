import { CheckoutError } from '@pinata/checkout';
import type { CheckoutErrorCode } from '@pinata/checkout';
import { ScanError } from '@pinata/core';
import type { ScanErrorCode } from '@pinata/core';
import { SnapshotError } from '@pinata/graph';
import { CommandError, EXIT } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

const CHECKOUT_EXITS: Readonly<Record<CheckoutErrorCode, ExitCode>> = {
  forbiddenUrl: EXIT.source,
  forbiddenAddress: EXIT.source,
  forbiddenPath: EXIT.source,
  unreachable: EXIT.source,
  authenticationFailed: EXIT.source,
  repositoryNotFound: EXIT.source,
  unknownRef: EXIT.source,
  emptyRepository: EXIT.nothingToScan,
  pathNotFound: EXIT.source,
  notAFolder: EXIT.source,
  tooLarge: EXIT.limit,
  timeout: EXIT.limit,
  cancelled: EXIT.interrupted,
  corruptRepository: EXIT.source,
  gitMissing: EXIT.source,
  failed: EXIT.source,
};

const SCAN_EXITS: Readonly<Record<ScanErrorCode, ExitCode>> = {
  sourceNotFound: EXIT.source,
  sourceNotFolder: EXIT.source,
  noFiles: EXIT.nothingToScan,
  noMatchingFiles: EXIT.nothingToScan,
  onlyBinaryFiles: EXIT.nothingToScan,
  tooManyFiles: EXIT.limit,
  cancelled: EXIT.interrupted,
  outputUnwritable: EXIT.output,
  internal: EXIT.internal,
};

/** Every error as one line and an exit code. One that nobody expected keeps its stack, for a bug report. */
export function translate(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof CheckoutError) return new CommandError(CHECKOUT_EXITS[error.code], error.message, { cause: error });
  if (error instanceof ScanError) return new CommandError(SCAN_EXITS[error.code], error.message, { cause: error });
  if (error instanceof SnapshotError) return new CommandError(EXIT.query, error.message, { cause: error });
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new CommandError(EXIT.internal, `internal error, please report it:\n${text}`, { cause: error });
}
