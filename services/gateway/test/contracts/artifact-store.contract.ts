import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ArtifactFile, ArtifactStore, AttemptPlace } from '../../src/ports/index.js';

export const describeFile = (name: string, content: string): ArtifactFile => ({ name, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') });
let scans = 0;
export const address = () => ({ organizationId: 'organization', scanId: `scan-${scans++}` });

/** When an attempt's place ends, far enough for a test. */
export const soon = (): Date => new Date(Date.now() + 600_000);

export interface OpenedStore {
  readonly store: ArtifactStore;
  /** Does what a scanner does with the place it was given. */
  put(place: AttemptPlace, name: string, content: string): Promise<void>;
}

/** What every ArtifactStore promises. */
export function artifactStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`ArtifactStore: ${name}`, () => {
    let { store, put }: OpenedStore = {} as OpenedStore; // set before the first test
    beforeAll(async () => {
      ({ store, put } = await open());
    }, 60_000);
    const write = async (place: ReturnType<typeof address>, attempt: number, files: Readonly<Record<string, string>>): Promise<void> => {
      const given = await store.prepare(place, attempt, soon());
      for (const [file, content] of Object.entries(files)) await put(given, file, content);
    };

    it('shows a scan’s files once they are promoted, those that were named alone', async () => {
      const place = address();
      await write(place, 1, { 'nodes.arrow': 'nodes', 'picture/overview.json': '{}', 'left-over.tmp': 'x' });
      await expect(store.size(place, 'nodes.arrow')).rejects.toMatchObject({ code: 'missing' });
      await store.promote(place, 1, [describeFile('nodes.arrow', 'nodes'), describeFile('picture/overview.json', '{}')]);
      expect(await store.size(place, 'nodes.arrow')).toBe(5);
      expect((await buffer(await store.read(place, 'picture/overview.json'))).toString()).toBe('{}');
      await expect(store.read(place, 'left-over.tmp')).rejects.toMatchObject({ code: 'missing' });
      expect(zstdDecompressSync(readFileSync(path.join(await store.localFolder(place, ['nodes.arrow']), 'nodes.arrow.zst'))).toString()).toBe('nodes');
      await expect(store.localFolder(place, ['nodes.arrow', 'edges.arrow'])).rejects.toMatchObject({ code: 'missing' });
    });

    it('lets an attempt’s files be read before anybody named them', async () => {
      const place = address();
      await write(place, 2, { 'manifest.json': '{"a":1}', 'picture/overview.json': '{}' });
      expect((await buffer(await store.readAttempt(place, 2, 'manifest.json'))).toString()).toBe('{"a":1}');
      expect((await buffer(await store.readAttempt(place, 2, 'picture/overview.json'))).toString()).toBe('{}');
      await expect(store.readAttempt(place, 1, 'manifest.json')).rejects.toMatchObject({ code: 'missing' });
      await expect(store.readAttempt(place, 2, 'nodes.arrow')).rejects.toMatchObject({ code: 'missing' });
      await expect(store.readAttempt(place, 2, '../attempt-1/a')).rejects.toMatchObject({ code: 'unsafeName' });
    });

    it.each([0, 1, 200, 255, 256, 257, 65_791, 65_792, 3_000_000])('keeps %d bytes, whose size is known without reading them', async (bytes) => {
      const place = address();
      const content = 'abcdefghij'.repeat(Math.ceil(bytes / 10)).slice(0, bytes);
      await write(place, 1, { a: content });
      await store.promote(place, 1, [describeFile('a', content)]);
      expect(await store.size(place, 'a')).toBe(bytes);
      expect((await buffer(await store.read(place, 'a'))).toString()).toBe(content);
      // At rest it takes less, where there is anything to gain.
      const stored = statSync(path.join(await store.localFolder(place, ['a']), 'a.zst')).size;
      if (bytes > 1000) expect(stored).toBeLessThan(bytes / 2);
    });

    const shown = async (place: ReturnType<typeof address>): Promise<readonly [string, string]> => [
      (await buffer(await store.read(place, 'a'))).toString(),
      zstdDecompressSync(readFileSync(path.join(await store.localFolder(place, ['a']), 'a.zst'))).toString(),
    ];

    it('keeps an attempt’s promotion, however often it is asked', async () => {
      const place = address();
      await write(place, 1, { a: 'first' });
      await store.promote(place, 1, [describeFile('a', 'first')]);
      await store.promote(place, 1, [describeFile('a', 'first')]);
      await store.promote(place, 1, [describeFile('a', 'other')]);
      expect(await shown(place)).toEqual(['first', 'first']);
    });

    it('shows the files of the highest attempt that was promoted, and those alone', async () => {
      const place = address();
      await write(place, 1, { a: 'first', b: 'b' });
      await write(place, 2, { a: 'second' });
      await write(place, 10, { a: 'tenth' });
      await store.promote(place, 1, [describeFile('a', 'first'), describeFile('b', 'b')]);
      expect(await shown(place)).toEqual(['first', 'first']);
      await store.promote(place, 2, [describeFile('a', 'second')]);
      expect(await shown(place)).toEqual(['second', 'second']);
      await expect(store.size(place, 'b')).rejects.toMatchObject({ code: 'missing' });
      await store.promote(place, 10, [describeFile('a', 'tenth')]);
      await store.promote(place, 2, [describeFile('a', 'second')]);
      expect(await shown(place)).toEqual(['tenth', 'tenth']);
      await store.discard(place);
      expect(await shown(place)).toEqual(['tenth', 'tenth']);
    });

    it('keeps a lower attempt’s files where a higher one’s are not what was said', async () => {
      const place = address();
      await write(place, 1, { a: 'first' });
      await write(place, 2, { a: 'second' });
      await store.promote(place, 1, [describeFile('a', 'first')]);
      await expect(store.promote(place, 2, [describeFile('a', 'SECOND')])).rejects.toMatchObject({ code: 'digestDiffers' });
      expect(await shown(place)).toEqual(['first', 'first']);
    });

    it('shows the higher of two that are promoted at once', async () => {
      for (let times = 0; times < 5; times++) {
        const place = address();
        await write(place, 1, { a: 'first' });
        await write(place, 2, { a: 'second' });
        await Promise.all([store.promote(place, 2, [describeFile('a', 'second')]), store.promote(place, 1, [describeFile('a', 'first')])]);
        expect(await shown(place)).toEqual(['second', 'second']);
      }
    });

    it.each([
      ['sizeDiffers', { ...describeFile('a', 'content'), bytes: 3 }],
      ['digestDiffers', describeFile('a', 'CONTENT')],
      ['missing', describeFile('b', 'content')],
      ['unsafeName', describeFile('../a', 'content')],
      ['unsafeName', describeFile('a/b/c', 'content')],
      ['unsafeName', describeFile('.hidden', 'content')],
    ])('names nothing when a file is not what was said: %s', async (code, file) => {
      const place = address();
      await write(place, 1, { a: 'content' });
      await expect(store.promote(place, 1, [file])).rejects.toMatchObject({ code });
      await expect(store.size(place, 'a')).rejects.toMatchObject({ code: 'missing' });
    });

    it('gives an attempt an empty place, and forgets what it is told to', async () => {
      const place = address();
      await write(place, 1, { a: 'old' });
      await store.prepare(place, 1, soon());
      await expect(store.promote(place, 1, [describeFile('a', 'old')])).rejects.toMatchObject({ code: 'missing' });
      await write(place, 1, { a: 'new' });
      await store.promote(place, 1, [describeFile('a', 'new')]);
      await store.prepare(place, 1, soon());
      await write(place, 2, { a: 'late' });
      await store.discard(place);
      await store.discard(place, 7);
      expect((await buffer(await store.read(place, 'a'))).toString()).toBe('new');
      await store.remove(place);
      await store.remove(place);
      await expect(store.size(place, 'a')).rejects.toMatchObject({ code: 'missing' });
    });

    it('names every scan that has anything, until it is removed', async () => {
      const [promoted, begun] = [address(), address()];
      await write(promoted, 1, { a: 'content' });
      await store.promote(promoted, 1, [describeFile('a', 'content')]);
      await write(begun, 1, { a: 'half' });
      const known = async (): Promise<string[]> => {
        const found: string[] = [];
        for await (const { organizationId, scanId } of store.addresses()) found.push(`${organizationId}/${scanId}`);
        return found;
      };
      expect(await known()).toEqual(expect.arrayContaining([promoted, begun].map(({ organizationId, scanId }) => `${organizationId}/${scanId}`)));
      await store.remove(begun);
      expect(await known()).not.toContain(`${begun.organizationId}/${begun.scanId}`);
    });

    it.each(['../other', 'a/b', '', '..', 'a\0b', 'con:'])('refuses the address %j', async (scanId) => {
      await expect(store.prepare({ organizationId: 'organization', scanId }, 1, soon())).rejects.toMatchObject({ code: 'unsafeName' });
      await expect(store.size({ organizationId: scanId, scanId: 'scan' }, 'a')).rejects.toMatchObject({ code: 'unsafeName' });
    });
  });
}
