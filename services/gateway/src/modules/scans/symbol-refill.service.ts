import { Inject, Injectable } from '@nestjs/common';
import { FactPackError, FactPackReader } from '@pinata/graph';
import type { FileResult } from '@pinata/proto';
import { LOG, type Log } from '../../logging/index.js';
import { ARTIFACT_STORE, ArtifactError, type ArtifactAddress, type ArtifactStore } from '../../ports/index.js';
import { AttemptFiles, FACT_PACK, FileTooLargeError, LARGEST_FACT_PACK } from './attempt-files.js';
import { IngestRepository } from './ingest.repository.js';
import { packedResult } from './packed-result.js';

const FILES_AT_ONCE = 200;

/**
 * Symbols of reused files are stored with their content already, unless the scan that stored them was removed meanwhile: then they
 * are read from the fact pack of the scan that reused them.
 */
@Injectable()
export class SymbolRefillService {
  constructor(
    private readonly repository: IngestRepository,
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** To be called before the attempt's files are named. @throws what another try may mend */
  async refill(address: ArtifactAddress, attempt: number): Promise<void> {
    const lacking = new Set(await this.repository.filesWithoutSymbols(address.scanId));
    if (lacking.size === 0) return;
    try {
      await using files = await AttemptFiles.open(this.artifacts, address, attempt);
      const reader = await FactPackReader.open((await files.fetch(FACT_PACK, LARGEST_FACT_PACK)).place);
      try {
        let waiting: FileResult[] = [];
        const flush = async (): Promise<void> => {
          await this.repository.refillSymbols(address, waiting);
          waiting = [];
        };
        for (const file of reader.index.files) {
          if (lacking.has(file.path)) waiting.push(packedResult(file, await reader.symbols(file)));
          if (waiting.length >= FILES_AT_ONCE) await flush();
        }
        await flush();
      } finally {
        await reader.close();
      }
    } catch (error) {
      const isFinal = error instanceof FactPackError || error instanceof FileTooLargeError || (error instanceof ArtifactError && !error.isTransient);
      if (!isFinal) throw error;
      // The graph is whole; only search will not find them.
      this.log.warn('symbols of reused files are lost', { ...address, attempt, files: lacking.size, error });
    }
  }
}
