// Runs every suite, goes on after a failure, and sums what the suites counted.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { countTests } from './count-tests.mjs';
import { root } from './run-nx.mjs';

const STEPS = [
  { name: 'lint', script: 'tools/lint.mjs' },
  // The parts have a step of their own, or their tests would run twice.
  { name: 'test', script: 'tools/test.mjs', without: ['PINATA_TEST_NATS_SERVER', 'PINATA_TEST_MINIO', 'PINATA_TEST_POSTGRESQL', 'PINATA_TEST_KEYCLOAK'] },
  { name: 'parts', script: 'tools/parts.mjs', needs: 'services/gateway/test/parts' },
  { name: 'end to end', script: 'tools/e2e.mjs', needs: 'web/e2e' },
  { name: 'cluster', script: 'tools/with-cluster.mjs' },
];

/** @returns {Promise<{code: number, output: string}>} */
function run(script, without = []) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !without.includes(name)));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, script)], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [stream, target] of [[child.stdout, process.stdout], [child.stderr, process.stderr]]) {
      stream.on('data', (chunk) => {
        output += chunk;
        target.write(chunk);
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

let passed = 0;
let failed = 0;
for (const { name, script, needs, without } of STEPS) {
  if (needs !== undefined && !existsSync(path.join(root, needs))) continue;
  const started = performance.now();
  console.log(`\n=== ${name}`);
  const { code, output } = await run(script, without);
  const counts = countTests(output);
  passed += counts.passed;
  failed += counts.failed;
  // A step that failed without a failed test (a type error, a crash) is one failure; one that ran no test is one pass.
  if (code !== 0 && counts.failed === 0) failed++;
  if (code === 0 && counts.passed === 0) passed++;
  console.log(`=== ${name}: ${code === 0 ? 'passed' : `failed with ${code}`} in ${Math.round((performance.now() - started) / 1000)} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
