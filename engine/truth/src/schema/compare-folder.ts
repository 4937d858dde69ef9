import type { SchemaComparison } from './compare-schema.js';

/** What of a repository can be held against a database or a snapshot: a title and how to do it, for each. */
export function compareFolder(_folder: string): Promise<readonly (readonly [string, () => Promise<SchemaComparison>])[]> {
  return Promise.resolve([]);
}
