import path from 'node:path';
import type { FactPackEntry } from '@pinata/graph';
import type { DiscoveredFile } from '../discover/discover.js';
import { decodeFacts } from '../facts/encode.js';
import type { FileFacts } from '../facts/file-facts.js';
import { ERROR, FactError, SCOPE, SYMBOL } from '../facts/schema.js';
import type { Table } from '../facts/table.js';
import type { ParsedFile, UnparsedFile } from '../parse/parse-phase.js';
import type { FactCache } from '../scan-api.js';
import type { FileStatuses } from './file-statuses.js';
import type { PreviousPack } from './previous-pack.js';
import { readHash } from './read-hash.js';

const FILES_BETWEEN_PAUSES = 64;
const FILES_BETWEEN_LOADS = 512;
const LOOK_UPS_AT_ONCE = 32;
const MISSES_THAT_SUFFICE = 256;

interface HashedFile {
  readonly file: DiscoveredFile;
  readonly hash: string;
}

interface KnownFile {
  readonly file: DiscoveredFile;
  readonly result: ParsedFile | UnparsedFile;
}

/** What hashing the files told of them. */
export interface FoundFiles {
  readonly packed: readonly PackedFile[];
  readonly skipped: readonly KnownFile[];
  /** What the organization's cache may know. */
  readonly asked: readonly HashedFile[];
  /** What must be parsed. */
  readonly unknown: readonly DiscoveredFile[];
  /** Ends when what is packed was read. */
  readonly loaded: Promise<unknown>;
}

export interface TakenFiles {
  readonly known: readonly KnownFile[];
  /** What turned out to be of no use and must be parsed too. */
  readonly unknown: readonly DiscoveredFile[];
}

interface PackedFile extends HashedFile {
  readonly entry: FactPackEntry;
}

/** Facts that need no parsing: of the repository's previous fact pack, and of the organization's cache. */
export class KnownFacts {
  constructor(
    private readonly pack: PreviousPack | undefined,
    private readonly cache: FactCache | undefined,
    private readonly statuses: FileStatuses | undefined,
  ) {}

  /**
   * Hashes files and looks up which of them are known.
   * @param pause called now and then, so that others get their turn; may throw to end it
   */
  async find(folder: string, files: readonly DiscoveredFile[], fileBytes: number, pause: () => Promise<void>): Promise<FoundFiles> {
    const packed: PackedFile[] = [];
    const skipped: KnownFile[] = [];
    const asked: HashedFile[] = [];
    const unknown: DiscoveredFile[] = [];
    const loads: Promise<void>[] = [];
    let loaded = 0;
    const loadFound = (): void => {
      if (this.pack !== undefined) loads.push(this.pack.load(packed.slice(loaded).map(({ entry }) => entry.blobs.facts)));
      loaded = packed.length;
    };
    for (const [index, file] of files.entries()) {
      if (index % FILES_BETWEEN_PAUSES === 0) await pause();
      if (index % FILES_BETWEEN_LOADS === 0) loadFound(); // read from the disk while the next files are hashed
      const hash = this.statuses?.hashOf(file) ?? readHash(path.join(folder, file.path), fileBytes * file.grammar.fileFactor);
      const entry = hash === undefined ? undefined : this.pack?.find(hash, file.grammar.fingerprint);
      const skip = hash === undefined ? undefined : this.pack?.findSkip(hash, file.grammar.fingerprint);
      if (hash === undefined) unknown.push(file);
      else if (entry !== undefined) packed.push({ file, hash, entry });
      else if (skip !== undefined) skipped.push({ file, result: { path: file.path, reason: skip.reason, detail: skip.detail, hash, grammar: file.grammar } });
      else if (this.cache === undefined) unknown.push(file);
      else asked.push({ file, hash });
    }
    loadFound();
    return { packed, skipped, asked, unknown, loaded: Promise.all(loads) };
  }

