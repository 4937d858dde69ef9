import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A tool as the benchmark runs it. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Takes away what an earlier run left, so that each run is a first one. */
  readonly prepare: (folder: string) => void;
  /** Whether the tool reads the folder's languages at all. */
  readonly reads: readonly ('typescript' | 'csharp')[];
}

const packageFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const peersFolder = path.join(packageFolder, 'peers');
const nothing = (): void => undefined;

/** Installs the peers by name at the first use; they are no dependency of the product. */
export function installPeers(): void {
  if (existsSync(path.join(peersFolder, 'node_modules', 'dependency-cruiser'))) return;
  console.error('Installing the tools to compare with, once …');
  // Not `npm ci`: the registry lacks some of codegraph's packages for other systems, which makes it refuse the lockfile everywhere.
  const installed = spawnSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: peersFolder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (installed.status !== 0) throw new Error(`npm install failed in ${peersFolder}`);
}

/** Where a peer's program lies, installed or not. */
export function bin(name: string): string {
  return path.join(peersFolder, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** Every contender for a folder, ours first. */
export function contenders(folder: string): readonly Contender[] {
  const configuration = ['tsconfig.base.json', 'tsconfig.json'].find((name) => existsSync(path.join(folder, name)));
  const cruiser = [bin('depcruise'), '--no-config', '--ts-pre-compilation-deps', '--do-not-follow', 'node_modules', ...(configuration === undefined ? [] : ['--ts-config', configuration]), '--output-type', 'json', '.'] as const;
  const madge = [bin('madge'), '--extensions', 'ts,tsx,mts,cts,js,jsx,mjs,cjs', ...(configuration === undefined ? [] : ['--ts-config', configuration]), '--json', '.'] as const;
  const all: Contender[] = [
    { name: 'pinata scan', command: [process.execPath, path.resolve(packageFolder, '../cli/dist/main.js'), 'scan', '.', '--json'], prepare: nothing, reads: ['typescript', 'csharp'] },
    { name: 'dependency-cruiser', command: [...cruiser], prepare: nothing, reads: ['typescript'] },
    { name: 'madge', command: [...madge], prepare: nothing, reads: ['typescript'] },
    { name: 'codegraph (first index)', command: [bin('codegraph'), 'init', '.'], prepare: (at) => rmSync(path.join(at, '.codegraph'), { recursive: true, force: true }), reads: ['typescript', 'csharp'] },
  ];
  const ctags = spawnSync('ctags', ['--version'], { encoding: 'utf8' });
  if (ctags.status === 0 && ctags.stdout.includes('Universal Ctags')) all.push({ name: 'universal-ctags', command: ['ctags', '-R', '-f', '/dev/null', '.'], prepare: nothing, reads: ['typescript', 'csharp'] });
  return all;
}
