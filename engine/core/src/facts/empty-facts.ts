import { encodeFacts, decodeFacts } from './encode.js';
import type { FileFacts } from './file-facts.js';
import { FactsBuilder } from './file-facts.js';
import { FactError } from './schema.js';

/** Bytes of facts that say nothing but that the whole file could not be read. */
export function errorFactBytes(lines: number, kind: keyof typeof FactError): Uint8Array<ArrayBuffer> {
  const builder = new FactsBuilder();
  builder.lines = lines;
  builder.tables.errors.add(FactError[kind], 0, 0, lines, 0);
  return encodeFacts(builder);
}

/** Facts of a file that has none. */
export function emptyFacts(lines: number): FileFacts {
  const builder = new FactsBuilder();
  builder.lines = lines;
  return decodeFacts(encodeFacts(builder));
}
