import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Graph } from '@pinata/graph';
import { FolderScanner } from '../scan-folder.js';

/** Writes small folders and scans them one after the other. To be closed by its owner. */
export class CaseScanner {
  private readonly scanner = new FolderScanner();

  async scan(files: ReadonlyMap<string, string>): Promise<Graph> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-case-'));
    try {
      for (const [name, text] of files) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), text);
      }
      return (await this.scanner.scan(folder, { name: 'case' })).graph;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await this.scanner.close();
  }
}
