import { FactPackWriter } from '@pinata/graph';
import type { BlobPlace } from '@pinata/graph';
import { decodeFacts, headBytes } from '../facts/encode.js';
import type { ParsedFile, UnparsedFile } from '../parse/parse-phase.js';
import { searchResult } from '../search-symbols.js';
import type { PackedLinks } from '../link/linking.js';
import { isReusable } from './known-facts.js';
import { GRAPH } from './kept-graph.js';
import type { PackCopy } from './pack-copy.js';
import { INNER_FACTS } from './previous-pack.js';
import type { KeptPack } from './previous-pack.js';
import { LINKS, encodeLinkSettings } from './previous-links.js';

export interface PackContent {
  readonly settings: string;
  /** In order of path. */
  readonly files: readonly ParsedFile[];
  readonly unparsed: readonly UnparsedFile[];
  readonly keyPrefixOf: (file: ParsedFile) => string;
  readonly links: PackedLinks;
  /** How the graph was made. */
  readonly graph: () => Uint8Array;
  /** A copy of the earlier scan's pack, which files and links may name places in. */
  readonly previous: PackCopy | undefined;
}

/**
 * Writes the fact pack of a scan: the earlier one with what is new at its end where most of it still holds, or all anew. What came
 * from a fact pack goes into the new one as bytes, without being decoded. The heads of facts lie together, then what follows them, links, and
 * symbols, since a scan reads all heads and links, and little of the rest.
 */
export async function writeFactPack(place: string, { settings, files, unparsed, keyPrefixOf, links, graph, previous }: PackContent): Promise<KeptPack> {
  const known = [...files.flatMap(({ packed }) => Object.entries(packed?.blobs ?? {}).flatMap(([name, blob]) => (name === LINKS ? [] : [blob]))), ...links.files.filter((one) => typeof one !== 'function')];
  const extended = await previous?.extend(settings, known);
  if (extended === undefined) await previous?.pack.load(known);
  const pack = extended ?? (await FactPackWriter.create(place, settings));
  /** What the earlier pack holds is taken as it lies; it is made anew where its bytes are not what was written. */
  const put = (kept: BlobPlace | undefined, make: () => Uint8Array): Promise<BlobPlace> => {
    if (kept !== undefined && extended !== undefined) return pack.put(kept);
    const bytes = kept === undefined ? undefined : previous?.pack.blob(kept);
    return pack.put(kept === undefined || bytes === undefined ? { bytes: make() } : { bytes, check: kept[2] });
  };
  try {
    pack.addPart(LINKS, encodeLinkSettings(links.settings));
    const heads = await inTurn(files, ({ packed, head }) => put(packed?.blobs.facts, () => head.subarray(0, headBytes(head))));
    const inners = await inTurn(files, (file) => put(file.packed?.blobs[INNER_FACTS], () => file.facts.subarray(headBytes(file.facts))));
    const linked = await inTurn(links.files, (one) => (typeof one === 'function' ? put(undefined, one) : put(one, () => new Uint8Array())));
    for (const [index, file] of files.entries()) {
      const [facts, inner, link] = [heads[index], inners[index], linked[index]];
      if (facts === undefined || inner === undefined || link === undefined) continue; // there is one of each
      const result = searchResult(file, file, keyPrefixOf(file));
      const { path, hash, language, role, bytes, lines, symbolCount, referenceCount, errorCount, status, keyPrefix, extractorFingerprint } = result;
      const symbols = await put(file.packed?.blobs.symbols, () => Buffer.from(JSON.stringify(result.symbols)));
      pack.add({ path, hash, language, role, bytes, lines, symbolCount, referenceCount, errorCount, status, keyPrefix, extractorFingerprint, isReusable: file.origin !== 'parsed' || file.errors === 0 || isReusable(decodeFacts(file.facts)) }, { facts, [INNER_FACTS]: inner, symbols, [LINKS]: link });
    }
    for (const { hash, grammar, reason, detail } of unparsed) if (hash !== undefined) pack.addSkip({ hash, extractorFingerprint: grammar.fingerprint, reason, detail: detail ?? '' });
    pack.addPart(GRAPH, graph());
    const finished = await pack.finish();
    return { finished, blobs: extended === undefined ? undefined : previous?.pack.blobsFor(finished) };
  } catch (error) {
    await pack.abandon();
    throw error;
  }
}

/** One after the other: what is written waits for the disk, and is not all made at once. */
async function inTurn<Item>(items: readonly Item[], act: (item: Item) => Promise<BlobPlace>): Promise<readonly BlobPlace[]> {
  const places: BlobPlace[] = [];
  for (const item of items) places.push(await act(item));
  return places;
}
