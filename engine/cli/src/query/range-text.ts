import type { SourceRange } from '@pinata/graph';

/** Row and column as editors count them, from 1. */
export function rangeText(range: SourceRange): string {
  return `${range.startRow + 1}:${range.startColumn + 1}`;
}
