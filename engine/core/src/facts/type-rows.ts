import type { FileFacts } from './file-facts.js';
import { Kind, SYMBOL } from './schema.js';

const KINDS: ReadonlySet<number> = new Set([Kind.namespace, Kind.class, Kind.struct, Kind.record, Kind.interface, Kind.enum, Kind.delegate]);
const known = new WeakMap<FileFacts, readonly number[]>();

/** Rows of a file's symbols that are namespaces or types with a name of their own, found once for each file that is held. */
export function typeRows(facts: FileFacts): readonly number[] {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const { symbols } = facts;
  const rows: number[] = [];
  for (let row = 0; row < symbols.rows; row++) if (KINDS.has(symbols.get(row, SYMBOL.kind))) rows.push(row);
  known.set(facts, rows);
  return rows;
}
