import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataFolderInUseError, openDataFolder } from './data-folder.js';

describe('the lock on the data folder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'pinata-data-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = () =>
    openDataFolder(root, (error) => {
      throw error;
    });
  /** As a process leaves it that was killed so many milliseconds after it renewed its lock. */
  function leftBehind(holder: unknown, ageMilliseconds: number): void {
    mkdirSync(path.join(root, 'lock'));
    const then = new Date(Date.now() - ageMilliseconds);
    utimesSync(path.join(root, 'lock'), then, then);
    writeFileSync(path.join(root, 'holder.json'), typeof holder === 'string' ? holder : JSON.stringify(holder));
  }
  const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

  it('is held by one at a time, and says so at once', async () => {
    const held = await open();
    const asked = performance.now();
    await expect(open()).rejects.toBeInstanceOf(DataFolderInUseError);
    expect(performance.now() - asked).toBeLessThan(1500);
    await held.release();
    await (await open()).release();
  });

  it('is taken from who was killed on this machine, as soon as nobody can have it any more', async () => {
    leftBehind({ host: hostname(), pid: deadPid() }, 0);
    const asked = performance.now();
    const taken = await open();
    expect(performance.now() - asked).toBeLessThan(6000);
    expect(JSON.parse(readFileSync(path.join(root, 'holder.json'), 'utf8'))).toEqual({ host: hostname(), pid: process.pid });
    await taken.release();
  }, 20_000);

  it.each([
    ['another machine', { host: 'elsewhere', pid: 1 }],
    ['half a name', '{"host":'],
  ])('of %s is believed for its whole time', async (_name, holder) => {
    leftBehind(holder, 5000);
    const asked = performance.now();
    const taken = await open();
    expect(performance.now() - asked).toBeGreaterThan(2500);
    await taken.release();
  }, 20_000);
});
