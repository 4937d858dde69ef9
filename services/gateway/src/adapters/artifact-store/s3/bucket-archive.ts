import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { extract, pack, type Pack } from 'tar-stream';
import { BucketObjects } from './bucket-objects.js';
import { isMissing } from './storage-error.js';

/** What went through: objects, and their bytes as the bucket keeps them. */
export interface ArchiveCount {
  readonly objects: number;
  readonly bytes: number;
}

/** The last entry says what the archive holds, so that one that was cut off between two entries is known. No object has such a key. */
const END = 'archive-end.json';

/**
 * Every object of a bucket as a tar archive, in the order of their keys, so that a scan's index follows its files. Objects that go
 * while it is written are left out.
 */
export async function exportBucket(client: S3Client, bucket: string, output: Writable): Promise<ArchiveCount> {
  const archive = pack();
  const [count] = await Promise.all([writeObjects(client, bucket, archive), pipeline(archive, output)]);
  return count;
}

/**
 * Puts an archive's objects into a bucket; those of the same key are replaced, others stay. May be called again with the same archive.
 * @throws Error where the archive is cut off or was made by something else; what came before that is in the bucket
 */
export async function importBucket(client: S3Client, bucket: string, input: Readable): Promise<ArchiveCount> {
  const archive = extract();
  const scratch = await mkdtemp(path.join(tmpdir(), 'pinata-objects-'));
  try {
    const [count] = await Promise.all([readObjects(client, bucket, archive, path.join(scratch, 'object')), pipeline(input, archive)]);
    return count;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeObjects(client: S3Client, bucket: string, archive: Pack): Promise<ArchiveCount> {
  let objects = 0;
  let bytes = 0;
  try {
    for await (const { key } of new BucketObjects(client, bucket).below('')) {
      const size = await writeObject(client, bucket, key, archive);
      if (size === undefined) continue;
      objects++;
      bytes += size;
    }
    archive.entry({ name: END }, JSON.stringify({ objects, bytes } satisfies ArchiveCount));
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  return { objects, bytes };
}

/** @returns its bytes; undefined where it has gone since it was listed */
async function writeObject(client: S3Client, bucket: string, key: string, archive: Pack): Promise<number | undefined> {
  try {
    const { Body, ContentLength, LastModified } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined || ContentLength === undefined) throw new Error(`${key} came without content.`);
    const entry = archive.entry({ name: key, size: ContentLength, ...(LastModified === undefined ? {} : { mtime: LastModified }) });
    await pipeline(Body as Readable, entry); // in Node.js, always a Readable
    return ContentLength;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function readObjects(client: S3Client, bucket: string, archive: ReturnType<typeof extract>, scratchFile: string): Promise<ArchiveCount> {
  let objects = 0;
  let bytes = 0;
  let end: string | undefined;
  for await (const entry of archive) {
    const { name, type, size = 0 } = entry.header;
    if (type !== 'file') throw new Error(`${JSON.stringify(name)} is no file: this archive was not made by an export.`);
    if (name === END) {
      end = await text(entry);
      continue;
    }
    // The client signs what it sends, and reads a file twice for that.
    await pipeline(entry, createWriteStream(scratchFile));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: createReadStream(scratchFile), ContentLength: size }));
    objects++;
    bytes += size;
  }
  if (end !== JSON.stringify({ objects, bytes } satisfies ArchiveCount)) throw new Error(`The archive is cut off, or was not made by an export: ${objects} objects came.`);
  return { objects, bytes };
}
