import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests } from './count-tests.mjs';

test('closing lines of every runner are summed', () => {
  const output = ['Tests:       1 failed, 2 skipped, 30 passed, 33 total', '\u001b[1mTests:\u001b[22m 5 passed, 5 total', '# pass 7', '# fail 2', 'ℹ pass 1', '  4 passed (12.3s)', '  1 failed', 'nothing 9 passed here'].join('\n');
  assert.deepEqual(countTests(output), { passed: 30 + 5 + 7 + 1 + 4, failed: 1 + 2 + 1 });
});
