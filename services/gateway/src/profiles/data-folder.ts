import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
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

/** The lock is renewed while we live; a process that was killed loses it after this long. */
const STALE_MILLISECONDS = 10_000;

/**
 * Makes the folder where it is missing, and locks it before anything in it is opened.
 * @throws DataFolderInUseError
 */
export async function openDataFolder(folder: string, onLost: (error: Error) => void): Promise<DataFolder> {
  const root = path.resolve(folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  let release: () => Promise<void>;
  const holder = path.join(root, 'holder.pid');
  try {
    // The lock of a process that was killed a moment ago is waited for until it is stale; one that lives keeps it.
    const retries = (await isRunning(holder)) ? 0 : { retries: 6, minTimeout: 500, maxTimeout: 2500 };
    release = await lockfile.lock(root, { lockfilePath: path.join(root, 'lock'), stale: STALE_MILLISECONDS, update: STALE_MILLISECONDS / 4, retries, onCompromised: onLost });
  } catch (error) {
    throw typeof error === 'object' && error !== null && 'code' in error && error.code === 'ELOCKED' ? new DataFolderInUseError(root, { cause: error }) : error;
  }
  await writeFile(holder, String(process.pid));
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

/** Whether the process that held the folder last is alive. Another one may have its number by now: the lock alone decides. */
async function isRunning(holder: string): Promise<boolean> {
  const pid = Number(await readFile(holder, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
