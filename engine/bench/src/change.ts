import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { measure } from './measure.js';
import type { Measured } from './measure.js';
import { bin } from './peers.js';
import { median } from './median.js';

export interface ChangeOptions {
  /** A git repository of the tool's own, which it may edit. */
  readonly copy: string;
  readonly language: 'typescript' | 'csharp';
  /** The file that is changed; the one of middle size where none is named. */
  readonly file: string | undefined;
  readonly rounds: number;
}

const ENDINGS = { typescript: /\.[mc]?tsx?$/, csharp: /\.cs$/ } as const;

/** A declaration that no earlier round added. */
const DECLARATIONS: Readonly<Record<ChangeOptions['language'], (round: number) => string>> = {
  typescript: (round) => `export function pinataBench${round}(): number { return ${round}; }\n`,
  csharp: (round) => `internal static class PinataBench${round} { internal static int Answer() { return ${round}; } }\n`,
};

/** Changes one file, round after round, and times our second scan beside `codegraph sync`, each upon what it knew. */
export async function benchChange({ copy, language, file, rounds }: ChangeOptions): Promise<void> {
  const changed = file ?? middleFile(copy, ENDINGS[language]);
  const original = readFileSync(path.join(copy, changed), 'utf8');
  const out = path.join(mkdtempSync(path.join(os.tmpdir(), 'pinata-bench-out-')), 'snapshot');
  const scan = [process.execPath, path.resolve(import.meta.dirname, '../../cli/dist/main.js'), 'scan', '.', '--out', out, '--json', '--quiet'] as const;
  const codegraph = bin('codegraph');
  const hasPeer = existsSync(codegraph);
  try {
    const full = await measure(scan, copy);
    if (hasPeer) await measure([codegraph, 'init', '.'], copy);
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    let counts = '';
    // The first round warms the system's file cache and is not counted.
    for (let round = 0; round <= rounds; round++) {
      writeFileSync(path.join(copy, changed), `${original}\n${DECLARATIONS[language](round)}`);
      const own = await measure(scan, copy);
      const peer = hasPeer ? await measure([codegraph, 'sync'], copy) : undefined;
      counts = /"parsed":\d+,"reused":\d+,"relinked":\d+/.exec(own.output)?.[0] ?? 'no summary';
      if (round === 0) continue;
      ours.push(own);
      if (peer !== undefined) theirs.push(peer);
    }
    const watched = await timeWatch(scan, copy, rounds, (round) => writeFileSync(path.join(copy, changed), `${original}\n${DECLARATIONS[language](rounds + 1 + round)}`));
    const seconds = (list: readonly Timed[]): number => median(list.map(({ milliseconds }) => milliseconds)) / 1000;
    console.log(`one change in ${changed}: a declaration more (${counts.replaceAll('"', '')})`);
    console.log(`pinata scan, from nothing   ${(full.milliseconds / 1000).toFixed(2)} s`);
    console.log(`pinata scan --out, again    ${seconds(ours).toFixed(2)} s`);
    console.log(`pinata scan --watch         ${seconds(watched.untilTold).toFixed(2)} s from the write to the answer, ${seconds(watched.scans).toFixed(2)} s of them from the tree to the snapshot`);
    if (hasPeer) console.log(`codegraph sync              ${seconds(theirs).toFixed(2)} s, ${(seconds(theirs) / seconds(ours)).toFixed(2)} times ours, ${(seconds(theirs) / seconds(watched.scans)).toFixed(2)} times a scan of a process that watches`);
    else console.log('codegraph is not installed: run npm run bench -- <folder> once, which installs the tools to compare with');
  } finally {
    rmSync(path.dirname(out), { recursive: true, force: true });
  }
}

/** Rounds in which a process that watches compiles what it runs again and again. */
const WARMING_ROUNDS = 5;

interface Timed {
  readonly milliseconds: number;
}

/** Has a process watch the folder, changes it, round after round, and times from the write until the process has told of its scan. */
async function timeWatch(scan: readonly string[], copy: string, rounds: number, change: (round: number) => void): Promise<{ readonly untilTold: readonly Timed[]; readonly scans: readonly Timed[] }> {
  const [program = '', ...words] = scan;
  const child = spawn(program, [...words, '--watch'], { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    await lines.next();
    const untilTold: Timed[] = [];
    const scans: Timed[] = [];
    for (let round = 0; round < WARMING_ROUNDS + rounds; round++) {
      const started = performance.now();
      change(round);
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the process that watches ended');
      if (round < WARMING_ROUNDS) continue;
      untilTold.push({ milliseconds: performance.now() - started });
      scans.push({ milliseconds: Number(/"total":(\d+)/.exec(value)?.[1]) });
    }
    return { untilTold, scans };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

function middleFile(folder: string, ending: RegExp): string {
  const names = execFileSync('git', ['-C', folder, 'ls-files'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n').filter((name) => ending.test(name));
  const sized = names.map((name) => ({ name, size: statSync(path.join(folder, name)).size })).sort((a, b) => a.size - b.size || (a.name < b.name ? -1 : 1));
  return sized[sized.length >> 1]?.name ?? '';
}
