// npm start: builds what is missing or changed (Nx remembers the rest), then runs the gateway, which serves the console.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, runNx } from './run-nx.mjs';

/** What runs; Nx adds the packages that these are built from. */
const PROJECTS = ['@pinata/scanner', '@pinata/gateway', '@pinata/web'];
const environmentFile = path.join(root, '.env');

const startedAt = performance.now();
console.log('Building what changed …');
const built = runNx(['run-many', '-t', 'build', '-p', PROJECTS.join(','), '--outputStyle=static', '--parallel=2']);
if (built !== 0) {
  console.error('\nThe build did not work; the lines above say where.');
  process.exit(built);
}
console.log(`Built in ${Math.round((performance.now() - startedAt) / 1000)} s. Starting …`);

const gateway = spawn(
  process.execPath,
  [
    '--no-warnings',
    '--enable-source-maps',
    ...(existsSync(environmentFile) ? [`--env-file=${environmentFile}`] : []),
    path.join(root, 'services/gateway/dist/main.js'),
    ...process.argv.slice(2),
  ],
  // A relative --data or PINATA_DATA is relative to this project, whatever folder npm was called in.
  { stdio: 'inherit', cwd: root },
);
// Ctrl-C reaches the gateway by itself: it tidies up, and we end when it has.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => gateway.kill(signal));
gateway.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
