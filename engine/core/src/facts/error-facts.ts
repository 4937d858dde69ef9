import { decodeFacts } from './encode.js';
import { ERROR, ERROR_KINDS } from './schema.js';
import type { ErrorKind } from './schema.js';

/** What could not be read: a place with wrong syntax, or the whole file with the reason why. Zero-based row and UTF-16 column. */
export interface ErrorFact {
  readonly kind: ErrorKind;
  readonly row: number;
  readonly column: number;
  readonly isWholeFile: boolean;
}

const PLACES: ReadonlySet<ErrorKind> = new Set(['syntax', 'missing']);

/**
 * The errors that a file's facts hold.
 * @throws FactsFormatError for bytes that are no facts of this version
 */
export function errorFacts(facts: Uint8Array): readonly ErrorFact[] {
  const { errors } = decodeFacts(facts);
  const found: ErrorFact[] = [];
  for (let row = 0; row < errors.rows; row++) {
    const kind = ERROR_KINDS[errors.get(row, ERROR.kind)];
    if (kind !== undefined) found.push({ kind, row: errors.get(row, ERROR.startRow), column: errors.get(row, ERROR.startColumn), isWholeFile: !PLACES.has(kind) });
  }
  return found;
}
