// npm run test:coverage [-- <package> …]: the statements that each package's own tests run, as a table; all packages when none is named.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';

const PACKAGES = ['engine/graph', 'engine/core', 'engine/checkout', 'engine/exports', 'engine/cli', 'services/scanner', 'services/gateway'];
/** Per cent of statements that engine and gateway must reach. */
const LEAST = 80;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !PACKAGES.some((folder) => path.posix.basename(folder) === name));
if (unknown.length > 0) {
  console.error(`no such package: ${unknown.join(', ')}; there are ${PACKAGES.map((folder) => path.posix.basename(folder)).join(', ')}`);
  process.exit(1);
}
const built = runNx(['run-many', '-t', 'build', '--projects=@pinata/gateway,@pinata/scanner,@pinata/cli', '--outputStyle=static']);
if (built !== 0) process.exit(built);

const rows = [];
let hasFailed = false;
for (const folder of PACKAGES.filter((one) => wanted.length === 0 || wanted.includes(path.posix.basename(one)))) {
  const place = path.join(root, folder);
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  const run = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, '--coverage', '--coverageReporters=json-summary', '--silent'], { cwd: place, stdio: 'inherit' });
  hasFailed ||= run.status !== 0;
  const { statements } = JSON.parse(readFileSync(path.join(place, 'coverage/coverage-summary.json'), 'utf8')).total;
  rows.push({ folder, ...statements });
}

const width = Math.max(...rows.map(({ folder }) => folder.length));
console.log(`\n${'package'.padEnd(width)}  statements  covered       %`);
for (const { folder, total, covered, pct } of rows) console.log(`${folder.padEnd(width)}  ${String(total).padStart(10)}  ${String(covered).padStart(7)}  ${pct.toFixed(1).padStart(6)}${pct < LEAST ? `  below ${LEAST}` : ''}`);
process.exit(hasFailed || rows.some(({ pct }) => pct < LEAST) ? 1 : 0);
