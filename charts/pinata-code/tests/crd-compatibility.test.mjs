// The definition of Scan resources against that of an earlier version. Needs Helm, and git with that version.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { narrowings } from './crd-compatibility.mjs';
import { chart, findHelm, renderChart } from './render.mjs';

const skip = findHelm() === undefined ? 'Helm is not here; put it on the PATH or name it in PINATA_TEST_HELM' : false;
const copyOf = (schema) => JSON.parse(JSON.stringify(schema));

describe('the definition of Scan resources', { skip }, () => {
  const root = path.join(chart, '../..');
  const definition = renderChart().find(({ kind }) => kind === 'CustomResourceDefinition');
  const commit = readFileSync(path.join(chart, 'tests/upgrade-from'), 'utf8').trim();
  const shown = spawnSync('git', ['show', `${commit}:charts/pinata-code/templates/crd-scan.yaml`], { cwd: root, encoding: 'utf8' });

  test('only gains fields over that of the version that upgrades are tried from', { skip: shown.status === 0 ? false : `git does not have ${commit} here` }, () => {
    // Nothing but its labels is made by the template.
    const before = parse(shown.stdout.split('\n').filter((line) => !line.trim().startsWith('{{')).join('\n')).spec;
    const after = definition.spec;
    assert.deepEqual([after.group, after.scope, after.names], [before.group, before.scope, before.names]);
    for (const earlier of before.versions) {
      const version = after.versions.find(({ name }) => name === earlier.name);
      assert.ok(version?.served, `${earlier.name} is not served any more`);
      assert.deepEqual(narrowings(earlier.schema.openAPIV3Schema, version.schema.openAPIV3Schema), []);
      assert.deepEqual(version.subresources, earlier.subresources);
    }
    assert.equal(after.versions.find(({ storage }) => storage).name, before.versions.find(({ storage }) => storage).name);
  });

  for (const [change, words, make] of [
    ['a field that is gone', '.spec.isCancelled is gone', ({ spec }) => delete spec.properties.isCancelled],
    ['a field of another type', '.spec.memoryMegabytes: type is another', ({ spec }) => (spec.properties.memoryMegabytes.type = 'string')],
    ['a smaller limit', '.spec.maximumAttempts: maximum is narrower', ({ spec }) => (spec.properties.maximumAttempts.maximum = 4)],
    ['a field that is required now', '.spec.maximumAttempts is required now', ({ spec }) => spec.required.push('maximumAttempts')],
    ['an enum that lost a value', '.status.phase: enum lacks a value', ({ status }) => status.properties.phase.enum.pop()],
    ['a field of a list that is gone', '.status.attempts[].code is gone', ({ status }) => delete status.properties.attempts.items.properties.code],
  ]) {
    test(`would be refused with ${change}`, () => {
      const before = definition.spec.versions[0].schema.openAPIV3Schema;
      const after = copyOf(before);
      make(after.properties);
      assert.deepEqual(narrowings(before, after), [words]);
      assert.deepEqual(narrowings(before, copyOf(before)), []);
    });
  }
});
