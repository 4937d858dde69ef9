import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pack } from 'tar-stream';
import { exportBucket, importBucket } from '../../src/adapters/artifact-store/s3/bucket-archive.js';
import { FolderCache } from '../../src/adapters/artifact-store/s3/folder-cache.js';
import { S3ArtifactStore } from '../../src/adapters/artifact-store/s3/s3-artifact-store.js';
import { createS3Client } from '../../src/adapters/artifact-store/s3/s3-client.js';
import type { AttemptPlace } from '../../src/ports/index.js';
import { address, artifactStoreContract, describeFile, soon } from '../contracts/artifact-store.contract.js';
import { MinioServer } from './minio-server.js';

const BINARY = process.env.PINATA_TEST_MINIO;
const ifPart = BINARY === undefined ? describe.skip : describe;
type Upload = Extract<AttemptPlace, { kind: 'upload' }>;

function uploadOf(place: AttemptPlace): Upload {
  if (place.kind !== 'upload') throw new Error('this store takes uploads');
  return place;
}

const compressed = (content: string): Buffer => zstdCompressSync(content, { pledgedSrcSize: Buffer.byteLength(content), params: { [constants.ZSTD_c_contentSizeFlag]: 1 } });

/** As a scanner's pod does, with nothing but what it was given. */
async function post({ url, fields }: Upload, key: string, content: Uint8Array): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (name !== 'key') form.append(name, value);
  form.append('key', key);
  form.append('file', new Blob([new Uint8Array(content)]));
  return fetch(url, { method: 'POST', body: form });
}

