// node tools/upgrade-from.mjs: builds the images of the version that upgrades are tried from, with the tag `upgrade-from`.
// charts/pinata-code/tests/upgrade-from names its commit: the first one whose chart installs.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './run-nx.mjs';

export const EARLIER_TAG = 'upgrade-from';

/**
 * The earlier version's files, without a work tree of git's own. A shallow clone fetches what it lacks.
 * @param {readonly string[]} paths the parts of it that are wanted; all when none is named
 * @returns {string} a new folder, for the caller to remove
 */
export function extractEarlierVersion(paths = []) {
  const git = (...parameters) => execFileSync('git', parameters, { cwd: root, encoding: 'buffer', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 512 * 1024 * 1024 });
  const commit = readFileSync(path.join(root, 'charts/pinata-code/tests/upgrade-from'), 'utf8').trim();
  if (spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root, stdio: 'ignore' }).status !== 0) git('fetch', '--quiet', '--unshallow');
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-upgrade-from-'));
  execFileSync('tar', ['-x', '-C', folder], { input: git('archive', commit, ...paths) });
  return folder;
}

/** @returns {number} the exit code */
export function buildEarlierImages() {
  const folder = extractEarlierVersion();
  try {
    const build = path.join(folder, 'tools/images.mjs');
    return spawnSync(process.execPath, [build], { cwd: folder, stdio: 'inherit', env: { ...process.env, PINATA_IMAGE_TAG: EARLIER_TAG } }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(buildEarlierImages());
