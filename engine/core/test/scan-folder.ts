import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSnapshot } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { scan } from '../src/index.js';
import type { FileResult, ScanOptions, ScanProgress, ScanSink, ScanSource, ScanSummary } from '../src/index.js';
import { DEFAULT_LIMITS } from '../src/scan-api.js';
import { scanSource } from '../src/scan-source.js';
import { KeptPool } from './kept-pool.js';

export interface Scanned {
  readonly summary: ScanSummary;
  readonly graph: Graph;
  readonly results: readonly FileResult[];
  readonly progress: readonly ScanProgress[];
}

type Scan = (source: ScanSource, options: ScanOptions, sink: ScanSink) => Promise<ScanSummary>;

/** Scans a folder as a plain one, writes its snapshot and reads it again. */
export function scanFolder(folder: string, options: ScanOptions = {}, source: Partial<ScanSource> = {}, signal?: AbortSignal): Promise<Scanned> {
  return scanned((given, chosen, sink) => scan(given, chosen, sink, signal), folder, options, source);
}

/** Scans many small folders with one thread. To be closed by its owner. */
export class FolderScanner {
  private readonly pool = new KeptPool();

  scan(folder: string): Promise<Scanned> {
    return scanned((given, options, sink) => scanSource(() => this.pool, given, options, DEFAULT_LIMITS, sink), folder, {}, {});
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

async function scanned(scanIt: Scan, folder: string, options: ScanOptions, source: Partial<ScanSource>): Promise<Scanned> {
  const output = mkdtempSync(path.join(tmpdir(), 'pinata-core-test-'));
  const results: FileResult[] = [];
  const progress: ScanProgress[] = [];
  try {
    const sink = { fileResult: (result: FileResult) => void results.push(result), progress: (report: ScanProgress) => void progress.push(report) };
    const summary = await scanIt({ folder, name: 'fixture', commit: 'tree-000000000000', branch: 'folder', isModified: false, ...source }, { outputFolder: output, ...options }, sink);
    const { graph } = await readSnapshot(output);
    return { summary, graph, results, progress };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
