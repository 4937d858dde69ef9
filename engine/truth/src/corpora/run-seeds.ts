import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Examiner } from './examiner.js';
import type { Fault, FolderReport } from './report.js';
import { seedKinds, seededFolder } from './seeds.js';
import type { FilesByPath, SeededFolder } from './seeds.js';

export interface SeedResult extends Pick<SeededFolder, 'seed' | 'origin'> {
  readonly report: FolderReport;
}

export interface SeedRun {
  readonly seeds: readonly number[];
  /** Processes at once. */
  readonly jobs: number;
  /** Where folders with faults are left, by their seed. */
  readonly keep?: string;
}

/** Makes the folder of each seed and examines it; `receive` gets each in the order in which they end. */
export async function runSeeds({ seeds, jobs, keep }: SeedRun, receive: (result: SeedResult) => void): Promise<void> {
  const kinds = seedKinds();
  const waiting = seeds.values();
  const lane = async (): Promise<void> => {
    const examiner = new Examiner();
    try {
      for (const given of waiting) {
        const { seed, origin, files } = seededFolder(given, kinds);
        receive({ seed, origin, report: await examineFiles(examiner, files, keep === undefined ? undefined : path.join(keep, `seed-${seed}`)) });
      }
    } finally {
      examiner.close();
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
}

async function examineFiles(examiner: Examiner, files: FilesByPath, keep: string | undefined): Promise<FolderReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pinata-seed-'));
  try {
    const unwritable = [...files].flatMap(([name, bytes]) => writeFile(folder, name, bytes));
    const report = await examiner.examine(folder, files.size);
    const all = { ...report, faults: [...report.faults, ...unwritable] };
    if (keep !== undefined && all.faults.length > 0) cpSync(folder, keep, { recursive: true });
    return all;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFile(folder: string, name: string, bytes: Buffer): readonly Fault[] {
  const file = path.join(folder, name);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return [];
  } catch (error) {
    // Some systems refuse some of the hostile names.
    if (error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOENT' || error.code === 'ENAMETOOLONG')) return [];
    return [{ path: name, what: `could not be written for the test: ${String(error)}` }];
  }
}
