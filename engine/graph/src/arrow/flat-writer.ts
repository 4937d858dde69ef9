/**
 * The few shapes of a flatbuffer (https://flatbuffers.dev/internals) that Arrow's metadata needs, written front to back:
 * a table, then what it points at. Field numbers are those of Arrow's Schema.fbs, Message.fbs and File.fbs.
 */
export type FlatValue = { readonly type: 'u8' | 'i16' | 'i32' | 'i64'; readonly value: number } | PointedValue;

/** A value that lies behind its table, which holds the distance to it. */
type PointedValue =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'table'; readonly table: FlatTable }
  | { readonly type: 'tables'; readonly tables: readonly FlatTable[] }
  /** Structs of 64-bit members, ready as bytes. */
  | { readonly type: 'structs'; readonly count: number; readonly bytes: Uint8Array };

/** The value of each field by its number; absent fields keep their default. */
export type FlatTable = Readonly<Record<number, FlatValue>>;

const INLINE_BYTES = { u8: 1, i16: 2, i32: 4, i64: 8, string: 4, table: 4, tables: 4, structs: 4 } as const;

/** Encodes a table as the root of a flatbuffer whose length is a multiple of eight. */
export function encodeFlat(root: FlatTable): Uint8Array {
  const encoder = new FlatEncoder();
  encoder.root(root);
  return encoder.finish();
}

class FlatEncoder {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #end = 4;

  root(table: FlatTable): void {
    const at = this.#table(table);
    this.#view.setUint32(0, at, true);
  }

  finish(): Uint8Array {
    this.#align(8, 0);
    return this.#bytes.slice(0, this.#end);
  }

  /** Writes the field table, the table, and all it points at; gives back where the table begins. */
  #table(table: FlatTable): number {
    // Large members first, so that each is aligned without gaps between them.
    const fields = Object.entries(table)
      .map(([number, value]) => ({ number: Number(number), value, size: INLINE_BYTES[value.type] }))
      .sort((a, b) => b.size - a.size || a.number - b.number);
    const slots = fields.reduce((most, field) => Math.max(most, field.number + 1), 0);
    const fieldTableBytes = 4 + slots * 2;
    this.#align(8, fieldTableBytes);
    const fieldTable = this.#reserve(fieldTableBytes);
    let size = 4;
    const places = fields.map((field) => {
      size = Math.ceil(size / field.size) * field.size;
      const place = size;
      size += field.size;
      return { ...field, place };
    });
    const start = this.#reserve(size);
    this.#view.setUint16(fieldTable, fieldTableBytes, true);
    this.#view.setUint16(fieldTable + 2, size, true);
    this.#view.setInt32(start, start - fieldTable, true);
    for (const { number, place } of places) this.#view.setUint16(fieldTable + 4 + number * 2, place, true);
    for (const { place, value } of places) this.#field(start + place, value);
    return start;
  }

  #field(at: number, value: FlatValue): void {
    if (!('value' in value)) this.#pointAt(at, this.#pointed(value));
    else if (value.type === 'u8') this.#view.setUint8(at, value.value);
    else if (value.type === 'i16') this.#view.setInt16(at, value.value, true);
    else if (value.type === 'i32') this.#view.setInt32(at, value.value, true);
    else this.#view.setBigInt64(at, BigInt(value.value), true);
  }

  #pointed(value: PointedValue): number {
    if (value.type === 'table') return this.#table(value.table);
    if (value.type === 'string') {
      const bytes = new TextEncoder().encode(value.text);
      this.#align(4, 0);
      const at = this.#reserve(4 + bytes.length + 1);
      this.#view.setUint32(at, bytes.length, true);
      this.#bytes.set(bytes, at + 4);
      return at;
    }
    if (value.type === 'structs') {
      this.#align(8, 4);
      const at = this.#reserve(4 + value.bytes.length);
      this.#view.setUint32(at, value.count, true);
      this.#bytes.set(value.bytes, at + 4);
      return at;
    }
    this.#align(4, 0);
    const at = this.#reserve(4 + value.tables.length * 4);
    this.#view.setUint32(at, value.tables.length, true);
    value.tables.forEach((table, i) => this.#pointAt(at + 4 + i * 4, this.#table(table)));
    return at;
  }

  #pointAt(at: number, target: number): void {
    this.#view.setUint32(at, target - at, true);
  }

  /** Moves on until what follows the next `ahead` bytes lies at a multiple of `to`. */
  #align(to: number, ahead: number): void {
    this.#reserve((to - ((this.#end + ahead) % to)) % to);
  }

  #reserve(bytes: number): number {
    const at = this.#end;
    this.#end += bytes;
    if (this.#end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
