import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';

/** Plain. */
const LARGEST_PACK = 4 * 1024 ** 3;
const FETCH_MILLISECONDS = 60_000;
const COMPRESSED = '.zst';

/**
 * Brings the fact pack of an earlier scan, compressed with zstd, into the work folder. It is only a help: whatever goes wrong, the
 * scan goes on without it.
 * @param from a file of this machine or an address; empty where there is none
 * @returns where it lies, plain
 */
export async function fetchPreviousPack(from: string, workFolder: string, signal: AbortSignal): Promise<string | undefined> {
  if (from === '') return undefined;
  const place = path.join(workFolder, 'previous.facts.pack');
  let bytes = 0;
  const bound = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      // A small object can hold a large file.
      done(bytes > LARGEST_PACK ? new Error('the fact pack is too large') : null, chunk);
    },
  });
  try {
    const source = /^https?:/.test(from) ? await download(from, signal) : createReadStream(from);
    const isCompressed = from.split('?', 1)[0]?.endsWith(COMPRESSED) === true;
    await (isCompressed ? pipeline(source, createZstdDecompress(), bound, createWriteStream(place), { signal }) : pipeline(source, bound, createWriteStream(place), { signal }));
    return place;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function download(url: string, signal: AbortSignal): Promise<Readable> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_MILLISECONDS)]) });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  return Readable.fromWeb(response.body);
}
