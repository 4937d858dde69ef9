// Each import rule has a fixture that breaks it, and the rule must say so: a rule that cannot fire protects nothing.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import configuration from '../../.dependency-cruiser.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');

test('every rule has a fixture', () => {
  const names = configuration.forbidden.map(({ name }) => name).sort();
  assert.deepEqual(readdirSync(fixtures).sort(), names);
});

for (const { name } of configuration.forbidden) {
  test(`${name} fires on its fixture`, async () => {
    const { output } = await cruise(['.'], { ...configuration.options, ruleSet: { forbidden: configuration.forbidden }, validate: true, baseDir: path.join(fixtures, name) });
    assert.ok(output.summary.violations.some((violation) => violation.rule.name === name), JSON.stringify(output.summary.violations));
  });
}
