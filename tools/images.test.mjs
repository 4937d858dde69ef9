import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { IMAGES, machineSecrets } from './images.mjs';
import { root } from './run-nx.mjs';

const dockerfiles = IMAGES.map((image) => readFileSync(path.join(root, `docker/${image}.Dockerfile`), 'utf8'));
const buildStage = (text) => text.slice(0, text.indexOf('\nFROM ', text.indexOf('FROM ') + 1));

test('every Dockerfile begins with the same build stage', () => {
  for (const text of dockerfiles) assert.equal(buildStage(text), buildStage(dockerfiles[0]));
});

test('the build stage copies the manifest of every workspace', () => {
  const { workspaces } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const workspace of workspaces) {
    assert.ok(existsSync(path.join(root, workspace, 'package.json')));
    assert.match(dockerfiles[0], new RegExp(`^COPY ${workspace}/package\\.json ${workspace}/$`, 'm'));
  }
});

test('the platform of compose.yaml is built from a stage that has git', () => {
  const compose = parse(readFileSync(path.join(root, 'docker/compose.yaml'), 'utf8'));
  const { dockerfile, target } = compose.services.platform.build;
  const text = readFileSync(path.join(root, dockerfile), 'utf8');
  const stage = text.slice(text.indexOf(` AS ${target}\n`));
  assert.match(stage.slice(0, stage.indexOf('\nFROM ')), /apt-get .*install .* git /);
});

test('every command of an image is one line of shell', () => {
  // A lost backslash or a doubled word would show only in a build of minutes.
  for (const text of dockerfiles) for (const [command] of text.matchAll(/^RUN (?:.*\\\n)*.*$/gm)) assert.equal(spawnSync('sh', ['-n', '-c', command.replace(/^RUN (--mount=\S+ |\\\n|\s)*/, '')]).status, 0, command);
});

test('images run as a numeric user that is not root, in /app', () => {
  for (const text of dockerfiles) {
    assert.match(text, /^USER [1-9]\d*$/m);
    assert.match(text, /^WORKDIR \/app$/m);
  }
});

test('the settings of the machine are handed over as secrets, where there are any', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'pinata-images-'));
  assert.deepEqual(machineSecrets({}, home), []);
  writeFileSync(path.join(home, '.npmrc'), 'registry=https://registry.example.org');
  writeFileSync(path.join(home, 'ca.pem'), 'PEM');
  assert.deepEqual(machineSecrets({ NODE_EXTRA_CA_CERTS: path.join(home, 'ca.pem') }, home), ['--secret', `id=npmrc,src=${home}/.npmrc`, '--secret', `id=certificates,src=${home}/ca.pem`]);
});
