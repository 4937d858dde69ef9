// npm run lint: types, ESLint, and the import rules inside packages.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';

const require = createRequire(import.meta.url);
const packages = runNx(['run-many', '-t', 'typecheck', 'lint', '--parallel=2', '--outputStyle=static']);
const cruiser = path.join(path.dirname(require.resolve('dependency-cruiser/package.json')), 'bin', 'dependency-cruiser.mjs');
const rules = spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.mjs', 'engine', 'services', 'proto', 'web/src'], { stdio: 'inherit', cwd: root });
process.exit(packages === 0 ? (rules.status ?? 1) : 1);
