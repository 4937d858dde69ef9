// Starts Nx without its daemon and gives back its exit code.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @param {string[]} parameters such as `['run-many', '-t', 'build']`
 * @param {'inherit' | 'stderr'} output where the build's own words go
 * @returns {number} the exit code
 */
export function runNx(parameters, output = 'inherit') {
  const stdio = output === 'inherit' ? 'inherit' : ['ignore', 2, 2];
  const result = spawnSync(process.execPath, [require.resolve('nx/bin/nx.js'), ...parameters], { stdio, cwd: root });
  return result.status ?? 1;
}
