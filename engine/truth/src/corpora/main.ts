import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from '@pinata/exports';
import { Examiner } from './examiner.js';
import { faultLine, fileLine, folderTotals, slowest } from './print-report.js';
import type { FileReport } from './report.js';
import { runSeeds } from './run-seeds.js';

const USAGE = `usage: npm run corpora -- <folder> [--slowest <n>]
       npm run corpora -- [--seeds <n>] [--first <seed>] [--jobs <n>] [--keep <folder>]

Scans hostile sources, writes every output of the graph, and fails where a file crashes the engine, takes longer than
10 seconds, or was not read whole and does not have exactly one error fact that says so.
With a folder every file in it is read, and a line printed for each: milliseconds, symbols, errors, path. --slowest
prints the slowest files alone.
Without one, folders are made of our own fixtures: cut, glued, nested, renamed, in wrong encodings. A seed names its
folder on every machine: --first 17 --seeds 1 makes it again, and --keep leaves folders with faults where you say.`;

async function examineOne(folder: string, most: number | undefined): Promise<number> {
  const examiner = new Examiner();
  try {
    const report = await examiner.examine(folder, readdirSync(folder, { recursive: true }).length);
    console.log(['ms', 'symbols', 'errors', 'path'].join('\t'));
    for (const file of most === undefined ? report.files : slowest(report.files, most)) console.log(fileLine(file));
    console.log(folderTotals(report));
    for (const fault of report.faults) console.error(faultLine(fault));
    return report.faults.length === 0 ? 0 : 1;
  } finally {
    examiner.close();
  }
}

const SLOWEST_SEEDS = 5;

async function examineSeeds(run: { readonly first: number; readonly count: number; readonly jobs: number; readonly keep?: string }): Promise<number> {
  const { first, count, keep } = run;
  if (keep !== undefined) mkdirSync(keep, { recursive: true });
  const totals = { done: 0, files: 0, withErrors: 0, skipped: 0, without: 0, faulty: 0 };
  const slow: { readonly seed: number; readonly milliseconds: number; readonly file: FileReport | undefined }[] = [];
  console.log(`seeds ${first} to ${first + count - 1}`);
  await runSeeds({ ...run, seeds: Array.from({ length: count }, (_, number) => first + number) }, ({ seed, origin, report }) => {
    totals.done++;
    totals.files += report.files.length;
    totals.withErrors += report.files.filter(({ errors }) => errors > 0).length;
    totals.skipped += report.files.filter(({ skipped }) => skipped !== undefined).length;
    slow.push({ seed, milliseconds: report.milliseconds, file: slowest(report.files, 1)[0] });
    slow.sort((a, b) => b.milliseconds - a.milliseconds).splice(SLOWEST_SEEDS);
    if (report.without !== undefined) totals.without++;
    if (report.faults.length > 0) {
      totals.faulty++;
      console.error(`seed ${seed}, ${origin}`);
      for (const fault of report.faults) console.error(faultLine(fault));
    }
    if (totals.done % 500 === 0) console.log(`${totals.done} of ${count}, ${totals.faulty} with faults`);
  });
  console.log(`${totals.done} folders, ${totals.files} files: ${totals.withErrors} with error facts, ${totals.skipped} skipped; ${totals.without} folders without a readable file; ${totals.faulty} folders with faults`);
  for (const { seed, milliseconds, file } of slow) console.log(`  seed ${seed}: ${milliseconds} ms${file === undefined ? '' : `, of which ${file.milliseconds ?? 0} for ${printable(file.path)}`}`);
  return totals.faulty === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seeds: { type: 'string' }, first: { type: 'string', default: '1' }, jobs: { type: 'string', default: String(Math.min(4, os.availableParallelism())) }, keep: { type: 'string' }, slowest: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const numbers = [values.seeds ?? '200', values.first, values.jobs, values.slowest ?? '0'].map(Number);
  const [count = 0, first = 0, jobs = 0, most = 0] = numbers;
  if (values.help || numbers.some((number) => !Number.isSafeInteger(number) || number < 0) || jobs === 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const [given] = positionals;
  if (given === undefined) return examineSeeds({ first, count, jobs, ...(values.keep === undefined ? {} : { keep: values.keep }) });
  const folder = path.resolve(given);
  if (!existsSync(folder)) {
    console.error(`${folder} does not exist.`);
    return 2;
  }
  return examineOne(folder, values.slowest === undefined ? undefined : most);
}

process.exitCode = await main();
