import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNeededFile, neededPlaces } from './production-tree.mjs';

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
