import { decodeFacts } from './encode.js';
import { REFERENCE, REFERENCE_KINDS } from './schema.js';
import type { ReferenceKind } from './schema.js';

/** Where a reference was captured: zero-based row and UTF-16 column of its name. */
export interface CapturedSite {
  readonly kind: ReferenceKind;
  readonly row: number;
  readonly column: number;
}

/**
 * The references that a file's facts hold, resolved or not.
 * @throws FactsFormatError for bytes that are no facts of this version
 */
export function capturedSites(facts: Uint8Array): readonly CapturedSite[] {
  const { references } = decodeFacts(facts);
  const sites: CapturedSite[] = [];
  for (let row = 0; row < references.rows; row++) {
    const kind = REFERENCE_KINDS[references.get(row, REFERENCE.kind)];
    if (kind !== undefined) sites.push({ kind, row: references.get(row, REFERENCE.startRow), column: references.get(row, REFERENCE.startColumn) });
  }
  return sites;
}
