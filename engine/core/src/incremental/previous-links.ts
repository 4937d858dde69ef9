import { decodeFacts } from '../facts/encode.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { FactPackEntry } from '@pinata/graph';
import { engineFingerprint } from '../fingerprints.js';
import { KeptLinks } from './link-record.js';
import type { PreviousPack } from './previous-pack.js';

/** Names of the blobs that links take in a fact pack: of a file, and of the whole. */
export const LINKS = 'links';

/** What all links of a scan have in common. */
export interface LinkSettings {
  /** The code that linked. */
  readonly engine: string;
  /** Hash of the list of paths and of the languages' settings. */
  readonly settings: string;
}

export function encodeLinkSettings(settings: string): Uint8Array {
  const content: LinkSettings = { engine: engineFingerprint(), settings };
  return Buffer.from(JSON.stringify(content));
}

/** What was read of a blob; as long as the blob is in memory. */
const records = new WeakMap<Uint8Array, KeptLinks>();

/** The links of an earlier scan, as far as they are of use to this version. */
export class PreviousLinks {
  private constructor(
    private readonly pack: PreviousPack,
    readonly settings: string,
  ) {}

  /** Reads the links of all files into memory. @returns undefined where there are none, or another version made them */
  static async load(pack: PreviousPack): Promise<PreviousLinks | undefined> {
    const place = pack.parts[LINKS];
    if (place === undefined) return undefined;
    await pack.load([place, ...pack.all.flatMap(({ blobs }) => (blobs[LINKS] === undefined ? [] : [blobs[LINKS]]))]);
    const bytes = pack.blob(place);
    const stated = bytes === undefined ? undefined : readSettings(Buffer.from(bytes).toString());
    return stated === undefined || stated.engine !== engineFingerprint() ? undefined : new PreviousLinks(pack, stated.settings);
  }

  /** In the order by which links number them. */
  get files(): readonly FactPackEntry[] {
    return this.pack.all;
  }

  kept(entry: FactPackEntry): KeptLinks | undefined {
    const place = entry.blobs[LINKS];
    const bytes = place === undefined ? undefined : this.pack.blob(place);
    if (place === undefined || bytes === undefined) return undefined;
    const known = records.get(bytes) ?? KeptLinks.read(bytes, place);
    if (known !== undefined) records.set(bytes, known);
    return known;
  }

  /** Reads the facts of files that are other now, or gone. */
  async loadFacts(entries: readonly FactPackEntry[]): Promise<void> {
    await this.pack.load(entries.map(({ blobs }) => blobs.facts));
  }

  /** Facts that were loaded; undefined where they are none of this version. */
  facts(entry: FactPackEntry): FileFacts | undefined {
    const packed = this.pack.facts(entry);
    try {
      return packed === undefined ? undefined : decodeFacts(packed.head, packed.readInner);
    } catch {
      return undefined;
    }
  }
}

function readSettings(json: string): LinkSettings | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && 'engine' in value && 'settings' in value && typeof value.engine === 'string' && typeof value.settings === 'string') return { engine: value.engine, settings: value.settings };
  } catch {
    // No links, then.
  }
  return undefined;
}
