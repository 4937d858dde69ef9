import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { BLOB_ALIGNMENT, FACT_PACK_HEADER_BYTES, FACT_PACK_MAGIC, FACT_PACK_TAIL_BYTES, FACT_PACK_VERSION } from './fact-pack.js';
import type { BlobPlace, FactPackEntry, FactPackFile, FactPackIndex, FactPackSkip, FileBlobs, FinishedPack } from './fact-pack.js';

const FLUSH_BYTES = 4 * 1024 * 1024;
const PADDING = Buffer.alloc(BLOB_ALIGNMENT);

/** A blob to write: its bytes, and their CRC-32 where it is known. */
export interface NewBlob {
  readonly bytes: Uint8Array;
  readonly check?: number;
}

/** A blob to write, or one that lies in the pack that is extended. */
export type PackBlob = NewBlob | BlobPlace;

/** Writes a fact pack blob by blob. A pack counts only when `finish` has returned. */
export class FactPackWriter {
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #written = 0;
  readonly #files: FactPackEntry[] = [];
  readonly #skips: FactPackSkip[] = [];
  readonly #parts: Record<string, BlobPlace> = {};

  private constructor(
    private readonly file: FileHandle,
    private readonly settings: string,
  ) {}

  /** Makes or replaces the file. */
  static async create(place: string, settings: string): Promise<FactPackWriter> {
    const writer = new FactPackWriter(await open(place, 'w'), settings);
    const header = Buffer.alloc(FACT_PACK_HEADER_BYTES);
    header.writeUInt32LE(FACT_PACK_MAGIC, 0);
    header.writeUInt32LE(FACT_PACK_VERSION, 4);
    writer.#put(header);
    return writer;
  }

  /**
   * Goes on with a finished pack: what lies in it stays where it is, and a new index takes the place of the old one.
   * @param end where its blobs end, as its reader says
   */
  static async extend(place: string, settings: string, end: number): Promise<FactPackWriter> {
    const writer = new FactPackWriter(await open(place, 'r+'), settings);
    writer.#written = end;
    const over = end % BLOB_ALIGNMENT;
    if (over > 0) writer.#put(PADDING.subarray(over));
    return writer;
  }

  get count(): number {
    return this.#files.length;
  }

  /** Adds one blob; waits for the disk where much is waiting. One call at a time; the bytes must not change meanwhile. */
  async put(blob: PackBlob): Promise<BlobPlace> {
    if (!('bytes' in blob)) return blob;
    const place = this.#blob(blob);
    if (this.#waitingBytes >= FLUSH_BYTES) await this.#flush();
    return place;
  }

  /** Adds one file, whose blobs were added. */
  add(file: FactPackFile, blobs: FileBlobs): void {
    this.#files.push({ ...file, blobs });
  }

  addSkip(skip: FactPackSkip): void {
    this.#skips.push(skip);
  }

  addPart(name: string, bytes: Uint8Array): void {
    this.#parts[name] = this.#blob({ bytes });
  }

  /** Writes the index and closes the file. */
  async finish(): Promise<FinishedPack> {
    const content: FactPackIndex = { settings: this.settings, files: this.#files, skips: this.#skips, parts: this.#parts };
    const index = Buffer.from(JSON.stringify(content));
    const tail = Buffer.alloc(FACT_PACK_TAIL_BYTES);
    tail.writeBigUInt64LE(BigInt(this.#written + this.#waitingBytes), 0);
    tail.writeBigUInt64LE(BigInt(index.length), 8);
    tail.writeUInt32LE(crc32(index), 16);
    tail.writeUInt32LE(FACT_PACK_MAGIC, 20);
    this.#put(index);
    this.#put(tail);
    try {
      await this.#flush();
      await this.file.truncate(this.#written); // an old index may have been longer
    } finally {
      await this.file.close();
    }
    return { index: content, tail };
  }

  /** Closes the file unfinished, after an error or a cancellation. */
  async abandon(): Promise<void> {
    await this.file.close();
  }

  #blob({ bytes, check }: NewBlob): BlobPlace {
    const at = this.#written + this.#waitingBytes;
    this.#put(bytes);
    const over = bytes.length % BLOB_ALIGNMENT;
    if (over > 0) this.#put(PADDING.subarray(over));
    return [at, bytes.length, check ?? crc32(bytes)];
  }

  #put(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  async #flush(): Promise<void> {
    const pieces = this.#waiting;
    const length = this.#waitingBytes;
    const start = this.#written;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#written += length;
    const { bytesWritten } = await this.file.writev(pieces, start);
    // A disk that takes a part says what is wrong when it is given the rest.
    for (let rest = Buffer.concat(bytesWritten < length ? pieces : []).subarray(bytesWritten), at = start + bytesWritten; rest.length > 0; ) {
      const { bytesWritten: more } = await this.file.write(rest, 0, rest.length, at);
      rest = rest.subarray(more);
      at += more;
    }
  }
}
