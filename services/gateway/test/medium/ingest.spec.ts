import { randomUUID } from 'node:crypto';
import { createReadStream, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FactPackWriter } from '@pinata/graph';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EnvelopeSchema, FileResultSchema, FileResultsSchema, FilesReusedSchema, FilesReused_FileSchema, FilesSkippedSchema, ScanFinishedSchema, SearchSymbolSchema, SkippedFileSchema, SourceOpenedSchema, type Envelope } from '@pinata/proto';
import { InProcessEventBus } from '../../src/adapters/event-bus/in-process/in-process-event-bus.js';
import { MemoryCache } from '../../src/adapters/cache/memory/memory-cache.js';
import { PgliteDatabase } from '../../src/adapters/database/pglite/pglite-database.js';
import { ScanFileEntity, SkippedFileEntity, SymbolEntity } from '../../src/database/index.js';
import { IngestRepository } from '../../src/modules/scans/ingest.repository.js';
import { IngestService } from '../../src/modules/scans/ingest.service.js';
import { SymbolRefillService } from '../../src/modules/scans/symbol-refill.service.js';
import { ScanLifecycleRepository } from '../../src/modules/scans/scan-lifecycle.repository.js';
import { ArtifactError, type ArtifactStore } from '../../src/ports/index.js';
import { randomIdentifiers, systemClock } from '../../src/runtime/index.js';
import { PlatformMetrics } from '../../src/metrics/index.js';
import { databaseTemplate } from '../platform/database-template.js';
import { ScanRows } from '../platform/scan-rows.js';

