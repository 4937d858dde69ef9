import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An oracle that cannot run here; its message says why, and how to get what is missing. */
export class SkippedError extends Error {
  override name = 'SkippedError';
}

/** Where the oracles' programs lie. */
export const programsFolder = fileURLToPath(new URL('../../oracles/', import.meta.url));

/** Written last: a folder without it is not whole. */
const READY = '.pinata-truth-ready';

/**
 * A folder for an oracle's tools beside the system's temporary files, filled at the first use and kept for the next run.
 * @param name holds the tools' versions, so that another version gets a folder of its own
 */
export function toolFolder(name: string, fill: (folder: string) => void): string {
  const { folder, isWhole, finish } = beginToolFolder(name);
  if (isWhole) return folder;
  fill(folder);
  finish();
  return folder;
}

/** The same for who fills it over a while: empty where it is not whole, and whole when `finish` was called. */
export function beginToolFolder(name: string): { readonly folder: string; readonly isWhole: boolean; readonly finish: () => void } {
  const folder = path.join(tmpdir(), 'pinata-truth', name);
  const ready = path.join(folder, READY);
  const isWhole = existsSync(ready);
  if (!isWhole) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  return { folder, isWhole, finish: () => writeFileSync(ready, '') };
}

/** Names a folder of our programs by its content, so that a changed program is built anew. */
export function programVersion(name: string): string {
  const folder = path.join(programsFolder, name);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) if (statSync(path.join(folder, file)).isFile()) hash.update(file).update(readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Whether a command answers. */
export function answers(command: string, ...parameters: string[]): boolean {
  return spawnSync(command, parameters, { stdio: 'ignore' }).status === 0;
}

/** The first of the commands that answers. */
export function findCommand(names: readonly string[], parameter: string): string | undefined {
  return names.find((name) => answers(name, parameter));
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command, its output on our standard error. @throws SkippedError where it fails */
export function run(command: string, parameters: readonly string[], { cwd, env }: RunOptions = {}): void {
  const { status } = spawnSync(command, parameters, { cwd, env: env ?? process.env, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new SkippedError(`"${[command, ...parameters].join(' ')}" failed${cwd === undefined ? '' : ` in ${cwd}`}`);
}

/**
 * Runs a program that is given lines and prints lines.
 * @throws SkippedError where it ends with an error: what it printed until then is no result
 */
export async function linesOf(command: string, parameters: readonly string[], input: readonly string[], { cwd, env }: RunOptions = {}): Promise<readonly string[]> {
  const child = spawn(command, parameters, { cwd, env: env ?? process.env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  ended.catch(() => undefined); // it is awaited below
  child.stdin.on('error', () => undefined); // a program that ends early is known by its exit code
  child.stdin.end(input.map((line) => `${line}\n`).join(''));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  const status = await ended;
  if (status !== 0) throw new SkippedError(`"${command}" ended with code ${String(status)}`);
  return lines;
}
