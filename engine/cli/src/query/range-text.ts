import type { SourceRange } from '@pinata/graph';

/** Row and column as editors count them, from 1. */
export function rangeText(range: SourceRange): string {
  return `${range.startRow + 1}:${range.startColumn + 1}`;
}

/** A path, with the place in it where there is one. */
export function placeText(path: string, range: SourceRange | undefined): string {
  return range === undefined ? path : `${path}:${rangeText(range)}`;
}
