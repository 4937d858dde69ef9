#!/usr/bin/env node
// node tools/launch.mjs <script.mjs | command of an installed package> [arguments]
// Runs it with a Node.js that is new enough; child processes find the same one first on PATH.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseNode, findInstalledPackage } from './choose-node.mjs';
import { runProcess } from './run-process.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [target, ...rest] = process.argv.slice(2);

/** The JavaScript file behind a command such as `nx`; npm's shims would start another Node.js. */
function commandFile(name) {
  const require = createRequire(path.join(root, 'package.json'));
  const packageOf = { ng: '@angular/cli', depcruise: 'dependency-cruiser', playwright: '@playwright/test', tsc: 'typescript', 'graphql-codegen': '@graphql-codegen/cli', buf: '@bufbuild/buf' };
  const manifest = path.join(root, 'node_modules', packageOf[name] ?? name, 'package.json');
  const file = existsSync(manifest) ? manifest : require.resolve(`${packageOf[name] ?? name}/package.json`);
  const { bin } = JSON.parse(readFileSync(file, 'utf8'));
  return path.join(path.dirname(file), typeof bin === 'string' ? bin : bin[name]);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (target === undefined) fail('usage: node tools/launch.mjs <script.mjs | command> [arguments]');

let chosen;
try {
  chosen = chooseNode(process, findInstalledPackage);
} catch (error) {
  fail(error.message);
}
const script = /\.m?js$/.test(target) ? path.resolve(root, target) : commandFile(target);
const separator = process.platform === 'win32' ? ';' : ':';
const env = {
  ...process.env,
  PATH: `${path.dirname(chosen.node)}${separator}${process.env.PATH ?? ''}`,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  NG_CLI_ANALYTICS: 'false',
  DO_NOT_TRACK: '1',
};
process.exit(await runProcess(chosen.node, [script, ...rest], { env }));
