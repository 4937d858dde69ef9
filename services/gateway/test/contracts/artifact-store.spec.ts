import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FolderArtifactStore } from '../../src/adapters/artifact-store/folder/folder-artifact-store.js';
import type { ArtifactFile, ArtifactStore } from '../../src/ports/index.js';

const describeFile = (name: string, content: string): ArtifactFile => ({ name, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') });
let scans = 0;
const address = () => ({ organizationId: 'organization', scanId: `scan-${scans++}` });

/** What every ArtifactStore promises. */
function artifactStoreContract(name: string, store: ArtifactStore): void {
  describe(`ArtifactStore: ${name}`, () => {
    const write = async (place: ReturnType<typeof address>, attempt: number, files: Readonly<Record<string, string>>): Promise<string> => {
      const folder = await store.prepare(place, attempt);
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), content);
      }
      return folder;
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

    it('keeps the first promotion, however often it is asked', async () => {
      const place = address();
      await write(place, 1, { a: 'first' });
      await write(place, 2, { a: 'second' });
      await store.promote(place, 1, [describeFile('a', 'first')]);
      await store.promote(place, 1, [describeFile('a', 'first')]);
      await store.promote(place, 2, [describeFile('a', 'second')]);
      expect((await buffer(await store.read(place, 'a'))).toString()).toBe('first');
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

    it('reads no symbolic link', async () => {
      const place = address();
      const folder = await write(place, 1, {});
      symlinkSync('/etc/passwd', path.join(folder, 'a'));
      await expect(store.promote(place, 1, [describeFile('a', 'x')])).rejects.toMatchObject({ code: 'missing' });
    });

    it('gives an attempt an empty place, and forgets what it is told to', async () => {
      const place = address();
      await write(place, 1, { a: 'old' });
      const folder = await store.prepare(place, 1);
      expect(() => readFileSync(path.join(folder, 'a'))).toThrow();
      await write(place, 1, { a: 'new' });
      await store.promote(place, 1, [describeFile('a', 'new')]);
      await write(place, 2, { a: 'late' });
      await store.discard(place);
      await store.discard(place, 7);
      expect(await store.size(place, 'a')).toBe(3);
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
      await expect(store.prepare({ organizationId: 'organization', scanId }, 1)).rejects.toMatchObject({ code: 'unsafeName' });
      await expect(store.size({ organizationId: scanId, scanId: 'scan' }, 'a')).rejects.toMatchObject({ code: 'unsafeName' });
    });
  });
}

const root = mkdtempSync(path.join(tmpdir(), 'pinata-artifacts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
artifactStoreContract('folder', new FolderArtifactStore(root));

it('a folder store refuses a snapshot past its bound', async () => {
  const store = new FolderArtifactStore(root, 10);
  await expect(store.promote({ organizationId: 'o', scanId: 'large' }, 1, [{ name: 'a', bytes: 11, sha256: '' }])).rejects.toMatchObject({ code: 'tooLarge' });
});

it('a folder store begins again where it was killed while it compressed, and leaves no attempt', async () => {
  const store = new FolderArtifactStore(root);
  const place = address();
  const folder = await store.prepare(place, 1);
  writeFileSync(path.join(folder, 'a'), 'content');
  const scan = path.dirname(folder);
  mkdirSync(path.join(scan, 'attempt-1-compressed'));
  writeFileSync(path.join(scan, 'attempt-1-compressed/a.zst'), 'hal');
  await store.promote(place, 1, [describeFile('a', 'content')]);
  expect(readdirSync(scan)).toEqual(['files']);
  expect((await buffer(await store.read(place, 'a'))).toString()).toBe('content');
  mkdirSync(path.join(scan, 'attempt-2-compressed'));
  await store.discard(place);
  expect(existsSync(path.join(scan, 'attempt-2-compressed'))).toBe(false);
});

it('a folder store says that what is damaged is not there', async () => {
  const store = new FolderArtifactStore(root);
  const place = address();
  const folder = await store.prepare(place, 1);
  writeFileSync(path.join(folder, 'a'), 'content');
  await store.promote(place, 1, [describeFile('a', 'content')]);
  writeFileSync(path.join(await store.localFolder(place, ['a']), 'a.zst'), 'no frame of zstd at all');
  await expect(store.size(place, 'a')).rejects.toMatchObject({ code: 'missing' });
});
