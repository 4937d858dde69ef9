import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { OutputFile, UploadGrant } from '@pinata/proto';

const COMPRESSED = '.zst';
const LEVEL = 3;
const AT_ONCE = 4;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const ATTEMPT_MILLISECONDS = 10 * 60_000;
/** Answers that will not change: the grant is over, or the file is larger than it may be. */
const FINAL = new Set([400, 401, 403, 404, 413]);
const MANIFEST = 'manifest.json';

/** The object store refused a file for good. */
export class UploadError extends Error {
  override name = 'UploadError';
}

/**
 * Uploads an attempt's files, each compressed, the manifest last, so that a folder with a manifest is whole. What fails is sent
 * again, with growing pauses, until the grant ends.
 * @throws UploadError, or the signal's reason
 */
export async function uploadOutputs(folder: string, outputs: readonly OutputFile[], grant: UploadGrant, expiresAt: Date, signal: AbortSignal): Promise<void> {
  const waiting = outputs.filter(({ name }) => name !== MANIFEST);
  const work = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) await uploadFile(folder, file, grant, expiresAt, signal);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const file of outputs) if (file.name === MANIFEST) await uploadFile(folder, file, grant, expiresAt, signal);
}

async function uploadFile(folder: string, file: OutputFile, grant: UploadGrant, expiresAt: Date, signal: AbortSignal): Promise<void> {
  const plain = path.join(folder, file.name);
  const compressed = `${plain}${COMPRESSED}`;
  // The frame says how much it holds: readers ask before they make room.
  const compressor = createZstdCompress({ pledgedSrcSize: Number(file.bytes), params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_contentSizeFlag]: 1 } });
  await pipeline(createReadStream(plain), compressor, createWriteStream(compressed), { signal });
  try {
    const { size } = await stat(compressed);
    if (BigInt(size) > grant.maximumBytes) throw new UploadError(`${file.name} takes ${size} bytes compressed; the limit is ${grant.maximumBytes}. Scan fewer files, or raise the limit.`);
    for (let pause = FIRST_PAUSE; !(await post(compressed, `${grant.keyPrefix}${file.name}${COMPRESSED}`, grant, signal)); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (Date.now() + pause > expiresAt.getTime()) throw new UploadError('The object store did not take the results before the scan had to end. Look at the object store, then start the scan again.');
      await delay(pause, undefined, { signal });
    }
  } finally {
    await rm(compressed, { force: true });
  }
}

/** @returns whether the store has it; false asks for another try */
async function post(file: string, key: string, { url, fields }: UploadGrant, signal: AbortSignal): Promise<boolean> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (name !== 'key') form.append(name, value);
  form.append('key', key);
  form.append('file', await openAsBlob(file));
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', body: form, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MILLISECONDS)]) });
    await response.arrayBuffer();
  } catch {
    signal.throwIfAborted();
    return false;
  }
  if (FINAL.has(response.status)) throw new UploadError(`The object store refused the results (HTTP ${response.status}). Look at its clock, its bucket and its limits, then start the scan again.`);
  return response.ok;
}
