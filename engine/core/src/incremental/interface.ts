import type { FileFacts } from '../facts/file-facts.js';
import { TABLE_NAMES, TABLE_WIDTHS } from '../facts/file-facts.js';

/** Whether two readings of a file say the same to other files. */
export function haveSameInterface(old: FileFacts, now: FileFacts): boolean {
  return old === now || TABLE_NAMES.every((name) => {
    if (old[name].rows !== now[name].rows) return false;
    for (let row = 0; row < old[name].rows; row++) for (let column = 0; column < TABLE_WIDTHS[name]; column++) if (old[name].get(row, column) !== now[name].get(row, column)) return false;
    return false;
  });
}
