import { SYMBOL } from '../facts/schema.js';
import type { FileView } from '../view/file-view.js';

/** The text of a variable of a file that stands in nothing. */
export function topLevelText(view: FileView, name: string): string | undefined {
  const { symbols } = view.facts;
  const wanted = view.facts.indexOf(name);
  for (let row = 0; wanted >= 0 && row < symbols.rows; row++) if (symbols.get(row, SYMBOL.parent) < 0 && symbols.get(row, SYMBOL.name) === wanted) return view.text(symbols.get(row, SYMBOL.value));
  return undefined;
}
