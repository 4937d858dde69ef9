// The oracles over the folders that PINATA_TRUTH_REPOSITORIES names, separated as in PATH; without it, C# against its IL alone.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './run-nx.mjs';

/** @returns 0 where every oracle ran or said that it is skipped */
export function runTruth(env) {
  const truth = (...parameters) => spawnSync(process.execPath, [path.join(root, 'tools/run-built.mjs'), 'truth', 'engine/truth/dist/main.js', ...parameters], { stdio: 'inherit', cwd: root, env }).status ?? 1;
  const folders = (env.PINATA_TRUTH_REPOSITORIES ?? '').split(path.delimiter).filter((folder) => folder !== '');
  if (folders.length === 0) console.log('truth: no repositories; name their folders in PINATA_TRUTH_REPOSITORIES.');
  return [truth('--il'), ...folders.map((folder) => truth(folder))].find((status) => status !== 0) ?? 0;
}
