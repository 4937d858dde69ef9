import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { FILE_ROLES } from '../model.js';
import { FACT_PACK_HEADER_BYTES, FACT_PACK_MAGIC, FACT_PACK_TAIL_BYTES, FACT_PACK_VERSION, FactPackError, LARGEST_FACT_HEAD } from './fact-pack.js';
import type { FactPackEntry, FactPackHead } from './fact-pack.js';

const STATUSES: readonly unknown[] = ['parsed', 'repaired', 'partial', 'timedOut'];

/** Reads a fact pack one entry at a time; every length and place is checked before it is used. */
export class FactPackReader {
  private constructor(
    private readonly file: FileHandle,
    private readonly places: readonly number[],
    private readonly end: number,
  ) {}

  /** @throws {FactPackError} */
  static async open(place: string): Promise<FactPackReader> {
    const file = await open(place, 'r').catch((error: unknown) => {
      throw new FactPackError('missing', `there is no fact pack at ${place}`, { cause: error });
    });
    try {
      const { size } = await file.stat();
      const header = await read(file, 0, Math.min(size, FACT_PACK_HEADER_BYTES));
      if (header.length < FACT_PACK_HEADER_BYTES || header.readUInt32LE(0) !== FACT_PACK_MAGIC) throw new FactPackError('corrupt', 'this is no fact pack');
      const version = header.readUInt32LE(4);
      if (version !== FACT_PACK_VERSION) throw new FactPackError('unsupportedVersion', `version ${version} is not known, ${FACT_PACK_VERSION} is`);
      const { places, end } = await readIndex(file, size);
      return new FactPackReader(file, places, end);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get count(): number {
    return this.places.length;
  }

  /** Entries in the order in which they were written. */
  async *entries(): AsyncGenerator<FactPackEntry> {
    for (let i = 0; i < this.count; i++) yield await this.entry(i);
  }

  /** Heads alone: the facts are skipped, not read. */
  async *heads(): AsyncGenerator<FactPackHead> {
    for (let i = 0; i < this.count; i++) yield (await this.#head(i)).head;
  }

  /** @throws {FactPackError} `corrupt` */
  async entry(index: number): Promise<FactPackEntry> {
    const { head, factsAt, factsBytes } = await this.#head(index);
    return { ...head, facts: new Uint8Array(await read(this.file, factsAt, factsBytes)) };
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  async #head(index: number): Promise<{ head: FactPackHead; factsAt: number; factsBytes: number }> {
    const place = this.places[index];
    if (place === undefined) throw new FactPackError('corrupt', `there is no entry ${index}`);
    const lengths = await read(this.file, place, 8);
    const headBytes = lengths.readUInt32LE(0);
    const factsBytes = lengths.readUInt32LE(4);
    if (headBytes > LARGEST_FACT_HEAD || place + 8 + headBytes + factsBytes > this.end) throw new FactPackError('corrupt', `entry ${index} is longer than the pack`);
    const head = parseHead((await read(this.file, place + 8, headBytes)).toString(), index);
    return { head, factsAt: place + 8 + headBytes, factsBytes };
  }
}

async function readIndex(file: FileHandle, size: number): Promise<{ places: number[]; end: number }> {
  const tailAt = size - FACT_PACK_TAIL_BYTES;
  if (tailAt < FACT_PACK_HEADER_BYTES) throw new FactPackError('unfinished', 'the fact pack has no tail');
  const tail = await read(file, tailAt, FACT_PACK_TAIL_BYTES);
  if (tail.readUInt32LE(16) !== FACT_PACK_MAGIC) throw new FactPackError('unfinished', 'the fact pack has no tail');
  const end = Number(tail.readBigUInt64LE(0));
  const count = Number(tail.readBigUInt64LE(8));
  if (end < FACT_PACK_HEADER_BYTES || end + count * 8 !== tailAt) throw new FactPackError('corrupt', 'the index does not fit the pack');
  const index = await read(file, end, count * 8);
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    const place = Number(index.readBigUInt64LE(i * 8));
    if (place < FACT_PACK_HEADER_BYTES || place + 8 > end) throw new FactPackError('corrupt', `entry ${i} lies outside the pack`);
    places.push(place);
  }
  return { places, end };
}

async function read(file: FileHandle, place: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, place + done);
    if (bytesRead === 0) throw new FactPackError('corrupt', 'the pack ended while it was read');
    done += bytesRead;
  }
  return bytes;
}

function parseHead(json: string, index: number): FactPackHead {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new FactPackError('corrupt', `the head of entry ${index} is no JSON`, { cause: error });
  }
  if (!isHead(value)) throw new FactPackError('corrupt', `the head of entry ${index} lacks something`);
  return value;
}

function isHead(value: unknown): value is FactPackHead {
  if (typeof value !== 'object' || value === null) return false;
  // An object's members are unknown values by name.
  const head = value as Record<string, unknown>;
  const texts = [head.path, head.hash, head.language, head.keyPrefix, head.extractorFingerprint];
  const counts = [head.bytes, head.lines, head.referenceCount, head.errorCount];
  return (
    texts.every((text) => typeof text === 'string') &&
    counts.every((count) => Number.isSafeInteger(count)) &&
    FILE_ROLES.some((role) => role === head.role) &&
    STATUSES.includes(head.status) &&
    Array.isArray(head.symbols)
  );
}
