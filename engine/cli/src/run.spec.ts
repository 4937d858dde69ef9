import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from './exit-codes.js';
import { RecordingTerminal, SampleProject } from './fixtures/sample-project.js';
import { run } from './run.js';
import { proxyOf } from './scan/scan-once.js';

const project = new SampleProject();
const snapshot = path.join(project.root, 'snapshot');

async function pinata(...words: string[]): Promise<{ code: number; output: string; notes: string }> {
  const terminal = new RecordingTerminal();
  const code = await run(words, terminal);
  return { code, output: terminal.output, notes: terminal.notes };
}

beforeAll(async () => {
  project.commit();
  const { code, notes } = await pinata('scan', project.folder, '--out', snapshot, '--workers', '1');
  if (code !== 0) throw new Error(notes);
}, 60_000);
afterAll(() => project.remove());

describe('formats', () => {
  it('prints SCIP as bytes and diagrams as text', async () => {
    const terminal = new RecordingTerminal();
    expect(await run(['scan', project.folder, '--format', 'scip', '--quiet'], terminal)).toBe(EXIT.done);
    expect(terminal.output).toBe('');
    expect(Buffer.from(terminal.bytes).toString('latin1')).toContain('src/user-service.ts');
    expect((await pinata('scan', project.folder, '--format', 'mermaid', '--quiet')).output).toMatch(/^flowchart LR\n/);
    expect((await pinata('scan', project.folder, '--format', 'graphml', '--quiet')).output).toContain('</graphml>');
    expect((await pinata('scan', project.folder, '--format', 'mermaid', '--level', 'symbol')).code).toBe(EXIT.usage);
  });
});

describe('pinata compare', () => {
  it('says what was added, and that nothing differs', async () => {
    const earlier = path.join(project.root, 'earlier');
    const later = path.join(project.root, 'later');
    await pinata('scan', project.folder, '--out', earlier, '--quiet');
    const before = readFileSync(path.join(project.folder, 'src/load.ts'), 'utf8');
    project.write({ 'src/load.ts': `${before}export function extra(): void {\n  load();\n}\n` });
    await pinata('scan', project.folder, '--out', later, '--quiet');
    project.write({ 'src/load.ts': before });
    const { output, code } = await pinata('compare', earlier, later);
    expect(code).toBe(EXIT.done);
    expect(output).toContain('symbols: 1 added, 0 removed, 0 changed\n  + pinata npm shop . src/`load.ts`/extra().');
    expect((JSON.parse((await pinata('compare', later, earlier, '--json')).output) as { counts: unknown }).counts).toMatchObject({ addedNodes: 0, removedNodes: 1, removedEdges: 1 });
    expect((await pinata('compare', earlier, earlier)).output).toBe('nothing differs\n');
    expect((await pinata('compare', earlier)).code).toBe(EXIT.usage);
    project.write({ 'src/load.ts': before.replace('  start();', '  // twice\n  start();') });
    await pinata('scan', project.folder, '--out', later, '--quiet');
    project.write({ 'src/load.ts': before });
    expect((await pinata('compare', earlier, later)).output).toContain('symbols: 0 added, 0 removed, 1 changed\n  ~ pinata npm shop . src/`load.ts`/load().  (body)');
  });
});

describe('workflows and tables', () => {
  it('are listed, opened and explained', async () => {
    const folder = path.join(project.root, 'api');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{"name":"api","dependencies":{"express":"5.0.0"}}');
    writeFileSync(path.join(folder, 'schema.sql'), 'CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);');
    writeFileSync(path.join(folder, 'app.ts'), "import express from 'express';\nconst app = express();\napp.get('/users', list);\nexport async function list(): Promise<void> {\n  for (const one of [1]) await query('SELECT name FROM users');\n}\nasync function query(sql: string): Promise<void> {}\n");
    const out = path.join(project.root, 'api-snapshot');
    expect((await pinata('scan', folder, '--out', out, '--quiet')).code).toBe(EXIT.done);
    expect((await pinata('query', out, 'workflows')).output).toContain('http express           GET /users  function list');
    const { output } = await pinata('query', out, 'workflow', 'GET /users');
    expect(output).toContain('reads table users');
    expect(output).toContain('[loop, await]');
    expect((await pinata('query', out, 'tables')).output).toContain('users  2 columns  primary key (id); from sql');
    const { output: table } = await pinata('query', out, 'table', 'USERS');
    expect(table).toContain('name                     text not null');
    expect(table).toContain('reads function list');
    expect((await pinata('query', out, 'table', 'nothing')).code).toBe(EXIT.query);
    const { output: column } = await pinata('query', out, 'table', 'users.name');
    expect(column.split('\n').slice(0, 3)).toEqual([expect.stringMatching(/^column name of table users/), expect.stringMatching(/^ {2}name {21}text not null$/), '1 uses']);
    expect(JSON.parse((await pinata('query', out, 'table', 'users.id', '--json')).output)).toMatchObject({ columns: [{ name: 'id' }] });
    expect((await pinata('query', out, 'drifts')).output).toBe('0 places where models and migrations disagree\n');
  });
});

