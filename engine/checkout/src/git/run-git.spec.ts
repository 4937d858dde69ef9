import { describe, expect, it } from '@jest/globals';
import { translateFailure } from './git-failure.js';
import { runGit } from './run-git.js';

const environment = { PATH: process.env.PATH };

describe('runGit', () => {
  it('says when git is missing', async () => {
    await expect(runGit({ arguments: ['--version'], environment: { PATH: '/nowhere' } })).rejects.toThrow(expect.objectContaining({ code: 'gitMissing' }));
  });

  it('ends when too much comes, when its listener objects, and when its watch does', async () => {
    const code = (more: object) => runGit({ arguments: ['help', '-a'], environment, ...more }).then(() => 'done', (error: unknown) => String(error));
    expect(await code({ outputBytes: 10 })).toMatch(/more than 10 bytes/);
    expect(await code({ onOutput: () => { throw new Error('objects'); } })).toBe('Error: objects');
    expect(await runGit({ arguments: ['hash-object', '--stdin'], environment, input: '' }).then(({ output }) => output.toString().trim())).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(await code({ deadline: performance.now() - 1 })).toMatch(/longer than the limit/);
  });
});

describe('translateFailure', () => {
  it.each([
    ["fatal: could not read Username for 'https://h': terminal prompts disabled", 'authenticationFailed'],
    ['fatal: unable to access https://h/x: The requested URL returned error: 403', 'authenticationFailed'],
    ['git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.', 'authenticationFailed'],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'authenticationFailed'],
    ["fatal: repository 'https://h/x/' not found", 'repositoryNotFound'],
    ["fatal: '/x' does not appear to be a git repository", 'repositoryNotFound'],
    ["fatal: unable to access 'https://h/': Could not resolve host: h", 'unreachable'],
    ["fatal: unable to access 'https://h/': SSL certificate problem: self-signed certificate", 'unreachable'],
    ['ssh: connect to host h port 22: Connection refused', 'unreachable'],
    ['ssh: connect to host h port 22: Connection timed out', 'timeout'],
    ["fatal: couldn't find remote ref refs/heads/x", 'unknownRef'],
    ['error: object abc: hasDotgit: contains .git\nfatal: fsck error in packed object', 'corruptRepository'],
    ["fatal: transport 'file' not allowed", 'forbiddenUrl'],
    ['fatal: write error: No space left on device', 'tooLarge'],
    ['something new', 'failed'],
  ])('%s', (messages, code) => {
    expect(translateFailure(128, messages).code).toBe(code);
  });

  it('keeps the words of git printable, short and without passwords', () => {
    const { cause } = translateFailure(128, `remote: \u001b[31mred\u0007\nReceiving objects:  10% (1/9)\rfatal: https://me:canary@host ${'x'.repeat(900)}`);
    const text = cause instanceof Error ? cause.message : '';
    expect(text).not.toMatch(/\p{Cc}|canary|Receiving/u);
    expect(text.length).toBeLessThanOrEqual(400);
    expect(translateFailure(null, '').message).toBe('git ended with a signal');
  });
});
