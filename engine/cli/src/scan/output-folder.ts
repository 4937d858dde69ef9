import { chmod, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { CommandError, EXIT } from '../exit-codes.js';
import type { Interruption } from '../interrupt.js';

const FACT_PACK = 'facts.pack';

/** A folder that appears, whole, when the scan has succeeded, or not at all. */
export interface OutputFolder {
  /** Where to write meanwhile; empty. */
  readonly folder: string;
  /** The fact pack that an earlier scan left in the place; it lies there until `finish`. */
  readonly previousFactPack?: string;
  /** Puts it in its place. */
  finish(): Promise<void>;
}

/**
 * Prepares `--out`: the place must be missing, empty, or hold an older snapshot, which the new one then replaces.
 * @throws {CommandError} with the output exit code
 */
export async function prepareOutput(place: string, interruption: Interruption): Promise<OutputFolder> {
  const target = path.resolve(place);
  const parent = path.dirname(target);
  return guarded(target, async () => {
    const present = await readdir(target).catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    const isReplaceable = present === undefined || present.length === 0 || present.includes('manifest.json');
    if (!isReplaceable) throw new CommandError(EXIT.output, `${target} holds other files; name a folder that is missing, empty, or an older snapshot`);
    await mkdir(parent, { recursive: true });
    const folder = await interruption.temporaryFolder(parent, `.${path.basename(target)}-`);
    return {
      folder,
      ...(present?.includes(FACT_PACK) === true ? { previousFactPack: path.join(target, FACT_PACK) } : {}),
      finish: () =>
        guarded(target, async () => {
          if (present?.includes('manifest.json') === true) await rm(target, { recursive: true, force: true });
          else if (present !== undefined) await rmdir(target);
          // A temporary folder is ours alone; a result is as open as whatever else the person writes.
          await chmod(folder, 0o777 & ~process.umask());
          await rename(folder, target);
          interruption.keep(folder);
        }),
    };
  });
}

async function guarded<T>(target: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.output, `${target} cannot be written (${codeOf(error)})`, { cause: error });
  }
}

function isCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

/** What the system calls an error, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
