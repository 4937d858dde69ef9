// npm run -s pinata -- <arguments>: builds the command line where it is missing, silently on standard output, and starts it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';
import { runProcess } from './run-process.mjs';

const entry = path.join(root, 'engine/cli/dist/main.js');
if (!existsSync(entry)) {
  console.error('Building the pinata command line, once …');
  const built = runNx(['run', '@pinata/cli:build', '--outputStyle=static'], 'stderr');
  if (built !== 0) process.exit(built);
}
process.exit(await runProcess(process.execPath, [entry, ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() }));
