import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareCopy } from '@pinata/truth';
import { measure } from './measure.js';
import type { Measured } from './measure.js';
import { contenders, installPeers } from './peers.js';
import type { Contender } from './peers.js';

const USAGE = `usage: npm run bench -- <folder> [--rounds <n>] [--install]

Runs pinata scan and other tools on a fresh copy of a git repository, one after the other, round by round,
and prints the median time and peak memory of each with the ratio to ours. Start-up counts.
--install gives the copy its dependencies first (no script runs): tools that follow packages are made for such a folder.`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function languageOf(folder: string): 'typescript' | 'csharp' {
  const files = execFileSync('git', ['-C', folder, 'ls-files'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n');
  const count = (pattern: RegExp): number => files.filter((name) => pattern.test(name)).length;
  return count(/\.cs$/) > count(/\.[mc]?[jt]sx?$/) ? 'csharp' : 'typescript';
}

function headOf(folder: string): string {
  return execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
}

function print(all: readonly Contender[], runs: ReadonlyMap<string, readonly Measured[]>): void {
  const time = (name: string): number => median((runs.get(name) ?? []).map(({ milliseconds }) => milliseconds));
  const memory = (name: string): number => median((runs.get(name) ?? []).flatMap(({ peakBytes }) => peakBytes ?? []));
  const ours = all[0]?.name ?? '';
  console.log(`${'tool'.padEnd(26)}${'median s'.padStart(10)}${'min'.padStart(8)}${'max'.padStart(8)}${'time ÷ ours'.padStart(13)}${'peak MB'.padStart(10)}${'memory ÷ ours'.padStart(15)}`);
  for (const { name } of all) {
    const of = runs.get(name) ?? [];
    if (of.length === 0) continue;
    const seconds = of.map(({ milliseconds }) => milliseconds / 1000);
    const failed = of.some(({ exitCode }) => exitCode !== 0) ? '  (ended with an error)' : '';
    const cells = [(time(name) / 1000).toFixed(2).padStart(10), Math.min(...seconds).toFixed(2).padStart(8), Math.max(...seconds).toFixed(2).padStart(8), (time(name) / time(ours)).toFixed(2).padStart(13), (memory(name) / 1e6).toFixed(0).padStart(10), (memory(name) / memory(ours)).toFixed(2).padStart(15)];
    console.log(`${name.padEnd(26)}${cells.join('')}${failed}`);
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '3' }, install: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  const [given] = positionals;
  if (values.help || given === undefined || !existsSync(given)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  installPeers();
  const copies = mkdtempSync(path.join(os.tmpdir(), 'pinata-bench-'));
  try {
    const copy = values.install ? prepareCopy(path.resolve(given), headOf(given)) : path.join(copies, 'repository');
    if (!values.install) execFileSync('git', ['clone', '--quiet', '--no-hardlinks', path.resolve(given), copy]);
    const language = languageOf(copy);
    const all = contenders(copy).filter(({ reads }) => reads.includes(language));
    const runs = new Map<string, Measured[]>(all.map(({ name }) => [name, []]));
    const rounds = Number(values.rounds);
    for (let round = 0; round <= rounds; round++) {
      for (const contender of all) {
        contender.prepare(copy);
        const measured = await measure(contender.command, copy);
        contender.prepare(copy);
        // The first round warms the system's file cache and is not counted.
        if (round > 0) runs.get(contender.name)?.push(measured);
        if (measured.exitCode !== 0 && round === 0) console.error(`${contender.name} ended with ${measured.exitCode}: ${measured.output.slice(-300)}`);
      }
    }
    console.log(`${path.basename(given)} (${language}${values.install ? ', dependencies installed' : ', bare checkout'}), ${rounds} rounds after a warm-up, ${os.availableParallelism()} cores, Node.js ${process.version}`);
    print(all, runs);
    return 0;
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

process.exitCode = await main();
