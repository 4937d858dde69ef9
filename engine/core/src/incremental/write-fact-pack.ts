import { FactPackWriter } from '@pinata/graph';
import { decodeFacts } from '../facts/encode.js';
import type { ParsedFile, UnparsedFile } from '../parse/parse-phase.js';
import { searchResult } from '../search-symbols.js';
import type { PackedLinks } from '../link/link-all.js';
import { isReusable } from './known-facts.js';
import { LINKS, encodeLinkSettings } from './previous-links.js';

export interface PackContent {
  readonly settings: string;
  /** In order of path. */
  readonly files: readonly ParsedFile[];
  readonly unparsed: readonly UnparsedFile[];
  readonly keyPrefixOf: (file: ParsedFile) => string;
  readonly links: PackedLinks;
}

/** Writes the fact pack of a scan. What came from a fact pack goes into the new one as bytes, without being decoded. */
export async function writeFactPack(place: string, content: PackContent): Promise<void> {
  const pack = await FactPackWriter.create(place, content.settings);
  try {
    pack.addPart(LINKS, encodeLinkSettings(content.links.settings));
    for (const [index, file] of content.files.entries()) {
      const result = searchResult(file, file, content.keyPrefixOf(file));
      const { path, hash, language, role, bytes, lines, symbolCount, referenceCount, errorCount, status, keyPrefix, extractorFingerprint } = result;
      const links = content.links.bytes[index]?.();
      await pack.add(
        { path, hash, language, role, bytes, lines, symbolCount, referenceCount, errorCount, status, keyPrefix, extractorFingerprint, isReusable: file.origin !== 'parsed' || file.errors === 0 || isReusable(decodeFacts(file.facts)) },
        { facts: { bytes: file.facts, ...(file.packed === undefined ? {} : { check: file.packed.factsCheck }) }, symbols: file.packed?.symbols ?? { bytes: Buffer.from(JSON.stringify(result.symbols)) }, ...(links === undefined ? {} : { [LINKS]: { bytes: links } }) },
      );
    }
    for (const { hash, grammar, reason, detail } of content.unparsed) if (hash !== undefined) pack.addSkip({ hash, extractorFingerprint: grammar.fingerprint, reason, detail: detail ?? '' });
    await pack.finish();
  } catch (error) {
    await pack.abandon();
    throw error;
  }
}
