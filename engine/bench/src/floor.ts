import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { grammarFileOf, scan } from '@pinata/core';
import { median } from './median.js';

const LARGEST_OUTPUT = 1 << 28;

/** Times the phase in which a scan reads files into facts, and beside it the same parser over the same files doing nothing else on all cores, taking turns. */
export async function benchFloor(copy: string, rounds: number): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pinata-bench-floor-'));
  try {
    const list = path.join(folder, 'files.json');
    const files = await parsedFiles(copy);
    writeFileSync(list, JSON.stringify(files));
    const phases: number[] = [];
    const floors: number[] = [];
    // The first round warms the system's file cache and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const phase = parsePhase(copy);
      const floor = Number(run(path.join(import.meta.dirname, 'floor-run.js'), [copy, list], copy));
      if (round === 0) continue;
      phases.push(phase);
      floors.push(floor);
    }
    const ratios = phases.map((phase, index) => phase / (floors[index] ?? Number.NaN));
    console.log(`${files.length} files on ${os.availableParallelism()} cores`);
    console.log(`parse phase with its facts  ${(median(phases) / 1000).toFixed(2)} s`);
    console.log(`the parser alone            ${(median(floors) / 1000).toFixed(2)} s`);
    console.log(`ratio                       ${median(ratios).toFixed(2)}, from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that a scan parses with tree-sitter, each with its grammar. */
async function parsedFiles(copy: string): Promise<readonly { readonly path: string; readonly wasmFile: string }[]> {
  const found: { path: string; wasmFile: string }[] = [];
  const trackedFiles = execFileSync('git', ['-C', copy, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: LARGEST_OUTPUT }).split('\0').filter((name) => name !== '');
  const source = { folder: copy, name: 'floor', commit: '', branch: '', isModified: false, trackedFiles };
  const add = (file: { readonly path: string }): void => {
    const wasmFile = grammarFileOf(file.path);
    if (wasmFile !== undefined) found.push({ path: file.path, wasmFile });
  };
  await scan(source, {}, { fileResult: add, progress: () => undefined });
  return found;
}

/** Milliseconds that a scan in a process of its own says of its phase. */
function parsePhase(copy: string): number {
  const json = run(path.resolve(import.meta.dirname, '../../cli/dist/main.js'), ['scan', '.', '--json', '--quiet'], copy);
  const { milliseconds } = JSON.parse(json) as { readonly milliseconds: { readonly parse: number } }; // what --json prints
  return milliseconds.parse;
}

function run(script: string, parameters: readonly string[], folder: string): string {
  return execFileSync(process.execPath, [script, ...parameters], { cwd: folder, encoding: 'utf8', maxBuffer: LARGEST_OUTPUT, stdio: ['ignore', 'pipe', 'inherit'] });
}
