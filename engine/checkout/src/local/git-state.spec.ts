import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TestFolder, git } from '../fixtures/git-server.js';
import { readGitState } from './git-state.js';

let folder: TestFolder;
let place: string;
let gitFolder: string;
beforeEach(() => {
  folder = new TestFolder();
  place = folder.repository('code', { 'a.ts': '1' });
  gitFolder = path.join(place, '.git');
});
afterEach(() => folder.remove());

const state = (since?: number): string | undefined => readGitState({ folder: place, gitFolder, commonFolder: gitFolder }, since);

describe('readGitState', () => {
  it.each<[string, () => void]>([
    ['a commit', () => git(place, ['commit', '-q', '--allow-empty', '-m', 'second'])],
    ['a branch that is moved', () => git(place, ['update-ref', 'refs/heads/main', git(place, ['commit-tree', '-m', 'x', 'HEAD^{tree}'])])],
    ['a branch that is taken', () => git(place, ['checkout', '-q', '-b', 'other'])],
    ['a commit that is taken', () => git(place, ['checkout', '-q', '--detach'])],
    ['a file that is added', () => (writeFileSync(path.join(place, 'b.ts'), '2'), git(place, ['add', 'b.ts']))],
    ['a file that is no longer tracked', () => git(place, ['rm', '-q', '--cached', 'a.ts'])],
    ['a setting', () => git(place, ['config', 'core.ignoreCase', 'true'])],
    ['packed references', () => git(place, ['pack-refs', '--all'])],
  ])('differs after %s', (_, act) => {
    const before = state();
    expect(before).toBeDefined();
    expect(state()).toBe(before);
    act();
    expect(state()).toBeDefined();
    expect(state()).not.toBe(before);
  });

  it('differs where the folder belongs to another repository now', () => {
    const inner = path.join(place, 'inner');
    mkdirSync(inner);
    const of = (): string | undefined => readGitState({ folder: inner, gitFolder, commonFolder: gitFolder });
    const before = of();
    expect(before).toBeDefined();
    git(inner, ['init', '-q']);
    expect(of()).not.toBe(before);
  });

  it('differs where linked work trees change places', () => {
    const [one, other] = ['one', 'other'].map((name) => path.join(folder.path, name));
    for (const [at, tree] of [one, other].entries()) git(place, ['worktree', 'add', '-q', '-b', `b${at}`, tree ?? '']);
    const of = (): string | undefined => readGitState({ folder: one ?? '', gitFolder: path.join(gitFolder, 'worktrees/one'), commonFolder: gitFolder });
    const before = of();
    expect(before).toBeDefined();
    renameSync(one ?? '', `${one}-away`);
    renameSync(other ?? '', one ?? '');
    expect(of()).not.toBe(before);
  });

  it('differs where what a link leads to changes', () => {
    symlinkSync('main', path.join(gitFolder, 'refs/heads/alias'));
    git(place, ['symbolic-ref', 'HEAD', 'refs/heads/alias']);
    const before = state();
    expect(before).toBeDefined();
    git(place, ['update-ref', 'refs/heads/main', git(place, ['commit-tree', '-m', 'x', 'HEAD^{tree}'])]);
    expect(state()).not.toBe(before);
  });

  it('is not told of what changed about the time when git was asked', () => {
    expect(state(Date.now())).toBeUndefined();
    expect(state(Date.now() + 10_000)).toBe(state());
  });

  it('tells of a branch whose reference is packed', () => {
    git(place, ['pack-refs', '--all']);
    const before = state();
    expect(before).toBeDefined();
    git(place, ['commit', '-q', '--allow-empty', '-m', 'second']);
    expect(state()).not.toBe(before);
  });

  it.each<[string, () => void]>([
    ['a branch that names another', () => writeFileSync(path.join(gitFolder, 'refs/heads/main'), 'ref: refs/heads/other\n')],
    ['a branch that nobody made', () => writeFileSync(path.join(gitFolder, 'HEAD'), 'ref: refs/heads/.invalid\n')],
    ['a path out of the folder', () => writeFileSync(path.join(gitFolder, 'HEAD'), 'ref: refs/../../a.ts\n')],
    ['a reference of one work tree alone', () => writeFileSync(path.join(gitFolder, 'HEAD'), 'ref: refs/worktree/here\n')],
    ['a HEAD that is none', () => writeFileSync(path.join(gitFolder, 'HEAD'), 'x'.repeat(100_000))],
  ])('does not tell of %s', (_, act) => {
    act();
    expect(state()).toBeUndefined();
  });
});
