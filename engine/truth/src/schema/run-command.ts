import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Finished {
  /** -1 where it could not be started. */
  readonly code: number;
  /** What it printed, errors included. */
  readonly output: string;
}

/** Runs a program to its end; the database that it talks to is in this process, so nothing here may wait for it. @param seconds after which it is ended */
export function runCommand(command: string, parameters: readonly string[], options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly seconds?: number }): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, [...parameters], { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: (options.seconds ?? 600) * 1000, shell: process.platform === 'win32' });
    let output = '';
    const append = (part: Buffer): void => void (output = `${output}${part.toString()}`.slice(-20_000));
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.on('error', (error) => resolve({ code: -1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