describe('workflows across repositories', () => {
  const folderOf = (name: string, files: Readonly<Record<string, string>>): string => {
    const folder = path.join(project.root, name);
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
    return folder;
  };
  const scanned = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
    const out = path.join(project.root, `${name}-out`);
    expect((await pinata('scan', folderOf(name, files), '--out', out, '--quiet')).code).toBe(EXIT.done);
    return out;
  };

  it('lead from a request to the route that takes it, and from the route back to who asks', async () => {
    const web = await scanned('web', { 'package.json': '{"dependencies":{"express":"5"}}', 'web.ts': "import express from 'express';\nconst app = express();\napp.get('/page', page);\nexport async function page(): Promise<void> {\n  await fetch('http://stock:8080/items/1', { method: 'GET' });\n  await fetch(`http://stock:8080/items/${1}`);\n}\n" });
    const stock = await scanned('stock', { 'package.json': '{"dependencies":{"express":"5"}}', 'stock.ts': "import express from 'express';\nconst app = express();\napp.get('/items/:id', item);\nexport function item(): void {}\n" });
    expect((await pinata('query', web, 'workflow', 'GET /page')).output).not.toContain('taken by');
    expect((await pinata('query', web, 'workflow', 'GET /page', '--with', stock)).output).toContain('      taken by stock: GET /items/:id  item  stock.ts:4:8  [95 %]\n');
    expect((await pinata('query', stock, 'workflow', 'GET /items/:id', '--with', web)).output).toContain('  called from web: page at web.ts:6:9  [95 %]\n');
    const { steps } = JSON.parse((await pinata('query', web, 'workflow', 'GET /page', '--with', stock, '--json')).output) as { steps: { step: string; takers: { repository: string }[] }[] };
    expect(steps.filter(({ step }) => step === 'requests').map(({ takers }) => takers.map(({ repository }) => repository))).toEqual([['stock'], ['stock']]);
    expect(await pinata('query', web, 'workflow', 'GET /page', '--with', project.root)).toMatchObject({ code: EXIT.query, notes: expect.stringContaining('manifest.json is missing') });
  });
});

