import { EDGE_KINDS, FILE_ROLES, NODE_KINDS, RESOLUTIONS, SYMBOL_KINDS } from '../model.js';
import type { SourceRange } from '../model.js';
import { VISIBILITIES } from './columns.js';
import { GraphError } from './graph-error.js';

const codesOf = (names: readonly string[]): ReadonlyMap<string, number> => new Map(names.map((name, code) => [name, code]));
export const NODE_CODES = codesOf(NODE_KINDS);
export const SYMBOL_CODES = codesOf(SYMBOL_KINDS);
export const EDGE_CODES = codesOf(EDGE_KINDS);
export const ROLE_CODES = codesOf(FILE_ROLES);
export const VISIBILITY_CODES = codesOf(VISIBILITIES);
export const RESOLUTION_CODES = codesOf(RESOLUTIONS);

/** @throws {GraphError} `unknownKind` */
export function codeOf(codes: ReadonlyMap<string, number>, name: string | undefined): number {
  if (name === undefined) return -1;
  const found = codes.get(name);
  if (found === undefined) throw new GraphError('unknownKind', `${name} is no kind this version knows`);
  return found;
}

/** Four cells; -1 in all of them where there is no range. */
export function writeRange(values: Int32Array, at: number, range: SourceRange | undefined): void {
  values[at] = range?.startRow ?? -1;
  values[at + 1] = range?.startColumn ?? -1;
  values[at + 2] = range?.endRow ?? -1;
  values[at + 3] = range?.endColumn ?? -1;
}
