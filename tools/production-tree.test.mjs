import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { copyProductionTree, isNeededFile, neededPlaces } from './production-tree.mjs';

const PACKAGES = {
  '': { workspaces: ['app', 'part'], devDependencies: { compiler: '1' } },
  app: { dependencies: { '@ours/part': '1', direct: '1' }, devDependencies: { tester: '1' } },
  part: { dependencies: { deep: '1' } },
  'node_modules/@ours/part': { link: true, resolved: 'part' },
  'node_modules/@ours/app': { link: true, resolved: 'app' },
  'node_modules/direct': { dependencies: { deep: '2' }, optionalDependencies: { 'for-another-system': '1' }, peerDependencies: { peer: '1', unwanted: '1' }, peerDependenciesMeta: { unwanted: { optional: true } } },
  'node_modules/direct/node_modules/deep': {},
  'node_modules/deep': {},
  'node_modules/peer': {},
  'node_modules/unwanted': {},
  'node_modules/compiler': { dev: true },
  'node_modules/tester': { dev: true },
};

test('a workspace needs its dependencies, theirs and their required peers, each where Node.js finds it', () => {
  assert.deepEqual(neededPlaces(PACKAGES, 'app'), ['app', 'node_modules/@ours/part', 'node_modules/deep', 'node_modules/direct', 'node_modules/direct/node_modules/deep', 'node_modules/peer', 'part']);
});

test('a dependency that the lockfile lacks is an error', () => {
  assert.throws(() => neededPlaces({ app: { dependencies: { gone: '1' } } }, 'app'), /app needs gone/);
});

test('grammars leave all but their compiled form behind', () => {
  const grammar = 'node_modules/tree-sitter-c-sharp';
  assert.deepEqual(['package.json', 'tree-sitter-c_sharp.wasm', 'LICENSE', 'src/parser.c', 'prebuilds/linux-x64/node.node'].filter((file) => isNeededFile(grammar, file)), ['package.json', 'tree-sitter-c_sharp.wasm', 'LICENSE']);
});

test('what only people and compilers read is left behind, licences stay', () => {
  assert.deepEqual(['index.js', 'index.js.map', 'index.d.ts', 'README.md', 'LICENSE.md', 'data.json', '.github/ci.yml'].filter((file) => isNeededFile('node_modules/any', file)), ['index.js', 'LICENSE.md', 'data.json']);
});

test('what only authors and browsers use is left behind, where it cannot be anything else', () => {
  const kept = (name, files) => files.filter((file) => isNeededFile(`node_modules/${name}`, file));
  assert.deepEqual(kept('any', ['index.js', 'src/index.ts', 'test/a.js', 'dist/tests/a.js', 'docs/a.html', 'benchmarks/a.js', 'dist/doc/a.js', 'lib/test/a.js', 'test.js']), ['index.js', 'dist/doc/a.js', 'lib/test/a.js', 'test.js']);
  assert.deepEqual(kept('@electric-sql/pglite', ['dist/pglite.wasm', 'dist/pglite.data', 'dist/pgcrypto.tar.gz', 'dist/pg_trgm.tar.gz']), ['dist/pglite.wasm', 'dist/pglite.data']);
  assert.deepEqual(kept('rxjs', ['dist/cjs/index.js', 'dist/bundles/rxjs.umd.js']), ['dist/cjs/index.js']);
  assert.ok(isNeededFile('services/gateway', 'dist/bench/graph-bench.js'));
});

test('files in folders come along, folders of nothing but what is left behind do not', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'pinata-tree-'));
  const write = (file, text = '') => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const grammars = 'node_modules/@repomix/tree-sitter-wasms';
  write('package-lock.json', JSON.stringify({ packages: { app: { dependencies: { '@ours/part': '1' } }, part: { dependencies: { '@repomix/tree-sitter-wasms': '1' } }, 'node_modules/@ours/part': { link: true, resolved: 'part' }, [grammars]: {} } }));
  for (const file of ['app/package.json', 'app/dist/main.js', 'app/dist/deep/data.scm', 'app/src/main.ts', 'part/package.json', 'part/dist/index.js', `${grammars}/package.json`, `${grammars}/out/tree-sitter-any.wasm`, `${grammars}/src/parser.c`]) write(file);
  mkdirSync(path.join(root, 'node_modules/@ours'));
  symlinkSync('../../part', path.join(root, 'node_modules/@ours/part'));
  const target = path.join(root, 'out');
  copyProductionTree(root, 'app', target);
  for (const file of ['package.json', 'app/package.json', 'app/dist/deep/data.scm', 'node_modules/@ours/part/dist/index.js', `${grammars}/out/tree-sitter-any.wasm`]) assert.ok(existsSync(path.join(target, file)), file);
  for (const file of ['app/src', `${grammars}/src`]) assert.ok(!existsSync(path.join(target, file)), file);
});
