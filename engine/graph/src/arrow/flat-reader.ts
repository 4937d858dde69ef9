import { ArrowError } from './arrow-error.js';

/** Reads one table of a flatbuffer. Every access is checked against the buffer: a bad offset is an error, never a wild read. */
export class FlatReader {
  constructor(
    private readonly view: DataView,
    private readonly start: number,
  ) {}

  static root(bytes: Uint8Array): FlatReader {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return guarded(() => new FlatReader(view, view.getUint32(0, true)));
  }

  u8(field: number): number {
    return this.#read(field, (at) => this.view.getUint8(at));
  }

  i16(field: number): number {
    return this.#read(field, (at) => this.view.getInt16(at, true));
  }

  i32(field: number): number {
    return this.#read(field, (at) => this.view.getInt32(at, true));
  }

  i64(field: number): number {
    return this.#read(field, (at) => readI64(this.view, at));
  }

  text(field: number): string {
    return guarded(() => {
      const { at, count } = this.#vector(field);
      return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + at, this.#checked(at, count)).slice());
    });
  }

  table(field: number): FlatReader | undefined {
    return guarded(() => {
      const at = this.#place(field);
      return at === 0 ? undefined : new FlatReader(this.view, at + this.view.getUint32(at, true));
    });
  }

  tables(field: number): FlatReader[] {
    return guarded(() => {
      const { at, count } = this.#vector(field);
      this.#checked(at, count * 4);
      return Array.from({ length: count }, (_, i) => new FlatReader(this.view, at + i * 4 + this.view.getUint32(at + i * 4, true)));
    });
  }

  /** Structs as rows of 64-bit words. */
  structs(field: number, words: number): number[][] {
    return guarded(() => {
      const { at, count } = this.#vector(field);
      this.#checked(at, count * words * 8);
      return Array.from({ length: count }, (_, i) => Array.from({ length: words }, (__, word) => readI64(this.view, at + (i * words + word) * 8)));
    });
  }

  #read(field: number, read: (at: number) => number): number {
    return guarded(() => {
      const at = this.#place(field);
      return at === 0 ? 0 : read(at);
    });
  }

  /** Where a field lies, or 0 when it is absent. */
  #place(field: number): number {
    const fieldTable = this.start - this.view.getInt32(this.start, true);
    const slot = 4 + field * 2;
    if (slot >= this.view.getUint16(fieldTable, true)) return 0;
    const place = this.view.getUint16(fieldTable + slot, true);
    return place === 0 ? 0 : this.start + place;
  }

  #vector(field: number): { at: number; count: number } {
    const place = this.#place(field);
    if (place === 0) return { at: 0, count: 0 };
    const at = place + this.view.getUint32(place, true);
    return { at: at + 4, count: this.view.getUint32(at, true) };
  }

  #checked(at: number, bytes: number): number {
    if (at + bytes > this.view.byteLength) throw new RangeError(`${bytes} bytes at ${at} are beyond ${this.view.byteLength}`);
    return bytes;
  }
}

function readI64(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no number that can be exact`);
  return value;
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ArrowError('the metadata points outside itself', { cause: error });
  }
}
