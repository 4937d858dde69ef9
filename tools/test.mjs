// npm test: every package's tests, the tests of tools/ themselves, and those of the chart (which say so where Helm is missing).
import { spawnSync } from 'node:child_process';
import { root, runNx } from './run-nx.mjs';

const tools = spawnSync(process.execPath, ['--test', 'tools/*.test.mjs', 'tools/dependency-rules/*.test.mjs', 'charts/pinata-code/tests/*.test.mjs'], { stdio: 'inherit', cwd: root });
const packages = runNx(['run-many', '-t', 'test', '--parallel=2', '--outputStyle=static', ...process.argv.slice(2)]);
process.exit(tools.status === 0 ? packages : 1);