ifPart('MinIO', () => {
  let server: MinioServer;
  let folder: string;
  let store: S3ArtifactStore;
  let cache: FolderCache;
  const maximumBytes = 8 * 1024 * 1024;

  const open = async (): Promise<S3ArtifactStore> => {
    const client = createS3Client(server.options);
    return new S3ArtifactStore(client, cache, { bucket: server.options.bucket, maximumBytes, uploadEndpoint: client });
  };
  const put = async (place: AttemptPlace, name: string, content: string): Promise<void> => {
    const upload = uploadOf(place);
    expect((await post(upload, `${upload.keyPrefix}${name}.zst`, compressed(content))).ok).toBe(true);
  };

  beforeAll(async () => {
    server = await MinioServer.start(BINARY ?? '');
    folder = mkdtempSync(path.join(tmpdir(), 'pinata-s3-cache-'));
    cache = await FolderCache.open(path.join(folder, 'cache'), 1024 * 1024);
    store = await open();
  }, 60_000);
  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  artifactStoreContract('S3', async () => ({ store, put }));

  describe('a place that was asked for in vain, and again', () => {
    /** A store that is slow with one kind of request, on its way there or back. */
    const slow = (command: 'ListObjectsV2Command' | 'GetObjectCommand', where: 'there' | 'back'): { late: S3ArtifactStore; release: () => void } => {
      const client = createS3Client(server.options);
      const { promise, resolve } = Promise.withResolvers<void>();
      client.middlewareStack.add(
        (next, context) => async (request) => {
          if (context.commandName !== command) return next(request);
          if (where === 'there') await promise;
          const result = await next(request);
          if (where === 'back') await promise;
          return result;
        },
        { step: 'deserialize', priority: 'low' },
      );
      return { late: new S3ArtifactStore(client, cache, { bucket: server.options.bucket, maximumBytes, uploadEndpoint: client }), release: resolve };
    };

    it('keeps what was uploaded since, when the first call gets through at last', async () => {
      const place = address();
      const { late, release } = slow('ListObjectsV2Command', 'there');
      const given = late.prepare(place, 1, soon());
      await put(await store.prepare(place, 1, soon()), 'a', 'content');
      await delay(1_100);
      release();
      await given;
      await store.promote(place, 1, [describeFile('a', 'content')]);
      expect((await buffer(await store.read(place, 'a'))).toString()).toBe('content');
    }, 30_000);

    it.each(['ListObjectsV2Command', 'GetObjectCommand'] as const)('keeps it where the first call knows an older file of that name, and hangs in %s', async (command) => {
      const place = address();
      await put(await store.prepare(place, 1, soon()), 'a', 'old');
      const { late, release } = slow(command, 'back');
      const given = late.prepare(place, 1, soon()).catch((error: unknown) => error);
      await delay(1_100);
      await put(await store.prepare(place, 1, soon()), 'a', 'new');
      await delay(4_500);
      release();
      const end = await given;
      if (command === 'GetObjectCommand') expect(end).toMatchObject({ code: 'storage', isTransient: true });
      await store.promote(place, 1, [describeFile('a', 'new')]);
    }, 30_000);

    it('keeps a scan’s files, however old they are', async () => {
      const place = address();
      await put(await store.prepare(place, 1, soon()), 'a', 'content');
      await store.promote(place, 1, [describeFile('a', 'content')]);
      await store.prepare(place, 1, soon());
      expect((await buffer(await store.read(place, 'a'))).toString()).toBe('content');
    });
  });

  describe('what a pod may upload', () => {
    it('is what lies below its own attempt, until its time, and no more than the bound', async () => {
      const [mine, theirs] = [address(), address()];
      const given = uploadOf(await store.prepare(mine, 1, soon()));
      expect((await post(given, `${given.keyPrefix}nodes.arrow.zst`, compressed('nodes'))).ok).toBe(true);
      for (const key of [`organization/${theirs.scanId}/attempt-1/a.zst`, `organization/${mine.scanId}/attempt-2/a.zst`, `organization/${mine.scanId}/index.json`, 'index.json', `${given.keyPrefix}../../index.json`]) {
        expect({ key, status: (await post(given, key, compressed('x'))).status }).toEqual({ key, status: expect.any(Number) });
        expect((await post(given, key, compressed('x'))).ok).toBe(false);
      }
      expect((await post(given, `${given.keyPrefix}large`, new Uint8Array(maximumBytes + 1))).ok).toBe(false);
      const short = uploadOf(await store.prepare(theirs, 1, new Date(Date.now() + 1_000)));
      await delay(2_500);
      expect((await post(short, `${short.keyPrefix}late`, compressed('late'))).ok).toBe(false);
      // Nothing of it reads: neither the bucket's list nor an object.
      expect((await fetch(`${server.options.endpoint ?? ''}/${server.options.bucket}/?list-type=2`)).ok).toBe(false);
    }, 30_000);

    it('cannot name a snapshot: an index that a pod wrote is not read', async () => {
      const place = address();
      const given = await store.prepare(place, 1, soon());
      await put(given, 'index.json', '{}');
      await expect(store.size(place, 'index.json')).rejects.toMatchObject({ code: 'missing' });
    });

    it('is not read on where a small object holds a large file', async () => {
      const place = address();
      await put(await store.prepare(place, 1, soon()), 'bomb', 'x'.repeat(50_000_000));
      await expect(store.promote(place, 1, [describeFile('bomb', 'x')])).rejects.toMatchObject({ code: 'sizeDiffers' });
      await expect(store.size(place, 'bomb')).rejects.toMatchObject({ code: 'missing' });
    });
  });

  describe('what a pod may read', () => {
    it('is one file of a completed scan, until its time', async () => {
      const place = address();
      const given = await store.prepare(place, 1, soon());
      await put(given, 'facts.pack', 'facts');
      await put(given, 'other', 'other');
      await expect(store.readingUrl(place, 'facts.pack', soon())).rejects.toMatchObject({ code: 'missing' });
      await store.promote(place, 1, [describeFile('facts.pack', 'facts'), describeFile('other', 'other')]);
      const url = (await store.readingUrl(place, 'facts.pack', soon())) ?? '';
      expect(zstdDecompressSync(Buffer.from(await (await fetch(url)).arrayBuffer())).toString()).toBe('facts');
      expect((await fetch(url.replace('facts.pack', 'other'))).status).toBe(403);
      expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
      expect((await fetch(url.split('?', 1)[0] ?? '')).status).toBe(403);
      await expect(store.readingUrl(place, 'nodes.arrow', soon())).rejects.toMatchObject({ code: 'missing' });
      const short = (await store.readingUrl(place, 'facts.pack', new Date(Date.now() + 1_000))) ?? '';
      await delay(2_500);
      expect((await fetch(short)).status).toBe(403);
    }, 30_000);
  });

  describe('an archive of the bucket', () => {
    const objects = { 'o1/s1/attempt-1/files.arrow.zst': 'a'.repeat(70_000), 'o1/s1/attempt-1/odd [name] ü.zst': '', 'o1/s1/index.json': '{"attempt":1}', 'o2/s2/index.json': '{}' };
    const bucketOf = async (name: string, content: Readonly<Record<string, string>>): Promise<S3Client> => {
      const client = createS3Client(server.options);
      await client.send(new CreateBucketCommand({ Bucket: name }));
      for (const [Key, Body] of Object.entries(content)) await client.send(new PutObjectCommand({ Bucket: name, Key, Body, ContentLength: Body.length }));
      return client;
    };
    const archiveOf = async (client: S3Client, bucket: string): Promise<Buffer> => {
      const through = new PassThrough();
      const [bytes] = await Promise.all([buffer(through), exportBucket(client, bucket, through)]);
      return bytes;
    };
    const contentOf = async (client: S3Client, bucket: string): Promise<Record<string, string>> => {
      const listed = (await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? [];
      return Object.fromEntries(await Promise.all(listed.map(async ({ Key = '' }) => [Key, (await (await client.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()) ?? ''] as const)));
    };

    it('brings every object back', async () => {
      const client = await bucketOf('archived', objects);
      await bucketOf('restored', { 'o1/s1/index.json': 'of before' });
      const archive = await archiveOf(client, 'archived');
      const count = { objects: 4, bytes: Object.values(objects).join('').length };
      expect(await importBucket(client, 'restored', Readable.from([archive]))).toEqual(count);
      expect(await contentOf(client, 'restored')).toEqual(objects);
      expect(await importBucket(client, 'restored', Readable.from([archive]))).toEqual(count);
    });

    it.each([0, 512, 40_000, 72_192, -1_024, -2_560])('is refused when it was cut off at %i', async (at) => {
      const bucket = `cut-${at < 0 ? 'from-end' : 'at'}${Math.abs(at)}`;
      const client = await bucketOf(bucket, objects);
      const archive = await archiveOf(client, bucket);
      await bucketOf(`${bucket}-restored`, {});
      const isWhole = at === -1_024; // what is missing is padding alone
      const imported = importBucket(client, `${bucket}-restored`, Readable.from([archive.subarray(0, at < 0 ? archive.length + at : at)]));
      if (isWhole) await imported;
      else await expect(imported).rejects.toThrow(/cut off|Unexpected end of data/);
    });

    it('is refused where it holds a link', async () => {
      const client = await bucketOf('linked', {});
      const archive = pack();
      archive.entry({ name: 'o1/s1/index.json', type: 'symlink', linkname: '/etc/passwd' });
      archive.finalize();
      await expect(importBucket(client, 'linked', Readable.from(archive))).rejects.toThrow('"o1/s1/index.json" is no file');
    });
  });

  it('lets the higher of two attempts name a scan that two replicas name at once', async () => {
    const other = await open();
    for (let times = 0; times < 5; times++) {
      const place = address();
      await put(await store.prepare(place, 1, soon()), 'a', 'first');
      await put(await store.prepare(place, 2, soon()), 'a', 'second');
      await Promise.all([store.promote(place, 1, [describeFile('a', 'first')]), other.promote(place, 2, [describeFile('a', 'second')])]);
      for (const one of [store, other]) expect((await buffer(await one.read(place, 'a'))).toString()).toBe('second');
    }
  });

  it('says that the server is away, in a way that the caller may try again, and goes on when it is back', async () => {
    const place = address();
    await put(await store.prepare(place, 1, soon()), 'a', 'content');
    await server.kill();
    await expect(store.promote(place, 1, [describeFile('a', 'content')])).rejects.toMatchObject({ code: 'storage', isTransient: true });
    await expect(store.size(place, 'a')).rejects.toMatchObject({ code: 'storage' });
    await server.run();
    await store.promote(place, 1, [describeFile('a', 'content')]);
    expect(await store.size(place, 'a')).toBe(7);
  }, 60_000);

  it('keeps what it downloaded within its bound', async () => {
    const bound = 1024 * 1024;
    const places = Array.from({ length: 6 }, address);
    for (const place of places) {
      const content = place.scanId.repeat(60_000).slice(0, 400_000);
      await put(await store.prepare(place, 1, soon()), 'a', content);
      await store.promote(place, 1, [describeFile('a', content)]);
    }
    expect(readdirSync(path.join(folder, 'cache')).length).toBeLessThanOrEqual(Math.ceil(bound / 400_000));
    for (const place of places) expect(readdirSync(await store.localFolder(place, ['a']))).toEqual(['a.zst']);
  });
});
