import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Grammar } from '../languages/registry.js';
import type { QueryImage } from './query-image.js';

const KEY_BYTES = 32;

let parser: string | undefined;

/** What an image depends on: grammar, query, and the build of tree-sitter whose structure it is. */
function keyOf(grammar: Grammar): Buffer {
  if (parser === undefined) {
    const module = path.join(path.dirname(createRequire(import.meta.url).resolve('web-tree-sitter')), 'web-tree-sitter.wasm');
    parser = createHash('sha256').update(readFileSync(module)).digest('hex');
  }
  return createHash('sha256').update(`${grammar.fingerprint} ${parser}`).digest();
}

function fileOf(grammar: Grammar): string {
  return path.join(grammar.folder, `${grammar.id}.query-image`);
}

/** The image that the build left of a grammar's query; undefined where there is none, or one of something else. */
export function readQueryImage(grammar: Grammar): QueryImage | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(fileOf(grammar));
  } catch {
    // Sources that were not built, as in tests: the query is compiled.
    return undefined;
  }
  return bytes.subarray(0, KEY_BYTES).equals(keyOf(grammar)) ? new Uint8Array(bytes.subarray(KEY_BYTES)) : undefined;
}

export function writeQueryImage(grammar: Grammar, image: QueryImage): void {
  writeFileSync(fileOf(grammar), Buffer.concat([keyOf(grammar), image]));
}
