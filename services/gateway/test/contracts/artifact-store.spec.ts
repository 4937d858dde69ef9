import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, it } from '@jest/globals';
import { FolderArtifactStore } from '../../src/adapters/artifact-store/folder/folder-artifact-store.js';
import type { AttemptPlace } from '../../src/ports/index.js';
import { address, artifactStoreContract, describeFile } from './artifact-store.contract.js';

const root = mkdtempSync(path.join(tmpdir(), 'pinata-artifacts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const put = (place: AttemptPlace, name: string, content: string): Promise<void> => {
  const file = path.join(folderOf(place), name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return Promise.resolve();
};
const folderOf = (place: AttemptPlace): string => (place.kind === 'folder' ? place.folder : '');
artifactStoreContract('folder', () => Promise.resolve({ store: new FolderArtifactStore(root), put }));

it('a folder store reads no symbolic link', async () => {
  const store = new FolderArtifactStore(root);
  const place = address();
  symlinkSync('/etc/passwd', path.join(folderOf(await store.prepare(place, 1)), 'a'));
  await expect(store.promote(place, 1, [describeFile('a', 'x')])).rejects.toMatchObject({ code: 'missing' });
});

it('a folder store refuses a snapshot past its bound', async () => {
  const store = new FolderArtifactStore(root, 10);
  await expect(store.promote({ organizationId: 'o', scanId: 'large' }, 1, [{ name: 'a', bytes: 11, sha256: '' }])).rejects.toMatchObject({ code: 'tooLarge' });
});

it('a folder store begins again where it was killed while it compressed, and leaves no attempt', async () => {
  const store = new FolderArtifactStore(root);
  const place = address();
  const folder = folderOf(await store.prepare(place, 1));
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
  const folder = folderOf(await store.prepare(place, 1));
  writeFileSync(path.join(folder, 'a'), 'content');
  await store.promote(place, 1, [describeFile('a', 'content')]);
  writeFileSync(path.join(await store.localFolder(place, ['a']), 'a.zst'), 'no frame of zstd at all');
  await expect(store.size(place, 'a')).rejects.toMatchObject({ code: 'missing' });
});

it('a folder store names files again where it was killed while it replaced others', async () => {
  const store = new FolderArtifactStore(root);
  const place = address();
  for (const attempt of [1, 2]) writeFileSync(path.join(folderOf(await store.prepare(place, attempt)), 'a'), `${attempt}`);
  await store.promote(place, 1, [describeFile('a', '1')]);
  const files = await store.localFolder(place, ['a']);
  renameSync(files, path.join(path.dirname(files), 'attempt-2-replaced'));
  await store.promote(place, 2, [describeFile('a', '2')]);
  expect((await buffer(await store.read(place, 'a'))).toString()).toBe('2');
  expect(readdirSync(path.dirname(files))).toEqual(['files']);
});

it('a folder store keeps files of which an earlier version did not say whose they are', async () => {
  const store = new FolderArtifactStore(root);
  const place = address();
  for (const attempt of [1, 2]) writeFileSync(path.join(folderOf(await store.prepare(place, attempt)), 'a'), `${attempt}`);
  await store.promote(place, 1, [describeFile('a', '1')]);
  rmSync(path.join(await store.localFolder(place, ['a']), '.attempt'));
  await store.promote(place, 2, [describeFile('a', '2')]);
  expect((await buffer(await store.read(place, 'a'))).toString()).toBe('1');
});
