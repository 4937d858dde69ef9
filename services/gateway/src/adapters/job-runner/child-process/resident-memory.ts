import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PAGE_BYTES = 4096;

/** How often a process is looked at; asking costs a process of its own where there is no /proc. */
export const MEMORY_POLL_MILLISECONDS = process.platform === 'linux' ? 500 : 3000;

/** Resident bytes of a process, or undefined when it ended or cannot be asked. */
export async function residentMemory(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]);
      return Number.isFinite(pages) ? pages * PAGE_BYTES : undefined;
    }
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
      const digits = /"([\d.,\s]+) ?K"\s*$/.exec(stdout.trim())?.[1]?.replaceAll(/\D/g, '');
      return digits === undefined ? undefined : Number(digits) * 1024;
    }
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
    return Number(stdout.trim()) * 1024 || undefined;
  } catch {
    return undefined;
  }
}
