// node tools/launch.mjs tools/run-built.mjs <project> <built file> [arguments]: builds what is missing, then runs it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';

const [project, file, ...rest] = process.argv.slice(2);
const built = runNx(['run', `@pinata/${project}:build`, '--outputStyle=static'], 'stderr');
if (built !== 0) process.exit(built);
const run = spawnSync(process.execPath, [path.join(root, file), ...rest], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
process.exit(run.status ?? 1);
