import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSnapshot } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { DEFAULT_LIMITS } from '../../src/scan-api.js';
import { scanSource } from '../../src/scan-source.js';
import { KeptPool } from '../kept-pool.js';

/** Scans small folders one after the other with one thread. To be closed by its owner. */
export class CaseScanner {
  private readonly pool = new KeptPool();

  async scan(files: ReadonlyMap<string, string>): Promise<Graph> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-case-'));
    const [source, output] = [path.join(folder, 'source'), path.join(folder, 'output')];
    mkdirSync(output);
    try {
      for (const [name, text] of files) {
        mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
        writeFileSync(path.join(source, name), text);
      }
      const named = { folder: source, name: 'case', commit: 'tree-000000000000', branch: 'folder', isModified: false };
      await scanSource(() => this.pool, named, { outputFolder: output }, DEFAULT_LIMITS, { fileResult: () => undefined, progress: () => undefined }, undefined);
      return (await readSnapshot(output)).graph;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
