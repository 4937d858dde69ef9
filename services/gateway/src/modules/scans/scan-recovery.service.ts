import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { create } from '@bufbuild/protobuf';
import { FactPackError, FactPackReader, SnapshotError, parseManifest } from '@pinata/graph';
import { SkippedFileSchema, type FileResult } from '@pinata/proto';
import type { Scan, StoredSummary } from '../../database/index.js';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, ArtifactError, type ArtifactStore } from '../../ports/index.js';
import { AttemptFiles, FACT_PACK, FileTooLargeError, LARGEST_FACT_PACK, type FetchedFile } from './attempt-files.js';
import { IngestRepository, type MessageOrigin } from './ingest.repository.js';
import { IngestService } from './ingest.service.js';
import { summaryOfManifest, type RecoveredSummary } from './manifest-summary.js';
import { packedResult } from './packed-result.js';
import { ScanLifecycleRepository } from './scan-lifecycle.repository.js';

const MANIFEST = 'manifest.json';
const LARGEST_MANIFEST = 64 * 1024 * 1024;
const FILES_AT_ONCE = 200;
/** Far above what scanners count to, so that no message of theirs is taken for one of these. */
const FIRST_SEQUENCE = 1_000_000_000;

/**
 * Completes a scan whose scanner ended well and whose messages were lost: what they said lies in the manifest and the fact pack
 * that the scanner uploaded before it ended.
 */
@Injectable()
export class ScanRecoveryService {
  constructor(
    private readonly repository: IngestRepository,
    private readonly lifecycle: ScanLifecycleRepository,
    private readonly ingest: IngestService,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * @returns false when its files do not say enough, and the scan must be failed
   * @throws what another try may mend
   */
  async complete(scan: Scan): Promise<boolean> {
    if (scan.status !== 'RUNNING') return false;
    const address = { organizationId: scan.organizationId, scanId: scan.id };
    try {
      await using files = await AttemptFiles.open(this.artifacts, address, scan.attempt);
      const manifest = await files.fetch(MANIFEST, LARGEST_MANIFEST);
      const pack = await files.fetch(FACT_PACK, LARGEST_FACT_PACK);
      const recovered = await this.summaryOf(scan, manifest, pack);
      if (recovered === undefined) return false;
      await this.storeRows(scan, recovered, pack);
      await this.ingest.complete(address, scan.attempt, recovered.summary);
    } catch (error) {
      if (!isFinal(error)) throw error;
      this.log.warn('a scan cannot be completed from its files', { scanId: scan.id, organizationId: scan.organizationId, attempt: scan.attempt, error });
      return false;
    }
    this.log.warn('results of a scan were lost on their way; it was ended by what its files say', { scanId: scan.id, organizationId: scan.organizationId, attempt: scan.attempt });
    return true;
  }

  /** What the scanner's last message said, if that arrived, else what its manifest says. */
  private async summaryOf(scan: Scan, manifest: FetchedFile, pack: FetchedFile): Promise<RecoveredSummary | undefined> {
    const parsed = parseManifest(await readFile(manifest.place, 'utf8'));
    const others = [manifest, pack].map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
    const told = summaryOfManifest(parsed, [...parsed.files, ...others]);
    const heard: StoredSummary | null | undefined = (await this.lifecycle.attempt(scan.id, scan.attempt))?.finished;
    return heard == null || told === undefined ? told : { ...told, summary: heard };
  }

  private async storeRows(scan: Scan, { skippedFiles }: RecoveredSummary, pack: FetchedFile): Promise<void> {
    let sequence = FIRST_SEQUENCE;
    const next = (): MessageOrigin => ({ organizationId: scan.organizationId, scanId: scan.id, attempt: scan.attempt, sequence: sequence++ });
    const reader = await FactPackReader.open(pack.place);
    try {
      let waiting: FileResult[] = [];
      const flush = async (): Promise<void> => {
        if (waiting.length === 0) return;
        await this.repository.storeFiles(next(), waiting);
        await this.repository.fillSymbols(scan.organizationId, waiting);
        waiting = [];
      };
      for (const file of reader.index.files) {
        waiting.push(packedResult(file, await reader.symbols(file)));
        if (waiting.length >= FILES_AT_ONCE) await flush();
      }
      await flush();
    } finally {
      await reader.close();
    }
    for (let at = 0; at < skippedFiles.length; at += FILES_AT_ONCE) {
      await this.repository.storeSkipped(next(), skippedFiles.slice(at, at + FILES_AT_ONCE).map(({ path, reason, detail }) => create(SkippedFileSchema, { path, reason, detail: detail ?? '' })));
    }
  }
}

/** Files that are not there, or not what they should be: no other try finds them otherwise. */
function isFinal(error: unknown): boolean {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ZSTD_')) return true;
  return error instanceof SnapshotError || error instanceof FactPackError || error instanceof FileTooLargeError || (error instanceof ArtifactError && !error.isTransient);
}
