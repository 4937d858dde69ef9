import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSnapshot } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { scan } from '../src/index.js';
import type { FileResult, ScanOptions, ScanProgress, ScanSource, ScanSummary } from '../src/index.js';

export interface Scanned {
  readonly summary: ScanSummary;
  readonly graph: Graph;
  readonly results: readonly FileResult[];
  readonly progress: readonly ScanProgress[];
}

/** Scans a folder as a plain one, writes its snapshot and reads it again. */
export async function scanFolder(folder: string, options: ScanOptions = {}, source: Partial<ScanSource> = {}, signal?: AbortSignal): Promise<Scanned> {
  const output = mkdtempSync(path.join(tmpdir(), 'pinata-core-test-'));
  const results: FileResult[] = [];
  const progress: ScanProgress[] = [];
  try {
    const sink = { fileResult: (result: FileResult) => void results.push(result), progress: (report: ScanProgress) => void progress.push(report) };
    const summary = await scan({ folder, name: 'fixture', commit: 'tree-000000000000', branch: 'folder', isModified: false, ...source }, { outputFolder: output, ...options }, sink, signal);
    const { graph } = await readSnapshot(output);
    return { summary, graph, results, progress };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
