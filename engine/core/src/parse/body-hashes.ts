import { Kind, SYMBOL } from '../facts/schema.js';
import type { Assembly } from './assembly.js';

const SPACE = 32;
/** FNV-1a of 32 bits, of UTF-16 units. */
const BASIS = 0x811c9dc5 | 0;
const PRIME = 16_777_619;

/** Notes of each symbol what its text is behind the signature: not the white space, nor what other symbols in it declare. */
export function addBodyHashes(assembly: Assembly): void {
  const { source, symbolPlaces } = assembly;
  const { symbols } = assembly.facts.tables;
  const hashes = new Int32Array(symbolPlaces.length).fill(BASIS);
  const open: number[] = [];
  let at = 0;
  const readTo = (end: number): void => {
    const row = open.at(-1);
    const from = row === undefined ? end : Math.max(at, symbolPlaces[row]?.body ?? end);
    if (row !== undefined && from < end) hashes[row] = hashOf(source, from, end, hashes[row] ?? 0);
    at = Math.max(at, end);
  };
  const leaveBefore = (start: number): void => {
    for (let row = open.at(-1); row !== undefined && (symbolPlaces[row]?.end ?? 0) <= start; row = open.at(-1)) {
      readTo(symbolPlaces[row]?.end ?? 0);
      open.pop();
    }
  };
  symbolPlaces.forEach(({ start }, row) => {
    leaveBefore(start);
    readTo(start);
    open.push(row);
  });
  leaveBefore(Number.POSITIVE_INFINITY);
  // What a namespace holds stands in many files.
  for (let row = 0; row < hashes.length; row++) if (symbols.get(row, SYMBOL.kind) !== Kind.namespace) symbols.set(row, SYMBOL.body, (hashes[row] ?? 0) & 0x7fffffff);
}

function hashOf(source: string, from: number, end: number, before: number): number {
  let hash = before;
  for (let index = from; index < end; index++) {
    const unit = source.charCodeAt(index);
    if (unit > SPACE) hash = Math.imul(hash ^ unit, PRIME);
  }
  return hash;
}
