import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { missing, parts, plain } from '../artifact-name.js';
import { COMPRESSED, decompressed } from '../compressed-file.js';
import { ArtifactError, type ArtifactAddress, type ArtifactFile, type ArtifactStore, type AttemptPlace } from '../../../ports/index.js';
import { BucketObjects } from './bucket-objects.js';
import type { FolderCache } from './folder-cache.js';
import { isMissing, storageError, storing } from './storage-error.js';

/** What a completed scan is made of: the object that names it, written last, alone makes its files visible. */
interface Index {
  readonly attempt: number;
  readonly files: readonly ArtifactFile[];
}

export interface S3StoreOptions {
  readonly bucket: string;
  /** Of all the files of one scan, plain. */
  readonly maximumBytes: number;
  /** Names and bounds what pods may upload and read: at the address by which they reach the store. */
  readonly uploadEndpoint: S3Client;
}

const INDEX = 'index.json';
const FILES_AT_ONCE = 4;
const WEEK_SECONDS = 7 * 24 * 3600;
/** Of one scan at once by several replicas; each failure is another one's success. */
const NAMING_TRIES = 5;
/** Well before whoever asked for a place asks again, and a pod writes into it. */
const EMPTIED_WITHIN_MILLISECONDS = 5_000;

/**
 * Snapshots in a bucket: `<organization>/<scan>/attempt-<n>/<name>.zst` is what an attempt uploaded, compressed with zstd;
 * `<organization>/<scan>/index.json` names one attempt's files as the scan's. The index is written only after every file was
 * read back and found to be what its maker said, and replaced by a higher attempt's alone, by conditional writes (`If-None-Match`,
 * `If-Match`): of a store that does not know them, two replicas at once are the risk.
 */
export class S3ArtifactStore implements ArtifactStore {
  private readonly objects: BucketObjects;

  constructor(
    private readonly client: S3Client,
    private readonly cache: FolderCache,
    private readonly options: S3StoreOptions,
  ) {
    this.objects = new BucketObjects(client, options.bucket);
  }

  async prepare(address: ArtifactAddress, attempt: number, until: Date): Promise<AttemptPlace> {
    const prefix = attemptPrefix(address, attempt);
    await this.empty(address, attempt);
    const { url, fields } = await storing(() =>
      createPresignedPost(this.options.uploadEndpoint, {
        Bucket: this.options.bucket,
        Key: `${prefix}\${filename}`,
        Expires: secondsUntil(until),
        Conditions: [
          ['starts-with', '$key', prefix],
          ['content-length-range', 0, this.options.maximumBytes],
        ],
      }),
    );
    return { kind: 'upload', url, fields, keyPrefix: prefix, maximumBytes: this.options.maximumBytes };
  }

