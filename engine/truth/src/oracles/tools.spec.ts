import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { joinClassPaths } from './java.js';
import { SkippedError, findCommand, linesOf, run } from './tools.js';

describe('tools', () => {
  it('gives a program lines and reads its lines', async () => {
    const program = 'process.stdin.on("data", (data) => process.stdout.write(String(data).toUpperCase()))';
    expect(await linesOf(process.execPath, ['-e', program], ['one', 'two'])).toEqual(['ONE', 'TWO']);
  });

  it('takes no line of a program that fails for a result', async () => {
    await expect(linesOf(process.execPath, ['-e', 'console.log("{}"); process.exit(3)'], [])).rejects.toThrow(SkippedError);
  });

  it('says what failed', () => {
    expect(() => run(process.execPath, ['-e', 'process.exit(2)'])).toThrow(SkippedError);
  });

  it('finds the first command that answers', () => {
    expect(findCommand(['no-such-command-of-pinata', process.execPath], '--version')).toBe(process.execPath);
    expect(findCommand(['no-such-command-of-pinata'], '--version')).toBeUndefined();
  });

  it('joins class paths, each entry once', () => {
    expect(joinClassPaths([`a.jar${path.delimiter}b.jar\n`, `b.jar${path.delimiter}c.jar`, ''])).toEqual(['a.jar', 'b.jar', 'c.jar']);
  });
});
