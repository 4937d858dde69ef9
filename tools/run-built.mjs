// node tools/launch.mjs tools/run-built.mjs <project> <built file> [arguments]: builds what is missing, then runs it.
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';
import { runProcess } from './run-process.mjs';

const [project, file, ...rest] = process.argv.slice(2);
const built = runNx(['run', `@pinata/${project}:build`, '--outputStyle=static'], 'stderr');
if (built !== 0) process.exit(built);
process.exit(await runProcess(process.execPath, [path.join(root, file), ...rest], { cwd: process.env.INIT_CWD ?? process.cwd() }));