describe('pinata scan', () => {
  it('prints a summary, and progress beside it', async () => {
    const { code, output, notes } = await pinata('scan', project.folder, '--workers', '1');
    expect(code).toBe(EXIT.done);
    expect(output).toMatch(/^shop {2}main {2}[0-9a-f]{17}\n/);
    expect(output).toMatch(/files {6}3\b/);
    expect(notes).toMatch(/^discover done, \d+ %\nparse 3 files done, \d+ %\nlink done, \d+ %\ngraph done, 100 %\n$/);
  });

  it('prints one object with exactly the promised fields', async () => {
    const { output, notes } = await pinata('scan', project.folder, '--json', '--quiet');
    const summary = JSON.parse(output) as Record<string, number> & { unresolved: Record<string, number> };
    expect(Object.keys(summary)).toEqual(['files', 'skipped', 'untracked', 'parsed', 'reused', 'relinked', 'symbols', 'edges', 'captured', 'resolved', 'external', 'unresolved', 'drifts', 'graphDigest', 'shapeDigest', 'milliseconds', 'peakMemoryBytes']);
    expect(summary.captured).toBe((summary.resolved ?? 0) + (summary.external ?? 0) + Object.values(summary.unresolved).reduce((a, b) => a + b, 0));
    expect(notes).toBe('');
  });

  it('names what git does not know and is not read, but not its own result', async () => {
    const [file, out] = [path.join(project.folder, 'unknown.ts'), path.join(project.folder, 'result')];
    writeFileSync(file, 'export const a = 1;\n');
    try {
      const { output } = await pinata('scan', project.folder, '--out', out, '--quiet');
      expect(output).toMatch(/files {6}3\b/);
      expect(output).toContain('untracked  1, not read before `git add`: unknown.ts\n');
    } finally {
      rmSync(file);
      rmSync(out, { recursive: true });
    }
  });

  it('gives the same digest for any number of workers', async () => {
    const digests = [];
    for (const workers of ['1', '2', '8']) digests.push((JSON.parse((await pinata('scan', project.folder, '--json', '--workers', workers)).output) as { graphDigest: string }).graphDigest);
    expect(new Set(digests).size).toBe(1);
  });

  it('writes a snapshot folder, replaces an older one, and leaves other folders alone', async () => {
    expect(readdirSync(snapshot).sort()).toEqual(['boundary.json', 'edges.arrow', 'facts.pack', 'manifest.json', 'nodes.arrow', 'picture', 'statuses.json']);
    const before = statSync(path.join(snapshot, 'manifest.json')).ino;
    expect((await pinata('scan', project.folder, '--out', snapshot, '--format', 'arrow')).output).toBe(`${snapshot}\n`);
    expect(statSync(path.join(snapshot, 'manifest.json')).ino).not.toBe(before);
    const other = path.join(project.root, 'other');
    mkdirSync(other);
    expect((await pinata('scan', project.folder, '--out', other, '--quiet')).code).toBe(EXIT.done);
    writeFileSync(path.join(project.root, 'file'), '');
    expect((await pinata('scan', project.folder, '--out', path.join(project.root, 'file'))).code).toBe(EXIT.output);
    expect((await pinata('scan', project.folder, '--out', project.root)).notes).toContain('holds other files');
    expect(readdirSync(project.root).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('builds upon the snapshot that it replaces, unless it is told to read all', async () => {
    const out = path.join(project.root, 'again');
    const scan = async (...words: string[]): Promise<Record<string, unknown>> => JSON.parse((await pinata('scan', project.folder, '--out', out, '--json', '--quiet', ...words)).output) as Record<string, unknown>;
    const first = await scan();
    expect([first.parsed, first.reused]).toEqual([3, 0]);
    const second = await scan();
    expect([second.parsed, second.reused, second.graphDigest]).toEqual([0, 3, first.graphDigest]);
    const full = await scan('--full');
    expect([full.parsed, full.reused, full.relinked, full.graphDigest]).toEqual([3, 0, 3, first.graphDigest]);
    writeFileSync(path.join(out, 'facts.pack'), 'no fact pack');
    expect((await scan()).parsed).toBe(3);
  });

  it('prints the whole graph as JSON and as DOT', async () => {
    const graph = JSON.parse((await pinata('scan', project.folder, '--format', 'json', '--quiet')).output) as { nodes: { name: string }[]; edges: unknown[] };
    expect(graph.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['shop', 'main.ts', 'UserService', 'getUserByIdentifier', 'lodash']));
    const dot = (await pinata('scan', project.folder, '--format', 'dot', '--quiet')).output;
    expect(dot).toMatch(/^digraph "shop" \{/);
    expect(dot).toContain('label="src/main.ts"');
  });

  it('clones when a reference is named', async () => {
    const { code, output } = await pinata('scan', project.folder, '--ref', 'main', '--quiet');
    expect([code, output.split('\n')[0]]).toEqual([EXIT.done, expect.stringMatching(/^shop {2}main /)]);
  });

  it.each<[number, string, string[]]>([
    [EXIT.usage, 'name one folder', []],
    [EXIT.usage, 'name one folder', ['a', 'b']],
    [EXIT.usage, '--format is one of', ['.', '--format', 'xml']],
    [EXIT.usage, '--level is one of', ['.', '--level', 'town']],
    [EXIT.usage, '--workers is', ['.', '--workers', '0']],
    [EXIT.usage, '--memory is', ['.', '--memory', '1']],
    [EXIT.usage, '--memory is', ['.', '--memory', '10m']],
    [EXIT.usage, 'with --out', ['.', '--format', 'arrow']],
    [EXIT.usage, 'cannot be combined', ['.', '--json', '--format', 'dot']],
    [EXIT.usage, '--nonsense', ['.', '--nonsense']],
    [EXIT.source, 'there is nothing at', ['/pinata/does/not/exist']],
    [EXIT.source, 'is a file', [import.meta.filename]],
    [EXIT.source, 'helper program', ['ext::sh -c true']],
    [EXIT.source, 'not allowed', ['file:///etc']],
    [EXIT.source, 'no branch, tag or commit', [project.folder, '--ref', 'gone']],
    [EXIT.nothingToScan, 'o file matches', [project.folder, '--ext', 'cs']],
  ])('ends with %i and says "%s"', async (expected, words, parameters) => {
    const { code, notes, output } = await pinata('scan', ...parameters, '--quiet');
    expect([code, output]).toEqual([expected, '']);
    expect(notes).toContain(words);
  });
});

describe('proxyOf', () => {
  it("takes the proxy that the environment names for the address's scheme", () => {
    const environment = { http_proxy: 'http://a', HTTPS_PROXY: 'http://b' };
    expect(proxyOf('http://host/x', environment)).toEqual({ httpProxy: 'http://a' });
    expect(proxyOf('https://host/x', environment)).toEqual({ httpProxy: 'http://b' });
    expect(proxyOf('folder', { https_proxy: '' })).toEqual({});
  });
});

describe('pinata query', () => {
  const query = (...words: string[]) => pinata('query', snapshot, ...words);

  it('finds callers, callees, dependents and dependencies', async () => {
    expect((await query('callers', 'UserService.getUserByIdentifier')).output).toContain('function start  src/main.ts:4:');
    expect((await query('callees', 'getUserByIdentifier')).output).toContain('1 callees of method UserService.getUserByIdentifier');
    expect((await query('dependents', 'src/user-service.ts')).output).toContain('file src/main.ts');
    expect((await query('dependencies', './src/main.ts')).output).toContain('externalPackage lodash');
  });

  it('says which references may be uses too, and when there are none', async () => {
    expect((await query('callers', 'UserService.getUserByIdentifier')).output).toMatch(/every reference by this name was resolved\n$/);
    const [folder, place] = [path.join(project.root, 'blind'), path.join(project.root, 'blind-out')];
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'blind.ts'), 'export class UserService {\n  name = 1;\n  find(): void {}\n}\nexport function blind(given: any): void {\n  given.find();\n}\n');
    await pinata('scan', folder, '--out', place);
    const { output } = await pinata('query', place, 'impact', 'UserService');
    expect(output).toContain('1 references by this name could not be resolved and may be uses of it (');
    expect(output).toContain('  blind.ts:6:');
    expect(output).toContain('not followed, and perhaps uses of it: keys and named arguments that fill fields\n');
    const { blindSpots } = JSON.parse((await pinata('query', place, 'callers', 'UserService', '--json')).output) as { blindSpots: { isComplete: boolean; unresolved: number } };
    expect(blindSpots).toMatchObject({ isComplete: false, unresolved: 1 });
  });

  it('says which references in code may lead elsewhere, and when there are none', async () => {
    expect((await query('callees', 'UserService.getUserByIdentifier')).output).toMatch(/every reference in it was resolved\n$/);
    const [folder, place] = [path.join(project.root, 'inside'), path.join(project.root, 'inside-out')];
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'inside.ts'), 'export class Cart {\n  total = 0;\n  add(price: number): void {\n    this.total += price;\n  }\n}\nexport function blind(given: any): void {\n  given.find();\n}\nexport function alone(): void {}\n');
    writeFileSync(path.join(folder, 'torn.ts'), 'export function torn(): void {}\nexport function (: {{{\n');
    await pinata('scan', folder, '--out', place);
    const { output } = await pinata('query', place, 'callees', 'blind');
    expect(output).toBe('0 callees of function blind  inside.ts:7:8\n1 references in it could not be resolved and may lead elsewhere (dynamic 1)\n  find at inside.ts:8:9\n');
    expect((await pinata('query', place, 'workflow', 'blind')).output).toContain('1 references in it could not be resolved');
    expect((await pinata('query', place, 'path', 'blind', 'alone')).notes).toContain('1 references in it could not be resolved');
    expect((await pinata('query', place, 'path', 'alone', 'blind')).notes).toContain('every reference in it was resolved');
    expect((await pinata('query', place, 'callees', 'torn')).output).toContain('every reference in it that was read and is followed was resolved\n1 of its files could not be read whole');
    const { inside } = JSON.parse((await pinata('query', place, 'callees', 'blind', '--json')).output) as { inside: unknown };
    expect(inside).toMatchObject({ unresolved: 1, isComplete: false, sites: [{ name: 'find', position: '8:9' }] });
    expect((await pinata('query', place, 'callers', 'Cart.total')).output).toContain('      references, writes at inside.ts:4:10\n');
  });

  it('takes keys and ids', async () => {
    const { nodes } = JSON.parse((await query('callers', 'UserService.getUserByIdentifier', '--json')).output) as { nodes: { id: string; key: string }[] };
    const byId = JSON.parse((await query('callees', nodes[0]?.id ?? '', '--json')).output) as { node: { key: string } };
    const byKey = JSON.parse((await query('callees', nodes[0]?.key ?? '', '--json')).output) as { node: { key: string } };
    expect([byId.node.key, byKey.node.key]).toEqual([nodes[0]?.key, nodes[0]?.key]);
  });

  it('finds paths and impact', async () => {
    const found = (await query('path', 'src/load.ts', 'src/user-service.ts', '--kind', 'imports')).output;
    expect(found.split('\n').slice(0, 4)).toEqual(['file src/load.ts', '  -imports-> file src/main.ts', expect.stringMatching(/^ {6}imports at src\/load\.ts:1:\d+$/), '  -imports-> file src/user-service.ts']);
    const impacted = JSON.parse((await query('impact', 'src/user-service.ts', '--json')).output) as { files: string[]; total: number };
    expect(impacted.files.sort()).toEqual(['src/load.ts', 'src/main.ts']);
    expect((await query('impact', 'src/user-service.ts', '--limit', '1')).output).toContain('--limit prints more');
    expect(await query('path', 'src/user-service.ts', 'src/load.ts')).toMatchObject({ code: EXIT.query, notes: expect.stringContaining('there is no path') });
    expect((await query('path', 'src/user-service.ts', 'src/load.ts', '--direction', 'both')).code).toBe(EXIT.done);
  });

  it('gives an overview, cycles and search', async () => {
    expect((await query('overview')).output).toContain('most depended on');
    expect((await query('cycles')).output).toBe('0 cycles\n');
    expect((await query('search', 'gUBI')).output).toBe('camelHump  method UserService.getUserByIdentifier  src/user-service.ts:2:3\n');
    expect((await query('search', 'zzzzzz')).output).toContain('nothing is called like');
  });

  it('lists what an ambiguous name may be, and suggests for an unknown one', async () => {
    const ambiguous = await query('callers', 'load');
    expect(ambiguous).toMatchObject({ code: EXIT.query, output: '' });
    expect(ambiguous.notes).toMatch(/may be any of 2 nodes[^]*function load {2}src\/load\.ts:2:[^]*function load {2}src\/user-service\.ts:6:/);
    expect((await query('callers', 'getUserByIdentifer')).notes).toContain('did you mean');
  });

  it.each<[string, string[]]>([
    ['name a snapshot', []],
    ['is no question', ['who']],
    ['needs two nodes', ['path', 'a']],
    ['takes no node', ['overview', 'x']],
    ['needs one node', ['callers']],
    ['is no kind of edge', ['callers', 'x', '--kind', 'likes']],
    ['--limit is', ['callers', 'x', '--limit', '0']],
    ['--direction is', ['path', 'a', 'b', '--direction', 'up']],
    ['--level is', ['cycles', '--level', 'town']],
    ['--with is for', ['cycles', '--with', '.']],
  ])('says "%s"', async (words, parameters) => {
    const { code, notes } = parameters.length === 0 ? await pinata('query') : await query(...parameters);
    expect(code).toBe(EXIT.usage);
    expect(notes).toContain(words);
  });

  it('says when there is no snapshot', async () => {
    expect(await pinata('query', project.folder, 'overview')).toMatchObject({ code: EXIT.query, notes: expect.stringContaining('manifest.json is missing') });
  });
});

describe('pinata', () => {
  it('helps', async () => {
    expect(await pinata('help')).toMatchObject({ code: EXIT.done, output: expect.stringContaining('pinata scan <folder | git URL>') });
    expect((await pinata('scan', '--help')).output).toContain('exit codes');
    expect((await pinata()).code).toBe(EXIT.usage);
    expect((await pinata('--version')).output).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await pinata('dance\u001b[2J')).toMatchObject({ code: EXIT.usage, notes: expect.stringContaining('"dance\\u001b[2J"') });
  });

  afterEach(() => {
    expect(existsSync(snapshot)).toBe(true);
    expect(readFileSync(path.join(snapshot, 'manifest.json'), 'utf8')).toContain('graphDigest');
  });
});