  /** Takes the facts of what is known. */
  async take({ packed, skipped, asked, loaded }: Omit<FoundFiles, 'unknown'>): Promise<TakenFiles> {
    const known: KnownFile[] = [...skipped];
    const unknown: DiscoveredFile[] = [];
    const missing: HashedFile[] = [...asked];
    await loaded;
    for (const { file, hash, entry } of packed) {
      const parsed = this.packedFile(file, hash, entry);
      if (parsed === undefined) missing.push({ file, hash });
      else known.push({ file, result: parsed });
    }
    const { cache } = this;
    if (cache === undefined) unknown.push(...missing.map(({ file }) => file));
    else await this.ask(cache, missing, known, unknown);
    return { known, unknown };
  }

  private packedFile(file: DiscoveredFile, hash: string, entry: FactPackEntry): ParsedFile | undefined {
    const packed = this.pack?.facts(entry);
    const decoded = packed === undefined ? undefined : usableFacts(packed.head, packed.readInner);
    if (packed === undefined || decoded === undefined) return undefined;
    const { head, readInner } = packed;
    return {
      ...describe(file, hash, decoded),
      status: entry.status,
      get facts() {
        return Buffer.concat([head, readInner()]);
      },
      head,
      decoded,
      origin: 'factPack',
      packed: entry,
    };
  }

  private async ask(cache: FactCache, asked: readonly HashedFile[], known: KnownFile[], unknown: DiscoveredFile[]): Promise<void> {
    const waiting = [...asked].reverse();
    let misses = 0;
    let hits = 0;
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { file, hash } = next;
        // A cache that never saw this repository is not asked for every file of it.
        if (hits === 0 && misses >= MISSES_THAT_SUFFICE) {
          unknown.push(file);
          continue;
        }
        const facts = await cache({ hash, language: file.grammar.language, extractorFingerprint: file.grammar.fingerprint }).catch(() => undefined);
        const parsed = facts === undefined ? undefined : cachedFile(file, hash, facts);
        if (parsed === undefined) {
          misses++;
          unknown.push(file);
        } else {
          hits++;
          known.push({ file, result: parsed });
        }
      }
    };
    await Promise.all(Array.from({ length: LOOK_UPS_AT_ONCE }, work));
  }
}

/** A file with facts that came from elsewhere; undefined where those are none of ours. */
function cachedFile(file: DiscoveredFile, hash: string, facts: Uint8Array): ParsedFile | undefined {
  const decoded = usableFacts(facts);
  return decoded === undefined ? undefined : { ...describe(file, hash, decoded), status: decoded.errors.rows > 0 ? 'partial' : 'parsed', facts, head: facts, decoded, origin: 'fileCache' };
}

function describe({ path: name, grammar, role, bytes }: DiscoveredFile, hash: string, facts: FileFacts): Pick<ParsedFile, 'path' | 'grammar' | 'role' | 'hash' | 'bytes' | 'lines' | 'symbols' | 'references' | 'errors'> {
  return { path: name, grammar, role, hash, bytes, lines: facts.lines, symbols: facts.symbols.rows, references: facts.references.rows, errors: facts.errors.rows };
}

/** Decoded facts by the bytes of their head; as long as those are in memory. */
const decodedFacts = new WeakMap<Uint8Array, FileFacts>();

/** @returns undefined for bytes that are no facts of this version, or that a linker must not see */
function usableFacts(bytes: Uint8Array, readInner?: () => Uint8Array): FileFacts | undefined {
  const known = decodedFacts.get(bytes);
  if (known !== undefined) return known;
  try {
    const facts = decodeFacts(bytes, readInner);
    if (!isReusable(facts) || !areParentsAbove(facts.symbols, SYMBOL.parent) || !areParentsAbove(facts.scopes, SCOPE.parent)) return undefined;
    decodedFacts.set(bytes, facts);
    return facts;
  } catch {
    return undefined;
  }
}

/** Whether facts follow from a file's bytes: where a clock or a crash ended the reading another try may read more. */
export function isReusable({ errors }: FileFacts): boolean {
  for (let row = 0; row < errors.rows; row++) {
    const kind = errors.get(row, ERROR.kind);
    if (kind === FactError.timedOut || kind === FactError.crashed) return false;
  }
  return true;
}

/** Rows come after what is around them. Facts made up otherwise could make the linker go around for ever. */
function areParentsAbove(table: Table, parent: number): boolean {
  for (let row = 0; row < table.rows; row++) if (table.get(row, parent) >= row) return false;
  return true;
}
