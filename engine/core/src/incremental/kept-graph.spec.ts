import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseManifest } from '@pinata/graph';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScanSummary } from '../index.js';
import { scan } from '../index.js';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop", "dependencies": { "express": "4.0.0" } }',
  'src/server.ts': "import express from 'express';\nimport { find } from './orders';\nconst app = express();\napp.get('/orders', (request, response) => response.json(find()));\n",
  'src/orders.ts': "import { database } from './database';\nexport function find() { return database.query('SELECT id FROM orders'); }\n",
  'src/database.ts': 'export const database = { query(text: string): unknown { return text; } };\n',
  'schema.sql': 'CREATE TABLE orders (id INT PRIMARY KEY);\n',
};

let folder: string;
let outputs = 0;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinata-kept-'));
  for (const [name, content] of Object.entries(FILES)) write(name, content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): void {
  const place = path.join(folder, 'source', name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, content);
}

async function scanUpon(previous?: string): Promise<{ readonly summary: ScanSummary; readonly output: string; readonly files: readonly string[] }> {
  const output = path.join(folder, `output-${outputs++}`);
  mkdirSync(output);
  const source = { folder: path.join(folder, 'source'), name: 'shop', commit: 'c', branch: 'b', isModified: false };
  const summary = await scan(source, { outputFolder: output, workers: 1, ...(previous === undefined ? {} : { previousFactPack: path.join(previous, 'facts.pack') }) }, { fileResult: () => undefined, progress: () => undefined });
  const { files } = parseManifest(readFileSync(path.join(output, 'manifest.json'), 'utf8'));
  return { summary, output, files: files.map(({ name, sha256 }) => `${name} ${sha256}`) };
}

/** Whether a scan upon the last one makes its graph of the last one; either way it must be what a scan from nothing makes. */
async function isAmendedAfter(change: (output: string) => void): Promise<boolean> {
  const { output } = await scanUpon();
  change(output);
  const upon = await scanUpon(output);
  const fresh = await scanUpon();
  expect(fresh.summary.isAmended).toBe(false);
  expect(upon.files).toEqual(fresh.files);
  expect(upon.summary.graphDigest).toBe(fresh.summary.graphDigest);
  expect(upon.summary.unresolvedNames).toEqual(fresh.summary.unresolvedNames);
  return upon.summary.isAmended;
}

