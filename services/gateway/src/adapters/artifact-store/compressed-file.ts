import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, Transform, pipeline as pipe } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

/** How every store keeps files: as one frame of zstd that says how much it holds. */
export const COMPRESSED = '.zst';

/** Quick, and a fifth of the size: what is kept is read more often than it is written. */
const LEVEL = 3;
const MAGIC = 0xfd2fb528;
const LONGEST_HEADER = 18;

/**
 * Compresses a file, and says what went in.
 * @param bytes how much it should hold; anything else is an error of the compressor
 * @returns SHA-256 of the plain content, lower-case hexadecimal
 */
export async function compressFile(from: string, to: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const compressor = createZstdCompress({ pledgedSrcSize: bytes, params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_contentSizeFlag]: 1 } });
  await pipeline(createReadStream(from), digest, compressor, createWriteStream(to, { flags: 'w', flush: true }));
  return hash.digest('hex');
}

/** The plain content of a compressed stream, from its first byte; an error of either ends it. */
export function decompressed(stored: NodeJS.ReadableStream): NodeJS.ReadableStream {
  const plain = new PassThrough();
  pipe(stored, createZstdDecompress(), plain, () => undefined);
  return plain;
}

/** How much a compressed file holds, by its first bytes; undefined for what is no such frame. Format: RFC 8878, 3.1.1. */
export async function plainSize(file: string): Promise<number | undefined> {
  const header = Buffer.alloc(LONGEST_HEADER);
  const handle = await open(file, 'r');
  try {
    await handle.read(header, 0, LONGEST_HEADER, 0);
  } finally {
    await handle.close();
  }
  if (header.readUInt32LE(0) !== MAGIC) return undefined;
  const descriptor = header.readUInt8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  switch (descriptor >> 6) {
    case 0:
      return isSingleSegment ? header.readUInt8(at) : undefined;
    case 1:
      return header.readUInt16LE(at) + 256;
    case 2:
      return header.readUInt32LE(at);
    default:
      return Number(header.readBigUInt64LE(at));
  }
}
