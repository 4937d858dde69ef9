import { create } from '@bufbuild/protobuf';
import type { FactPackFile, FactPackSymbol } from '@pinata/graph';
import { FileResultSchema, SearchSymbolSchema, type FileResult } from '@pinata/proto';

/** A file of a fact pack as its scanner would have sent it, without the facts. */
export function packedResult(file: FactPackFile, symbols: readonly FactPackSymbol[]): FileResult {
  const { path, hash, language, role, status, bytes, lines, referenceCount, errorCount, keyPrefix, extractorFingerprint } = file;
  return create(FileResultSchema, {
    path, hash, language, role, status, lines, referenceCount, errorCount, keyPrefix, extractorFingerprint,
    bytes: BigInt(bytes),
    symbolCount: symbols.length,
    symbols: symbols.map(({ name, kind, descriptor, qualifiedName, range }) => create(SearchSymbolSchema, { name, kind, descriptor, qualifiedName, range: { ...range } })),
  });
}
