import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { walkHistory } from './walk-history.js';
import type { Step } from './walk-history.js';

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(path.join(tmpdir(), 'pinata-history-test-'));
  git('init', '--quiet', '--initial-branch=main');
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

function git(...words: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', repository, ...words], { stdio: 'ignore' });
}

function commit(files: Readonly<Record<string, string | undefined>>): void {
  for (const [name, content] of Object.entries(files)) {
    const place = path.join(repository, name);
    mkdirSync(path.dirname(place), { recursive: true });
    if (content === undefined) rmSync(place);
    else writeFileSync(place, content);
  }
  git('add', '--all');
  git('commit', '--quiet', '-m', 'next');
}

async function walked(commits: number, step: number): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const one of walkHistory({ repository, commits, step })) steps.push(one);
  return steps;
}

describe('walkHistory', () => {
  it('scans each commit upon the one before, the oldest first, and finds them the same', async () => {
    commit({ 'a.py': 'from b import f\n\ndef g():\n    return f()\n', 'b.py': 'def f():\n    return 1\n', 'c.py': 'def h():\n    return 2\n' });
    commit({ 'b.py': 'def f(x=1):\n    return x\n' });
    commit({ 'b.py': undefined, 'lib/b.py': 'def f():\n    return 1\n' });
    const steps = await walked(10, 1);
    expect(steps.map(({ parsed, reused, different }) => [parsed, reused, different])).toEqual([[3, 0, []], [1, 2, []], [1, 2, []]]);
    expect(steps[1]?.relinked).toBe(2);
  });

  it('takes every so many commits, back from the newest', async () => {
    for (let round = 0; round < 4; round++) commit({ 'a.py': `def f():\n    return ${round}\n` });
    expect(await walked(10, 3)).toHaveLength(2);
    expect(await walked(1, 1)).toHaveLength(1);
  });
});
