import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { scan } from '@pinata/core';
import type { ScanSummary } from '@pinata/core';
import { parseManifest } from '@pinata/graph';

export interface Walk {
  /** A git repository, which is only read. */
  readonly repository: string;
  /** How many commits; fewer where the repository has fewer. */
  readonly commits: number;
  /** Every how many of the commits of the first parent's line is taken, back from HEAD. */
  readonly step: number;
}

/** One commit: scanned upon what the scan of the commit before left, and from nothing. */
export interface Step {
  readonly commit: string;
  readonly parsed: number;
  readonly reused: number;
  readonly relinked: number;
  /** Whether the graph was made of the one before. */
  readonly isAmended: boolean;
  /** Files of the snapshot that are not the same; none where both scans give the same. */
  readonly different: readonly string[];
}

/** Scans commit after commit of a repository, the oldest first, each time twice, and compares what was written. */
export async function* walkHistory({ repository, commits, step }: Walk): AsyncGenerator<Step> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'pinata-history-'));
  const tree = path.join(root, 'tree');
  try {
    execFileSync('git', ['clone', '--quiet', '--no-checkout', repository, tree], { stdio: 'pipe' });
    let previous: string | undefined;
    for (const [index, commit] of commitsOf(tree, commits, step).entries()) {
      git(tree, 'checkout', '--quiet', '--force', commit);
      const upon = await scanInto(path.join(root, `upon-${index}`), tree, commit, previous);
      const fresh = await scanInto(path.join(root, 'fresh'), tree, commit, undefined);
      const { parsed, reused, relinked, isAmended } = upon.summary;
      yield { commit, parsed, reused, relinked, isAmended, different: differences(upon, fresh) };
      if (previous !== undefined) rmSync(previous, { recursive: true });
      rmSync(fresh.folder, { recursive: true });
      previous = upon.folder;
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Oldest first. */
function commitsOf(tree: string, commits: number, step: number): readonly string[] {
  return git(tree, 'rev-list', '--first-parent', 'HEAD')
    .split('\n')
    .filter((commit, index) => commit !== '' && index % step === 0)
    .slice(0, commits)
    .reverse();
}

interface Scanned {
  readonly folder: string;
  readonly summary: ScanSummary;
}

async function scanInto(folder: string, tree: string, commit: string, previous: string | undefined): Promise<Scanned> {
  mkdirSync(folder);
  const trackedFiles = git(tree, 'ls-files', '-z').split('\0').filter((name) => name !== '');
  const source = { folder: tree, name: 'history', commit, branch: 'history', isModified: false, trackedFiles };
  const earlier = previous === undefined ? {} : { previousFactPack: path.join(previous, 'facts.pack') };
  const summary = await scan(source, { outputFolder: folder, trustsFileStatus: true, ...earlier }, { fileResult: () => undefined, progress: () => undefined });
  return { folder, summary };
}

/** Every file that the manifests name, and the summary but for its figures of time, memory and work. */
function differences(upon: Scanned, fresh: Scanned): readonly string[] {
  const [one, other] = [hashesOf(upon), hashesOf(fresh)];
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}

function hashesOf({ folder, summary }: Scanned): ReadonlyMap<string, string> {
  const { milliseconds: _times, peakMemoryBytes: _memory, parsed: _parsed, reused: _reused, relinked: _relinked, isAmended: _isAmended, ...rest } = summary;
  const { files } = parseManifest(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  return new Map([['summary', createHash('sha256').update(JSON.stringify(rest)).digest('hex')], ...files.map(({ name, sha256 }) => [name, sha256] as const)]);
}

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
}
