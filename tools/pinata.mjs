// npm run -s pinata -- <arguments>: builds the command line where it is missing, silently on standard output, and starts it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './run-nx.mjs';
import { existsSync } from 'node:fs';

const entry = path.join(root, 'engine/cli/dist/main.js');
if (!existsSync(entry)) {
  const { runNx } = await import('./run-nx.mjs');
  console.error('Building the pinata command line, once …');
  const built = runNx(['run', '@pinata/cli:build', '--outputStyle=static'], 'stderr');
  if (built !== 0) process.exit(built);
}
const run = spawnSync(process.execPath, [entry, ...process.argv.slice(2)], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
process.exit(run.status ?? 1);
