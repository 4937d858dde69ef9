import { CONTINUATION, HEADER_TYPE, MAGIC, METADATA_VERSION, TYPE } from './arrow-format.js';
import type { ArrowColumn, IntegerArray } from './arrow-format.js';
import { encodeFlat } from './flat-writer.js';
import type { FlatTable, FlatValue } from './flat-writer.js';
import type { PackedStrings } from '../graph/packed-strings.js';

const ALIGNMENT = 64;
const i64 = (value: number): FlatValue => ({ type: 'i64', value });
const i32 = (value: number): FlatValue => ({ type: 'i32', value });
const i16 = (value: number): FlatValue => ({ type: 'i16', value });
const u8 = (value: number): FlatValue => ({ type: 'u8', value });
const text = (value: string): FlatValue => ({ type: 'string', text: value });

/**
 * Writes columns of one length as an Arrow IPC file: one record batch, one dictionary batch for each dictionary column,
 * nothing compressed. Gives back the file in pieces; those that are columns are not copied.
 */
export function arrowFile(columns: readonly ArrowColumn[], rowCount: number): Uint8Array[] {
  const output = new PieceList();
  output.add(MAGIC);
  output.add(new Uint8Array(2));
  const schema = schemaTable(columns);
  output.message(HEADER_TYPE.schema, schema, new Body());
  const dictionaries: Block[] = [];
  columns.forEach((column, id) => {
    if (column.type !== 'dictionary') return;
    const body = new Body();
    body.strings(column.values);
    const data = body.recordBatch(column.values.offsets.length - 1);
    dictionaries.push(output.message(HEADER_TYPE.dictionaryBatch, { 0: i64(id), 1: { type: 'table', table: data } }, body));
  });
  const body = new Body();
  for (const column of columns) addColumn(body, column);
  const batch = output.message(HEADER_TYPE.recordBatch, body.recordBatch(rowCount), body);
  output.add(integers([CONTINUATION, 0]));
  const footer = encodeFlat({ 0: i16(METADATA_VERSION), 1: { type: 'table', table: schema }, 2: blocks(dictionaries), 3: blocks([batch]) });
  output.add(footer);
  output.add(integers([footer.length]));
  output.add(MAGIC);
  return output.pieces;
}

function addColumn(body: Body, column: ArrowColumn): void {
  if (column.type === 'integer') body.integers(column.values, column.isNullable);
  else if (column.type === 'dictionary') body.integers(column.indices, column.isNullable);
  else if (column.type === 'utf8') body.strings(column.strings);
  else body.fixed(column.bytes, column.width);
}

function schemaTable(columns: readonly ArrowColumn[]): FlatTable {
  return { 0: i16(0), 1: { type: 'tables', tables: columns.map(fieldTable) } };
}

function fieldTable(column: ArrowColumn, id: number): FlatTable {
  const isNullable = 'isNullable' in column && column.isNullable;
  const common = { 0: text(column.name), 1: u8(isNullable ? 1 : 0), 5: { type: 'tables', tables: [] } } as const;
  if (column.type === 'integer') return { ...common, 2: u8(TYPE.int), 3: { type: 'table', table: integerType(column.values) } };
  if (column.type === 'fixedBinary') return { ...common, 2: u8(TYPE.fixedSizeBinary), 3: { type: 'table', table: { 0: i32(column.width) } } };
  const utf8 = { ...common, 2: u8(TYPE.utf8), 3: { type: 'table', table: {} } } as const;
  if (column.type === 'utf8') return utf8;
  return { ...utf8, 4: { type: 'table', table: { 0: i64(id), 1: { type: 'table', table: integerType(column.indices) } } } };
}

function integerType(values: IntegerArray): FlatTable {
  return { 0: i32(values.BYTES_PER_ELEMENT * 8), 1: u8(1) };
}

interface Block {
  readonly offset: number;
  readonly metadataBytes: number;
  readonly bodyBytes: number;
}