  async promote(address: ArtifactAddress, attempt: number, files: readonly ArtifactFile[]): Promise<void> {
    for (let tries = 0; tries < NAMING_TRIES; tries++) {
      const named = await this.storedIndex(address);
      if (named !== undefined && named.index.attempt >= attempt) return;
      const index: Index = { attempt, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) };
      await this.check(address, index);
      if (!(await this.name(address, index, named?.etag))) continue;
      if (named !== undefined) await this.cache.forget(attemptPrefix(address, named.index.attempt));
      return;
    }
    throw storageError(new Error('others name the scan’s files all the time'));
  }

  private async check(address: ArtifactAddress, index: Index): Promise<void> {
    const total = index.files.reduce((sum, file) => sum + file.bytes, 0);
    if (total > this.options.maximumBytes) throw new ArtifactError('tooLarge', `The snapshot has ${total} bytes; the limit is ${this.options.maximumBytes}.`);
    for (const file of index.files) parts(file.name);
    // Read back into the cache: whoever opens the scan next finds it there.
    await this.download(address, index);
  }

  /**
   * Writes the index where there is none, or over the one of that tag: of replicas that name a scan at once, one does.
   * @returns false when the index is another one by now
   */
  private async name(address: ArtifactAddress, index: Index, over: string | undefined): Promise<boolean> {
    const condition = over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over };
    try {
      await this.client.send(new PutObjectCommand({ Bucket: this.options.bucket, Key: indexKey(address), Body: JSON.stringify(index), ContentType: 'application/json', ...condition }));
      return true;
    } catch (error) {
      // Replaced, replaced at this moment, or removed.
      if (error instanceof S3ServiceException && (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict' || (over !== undefined && isMissing(error)))) return false;
      throw storageError(error);
    }
  }

  async readAttempt(address: ArtifactAddress, attempt: number, name: string): Promise<NodeJS.ReadableStream> {
    return decompressed(await this.open(address, attempt, name));
  }

  async discard(address: ArtifactAddress, attempt?: number): Promise<void> {
    const kept = (await this.index(address))?.attempt;
    if (attempt !== undefined) {
      if (attempt !== kept) await this.objects.removeBelow(attemptPrefix(address, attempt));
      return;
    }
    const keptPrefix = kept === undefined ? undefined : attemptPrefix(address, kept);
    await this.objects.removeBelow(scanPrefix(address), (key) => key !== indexKey(address) && (keptPrefix === undefined || !key.startsWith(keptPrefix)));
  }

  /** The index goes first: a scan whose files are going has none. */
  async remove(address: ArtifactAddress): Promise<void> {
    await this.objects.removeBelow(indexKey(address));
    await this.objects.removeBelow(scanPrefix(address));
    await this.cache.forget(scanPrefix(address));
  }

  async *addresses(): AsyncIterable<ArtifactAddress> {
    let last = '';
    for await (const { key } of this.objects.below('')) {
      const [organizationId, scanId] = key.split('/');
      if (organizationId === undefined || scanId === undefined || `${organizationId}/${scanId}` === last) continue;
      last = `${organizationId}/${scanId}`;
      yield { organizationId, scanId };
    }
  }

  async size(address: ArtifactAddress, name: string): Promise<number> {
    return (await this.fileOf(address, name)).file.bytes;
  }

  async read(address: ArtifactAddress, name: string): Promise<NodeJS.ReadableStream> {
    const { attempt } = await this.fileOf(address, name);
    return decompressed(await this.open(address, attempt, name));
  }

  async localFolder(address: ArtifactAddress, names: readonly string[]): Promise<string> {
    const index = await this.index(address);
    for (const name of names) await this.fileOf(address, name, index);
    if (index === undefined) throw missing('a snapshot');
    return this.download(address, index);
  }

  async readingUrl(address: ArtifactAddress, name: string, until: Date): Promise<string> {
    const { attempt } = await this.fileOf(address, name);
    const command = new GetObjectCommand({ Bucket: this.options.bucket, Key: objectKey(address, attempt, name) });
    return storing(() => getSignedUrl(this.options.uploadEndpoint, command, { expiresIn: secondsUntil(until) }));
  }

  /**
   * Removes what lay in an attempt's place when this was called, and never what came after: a call that hangs in a slow store may
   * have been given up, and another one's place be in use.
   */
  private async empty(address: ArtifactAddress, attempt: number): Promise<void> {
    const begun = performance.now();
    const keys = await this.objects.before(attemptPrefix(address, attempt));
    if (keys.length === 0 || (await this.index(address))?.attempt === attempt) return;
    // Listed long ago, the same names may hold new files by now.
    if (performance.now() - begun > EMPTIED_WITHIN_MILLISECONDS) throw storageError(new Error('the store took too long to say what an attempt left'));
    await this.objects.remove(keys);
  }

  /** Every file as it is kept, checked, in a folder of the cache. */
  private download(address: ArtifactAddress, index: Index): Promise<string> {
    return this.cache.of(cacheKey(address, index), async (folder) => {
      const waiting = [...index.files];
      const work = async (): Promise<void> => {
        for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) await this.downloadFile(address, index.attempt, file, folder);
      };
      await Promise.all(Array.from({ length: FILES_AT_ONCE }, work));
      return index.files.reduce((sum, file) => sum + file.bytes, 0);
    });
  }

  private async downloadFile(address: ArtifactAddress, attempt: number, file: ArtifactFile, folder: string): Promise<void> {
    const place = path.join(folder, ...parts(file.name)) + COMPRESSED;
    await mkdir(path.dirname(place), { recursive: true });
    const stored = await this.open(address, attempt, file.name);
    await storing(() => pipeline(stored, createWriteStream(place)));
    const hash = createHash('sha256');
    let bytes = 0;
    const check = new Writable({
      write: (chunk: Buffer, _, done) => {
        bytes += chunk.byteLength;
        hash.update(chunk);
        // A small object can hold a large file: what grows past its promise is not read on.
        done(bytes > file.bytes ? new ArtifactError('sizeDiffers', `${file.name} has more than ${file.bytes} bytes.`) : null);
      },
    });
    await storing(() => pipeline(createReadStream(place), createZstdDecompress(), check));
    if (bytes !== file.bytes) throw new ArtifactError('sizeDiffers', `${file.name} has ${bytes} bytes instead of ${file.bytes}.`);
    if (hash.digest('hex') !== file.sha256) throw new ArtifactError('digestDiffers', `${file.name} is not what the scanner wrote.`);
  }

  private async open(address: ArtifactAddress, attempt: number, name: string): Promise<Readable> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.options.bucket, Key: objectKey(address, attempt, name) }));
      if (Body instanceof Readable) return Body;
    } catch (error) {
      throw isMissing(error) ? missing(name, error) : storageError(error);
    }
    throw missing(name);
  }

  private async fileOf(address: ArtifactAddress, name: string, known?: Index): Promise<{ readonly file: ArtifactFile; readonly attempt: number }> {
    const wanted = parts(name).join('/');
    const index = known ?? (await this.index(address));
    const file = index?.files.find((one) => one.name === wanted);
    if (index === undefined || file === undefined) throw missing(name);
    return { file, attempt: index.attempt };
  }

  private async index(address: ArtifactAddress): Promise<Index | undefined> {
    return (await this.storedIndex(address))?.index;
  }

  private async storedIndex(address: ArtifactAddress): Promise<{ readonly index: Index; readonly etag: string } | undefined> {
    try {
      const { Body, ETag } = await this.client.send(new GetObjectCommand({ Bucket: this.options.bucket, Key: indexKey(address) }));
      if (Body === undefined || ETag === undefined) throw new Error('the store gave an index without content or tag');
      return { index: JSON.parse(await Body.transformToString()) as Index, etag: ETag }; // written by us alone: pods may write below an attempt's prefix
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw storageError(error);
    }
  }

  /** Whether the bucket is there and answers; for readiness. @throws ArtifactError `storage` */
  async ping(): Promise<void> {
    await storing(() => this.client.send(new HeadBucketCommand({ Bucket: this.options.bucket })));
  }
}

function scanPrefix({ organizationId, scanId }: ArtifactAddress): string {
  return `${plain(organizationId)}/${plain(scanId)}/`;
}

function attemptPrefix(address: ArtifactAddress, attempt: number): string {
  return `${scanPrefix(address)}${plain(`attempt-${attempt}`)}/`;
}

function objectKey(address: ArtifactAddress, attempt: number, name: string): string {
  return `${attemptPrefix(address, attempt)}${parts(name).join('/')}${COMPRESSED}`;
}

/** At most a week: a signature of S3 lasts no longer. */
function secondsUntil(until: Date): number {
  return Math.min(WEEK_SECONDS, Math.max(1, Math.floor((until.getTime() - Date.now()) / 1000)));
}

function indexKey(address: ArtifactAddress): string {
  return `${scanPrefix(address)}${INDEX}`;
}

/** Of these files: an attempt that was not named may come with others. */
function cacheKey(address: ArtifactAddress, index: Index): string {
  return `${attemptPrefix(address, index.attempt)}${createHash('sha256').update(JSON.stringify(index.files)).digest('hex').slice(0, 16)}`;
}
