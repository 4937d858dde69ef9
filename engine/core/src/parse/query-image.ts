import { Query } from 'web-tree-sitter';
import type { Language } from 'web-tree-sitter';
import { addressOf } from './tree-sitter-module.js';
import type { TreeSitterModule } from './tree-sitter-module.js';

/**
 * A compiled query as bytes that any thread can take up: compiling one takes a fifth of a second, and every thread of every scan
 * needs it. The build writes an image of each grammar's query; where one is missing or is another version's, the query is compiled.
 *
 * The bytes are the arrays of the C structure `TSQuery`, which point at nothing but each other's indices.
 * Source: tree-sitter 0.27, `lib/src/query.c` and `lib/src/array.h`; web-tree-sitter is pinned, and a test compares what both kinds find.
 */
export type QueryImage = Uint8Array<ArrayBuffer>;

/** Bytes of an element of each array, in the structure's order; `NESTED` is an array of arrays of bytes. */
const NESTED = 0;
const ELEMENT_BYTES = [1, 8, 1, 8, NESTED, 20, 6, 8, 28, 8, 2, 1, 2] as const;
/** An array in C: address, elements, elements that it has room for. */
const ARRAY_BYTES = 12;
/** After the arrays: the language's address, then how many patterns begin with a wildcard. */
const LANGUAGE_AT = ELEMENT_BYTES.length * ARRAY_BYTES;
const WILDCARDS_AT = LANGUAGE_AT + 4;
const STRUCTURE_BYTES = WILDCARDS_AT + 4;

/** Reads a compiled query's arrays. */
export function imageOfQuery(module: TreeSitterModule, query: Query): QueryImage {
  const memory = new DataView(module.HEAP32.buffer);
  const address = addressOf(query);
  const parts: Uint8Array[] = [word(memory.getUint32(address + WILDCARDS_AT, true))];
  const copy = (at: number, bytes: number): void => {
    parts.push(new Uint8Array(memory.buffer, at, bytes));
  };
  for (const [index, elementBytes] of ELEMENT_BYTES.entries()) {
    const at = address + index * ARRAY_BYTES;
    const contents = memory.getUint32(at, true);
    const size = memory.getUint32(at + 4, true);
    parts.push(word(size));
    if (elementBytes !== NESTED) {
      copy(contents, size * elementBytes);
      continue;
    }
    for (let element = 0; element < size; element++) {
      const inner = contents + element * ARRAY_BYTES;
      const innerSize = memory.getUint32(inner + 4, true);
      parts.push(word(innerSize));
      copy(memory.getUint32(inner, true), innerSize);
    }
  }
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Lays an image into a thread's memory and makes the binding's object for it.
 * @param source what the image was compiled from: the binding wants it
 */
export function queryOfImage(module: TreeSitterModule, language: Language, source: string, image: QueryImage): Query {
  const address = layOut(module, addressOf(language), image);
  const compile = module._ts_query_new;
  module._ts_query_new = () => address;
  try {
    return new Query(language, source);
  } finally {
    module._ts_query_new = compile;
  }
}

function layOut(module: TreeSitterModule, language: number, image: QueryImage): number {
  const given = new DataView(image.buffer, image.byteOffset, image.byteLength);
  let read = 0;
  const next = (): number => {
    read += 4;
    return given.getUint32(read - 4, true);
  };
  // Memory may grow and move at each allocation: its view is made anew for each write.
  const write = (at: number, value: number): void => new DataView(module.HEAP32.buffer).setUint32(at, value, true);
  const place = (at: number, size: number, bytes: number): number => {
    const contents = bytes === 0 ? 0 : module._malloc(bytes);
    write(at, contents);
    write(at + 4, size);
    write(at + 8, size);
    return contents;
  };
  const fill = (at: number, size: number, bytes: number): void => {
    const contents = place(at, size, bytes);
    new Uint8Array(module.HEAP32.buffer, contents, bytes).set(image.subarray(read, read + bytes));
    read += bytes;
  };
  const address = module._malloc(STRUCTURE_BYTES);
  write(address + LANGUAGE_AT, language);
  write(address + WILDCARDS_AT, next());
  for (const [index, elementBytes] of ELEMENT_BYTES.entries()) {
    const at = address + index * ARRAY_BYTES;
    const size = next();
    if (elementBytes !== NESTED) {
      fill(at, size, size * elementBytes);
      continue;
    }
    const contents = place(at, size, size * ARRAY_BYTES);
    for (let element = 0; element < size; element++) {
      const innerSize = next();
      fill(contents + element * ARRAY_BYTES, innerSize, innerSize);
    }
  }
  if (read !== image.length) throw new Error('the image of a query has another length than it says: build the project again');
  return address;
}

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
