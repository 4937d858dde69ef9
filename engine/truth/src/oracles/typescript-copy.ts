import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Written last: a copy without it is not whole. */
const READY = '.pinata-truth-ready';

/**
 * Makes a copy of a repository with its dependencies installed, by the package manager its lockfile names, no script run.
 * @returns the copy's folder; one that is there already is taken as it is
 */
export function prepareCopy(folder: string, commit: string): string {
  const copy = path.join(tmpdir(), 'pinata-truth', `${path.basename(folder)}-${commit.slice(0, 12)}`);
  if (existsSync(path.join(copy, READY))) return copy;
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(path.dirname(copy), { recursive: true });
  console.error(`Copying ${folder} and installing its dependencies in ${copy} …`);
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', folder, copy], { stdio: 'inherit' });
  execFileSync('git', ['-C', copy, 'checkout', '--quiet', commit], { stdio: 'inherit' });
  const [command, ...parameters] = installCommand(copy);
  const installed = spawnSync(command, parameters, { cwd: copy, stdio: ['ignore', 2, 2], env: { ...process.env, npm_config_manage_package_manager_versions: 'false' }, shell: process.platform === 'win32' });
  if (installed.status !== 0) throw new Error(`"${[command, ...parameters].join(' ')}" failed in ${copy}; install its dependencies by hand and name the folder with --oracle`);
  writeFileSync(path.join(copy, READY), '');
  return copy;
}

function installCommand(copy: string): [string, ...string[]] {
  const has = (name: string): boolean => existsSync(path.join(copy, name));
  if (has('pnpm-lock.yaml')) return ['npx', '--yes', 'pnpm@10', 'install', '--frozen-lockfile', '--ignore-scripts'];
  if (has('yarn.lock')) return ['npx', '--yes', 'yarn@1', 'install', '--frozen-lockfile', '--ignore-scripts'];
  return ['npm', has('package-lock.json') ? 'ci' : 'install', '--ignore-scripts', '--no-audit', '--no-fund'];
}
