import type { FactsBuilder } from '../facts/file-facts.js';

/** What a language's `reader.ts` exports as `reader`. The same text gives the same result on every machine. */
export interface LanguageReader {
  /** Fills empty facts; for `"reader": "facts"`. */
  readonly facts?: (source: string, facts: FactsBuilder) => void;
  /** Text of the same length and lines, in which only what the grammar can read is left; for `"reader": "text"`. */
  readonly text?: (source: string) => string;
  /** Adds to facts that the grammar made of the source: what it takes for a text and is code; for `"reader": "more"`. */
  readonly more?: (source: string, facts: FactsBuilder) => void;
}

/** Loads the reader of a language that has one. @param folder the name of its folder */
export async function loadReader(folder: string): Promise<LanguageReader> {
  const loaded = (await import(`./${folder}/reader.js`)) as { readonly reader: LanguageReader }; // each folder whose language.json names a reader has one
  return loaded.reader;
}
