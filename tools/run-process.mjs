// Starts a program as if it were this one: same terminal, signals passed on, same exit code.
import { spawn } from 'node:child_process';

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code; 128 and the signal's number where a signal ended it
 */
export function runProcess(command, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: 'inherit', ...options });
    for (const signal of Object.keys(SIGNALS)) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      console.error(`could not start ${command}: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + (SIGNALS[signal] ?? 9)));
  });
}
