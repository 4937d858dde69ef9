import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSnapshot } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { scan } from '../src/index.js';
import type { FileResult, ScanOptions, ScanProgress, ScanSink, ScanSource, ScanSummary } from '../src/index.js';
import { DEFAULT_LIMITS } from '../src/scan-api.js';
import { scanSource } from '../src/scan-source.js';
import { TestThreads } from './test-threads.js';

export interface Scanned {
  readonly summary: ScanSummary;
  readonly graph: Graph;
  readonly results: readonly FileResult[];
  readonly progress: readonly ScanProgress[];
}

/** Scans a folder as a plain one, writes its snapshot and reads it again. */
export async function scanFolder(folder: string, options: ScanOptions = {}, source: Partial<ScanSource> = {}, signal?: AbortSignal): Promise<Scanned> {
  return scanned(folder, source, (given, output, sink) => scan(given, { outputFolder: output, ...options }, sink, signal));
}

/** Scans folders one after the other with a thread that stays. To be closed by its owner. */
export class FolderScanner {
  private readonly threads = new TestThreads();

  scan(folder: string, source: Partial<ScanSource> = {}): Promise<Scanned> {
    return scanned(folder, source, (given, output, sink) => scanSource(this.threads, given, { outputFolder: output }, DEFAULT_LIMITS, sink));
  }

  async close(): Promise<void> {
    await this.threads.end();
  }
}

async function scanned(folder: string, source: Partial<ScanSource>, run: (source: ScanSource, output: string, sink: ScanSink) => Promise<ScanSummary>): Promise<Scanned> {
  const output = mkdtempSync(path.join(tmpdir(), 'pinata-core-test-'));
  const results: FileResult[] = [];
  const progress: ScanProgress[] = [];
  try {
    const sink = { fileResult: (result: FileResult) => void results.push(result), progress: (report: ScanProgress) => void progress.push(report) };
    const summary = await run({ folder, name: 'fixture', commit: 'tree-000000000000', branch: 'folder', isModified: false, ...source }, output, sink);
    const { graph } = await readSnapshot(output);
    return { summary, graph, results, progress };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
