// npm run lint: types, ESLint, and the import rules inside packages.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';

const packages = runNx(['run-many', '-t', 'typecheck', 'lint', '--parallel=2', '--outputStyle=static']);
// The package gives out neither its manifest nor its command.
const cruiser = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
const rules = spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.mjs', 'engine', 'services', 'operator', 'proto', 'web/src'], { stdio: 'inherit', cwd: root });
process.exit(packages === 0 ? (rules.status ?? 1) : 1);
