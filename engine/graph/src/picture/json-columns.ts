import { stringAt } from '../graph/packed-strings.js';
import type { PackedStrings } from '../graph/packed-strings.js';

export type Integers = Int32Array | Int8Array;

/** A list of packed strings, by their numbers. */
export interface PackedRows {
  readonly strings: PackedStrings;
  readonly rows: Int32Array;
}

/** A list of lists of integers: list `i` is `values[offsets[i]]` to `values[offsets[i + 1]]`. */
export interface IntegerLists {
  readonly values: Integers;
  readonly offsets: Int32Array;
}

/** What holds the numbers and strings of a JSON document in columns: `Columns<Document>` is written as a `Document`. */
export type Columns<Document> = Document extends readonly number[]
  ? Integers
  : Document extends readonly string[]
    ? PackedRows
    : Document extends readonly (readonly number[])[]
      ? IntegerLists
      : Document extends object
        ? { readonly [Field in keyof Document]: Columns<Document[Field]> }
        : Document;

const encoder = new TextEncoder();
const [MINUS, ZERO, COMMA, OPEN, CLOSE, QUOTE, BACKSLASH, FIRST_PLAIN] = [0x2d, 0x30, 0x2c, 0x5b, 0x5d, 0x22, 0x5c, 0x20];
/** Those of the longest 32-bit integer with its comma. */
const INTEGER_BYTES = 12;

/** The UTF-8 bytes that `JSON.stringify` gives of the document, without an array or a text for each of its columns. */
export function encodeJson(document: object): Uint8Array<ArrayBuffer> {
  writer.begin();
  writer.value(document);
  return writer.written;
}

class JsonWriter {
  #bytes = new Uint8Array(64 * 1024);
  #end = 0;

  /** Begins anew, in the same room. */
  begin(): void {
    this.#end = 0;
  }

  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#end);
  }

  value(value: unknown): void {
    if (typeof value !== 'object' || value === null) this.#text(JSON.stringify(value));
    else if (ArrayBuffer.isView(value)) this.#integers(value as Integers, 0, (value as Integers).length);
    else if ('strings' in value) this.#strings(value as PackedRows);
    else if ('offsets' in value) this.#lists(value as IntegerLists);
    else this.#fields(value);
  }

  #fields(value: object): void {
    let separator = '{';
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue;
      this.#text(`${separator}${JSON.stringify(name)}:`);
      this.value(field);
      separator = ',';
    }
    this.#text(separator === '{' ? '{}' : '}');
  }

  #lists({ values, offsets }: IntegerLists): void {
    this.#open();
    for (let list = 0; list < offsets.length - 1; list++) {
      this.#integers(values, offsets[list] ?? 0, offsets[list + 1] ?? 0);
      this.#byte(COMMA);
    }
    this.#close();
  }

  #integers(values: Integers, start: number, end: number): void {
    this.#reserve((end - start) * INTEGER_BYTES + 2);
    this.#open();
    for (let at = start; at < end; at++) this.#integer(values[at] ?? 0);
    this.#close();
  }

  /** A number and a comma; there must be room. */
  #integer(value: number): void {
    const bytes = this.#bytes;
    let left = value;
    if (left < 0) {
      bytes[this.#end++] = MINUS;
      left = -left;
    }
    let after = this.#end + digitsOf(left);
    this.#end = after + 1;
    bytes[after] = COMMA;
    do {
      const tenth = (left / 10) | 0; // of 32-bit numbers, without a call
      bytes[--after] = ZERO + left - tenth * 10;
      left = tenth;
    } while (left > 0);
  }

  #strings({ strings, rows }: PackedRows): void {
    this.#open();
    for (const row of rows) {
      const start = strings.offsets[row] ?? 0;
      const end = strings.offsets[row + 1] ?? start;
      if (isPlain(strings.bytes, start, end)) this.#plain(strings.bytes, start, end);
      else this.#text(JSON.stringify(stringAt(strings, row)));
      this.#byte(COMMA);
    }
    this.#close();
  }

  #plain(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start + 2);
    const bytes = this.#bytes;
    bytes[this.#end++] = QUOTE;
    bytes.set(source.subarray(start, end), this.#end);
    this.#end += end - start;
    bytes[this.#end++] = QUOTE;
  }

  #open(): void {
    this.#byte(OPEN);
  }

  /** Ends a list: in place of the comma after its last one, where it has one. */
  #close(): void {
    if (this.#bytes[this.#end - 1] === COMMA) this.#end--;
    this.#byte(CLOSE);
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = byte;
  }

  #text(text: string): void {
    this.#reserve(text.length * 3);
    this.#end += encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + bytes));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}

const writer = new JsonWriter();

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}

/** Whether a JSON string holds these UTF-8 bytes as they are. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < FIRST_PLAIN || byte === QUOTE || byte === BACKSLASH) return false;
  }
  return true;
}
