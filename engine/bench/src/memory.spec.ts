import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { writeMadeUpRepository } from './made-up-repository.js';

const MEGABYTE = 1024 * 1024;
// The large repository takes minutes; the small one shows that the limit is kept at all.
const { files, megabytes, limit } = process.env.PINATA_NIGHTLY === '1' ? { files: 30_000, megabytes: 150, limit: 1024 } : { files: 2_000, megabytes: 10, limit: 384 };

const PROGRAM = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../dist/scan-within.js');

describe('a scan within a limit of memory', () => {
  it(`reads ${files} files of ${megabytes} MB within ${limit} MB`, () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pinata-memory-'));
    try {
      const repository = path.join(folder, 'repository');
      writeMadeUpRepository(repository, { files, megabytes });
      const output = path.join(folder, 'out');
      mkdirSync(output);
      const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', PROGRAM, repository, output, String(limit * MEGABYTE)], { encoding: 'utf8' });
      expect(stderr).toBe('');
      const summary = JSON.parse(stdout) as { files: number; peakMemoryBytes: number };
      expect(summary.files).toBe(files);
      expect(summary.peakMemoryBytes / MEGABYTE).toBeLessThan(limit);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 30 * 60_000);
});
