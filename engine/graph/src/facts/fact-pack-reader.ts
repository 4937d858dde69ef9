import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { FACT_PACK_HEADER_BYTES, FACT_PACK_MAGIC, FACT_PACK_TAIL_BYTES, FACT_PACK_VERSION, FactPackError, LARGEST_PART } from './fact-pack.js';
import type { BlobPlace, FactPackEntry, FactPackIndex, FactPackSymbol, FinishedPack } from './fact-pack.js';
import { parseFactPackIndex } from './fact-pack-index.js';

/** Reads a fact pack: the index at once, a blob when it is asked for. Every length and place is checked before it is used. */
export class FactPackReader {
  private constructor(
    private readonly file: FileHandle,
    readonly index: FactPackIndex,
    /** Where the blobs end. */
    readonly end: number,
  ) {}

  /**
   * @param known a pack that this process wrote: where the file is that one, its index is not read again
   * @throws {FactPackError}
   */
  static async open(place: string, known?: FinishedPack): Promise<FactPackReader> {
    const file = await open(place, 'r').catch((error: unknown) => {
      throw new FactPackError('missing', `there is no fact pack at ${place}`, { cause: error });
    });
    try {
      const { size } = await file.stat();
      const header = await read(file, 0, Math.min(size, FACT_PACK_HEADER_BYTES));
      if (header.length < FACT_PACK_HEADER_BYTES || header.readUInt32LE(0) !== FACT_PACK_MAGIC) throw new FactPackError('corrupt', 'this is no fact pack');
      const version = header.readUInt32LE(4);
      if (version !== FACT_PACK_VERSION) throw new FactPackError('unsupportedVersion', `version ${version} is not known, ${FACT_PACK_VERSION} is`);
      const { index, end } = await readIndex(file, size, known);
      return new FactPackReader(file, index, end);
    } catch (error) {
      await file.close();
      if (error instanceof FactPackError) throw error;
      throw new FactPackError('corrupt', 'the pack cannot be read', { cause: error });
    }
  }

  /** The bytes of a blob. @throws {FactPackError} `corrupt` where they are not what was written */
  async blob(place: BlobPlace): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await read(this.file, place[0], place[1]);
    assertSound(bytes, place);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes as they lie, blobs and what is between them; unchecked. */
  async bytes(at: number, length: number): Promise<Buffer<ArrayBuffer>> {
    return read(this.file, at, length);
  }

  /** The same without waiting, for a small one. @throws {FactPackError} `corrupt`; what the file system throws */
  blobNow(place: BlobPlace): Uint8Array<ArrayBuffer> {
    const [at, length] = place;
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.file.fd, bytes, done, length - done, at + done);
      if (read === 0) throw new FactPackError('corrupt', 'the pack ended while it was read');
      done += read;
    }
    assertSound(bytes, place);
    return bytes;
  }

  /** A file's symbols. @throws {FactPackError} `corrupt` */
  async symbols(entry: FactPackEntry): Promise<readonly FactPackSymbol[]> {
    const json = Buffer.from(await this.blob(entry.blobs.symbols)).toString();
    try {
      const symbols: unknown = JSON.parse(json);
      if (Array.isArray(symbols) && symbols.every(isSymbol)) return symbols;
    } catch (error) {
      throw new FactPackError('corrupt', `the symbols of ${entry.path} are no JSON`, { cause: error });
    }
    throw new FactPackError('corrupt', `a symbol of ${entry.path} lacks something`);
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

function assertSound(bytes: Uint8Array, [at, , check]: BlobPlace): void {
  if (crc32(bytes) !== check) throw new FactPackError('corrupt', `the bytes from ${at} are not what was written`);
}

async function readIndex(file: FileHandle, size: number, known?: FinishedPack): Promise<{ readonly index: FactPackIndex; readonly end: number }> {
  const tailAt = size - FACT_PACK_TAIL_BYTES;
  if (tailAt < FACT_PACK_HEADER_BYTES) throw new FactPackError('unfinished', 'the fact pack has no tail');
  const tail = await read(file, tailAt, FACT_PACK_TAIL_BYTES);
  if (tail.readUInt32LE(20) !== FACT_PACK_MAGIC) throw new FactPackError('unfinished', 'the fact pack has no tail');
  const end = Number(tail.readBigUInt64LE(0));
  const length = Number(tail.readBigUInt64LE(8));
  if (end < FACT_PACK_HEADER_BYTES || length > LARGEST_PART || end + length !== tailAt) throw new FactPackError('corrupt', 'the index does not fit the pack');
  if (known !== undefined && tail.equals(known.tail)) return { index: known.index, end };
  const index = await read(file, end, length);
  if (crc32(index) !== tail.readUInt32LE(16)) throw new FactPackError('corrupt', 'the index is not what was written');
  return { index: parseFactPackIndex(index.toString(), end), end };
}

async function read(file: FileHandle, place: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(length); // given out only when it is filled
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, place + done);
    if (bytesRead === 0) throw new FactPackError('corrupt', 'the pack ended while it was read');
    done += bytesRead;
  }
  return bytes;
}

function isSymbol(value: unknown): value is FactPackSymbol {
  if (typeof value !== 'object' || value === null) return false;
  // An object's members are unknown values by name.
  const symbol = value as Record<string, unknown>;
  return [symbol.name, symbol.kind, symbol.descriptor, symbol.qualifiedName].every((text) => typeof text === 'string') && typeof symbol.range === 'object' && symbol.range !== null;
}
