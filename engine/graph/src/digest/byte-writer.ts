/** Appends little-endian values to one buffer that doubles. */
export class ByteWriter {
  #buffer: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(initialBytes = 64 * 1024) {
    this.#buffer = new Uint8Array(initialBytes);
    this.#view = new DataView(this.#buffer.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written; valid until the next write. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  u8(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  i32(value: number): void {
    const at = this.#reserve(4);
    this.#view.setInt32(at, value, true);
  }

  slice(source: Uint8Array, start: number, end: number): void {
    const at = this.#reserve(end - start);
    // A short part is copied by hand, which is faster than a call.
    if (end - start > 64) this.#buffer.set(source.subarray(start, end), at);
    else for (let i = start; i < end; i++) this.#buffer[at + i - start] = source[i] ?? 0;
  }

  /** Copies the 16 bytes at a place of a view, four at a time. */
  sixteen(source: DataView, start: number): void {
    const at = this.#reserve(16);
    const view = this.#view;
    view.setInt32(at, source.getInt32(start));
    view.setInt32(at + 4, source.getInt32(start + 4));
    view.setInt32(at + 8, source.getInt32(start + 8));
    view.setInt32(at + 12, source.getInt32(start + 12));
  }

  #reserve(bytes: number): number {
    const at = this.#length;
    this.#length += bytes;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length));
      larger.set(this.#buffer.subarray(0, at));
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
