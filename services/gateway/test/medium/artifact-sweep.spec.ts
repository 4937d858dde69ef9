import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FolderArtifactStore } from '../../src/adapters/artifact-store/folder/folder-artifact-store.js';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { ScanFileEntity, type ScanStatus } from '../../src/database/index.js';
import { ArtifactSweepService } from '../../src/modules/scans/artifact-sweep.service.js';
import { ScanLifecycleRepository } from '../../src/modules/scans/scan-lifecycle.repository.js';
import { PlatformMetrics } from '../../src/metrics/index.js';
import { databaseTemplate } from '../platform/database-template.js';
import { ScanRows } from '../platform/scan-rows.js';

const now = new Date('2026-03-01T12:00:00Z');
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('what a killed process left behind', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'pinata-sweep-'));
  const rows = new ScanRows(now);
  const { organizationId } = rows;
  let database: PgliteDatabase;
  let service: ArtifactSweepService;

  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
    service = new ArtifactSweepService(new ScanLifecycleRepository(database, new PlatformMetrics()), new FolderArtifactStore(root), quiet);
    await rows.insertInto(database);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    rmSync(root, { recursive: true, force: true });
  });

  function scanOf(status: ScanStatus): Promise<string> {
    return rows.addScan({ status, attempt: 1 });
  }
  function folderOf(scanId: string, name: string, organization = organizationId): string {
    const folder = path.join(root, organization, scanId, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'nodes.arrow'), 'nodes');
    return folder;
  }

  it('is removed at the next start, and what is in use stays', async () => {
    const completed = await scanOf('COMPLETED');
    const running = await scanOf('RUNNING');
    const kept = [folderOf(completed, 'files'), folderOf(running, 'attempt-1'), folderOf(await scanOf('QUEUED'), 'attempt-1'), folderOf('not-ours', 'files')];
    const left = [
      // A repository's rows were deleted, and its files were not yet.
      folderOf(randomUUID(), 'files'),
      folderOf(await scanOf('FAILED'), 'files'),
      folderOf(await scanOf('CANCELLED'), 'attempt-1'),
      folderOf(completed, 'attempt-2'),
      // Another organization's folder with the id of a scan that it does not have.
      folderOf(running, 'files', randomUUID()),
    ];
    expect(await service.sweep()).toBe(4);
    expect(left.filter((folder) => existsSync(folder))).toEqual([]);
    expect(kept.every((folder) => existsSync(folder))).toBe(true);
    expect(await service.sweep()).toBe(0);
    expect(kept.every((folder) => existsSync(folder))).toBe(true);
  });

  it('is more than one query can name, and is removed all the same', async () => {
    for (let index = 0; index < 450; index++) folderOf(randomUUID(), 'files');
    expect(await service.sweep()).toBe(450);
  });

  it('holds no symbols that no scan refers to', async () => {
    const scanId = await scanOf('COMPLETED');
    const sets = [randomUUID(), randomUUID()];
    await database.system(async (entities) => {
      for (const id of sets) await entities.execute("insert into symbol_set (id, organization_id, hash, language, fingerprint) values (?, ?, ?, 'typescript', 'f')", [id, organizationId, id], 'run');
      await entities.insert(ScanFileEntity, { scanId, path: 'a.ts', organizationId, attempt: 1, hash: 'h', language: 'typescript', role: 'production', status: 'parsed', bytes: 1, lines: 1, symbols: 1, references: 0, errors: 0, keyPrefix: '', symbolSetId: sets[0] ?? null });
    });
    await service.sweep();
    const rows: { id: string }[] = await database.system((entities) => entities.execute('select id from symbol_set'));
    expect(rows.map((row) => row.id)).toEqual([sets[0]]);
  });

  it('is removed when it comes while the process runs, until that stops', async () => {
    const stopping = new ArtifactSweepService(new ScanLifecycleRepository(database, new PlatformMetrics()), new FolderArtifactStore(root), quiet);
    const repeated = stopping.repeat(20);
    await stopping.sweep();
    const late = folderOf(randomUUID(), 'attempt-1');
    for (let tries = 0; tries < 250 && existsSync(late); tries++) await delay(20);
    expect(existsSync(late)).toBe(false);
    await stopping.onApplicationShutdown();
    await repeated;
  });

  it('does not keep a process that stops', async () => {
    const stopping = new ArtifactSweepService(new ScanLifecycleRepository(database, new PlatformMetrics()), new FolderArtifactStore(root), quiet);
    stopping.onApplicationBootstrap();
    await stopping.sweep();
    await stopping.onApplicationShutdown();
  });
});
