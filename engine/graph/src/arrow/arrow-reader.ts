import type { PackedStrings } from '../graph/packed-strings.js';
import { ArrowError } from './arrow-error.js';
import { CONTINUATION, HEADER_TYPE, MAGIC, METADATA_VERSION, TYPE } from './arrow-format.js';
import type { ArrowColumn, IntegerArray } from './arrow-format.js';
import { FlatReader } from './flat-reader.js';

export interface ArrowTable {
  readonly rowCount: number;
  /** By name, in the file's order. */
  readonly columns: ReadonlyMap<string, ArrowColumn>;
}

/**
 * Reads an uncompressed Arrow IPC file of one record batch, with the column types that the writer beside this file knows.
 * The columns are views of the given bytes, nothing is copied; it runs in Node.js and in browsers.
 * Lengths, offsets and strings' borders are checked; whether indices lie inside their dictionary is the caller's question.
 * @throws {ArrowError}
 */
export function readArrowFile(bytes: Uint8Array): ArrowTable {
  const footer = readFooter(bytes);
  const fields = footer.table(1)?.tables(1) ?? [];
  const dictionaries = new Map<number, PackedStrings>();
  for (const [offset = 0, metadataBytes = 0, bodyBytes = 0] of footer.structs(2, 3)) {
    const { header, body } = readMessage(bytes, offset, metadataBytes, bodyBytes, HEADER_TYPE.dictionaryBatch);
    const batch = required(header.table(1), 'a dictionary has no data');
    dictionaries.set(header.i64(0), new BatchReader(batch, body).strings());
  }
  const [block, ...others] = footer.structs(3, 3);
  if (block === undefined || others.length > 0) throw new ArrowError(`expected one record batch, found ${footer.structs(3, 3).length}`);
  const { header, body } = readMessage(bytes, block[0] ?? 0, block[1] ?? 0, block[2] ?? 0, HEADER_TYPE.recordBatch);
  const reader = new BatchReader(header, body);
  const columns = new Map<string, ArrowColumn>();
  for (const field of fields) {
    const column = readColumn(field, reader, dictionaries);
    if (columns.has(column.name)) throw new ArrowError(`two columns are called ${column.name}`);
    columns.set(column.name, column);
  }
  return { rowCount: reader.rowCount, columns };
}

function readFooter(bytes: Uint8Array): FlatReader {
  const end = bytes.length - MAGIC.length;
  if (bytes.length < 32 || !MAGIC.every((byte, i) => bytes[i] === byte && bytes[end + i] === byte)) throw new ArrowError('this is no Arrow file');
  const footerBytes = new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4).getInt32(0, true);
  if (footerBytes <= 0 || footerBytes > end - 12) throw new ArrowError(`a footer of ${footerBytes} bytes does not fit the file`);
  const footer = FlatReader.root(bytes.subarray(end - 4 - footerBytes, end - 4));
  if (footer.i16(0) !== METADATA_VERSION) throw new ArrowError(`metadata version ${footer.i16(0)} is not known`);
  return footer;
}

function readMessage(bytes: Uint8Array, offset: number, metadataAndPaddedLength: number, bodyBytes: number, headerType: number): { header: FlatReader; body: Uint8Array } {
  // The low half of the second word is the length, the high half is padding.
  const metadataBytes = metadataAndPaddedLength % 2 ** 32;
  if (offset < 0 || metadataBytes < 16 || bodyBytes < 0 || offset + metadataBytes + bodyBytes > bytes.length) throw new ArrowError('a batch lies outside the file');
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, metadataBytes);
  if (view.getUint32(0, true) !== CONTINUATION) throw new ArrowError('a batch does not begin where the footer says');
  const message = FlatReader.root(bytes.subarray(offset + 8, offset + metadataBytes));
  if (message.u8(1) !== headerType) throw new ArrowError(`a batch is of type ${message.u8(1)} instead of ${headerType}`);
  const body = bytes.subarray(offset + metadataBytes, offset + metadataBytes + bodyBytes);
  return { header: required(message.table(2), 'a batch has no header'), body };
}

