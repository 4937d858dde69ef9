import { SYMBOL } from '../../../facts/schema.js';
import type { FileView } from '../../../view/file-view.js';
import type { SchemaContext } from '../../family.js';

/** Texts that methods called `TableName` give back, by the key of what they are a method of. */
export function statedNames(view: FileView, context: SchemaContext): readonly (readonly [string, string])[] {
  const { symbols } = view.facts;
  const found: [string, string][] = [];
  for (let row = 0; row < symbols.rows; row++) {
    if (view.facts.text(symbols.get(row, SYMBOL.name)) !== 'TableName') continue;
    const key = context.keyOf(view.file.firstSymbol + row);
    const values = view.returnedIn(symbols.get(row, SYMBOL.ownScope));
    const name = values.length === 1 ? view.text(values[0] ?? -1) : undefined;
    if (name !== undefined && key.endsWith('#TableName().')) found.push([key.slice(0, -'TableName().'.length), name]);
  }
  return found;
}
