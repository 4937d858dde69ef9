import { create, toBinary } from '@bufbuild/protobuf';
import { FileResultSchema, FileResultsSchema, FilesSkippedSchema, MAXIMUM_MESSAGE_BYTES, SearchSymbolSchema, SkippedFileSchema, SourceRangeSchema, type FileResult as FileResultMessage, type SearchSymbol as SearchSymbolMessage } from '@pinata/proto';
import type { FileResult, SkippedFile } from '@pinata/core';
import type { NumberedBody } from './result-publisher.js';

/** What the envelope and the field around a batch may take. */
const HEADROOM = 4096;
const TARGET_BYTES = 256 * 1024;
const MAXIMUM_RESULTS = 200;
const SKIPPED_PER_MESSAGE = 1000;

/** Gathers file results into messages of a good size; one that is too large for a message is split. */
export class ResultBatches {
  private results: FileResultMessage[] = [];
  private bytes = 0;

  /** @returns messages that are full now */
  add(result: FileResult): NumberedBody[] {
    const full: NumberedBody[] = [];
    for (const part of splitResult(result)) {
      if (this.bytes + part.bytes > MAXIMUM_MESSAGE_BYTES - HEADROOM) full.push(...this.flush());
      this.results.push(part.message);
      this.bytes += part.bytes;
      if (this.bytes >= TARGET_BYTES || this.results.length >= MAXIMUM_RESULTS) full.push(...this.flush());
    }
    return full;
  }

  /** The rest, as one message or none. */
  flush(): NumberedBody[] {
    if (this.results.length === 0) return [];
    const value = create(FileResultsSchema, { results: this.results });
    this.results = [];
    this.bytes = 0;
    return [{ case: 'fileResults', value }];
  }
}

export function skippedMessages(files: readonly SkippedFile[]): NumberedBody[] {
  const messages: NumberedBody[] = [];
  for (let start = 0; start < files.length; start += SKIPPED_PER_MESSAGE) {
    const page = files.slice(start, start + SKIPPED_PER_MESSAGE).map((file) => create(SkippedFileSchema, { path: file.path, reason: file.reason, detail: (file.detail ?? '').slice(0, 200) }));
    messages.push({ case: 'filesSkipped', value: create(FilesSkippedSchema, { files: page }) });
  }
  return messages;
}

interface SizedResult {
  readonly message: FileResultMessage;
  readonly bytes: number;
}

/** The first part carries everything but the facts and the symbols that do not fit; the facts are in the fact pack as well. */
function splitResult(result: FileResult): SizedResult[] {
  const limit = MAXIMUM_MESSAGE_BYTES - HEADROOM;
  const symbols = result.symbols.map(toSymbol);
  const whole = sized(toMessage(result, symbols, result.facts));
  if (whole.bytes <= limit) return [whole];
  const parts: SizedResult[] = [];
  let page: SearchSymbolMessage[] = [];
  let pageBytes = 0;
  let offset = 0;
  const close = (): void => {
    parts.push(sized(toMessage(result, page, new Uint8Array(), { isContinuation: parts.length > 0, symbolOffset: offset })));
    offset += page.length;
    page = [];
    pageBytes = 0;
  };
  const overhead = sized(toMessage(result, [], new Uint8Array())).bytes;
  for (const symbol of symbols) {
    const bytes = toBinary(SearchSymbolSchema, symbol).byteLength + 8;
    if (pageBytes + bytes + overhead > TARGET_BYTES && page.length > 0) close();
    page.push(symbol);
    pageBytes += bytes;
  }
  close();
  return parts;
}

function sized(message: FileResultMessage): SizedResult {
  // The field's tag and length come on top.
  return { message, bytes: toBinary(FileResultSchema, message).byteLength + 8 };
}

function toMessage(result: FileResult, symbols: SearchSymbolMessage[], facts: Uint8Array, part: { isContinuation: boolean; symbolOffset: number } = { isContinuation: false, symbolOffset: 0 }): FileResultMessage {
  const { path, hash, language, role, lines, referenceCount, errorCount, status, keyPrefix, extractorFingerprint } = result;
  return create(FileResultSchema, {
    path, hash, language, role, lines, referenceCount, errorCount, status, keyPrefix, extractorFingerprint, symbols,
    bytes: BigInt(result.bytes),
    facts: new Uint8Array(facts),
    symbolCount: result.symbols.length,
    ...part,
  });
}

function toSymbol(symbol: FileResult['symbols'][number]): SearchSymbolMessage {
  const { name, kind, descriptor, qualifiedName, range } = symbol;
  return create(SearchSymbolSchema, { name, kind, descriptor, qualifiedName, range: create(SourceRangeSchema, range) });
}