const now = new Date('2026-03-01T12:00:00Z');
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('ingest, whatever order and how often messages come', () => {
  let database: PgliteDatabase;
  let lifecycle: ScanLifecycleRepository;
  let promote: () => Promise<void> = () => Promise.resolve();
  let readAttempt: () => Promise<NodeJS.ReadableStream> = () => Promise.reject(new ArtifactError('missing', 'There is no fact pack.'));
  let ingest: IngestService;
  const rows = new ScanRows(now);
  const { organizationId } = rows;

  beforeAll(async () => {
    database = await PgliteDatabase.open({ template: await databaseTemplate() });
    lifecycle = new ScanLifecycleRepository(database, new PlatformMetrics());
    // Files are another suite's subject: here they are as they should be, unless a test says otherwise.
    const artifacts = { promote: () => promote(), readAttempt: () => readAttempt() } as unknown as ArtifactStore;
    const repository = new IngestRepository(database, randomIdentifiers, new PlatformMetrics());
    ingest = new IngestService(repository, lifecycle, new SymbolRefillService(repository, artifacts, quiet), database, artifacts, new MemoryCache({ facts: 1000, answers: 1000 }), new InProcessEventBus(() => undefined), systemClock, quiet);
    await rows.insertInto(database);
  }, 60_000);
  afterAll(() => database.close());

  async function newScan(): Promise<string> {
    const id = await rows.addScan();
    await lifecycle.beginAttempt(id, 2, now);
    return id;
  }

  const send = (scanId: string, attempt: number, sequence: number, body: Envelope['body'], address: { organizationId?: string } = {}): Promise<void> =>
    ingest.handle({ address: { organizationId, scanId, attempt, ...address }, bytes: toBinary(EnvelopeSchema, create(EnvelopeSchema, { scanId, attempt, sequence: BigInt(sequence), body })) });

  const files = (paths: readonly string[], hash = 'a'.repeat(64)): Envelope['body'] => ({
    case: 'fileResults',
    value: create(FileResultsSchema, {
      results: paths.map((path) => create(FileResultSchema, { path, hash, language: 'typescript', role: 'production', status: 'parsed', extractorFingerprint: 'f', keyPrefix: `${path} `, symbolCount: 1, symbols: [create(SearchSymbolSchema, { name: 'a', kind: 'function', descriptor: 'a().' })] })),
    }),
  });
  const finished = (messageCount: number): Envelope['body'] => ({ case: 'scanFinished', value: create(ScanFinishedSchema, { messageCount: BigInt(messageCount), files: 3, graphDigest: 'digest' }) });
  const skipped: Envelope['body'] = { case: 'filesSkipped', value: create(FilesSkippedSchema, { files: [create(SkippedFileSchema, { path: 'x.bin', reason: 'binary', detail: 'nul \0 and \uD800' })] }) };
  const statusOf = async (scanId: string): Promise<string | undefined> => (await lifecycle.byId(scanId))?.status;
  const pathsOf = (scanId: string): Promise<string[]> => database.system(async (entities) => (await entities.find(ScanFileEntity, { scanId }, { orderBy: { path: 'asc' } })).map((row) => `${row.path}@${row.attempt}`));

  it('completes when everything that was counted is stored, shuffled and doubled', async () => {
    const scanId = await newScan();
    const recorded: [number, Envelope['body']][] = [
      [1, { case: 'sourceOpened', value: create(SourceOpenedSchema, { branch: 'main', commit: 'c' }) }],
      [2, files(['a.ts', 'b.ts'])],
      [3, files(['c.ts'])],
      [4, skipped],
      [5, finished(5)],
    ];
    for (const [sequence, body] of [recorded[4], recorded[1], recorded[1], recorded[3], recorded[4], recorded[0], recorded[3]].filter((one) => one !== undefined)) await send(scanId, 1, sequence, body);
    expect(await statusOf(scanId)).toBe('RUNNING');
    await send(scanId, 1, 3, files(['c.ts']));
    expect(await lifecycle.byId(scanId)).toMatchObject({ status: 'COMPLETED', branch: 'main', commitId: 'c', filesScanned: 3 });
    expect(await pathsOf(scanId)).toEqual(['a.ts@1', 'b.ts@1', 'c.ts@1']);
    expect(await database.system((entities) => entities.count(SymbolEntity, { organizationId }))).toBe(1);
    expect(await database.system((entities) => entities.findOne(SkippedFileEntity, { scanId }))).toMatchObject({ reason: 'binary', detail: 'nul \uFFFD and \uFFFD' });
  });

  const reused = (path: string, hash: string): Envelope['body'] => ({
    case: 'filesReused',
    value: create(FilesReusedSchema, { files: [create(FilesReused_FileSchema, { path, hash, language: 'typescript', role: 'production', status: 'parsed', extractorFingerprint: 'f', keyPrefix: `${path} `, symbolCount: 1, lines: 7, bytes: 9n })] }),
  });
  const symbolsOf = (scanId: string): Promise<string[]> =>
    database.system(async (entities) => {
      const found: { name: string }[] = await entities.execute('select scan_file.path || \' \' || symbol.name as name from scan_file join symbol on symbol.set_id = scan_file.symbol_set_id where scan_id = ? order by 1', [scanId]);
      return found.map(({ name }) => name);
    });

  it('leads reused files to the symbols that are stored with their content', async () => {
    const hash = 'b'.repeat(64);
    const first = await newScan();
    await send(first, 1, 1, files(['old.ts'], hash));
    const scanId = await newScan();
    await send(scanId, 1, 1, reused('moved.ts', hash));
    await send(scanId, 1, 1, reused('moved.ts', hash));
    await send(scanId, 1, 2, finished(2));
    expect(await lifecycle.byId(scanId)).toMatchObject({ status: 'COMPLETED' });
    expect(await symbolsOf(scanId)).toEqual(['moved.ts a']);
  });

  it('reads symbols that are stored no longer from the fact pack, and completes without them where that is gone too', async () => {
    const hash = 'd'.repeat(64);
    const place = path.join(mkdtempSync(path.join(tmpdir(), 'pinata-ingest-')), 'facts.pack');
    const pack = await FactPackWriter.create(place, '');
    const file = { path: 'kept.ts', hash, language: 'typescript', role: 'production' as const, bytes: 9, lines: 7, symbolCount: 1, referenceCount: 0, errorCount: 0, status: 'parsed' as const, keyPrefix: 'kept.ts ', extractorFingerprint: 'f', isReusable: true };
    const symbols = [{ name: 'kept', kind: 'function', descriptor: 'kept().', qualifiedName: 'kept', range: { startRow: 0, startColumn: 0, endRow: 0, endColumn: 4 } }];
    pack.add(file, { facts: await pack.put({ bytes: new Uint8Array() }), symbols: await pack.put({ bytes: Buffer.from(JSON.stringify(symbols)) }) });
    await pack.finish();
    const [lost, found] = [await newScan(), await newScan()];
    await send(lost, 1, 1, reused('kept.ts', hash));
    await send(lost, 1, 2, finished(2));
    readAttempt = () => Promise.resolve(createReadStream(place));
    await send(found, 1, 1, reused('kept.ts', hash));
    await send(found, 1, 2, finished(2));
    expect([await statusOf(lost), await symbolsOf(lost), await statusOf(found), await symbolsOf(found)]).toEqual(['COMPLETED', [], 'COMPLETED', ['kept.ts kept']]);
  });

  it('lets a higher attempt overwrite, and deletes what lower ones left when it completes', async () => {
    const scanId = await newScan();
    await send(scanId, 1, 1, files(['a.ts', 'only-in-first.ts']));
    await lifecycle.beginAttempt(scanId, 2, now);
    await send(scanId, 1, 2, files(['late.ts']));
    await send(scanId, 2, 1, files(['a.ts', 'b.ts']));
    await send(scanId, 2, 2, finished(2));
    expect(await statusOf(scanId)).toBe('COMPLETED');
    expect(await pathsOf(scanId)).toEqual(['a.ts@2', 'b.ts@2']);
    await send(scanId, 2, 3, files(['after-the-end.ts']));
    expect(await pathsOf(scanId)).toEqual(['a.ts@2', 'b.ts@2']);
  });

  it('stores nothing of a cancelled scan, of another tenant’s address, or that it cannot read', async () => {
    const scanId = await newScan();
    await send(scanId, 1, 1, files(['mine.ts']), { organizationId: randomUUID() });
    await ingest.handle({ address: { organizationId, scanId, attempt: 1 }, bytes: Uint8Array.of(255, 255, 255) });
    await ingest.handle({ address: { organizationId, scanId, attempt: 1 }, bytes: toBinary(EnvelopeSchema, create(EnvelopeSchema, { scanId: randomUUID(), attempt: 1, sequence: 1n, body: files(['other.ts']) })) });
    expect(await pathsOf(scanId)).toEqual([]);
    expect(await lifecycle.cancel(scanId, now)).toBe(true);
    await send(scanId, 1, 1, files(['late.ts']));
    await send(scanId, 1, 2, finished(2));
    expect([await statusOf(scanId), await pathsOf(scanId)]).toEqual(['CANCELLED', []]);
  });

  it.each([
    ['digestDiffers', 'results-damaged'],
    ['storage', 'storage'],
  ] as const)('fails with the reason when the files cannot be kept: %s', async (code, failureCode) => {
    const scanId = await newScan();
    promote = () => Promise.reject(new ArtifactError(code, 'nodes.arrow is not what the scanner wrote.'));
    await send(scanId, 1, 1, finished(1));
    promote = () => Promise.resolve();
    expect(await lifecycle.byId(scanId)).toMatchObject({ status: 'FAILED', failureCode });
  });

  it('keeps a terminal state, whoever comes later', async () => {
    const scanId = await newScan();
    expect(await lifecycle.fail(scanId, 1, { code: 'killed', message: 'x' }, now)).toBe(true);
    expect(await Promise.all([lifecycle.cancel(scanId, now), lifecycle.fail(scanId, undefined, { code: 'other', message: 'y' }, now), lifecycle.beginAttempt(scanId, 2, now)])).toEqual([false, false, undefined]);
    expect(await lifecycle.byId(scanId)).toMatchObject({ status: 'FAILED', failureCode: 'killed' });
  });

  it('begins at most as many attempts as it may', async () => {
    const scanId = await newScan();
    expect((await lifecycle.beginAttempt(scanId, 2, now))?.scan.attempt).toBe(2);
    expect(await lifecycle.beginAttempt(scanId, 2, now)).toBeUndefined();
    expect(await lifecycle.attempt(scanId, 1)).toMatchObject({ status: 'LOST' });
  });
});
