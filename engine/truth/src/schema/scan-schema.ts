import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scan } from '@pinata/core';
import type { ScanOptions } from '@pinata/core';
import { readSnapshot } from '@pinata/graph';
import type { Graph } from '@pinata/graph';

/** Globs of what is read of a folder. */
export type ScanPart = Pick<ScanOptions, 'include' | 'exclude'>;

/** Scans a folder as users do. @returns the graph of its snapshot */
export async function scanGraph(folder: string, part: ScanPart = {}): Promise<Graph> {
  const output = await mkdtemp(path.join(tmpdir(), 'pinata-truth-'));
  try {
    await scan({ folder, name: path.basename(folder), commit: 'tree-000000000000', branch: 'truth', isModified: false }, { ...part, outputFolder: output }, { fileResult: () => undefined, progress: () => undefined });
    return (await readSnapshot(output)).graph;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}
