import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { FACT_PACK_HEADER_BYTES, FACT_PACK_MAGIC, FACT_PACK_TAIL_BYTES, FACT_PACK_VERSION } from './fact-pack.js';
import type { FactPackEntry } from './fact-pack.js';

const FLUSH_BYTES = 1024 * 1024;

/** Writes a fact pack entry by entry. A pack counts only when `finish` has returned. */
export class FactPackWriter {
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #written = 0;
  readonly #places: number[] = [];

  private constructor(private readonly file: FileHandle) {}

  /** Makes or replaces the file. */
  static async create(place: string): Promise<FactPackWriter> {
    const writer = new FactPackWriter(await open(place, 'w'));
    const header = Buffer.alloc(FACT_PACK_HEADER_BYTES);
    header.writeUInt32LE(FACT_PACK_MAGIC, 0);
    header.writeUInt32LE(FACT_PACK_VERSION, 4);
    writer.#put(header);
    return writer;
  }

  get count(): number {
    return this.#places.length;
  }

  /** Adds one file; waits for the disk where much is waiting. One call at a time. */
  async add(entry: FactPackEntry): Promise<void> {
    const { facts, ...head } = entry;
    const headBytes = Buffer.from(JSON.stringify(head));
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(headBytes.length, 0);
    lengths.writeUInt32LE(facts.length, 4);
    this.#places.push(this.#written + this.#waitingBytes);
    this.#put(lengths);
    this.#put(headBytes);
    this.#put(Buffer.from(facts));
    if (this.#waitingBytes >= FLUSH_BYTES) await this.#flush();
  }

  /** Writes the index and closes the file. */
  async finish(): Promise<void> {
    const index = Buffer.alloc(this.#places.length * 8 + FACT_PACK_TAIL_BYTES);
    this.#places.forEach((place, i) => index.writeBigUInt64LE(BigInt(place), i * 8));
    const tail = this.#places.length * 8;
    index.writeBigUInt64LE(BigInt(this.#written + this.#waitingBytes), tail);
    index.writeBigUInt64LE(BigInt(this.#places.length), tail + 8);
    index.writeUInt32LE(FACT_PACK_MAGIC, tail + 16);
    this.#put(index);
    try {
      await this.#flush();
    } finally {
      await this.file.close();
    }
  }

  /** Closes the file unfinished, after an error or a cancellation. */
  async abandon(): Promise<void> {
    await this.file.close();
  }

  #put(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#written += bytes.length;
    await this.file.appendFile(bytes);
  }
}
