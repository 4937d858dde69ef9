import { lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DiscoveredFile } from '../discover/discover.js';
import { grammarFinder } from '../languages/registry.js';
import { scan } from '../index.js';
import type { ScanSummary } from '../index.js';
import { FileStatuses, writeStatuses } from './file-statuses.js';

const HASH = 'ab'.repeat(32);
const LATER = Date.now() + 60_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-statuses-'));
  writeFileSync(path.join(folder, 'a.ts'), 'const a = 1;\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function discovered(): DiscoveredFile {
  const status = lstatSync(path.join(folder, 'a.ts'));
  const grammar = grammarFinder()('a.ts');
  if (grammar === undefined) throw new Error('no grammar reads a.ts');
  return { path: 'a.ts', grammar, role: 'production', bytes: status.size, status: { modified: status.mtimeMs, changed: status.ctimeMs, inode: status.ino, device: status.dev } };
}

const known = (): string | undefined => FileStatuses.beside(path.join(folder, 'facts.pack')).hashOf(discovered());

describe('FileStatuses', () => {
  it('knows the hash of a file that nobody changed', () => {
    writeStatuses(folder, [{ file: discovered(), hash: HASH }], LATER);
    expect(known()).toBe(HASH);
  });

  it.each<readonly [string, () => void]>([
    ['written', () => writeFileSync(path.join(folder, 'a.ts'), 'const a = 12;\n')],
    ['written, of the same size, with its old time', () => {
      const { atime, mtime } = lstatSync(path.join(folder, 'a.ts'));
      writeFileSync(path.join(folder, 'a.ts'), 'const a = 2;\n');
      utimesSync(path.join(folder, 'a.ts'), atime, mtime);
    }],
    ['put in its place by a rename', () => {
      writeFileSync(path.join(folder, 'b.ts'), 'const a = 1;\n');
      renameSync(path.join(folder, 'b.ts'), path.join(folder, 'a.ts'));
    }],
  ])('does not know one that was %s', async (_, change) => {
    writeStatuses(folder, [{ file: discovered(), hash: HASH }], LATER);
    await sleep(20); // the system's clock of files goes by ticks
    change();
    expect(known()).toBeUndefined();
  });

  it('writes down none that was changed shortly before it was looked at', () => {
    writeStatuses(folder, [{ file: discovered(), hash: HASH }], Date.now());
    expect(known()).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '{"version":2,"rows":[]}', '{"version":1,"rows":{}}', '{"version":1,"rows":[["a.ts","short",1,1,1,1,1],null,["a.ts"]]}'])('takes %j for none of ours', (content) => {
    writeFileSync(path.join(folder, 'statuses.json'), content);
    expect(known()).toBeUndefined();
  });
});

describe('a scan that trusts the status of files', () => {
  async function scanInto(output: string, previous?: string): Promise<ScanSummary> {
    const outputFolder = path.join(folder, output);
    mkdirSync(outputFolder);
    const source = { folder: path.join(folder, 'source'), name: 'x', commit: 'c', branch: 'b', isModified: false };
    const earlier = previous === undefined ? {} : { previousFactPack: path.join(folder, previous, 'facts.pack') };
    return scan(source, { outputFolder, workers: 1, trustsFileStatus: true, ...earlier }, { fileResult: () => undefined, progress: () => undefined });
  }

  it('hashes no file whose status is known, and reads what changed', async () => {
    const place = (name: string): string => path.join(folder, 'source', name);
    mkdirSync(path.dirname(place('a.ts')));
    writeFileSync(place('a.ts'), "import { b } from './b';\nexport const a = b;\n");
    writeFileSync(place('b.ts'), 'export const b = 1;\n');
    await sleep(2_600);
    const first = await scanInto('first');
    writeFileSync(place('b.ts'), 'export const c = 1;\n');
    const second = await scanInto('second', 'first');
    expect([second.parsed, second.reused]).toEqual([1, 1]);
    expect(second.graphDigest).not.toBe(first.graphDigest);
    expect(second.graphDigest).toBe((await scanInto('fresh')).graphDigest);

    const statuses = path.join(folder, 'second', 'statuses.json');
    expect((JSON.parse(readFileSync(statuses, 'utf8')) as { readonly rows: readonly (readonly unknown[])[] }).rows.map(([name]) => name)).toEqual(['a.ts']);
    // A hash that the pack does not know shows that the file itself was not hashed.
    writeFileSync(statuses, readFileSync(statuses, 'utf8').replace(/[0-9a-f]{64}/, HASH));
    expect((await scanInto('third', 'second')).parsed).toBe(1);
  });
});
