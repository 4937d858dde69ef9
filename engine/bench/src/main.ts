import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareCopy } from '@pinata/truth';
import { benchChange } from './change.js';
import { benchFloor } from './floor.js';
import { writeMadeUpRepository } from './made-up-repository.js';
import { measure } from './measure.js';
import type { Measured } from './measure.js';
import { median } from './median.js';
import { contenders, installPeers } from './peers.js';
import type { Contender } from './peers.js';

const USAGE = `usage: npm run bench -- <folder> [--rounds <n>] [--install]
       npm run bench -- <folder> --change [--file <path>] [--rounds <n>]
       npm run bench -- <folder> --floor [--rounds <n>]
       npm run bench -- --made-up <files>x<megabytes> [--change | --floor] [--rounds <n>]

Runs pinata scan and other tools on a fresh copy of a git repository, one after the other, round by round,
and prints the median time and peak memory of each with the ratio to ours. Start-up counts.
--change times a scan upon the last one after one file changed, beside codegraph sync, where that is installed.
--floor times how a scan reads files into facts beside the same parser doing nothing else.
--made-up writes a C# repository of that size instead of copying one, such as 5000x68.
--install gives the copy its dependencies first (no script runs): tools that follow packages are made for such a folder.`;

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
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '3' }, install: { type: 'boolean', default: false }, change: { type: 'boolean', default: false }, floor: { type: 'boolean', default: false }, file: { type: 'string' }, 'made-up': { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const [given] = positionals;
  const size = /^(\d+)x(\d+)$/.exec(values['made-up'] ?? '');
  if (values.help || (size === null && (given === undefined || !existsSync(given)))) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const copies = mkdtempSync(path.join(os.tmpdir(), 'pinata-bench-'));
  try {
    const copy = makeCopy(copies, given ?? '', size === null ? undefined : { files: Number(size[1]), megabytes: Number(size[2]) }, values.install);
    const language = languageOf(copy);
    const name = size === null ? path.basename(given ?? '') : `made up, ${size[1] ?? ''} files of ${size[2] ?? ''} MB`;
    console.log(`${name} (${language}${values.install ? ', dependencies installed' : ', bare checkout'}), ${values.rounds} rounds after a warm-up, ${os.availableParallelism()} cores, Node.js ${process.version}`);
    if (values.change) await benchChange({ copy, language, file: values.file, rounds: Number(values.rounds) });
    else if (values.floor) await benchFloor(copy, Number(values.rounds));
    else await benchTools(copy, language, Number(values.rounds));
    return 0;
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

function makeCopy(copies: string, given: string, size: { readonly files: number; readonly megabytes: number } | undefined, isInstalled: boolean): string {
  if (isInstalled && size === undefined) return prepareCopy(path.resolve(given), headOf(given));
  const copy = path.join(copies, 'repository');
  if (size === undefined) execFileSync('git', ['clone', '--quiet', '--no-hardlinks', path.resolve(given), copy]);
  else writeMadeUpRepository(copy, size);
  return copy;
}

async function benchTools(copy: string, language: 'typescript' | 'csharp', rounds: number): Promise<void> {
  installPeers();
  const all = contenders(copy).filter(({ reads }) => reads.includes(language));
  const runs = new Map<string, Measured[]>(all.map(({ name }) => [name, []]));
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
  print(all, runs);
}

process.exitCode = await main();