describe('the graph of the last scan', () => {
  it.each<[string, string, string]>([
    ['nothing changed', 'README.md', 'a file that nobody reads'],
    ['a body changed', 'src/orders.ts', "import { database } from './database';\n\nexport function find() { const text = 'SELECT id FROM orders'; return database.query(text); }\n"],
    ['a function came', 'src/orders.ts', `${FILES['src/orders.ts'] ?? ''}export function late() { return find(); }\n`],
    ['a route came', 'src/server.ts', `${FILES['src/server.ts'] ?? ''}app.post('/orders', (request, response) => response.json(find()));\n`],
    ['a call went', 'src/orders.ts', 'export function find() { return []; }\n'],
    ['a table has another column', 'schema.sql', 'CREATE TABLE orders (id INT PRIMARY KEY, total INT);\n'],
  ])('is gone on with when %s', async (_, name, content) => {
    const change = (): void => write(name, content);
    if (name === 'README.md') write(name, 'it is listed before, too\n');
    expect(await isAmendedAfter(change)).toBe(true);
  });

  it.each<[string, string, string]>([
    ['a file came', 'src/more.ts', 'export const more = 1;\n'],
    ['a package has another version', 'package.json', '{ "name": "shop", "dependencies": { "express": "5.0.0" } }'],
    ['the first file that named a package does not', 'src/server.ts', 'export {};\n'],
  ])('is made from nothing when %s', async (_, name, content) => {
    // Two files name a package that no manifest declares.
    if (name === 'src/server.ts') for (const user of [name, 'src/worker.ts']) write(user, "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n");
    expect(await isAmendedAfter(() => write(name, content))).toBe(false);
  });

  it('is made from nothing when a file is of another project', async () => {
    write('P/P.csproj', '<Project><ItemGroup><PackageReference Include="Newtonsoft.Json" Version="13.0.1" /></ItemGroup></Project>');
    write('Q/Q.csproj', '<Project />');
    write('Q/q.cs', 'class Q { }');
    write('Lib/a.cs', 'class A { }');
    expect(await isAmendedAfter(() => write('P/P.csproj', '<Project><ItemGroup><Compile Include="../Lib/*.cs" /><PackageReference Include="Newtonsoft.Json" Version="13.0.1" /></ItemGroup></Project>'))).toBe(false);
  });

  it('is made from nothing when what two files declare is no longer declared by the second, which said more of it', async () => {
    write('a.php', '<?php class Plugin { function run() {} }');
    write('b.php', '<?php class Plugin { public function run() {} }');
    expect(await isAmendedAfter(() => write('b.php', '<?php class Other { public function run() {} }'))).toBe(false);
  });

  it('is made from nothing when a namespace moves to its next file, and that one changed too', async () => {
    for (const name of ['A', 'B', 'C']) write(`${name}.java`, `package p; class ${name} { }`);
    const { output } = await scanUpon();
    write('A.java', 'package r; class A { }');
    write('C.java', 'package p; class C { int c; }');
    const upon = await scanUpon(output);
    expect(upon.files).toEqual((await scanUpon()).files);
    expect(upon.summary.isAmended).toBe(false);
    expect(upon.summary.reused).toBeGreaterThan(0);
  });

  it('is gone on with when a file changes that names one without facts', async () => {
    write('src/assets/style.css', 'a { color: red }');
    write('src/page.ts', "import './assets/style.css';\nexport const page = 1;\n");
    expect(await isAmendedAfter(() => write('src/page.ts', "import './assets/style.css';\nexport const page = find();\nfunction find() { return 2; }\n"))).toBe(true);
  });

  it('is gone on with when the first file of a package changes', async () => {
    for (const name of ['A', 'B']) write(`${name}.java`, `package p; class ${name} { }`);
    expect(await isAmendedAfter(() => write('A.java', 'package p; class A { int a; }'))).toBe(true);
  });

  it.each(['nodes.arrow', 'edges.arrow'])('is made from nothing when %s is damaged', async (name) => {
    expect(
      await isAmendedAfter((output) => {
        const bytes = readFileSync(path.join(output, name));
        const middle = bytes.length >> 1;
        // More than what fills up a column to its boundary.
        for (let at = middle; at < middle + 128; at++) bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(path.join(output, name), bytes);
      }),
    ).toBe(false);
  });

  it.each<[string, (picture: string) => void]>([
    ['damaged', (picture) => writeFileSync(path.join(picture, 'overview.json'), '{}')],
    ['gone', (picture) => rmSync(picture, { recursive: true })],
  ])('is gone on with when its picture is %s, which is drawn anew', async (_, harm) => {
    expect(
      await isAmendedAfter((output) => {
        harm(path.join(output, 'picture'));
        write('src/orders.ts', `${FILES['src/orders.ts'] ?? ''}// a word\n`);
      }),
    ).toBe(true);
  });

  it('comes with its picture, which is not drawn again where a body alone changed', async () => {
    const { output } = await scanUpon();
    const picture = path.join(output, 'picture', 'overview.json');
    const drawn = readFileSync(picture, 'utf8');
    const marked = `${drawn} `;
    writeFileSync(picture, marked);
    const manifest = path.join(output, 'manifest.json');
    const stated = parseManifest(readFileSync(manifest, 'utf8'));
    const files = stated.files.map((file) => (file.name === 'picture/overview.json' ? { ...file, bytes: Buffer.byteLength(marked), sha256: createHash('sha256').update(marked).digest('hex') } : file));
    writeFileSync(manifest, JSON.stringify({ ...stated, files }));
    const overviewAfter = async (body: string): Promise<string> => {
      write('src/orders.ts', `import { database } from './database';\n\nexport function find() { ${body} }\n`);
      return readFileSync(path.join((await scanUpon(output)).output, 'picture', 'overview.json'), 'utf8');
    };
    expect(await overviewAfter("const text = 'SELECT id FROM orders'; return database.query(text);")).toBe(marked);
    expect(await overviewAfter('return [];')).not.toBe(marked);
  });

  it('is made from nothing when another one lies in its place', async () => {
    expect(await isAmendedAfter((output) => ['nodes.arrow', 'edges.arrow', 'manifest.json'].forEach((name) => rmSync(path.join(output, name))))).toBe(false);
  });
});