function blocks(list: readonly Block[]): FlatValue {
  const bytes = new Uint8Array(list.length * 24);
  const view = new DataView(bytes.buffer);
  list.forEach((block, i) => {
    view.setBigInt64(i * 24, BigInt(block.offset), true);
    view.setInt32(i * 24 + 8, block.metadataBytes, true);
    view.setBigInt64(i * 24 + 16, BigInt(block.bodyBytes), true);
  });
  return { type: 'structs', count: list.length, bytes };
}

function integers(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setUint32(i * 4, value, true));
  return bytes;
}

class PieceList {
  readonly pieces: Uint8Array[] = [];
  #length = 0;

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.#length += piece.length;
  }

  /** An encapsulated message: continuation mark, length of the metadata with its padding, metadata, body. */
  message(headerType: number, header: FlatTable, body: Body): Block {
    const offset = this.#length;
    const metadata = encodeFlat({ 0: i16(METADATA_VERSION), 1: u8(headerType), 2: { type: 'table', table: header }, 3: i64(body.length) });
    this.add(integers([CONTINUATION, metadata.length]));
    this.add(metadata);
    for (const piece of body.pieces) this.add(piece);
    return { offset, metadataBytes: metadata.length + 8, bodyBytes: body.length };
  }
}

/** The buffers of one batch, each padded to 64 bytes, and what the metadata says of them. */
class Body {
  readonly pieces: Uint8Array[] = [];
  length = 0;
  readonly #fieldNodes: number[] = [];
  readonly #buffers: number[] = [];

  recordBatch(rowCount: number): FlatTable {
    return { 0: i64(rowCount), 1: structs(this.#fieldNodes), 2: structs(this.#buffers) };
  }

  integers(values: IntegerArray, isNullable: boolean): void {
    const { bits, nullCount } = isNullable ? validity(values) : { bits: undefined, nullCount: 0 };
    this.#fieldNodes.push(values.length, nullCount);
    this.#buffer(bits ?? new Uint8Array(0));
    this.#buffer(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  strings(strings: PackedStrings): void {
    this.#fieldNodes.push(strings.offsets.length - 1, 0);
    this.#buffer(new Uint8Array(0));
    this.#buffer(new Uint8Array(strings.offsets.buffer, strings.offsets.byteOffset, strings.offsets.byteLength));
    this.#buffer(strings.bytes);
  }

  fixed(bytes: Uint8Array, width: number): void {
    this.#fieldNodes.push(bytes.length / width, 0);
    this.#buffer(new Uint8Array(0));
    this.#buffer(bytes);
  }

  #buffer(bytes: Uint8Array): void {
    this.#buffers.push(this.length, bytes.length);
    const padding = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
    this.pieces.push(bytes, new Uint8Array(padding));
    this.length += bytes.length + padding;
  }
}

function structs(pairs: readonly number[]): FlatValue {
  const bytes = new Uint8Array(pairs.length * 8);
  const view = new DataView(bytes.buffer);
  pairs.forEach((value, i) => view.setBigInt64(i * 8, BigInt(value), true));
  return { type: 'structs', count: pairs.length / 2, bytes };
}

/** Arrow's bits: least significant first, 1 where a row has a value. */
function validity(values: IntegerArray): { bits: Uint8Array | undefined; nullCount: number } {
  const { length } = values;
  const bits = new Uint8Array(Math.ceil(length / 8));
  let valid = 0;
  for (let i = 0; i < length; i += 8) {
    const end = Math.min(i + 8, length);
    let byte = 0;
    for (let at = i; at < end; at++) {
      // The sign tells: -1 is absent.
      const isThere = 1 + ((values[at] ?? -1) >> 31);
      byte |= isThere << (at - i);
      valid += isThere;
    }
    bits[i >> 3] = byte;
  }
  return { bits: valid === length ? undefined : bits, nullCount: length - valid };
}
