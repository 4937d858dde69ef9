import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXIT } from './exit-codes.js';

/**
 * Ends a command cleanly: the first Ctrl-C aborts its signal, so that threads and git end and folders are removed; the
 * second one removes the folders at once and leaves.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #folders = new Set<string>();
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    const exitCode = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    if (this.#controller.signal.aborted) {
      this.removeNow();
      process.exit(exitCode);
    }
    this.#controller.abort(exitCode);
  };
  readonly #onExit = (): void => this.removeNow();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Exit code of the signal that came, if one did. */
  get exitCode(): typeof EXIT.interrupted | typeof EXIT.terminated | undefined {
    if (!this.signal.aborted) return undefined;
    return this.signal.reason === EXIT.terminated ? EXIT.terminated : EXIT.interrupted;
  }

  listen(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, this.#onSignal);
    process.on('exit', this.#onExit);
  }

  stopListening(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, this.#onSignal);
    process.off('exit', this.#onExit);
  }

  /** A folder that is removed at the end, however the end comes. */
  async temporaryFolder(parent = tmpdir(), prefix = 'pinata-'): Promise<string> {
    const folder = await mkdtemp(path.join(parent, prefix));
    this.#folders.add(folder);
    return folder;
  }

  /** The folder has been given another name and stays. */
  keep(folder: string): void {
    this.#folders.delete(folder);
  }

  async remove(): Promise<void> {
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
    this.#folders.clear();
  }

  removeNow(): void {
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
    this.#folders.clear();
  }
}
