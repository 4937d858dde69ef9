import { ScanError } from './scan-api.js';

/** @throws ScanError cancelled */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ScanError('cancelled', 'The scan was cancelled.');
}
