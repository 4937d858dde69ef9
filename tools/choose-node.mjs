// Chooses the Node.js that runs every npm script. It must itself run on Node 20.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The oldest Node.js the product is tried with. */
export const MINIMUM_NODE = [24, 15];

/**
 * @param {string} version such as `v24.15.0`
 * @returns {boolean} whether that version is new enough
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}

/**
 * @param {{version: string, execPath: string, platform: string, arch: string}} machine
 * @param {(packageName: string) => string | undefined} findPackage folder of an installed package
 * @returns {{node: string, isBundled: boolean}}
 * @throws {Error} with what to do, when neither Node.js will do
 */
export function chooseNode(machine, findPackage) {
  if (isNewEnough(machine.version)) return { node: machine.execPath, isBundled: false };
  const system = machine.platform === 'win32' ? 'win' : machine.platform;
  const folder = findPackage(`node-${system}-${machine.arch}`);
  if (folder !== undefined) {
    const paths = machine.platform === 'win32' ? path.win32 : path.posix;
    const node = machine.platform === 'win32' ? paths.join(folder, 'bin', 'node.exe') : paths.join(folder, 'bin', 'node');
    return { node, isBundled: true };
  }
  throw new Error(
    `Pinata Code needs Node.js ${MINIMUM_NODE.join('.')} or newer; this is ${machine.version}, ` +
      `and no bundled Node.js exists for ${machine.platform} on ${machine.arch}. ` +
      'Install Node.js 24 from nodejs.org or a version manager, then run the command again. ' +
      '(If dependencies were installed with --omit=optional, run "npm ci" without it.)',
  );
}

/** Finds the folder of an installed package beside this file. */
export function findInstalledPackage(packageName) {
  const require = createRequire(import.meta.url);
  try {
    const folder = path.dirname(require.resolve(`${packageName}/package.json`));
    return existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
