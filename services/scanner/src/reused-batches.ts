import { create } from '@bufbuild/protobuf';
import type { FileResult } from '@pinata/core';
import { FilesReusedSchema, FilesReused_FileSchema, type FilesReused_File } from '@pinata/proto';
import type { NumberedBody } from './result-publisher.js';

const FILES_PER_MESSAGE = 200;
/** Far below what a message may hold, whatever paths and keys are. */
const TEXT_PER_MESSAGE = 256 * 1024;

/** Gathers files whose facts were known: without symbols and facts, which are kept already by content. */
export class ReusedBatches {
  private files: FilesReused_File[] = [];
  private text = 0;

  /** @returns messages that are full now */
  add(result: FileResult): NumberedBody[] {
    const { path, hash, language, role, lines, referenceCount, errorCount, status, keyPrefix, extractorFingerprint, symbolCount } = result;
    this.files.push(create(FilesReused_FileSchema, { path, hash, language, role, lines, referenceCount, errorCount, status, keyPrefix, extractorFingerprint, symbolCount, bytes: BigInt(result.bytes) }));
    this.text += 3 * (path.length + keyPrefix.length) + 256;
    return this.files.length >= FILES_PER_MESSAGE || this.text >= TEXT_PER_MESSAGE ? this.flush() : [];
  }

  /** The rest, as one message or none. */
  flush(): NumberedBody[] {
    if (this.files.length === 0) return [];
    const value = create(FilesReusedSchema, { files: this.files });
    this.files = [];
    this.text = 0;
    return [{ case: 'filesReused', value }];
  }
}
