import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

/** The folders and files of an embedded installation. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly artifacts: string;
  readonly work: string;
  readonly secretKey: string;
  readonly signingKeys: string;
  /** Lets another process take the folder. */
  release(): Promise<void>;
}

/** Another process works in the folder. */
export class DataFolderInUseError extends Error {
  constructor(folder: string, options?: ErrorOptions) {
    super(`Pinata Code runs already with the data in ${folder}. Stop it first, or start with another folder: --data <folder>.`, options);
    this.name = 'DataFolderInUseError';
  }
}

/** The lock is renewed while we live; who is not known to be dead loses it after so long. */
const STALE_MILLISECONDS = 10_000;
/** After so long a lock is free whose holder was killed on this machine. */
const STALE_OF_DEAD_MILLISECONDS = 2_000;
const WAIT_MILLISECONDS = 12_000;
const RETRY_MILLISECONDS = 250;

/**
 * Makes the folder where it is missing, and locks it before anything in it is opened.
 * @throws DataFolderInUseError
 */
export async function openDataFolder(folder: string, onLost: (error: Error) => void): Promise<DataFolder> {
  const root = path.resolve(folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const release = await takeLock(root, onLost);
  await writeFile(holderFile(root), JSON.stringify({ host: hostname(), pid: process.pid }));
  return {
    root,
    database: path.join(root, 'database'),
    artifacts: path.join(root, 'artifacts'),
    work: path.join(root, 'work'),
    secretKey: path.join(root, 'secret.key'),
    signingKeys: path.join(root, 'signing-keys.json'),
    release: () => release().catch(() => undefined),
  };
}

/** Waits for the lock of a process that was killed a moment ago; one that lives keeps it, and that is said at once. */
async function takeLock(root: string, onLost: (error: Error) => void): Promise<() => Promise<void>> {
  const end = performance.now() + WAIT_MILLISECONDS;
  for (;;) {
    // Asked anew each time: a process that took the lock meanwhile has written its name.
    const holder = await stateOfHolder(root);
    const stale = holder === 'dead' ? STALE_OF_DEAD_MILLISECONDS : STALE_MILLISECONDS;
    try {
      return await lockfile.lock(root, { lockfilePath: path.join(root, 'lock'), stale, update: STALE_OF_DEAD_MILLISECONDS / 2, retries: 0, onCompromised: onLost });
    } catch (error) {
      if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 'ELOCKED') throw error;
      if (holder === 'alive' || performance.now() > end) throw new DataFolderInUseError(root, { cause: error });
    }
    await delay(RETRY_MILLISECONDS);
  }
}

function holderFile(root: string): string {
  return path.join(root, 'holder.json');
}

/** Of the process that held the folder last. Another one may have its number by now, and another machine's is not known: the lock decides. */
async function stateOfHolder(root: string): Promise<'alive' | 'dead' | 'unknown'> {
  let holder: unknown;
  try {
    holder = JSON.parse(await readFile(holderFile(root), 'utf8'));
  } catch {
    // There was none, or it was killed while it wrote its name.
    return 'unknown';
  }
  if (typeof holder !== 'object' || holder === null || !('host' in holder) || holder.host !== hostname() || !('pid' in holder) || typeof holder.pid !== 'number') return 'unknown';
  try {
    process.kill(holder.pid, 0);
    return 'alive';
  } catch {
    return 'dead';
  }
}
