import { afterEach, describe, expect, it } from '@jest/globals';
import { GitStarter } from './git-starter.js';

const environment = { PATH: process.env.PATH };
/** The built one: a process does not read TypeScript. */
const SCRIPT = new URL('../../dist/git/git-starter-process.js', import.meta.url);

describe('GitStarter', () => {
  let starter = new GitStarter(SCRIPT);

  afterEach(() => {
    starter.close();
    starter = new GitStarter(SCRIPT);
  });

  it('tells the exit codes of calls, several at once and one after another', async () => {
    const config = (name: string): Promise<number> => starter.exitCodeOf({ arguments: ['config', '--file', '/dev/null', '--get', name], environment, answers: [1] });
    expect(await Promise.all([config('a.b'), starter.exitCodeOf({ arguments: ['--version'], environment })])).toEqual([1, 0]);
    expect(await config('c.d')).toBe(1);
  });

  it('passes on why git failed', async () => {
    await expect(starter.exitCodeOf({ arguments: ['--version'], environment: { PATH: '/nowhere' } })).rejects.toThrow(expect.objectContaining({ code: 'gitMissing' }));
    await expect(starter.exitCodeOf({ arguments: ['cat-file', '-e', 'x'], environment, folder: '/' })).rejects.toThrow(expect.objectContaining({ name: 'CheckoutError' }));
  });

  it('ends git when the caller gives up', async () => {
    const controller = new AbortController();
    // It waits for what nobody writes.
    const waiting = starter.exitCodeOf({ arguments: ['-c', 'alias.wait=!sleep 60', 'wait'], environment, signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(waiting).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }));
    await expect(starter.exitCodeOf({ arguments: ['--version'], environment, signal: controller.signal })).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }));
  });

  it('starts git itself where its process is gone, or never came', async () => {
    const broken = new GitStarter(new URL('./missing.js', import.meta.url));
    expect(await broken.exitCodeOf({ arguments: ['--version'], environment })).toBe(0);
    broken.close();
    const waiting = starter.exitCodeOf({ arguments: ['-c', 'alias.wait=!sleep 0.3', 'wait'], environment });
    starter.close();
    expect(await waiting).toBe(0);
    expect(await starter.exitCodeOf({ arguments: ['--version'], environment })).toBe(0);
  });
});
