import { FactPackWriter } from '@pinata/graph';
import { decodeFacts } from '../facts/encode.js';
import type { ParsedFile, UnparsedFile } from '../parse/parse-phase.js';
import { searchResult } from '../search-symbols.js';
import { isReusable } from './known-facts.js';

export interface PackContent {
  readonly settings: string;
  /** In order of path. */
  readonly files: readonly ParsedFile[];
  readonly unparsed: readonly UnparsedFile[];
  readonly keyPrefixOf: (file: ParsedFile) => string;
}

/** Writes the fact pack of a scan. What came from a fact pack goes into the new one as bytes, without being decoded. */
export async function writeFactPack(place: string, content: PackContent): Promise<void> {
  const pack = await FactPackWriter.create(place, content.settings);
  try {
    for (const file of content.files) {
      const result = searchResult(file, file, content.keyPrefixOf(file));
      const { path, hash, language, role, bytes, lines, symbolCount, referenceCount, errorCount, status, keyPrefix, extractorFingerprint } = result;
      await pack.add(
        { path, hash, language, role, bytes, lines, symbolCount, referenceCount, errorCount, status, keyPrefix, extractorFingerprint, isReusable: file.origin !== 'parsed' || file.errors === 0 || isReusable(decodeFacts(file.facts)) },
        { facts: { bytes: file.facts }, symbols: { bytes: file.packedSymbols?.bytes ?? Buffer.from(JSON.stringify(result.symbols)) } },
      );
    }
    for (const { hash, grammar, reason, detail } of content.unparsed) if (hash !== undefined) pack.addSkip({ hash, extractorFingerprint: grammar.fingerprint, reason, detail: detail ?? '' });
    await pack.finish();
  } catch (error) {
    await pack.abandon();
    throw error;
  }
}