function readColumn(field: FlatReader, reader: BatchReader, dictionaries: ReadonlyMap<number, PackedStrings>): ArrowColumn {
  const name = field.text(0);
  const isNullable = field.u8(1) !== 0;
  const type = required(field.table(3), `column ${name} has no type`);
  const encoding = field.table(4);
  if (encoding !== undefined) {
    const values = required(dictionaries.get(encoding.i64(0)), `column ${name} has no dictionary`);
    const indices = reader.integers(required(encoding.table(1), `column ${name} has no index type`), name);
    return { type: 'dictionary', name, isNullable, indices, values };
  }
  switch (field.u8(2)) {
    case TYPE.int:
      return { type: 'integer', name, isNullable, values: reader.integers(type, name) };
    case TYPE.utf8:
      return { type: 'utf8', name, strings: reader.strings() };
    case TYPE.fixedSizeBinary: {
      const width = type.i32(0);
      return { type: 'fixedBinary', name, width, bytes: reader.fixed(width, name) };
    }
    default:
      throw new ArrowError(`column ${name} is of type ${field.u8(2)}, which is not read here`);
  }
}

/** Takes the buffers of a batch one after the other, as its fields ask for them. */
class BatchReader {
  readonly rowCount: number;
  readonly #lengths: number[];
  readonly #buffers: number[][];
  #nextField = 0;
  #nextBuffer = 0;

  constructor(
    batch: FlatReader,
    private readonly body: Uint8Array,
  ) {
    if (batch.table(3) !== undefined) throw new ArrowError('the file is compressed');
    this.rowCount = batch.i64(0);
    this.#lengths = batch.structs(1, 2).map(([length = -1]) => length);
    this.#buffers = batch.structs(2, 2);
  }

  integers(type: FlatReader, name: string): IntegerArray {
    const bits = type.i32(0);
    if ((bits !== 8 && bits !== 32) || type.u8(1) !== 1) throw new ArrowError(`column ${name} has integers of an unknown kind`);
    this.#field();
    this.#bytes(0);
    const bytes = this.#bytes(this.rowCount * (bits / 8));
    return bits === 8 ? new Int8Array(bytes.buffer, bytes.byteOffset, this.rowCount) : int32View(bytes, this.rowCount);
  }

  strings(): PackedStrings {
    this.#field();
    this.#bytes(0);
    const offsets = int32View(this.#bytes((this.rowCount + 1) * 4), this.rowCount + 1);
    const bytes = this.#bytes(0);
    let before = offsets[0] ?? -1;
    for (const offset of offsets) {
      if (offset < before) throw new ArrowError('the borders of strings do not ascend');
      before = offset;
    }
    if (offsets[0] !== 0 || before > bytes.length) throw new ArrowError('strings lie outside their bytes');
    return { offsets, bytes: bytes.subarray(0, before) };
  }

  fixed(width: number, name: string): Uint8Array {
    if (width <= 0) throw new ArrowError(`column ${name} has values of ${width} bytes`);
    this.#field();
    this.#bytes(0);
    return this.#bytes(this.rowCount * width).subarray(0, this.rowCount * width);
  }

  #field(): void {
    const length = this.#lengths[this.#nextField++];
    if (length !== this.rowCount || length < 0) throw new ArrowError(`a column has ${length} rows instead of ${this.rowCount}`);
  }

  #bytes(least: number): Uint8Array {
    const [offset = -1, length = -1] = this.#buffers[this.#nextBuffer++] ?? [];
    if (offset < 0 || length < least || offset + length > this.body.length) throw new ArrowError(`a buffer of ${length} bytes at ${offset} is not inside its batch`);
    return this.body.subarray(offset, offset + length);
  }
}

/** A view where the place allows it, else a copy. */
function int32View(bytes: Uint8Array, count: number): Int32Array {
  if (bytes.byteOffset % 4 === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, count);
  return new Int32Array(bytes.slice().buffer, 0, count);
}

function required<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new ArrowError(message);
  return value;
}
