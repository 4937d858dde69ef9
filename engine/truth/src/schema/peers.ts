import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SkippedError, beginToolFolder } from '../oracles/tools.js';
import { runCommand } from './run-command.js';

export const packageFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const peersFolder = path.join(packageFolder, 'peers');

/** What names the peers of a runtime, and how they are installed in a folder that holds a copy of that. */
const INSTALLERS = {
  node: { files: ['package.json', 'package-lock.json'], commands: [['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund']] },
  python: { files: ['requirements.txt'], commands: [['python3', '-m', 'venv', 'venv'], [path.join('venv', 'bin', 'pip'), 'install', '--quiet', '--requirement', 'requirements.txt']] },
  java: { files: ['pom.xml'], commands: [['mvn', '--quiet', '--batch-mode', 'org.apache.maven.plugins:maven-dependency-plugin:2.8:build-classpath', '-Dmdep.outputFile=classpath.txt']] },
} as const;

export type InstalledRuntime = keyof typeof INSTALLERS;

/**
 * Installs the peers of a runtime beside the system's temporary files, once for each set of pinned versions.
 * @returns the folder @throws SkippedError where they cannot be had
 */
export async function installPeers(runtime: InstalledRuntime): Promise<string> {
  const { files, commands } = INSTALLERS[runtime];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(peersFolder, file)));
  const { folder, isWhole, finish } = beginToolFolder(`${runtime}-${hash.digest('hex').slice(0, 12)}`);
  if (isWhole) return folder;
  for (const file of files) cpSync(path.join(peersFolder, file), path.join(folder, file));
  console.error(`Installing the ${runtime} peers in ${folder}, once …`);
  for (const [command, ...parameters] of commands) {
    const { code, output } = await runCommand(command.includes(path.sep) ? path.join(folder, command) : command, parameters, { cwd: folder });
    if (code !== 0) throw new SkippedError(`"${[command, ...parameters].join(' ')}" failed: ${lastLine(output)}`);
  }
  finish();
  return folder;
}

export function lastLine(output: string): string {
  return output.trim().split('\n').pop()?.slice(0, 200) ?? '';
}
