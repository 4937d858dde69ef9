import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSnapshot } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { ParserPool } from '../../src/parse/pool.js';
import { DEFAULT_LIMITS } from '../../src/scan-api.js';
import { scanSource } from '../../src/scan-source.js';

/** Threads that outlive a scan: hundreds of small ones would each load their grammars again. */
class KeptPool extends ParserPool {
  override async close(): Promise<void> {
    // `end` closes it
  }

  async end(): Promise<void> {
    await super.close();
  }
}

/** Scans small folders one after the other with one thread. To be closed by its owner. */
export class CaseScanner {
  private readonly pool = new KeptPool({ workers: 1, nesting: DEFAULT_LIMITS.nesting, fileMilliseconds: DEFAULT_LIMITS.fileMilliseconds });

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
