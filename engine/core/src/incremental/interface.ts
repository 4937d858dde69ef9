import type { FileFacts, TableName } from '../facts/file-facts.js';
import { TABLE_NAMES, TABLE_WIDTHS } from '../facts/file-facts.js';
import { InterfaceText } from './interface-text.js';

/** Tables that `InterfaceText` follows, with the columns that it knows. Another table or a wider one is compared cell by cell. */
const FOLLOWED: Readonly<Partial<Record<TableName, number>>> = {
  symbols: 20, scopes: 4, bindings: 4, locals: 6, expressions: 7, types: 8, typeArguments: 1, returns: 2, imports: 4, importBindings: 4, exports: 7, heritage: 4, arguments: 4, decorations: 3,
};
/** Tables that linking reads of its own file alone. */
const OWN_ALONE: ReadonlySet<TableName> = new Set<TableName>(['references', 'errors', 'regions']);

/** Tables that no rule here covers: an extractor says more than this file knows of. */
export const UNKNOWN_TABLES: readonly TableName[] = TABLE_NAMES.filter((name) => !OWN_ALONE.has(name) && FOLLOWED[name] !== TABLE_WIDTHS[name]);

/** Whether two readings of a file say the same to other files. Where that cannot be told, they do not. */
export function haveSameInterface(old: FileFacts, now: FileFacts): boolean {
  if (old === now) return true;
  // What is unknown may lead anywhere in the file.
  if (UNKNOWN_TABLES.length > 0) return false;
  try {
    return new InterfaceText(old).write() === new InterfaceText(now).write();
  } catch (error) {
    // An expression that is nested deeper than we can follow.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
