// npm run test:nightly: the long forms of the tests; every suite reads PINATA_NIGHTLY.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './run-nx.mjs';

const run = spawnSync(process.execPath, [path.join(root, 'tools/test.mjs'), '--skip-nx-cache'], { stdio: 'inherit', cwd: root, env: { ...process.env, PINATA_NIGHTLY: '1' } });
process.exit(run.status ?? 1);
