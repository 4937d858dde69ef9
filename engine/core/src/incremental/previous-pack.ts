import { statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { FactPackError, FactPackReader } from '@pinata/graph';
import type { BlobPlace, FactPackEntry, FactPackSkip, FinishedPack } from '@pinata/graph';
import { UnusableFactsError } from './unusable-facts-error.js';

/** Name of the blob that holds what follows the head of a file's facts; the blob `facts` is the head. */
export const INNER_FACTS = 'innerFacts';

/** One read takes neighbouring blobs together, up to so many bytes. */
const READ_BYTES = 64 * 1024 * 1024;
/** Bytes between two wanted blobs that are cheaper to read than to leave out. */
const GAP_BYTES = 64 * 1024;
const NOTHING = new Uint8Array();

/** A pack that this process wrote, and what of it lies in memory. */
export interface KeptPack {
  readonly finished: FinishedPack;
  /** Undefined where the pack was written anew. */
  readonly blobs: Blobs | undefined;
}

/** Blobs of a pack by the place where they begin; also of one that is the same up to where new blobs were written. */
export class Blobs {
  private readonly loaded = new Map<number, Uint8Array>();
  /** Of the pack that is open. */
  reader: FactPackReader | undefined;

  /** Reads blobs into memory, neighbours together. */
  async load(places: readonly BlobPlace[]): Promise<void> {
    const sorted = places.filter(([at, length]) => length > 0 && !this.loaded.has(at)).sort((a, b) => a[0] - b[0]);
    for (let first = 0; first < sorted.length; ) {
      const start = sorted[first]?.[0] ?? 0;
      let end = start;
      let next = first;
      for (let place = sorted[next]; place !== undefined && (next === first || (place[0] - end <= GAP_BYTES && place[0] + place[1] - start <= READ_BYTES)); place = sorted[next]) {
        end = Math.max(end, place[0] + place[1]);
        next++;
      }
      const bytes = await this.reader?.bytes(start, end - start).catch(() => undefined);
      for (const [at, length, check] of sorted.slice(first, next)) {
        const blob = bytes?.subarray(at - start, at - start + length);
        if (blob !== undefined && crc32(blob) === check) this.loaded.set(at, blob);
      }
      first = next;
    }
  }

  /** A loaded one; undefined where its bytes are not what was written. */
  at([at, length]: BlobPlace): Uint8Array | undefined {
    return length === 0 ? NOTHING : this.loaded.get(at); // where nothing lies another blob may begin
  }

  /**
   * Reads one blob at once, from memory or from the disk; whoever asks keeps it.
   * What is given back throws UnusableFactsError where the bytes are not what was written.
   */
  readerOf(place: BlobPlace): () => Uint8Array {
    return () => {
      const known = this.at(place);
      if (known !== undefined) return known;
      try {
        if (this.reader === undefined) throw new FactPackError('missing', 'no pack is open');
        return this.reader.blobNow(place);
      } catch (error) {
        throw new UnusableFactsError(error);
      }
    };
  }

  /** Forgets all but the blobs of these files: those of files that are gone or other now, and the pack's own parts, which each scan writes anew. */
  forgetOthers(files: readonly FactPackEntry[]): void {
    const named = new Set(files.flatMap(({ blobs }) => Object.values(blobs).map(([at]) => at)));
    for (const at of this.loaded.keys()) if (!named.has(at)) this.loaded.delete(at);
  }
}

/** The fact pack of an earlier scan: only ever a help. Whatever is wrong with it makes it hold less, never fail. */
export class PreviousPack {
  private readonly files = new Map<string, FactPackEntry>();
  private readonly skips = new Map<string, FactPackSkip>();

  private constructor(
    /** Where it lies. */
    readonly path: string,
    private readonly reader: FactPackReader,
    private readonly blobs: Blobs,
  ) {
    blobs.reader = reader;
    for (const file of reader.index.files) if (file.isReusable) this.files.set(`${file.hash} ${file.extractorFingerprint}`, file);
    for (const skip of reader.index.skips) this.skips.set(`${skip.hash} ${skip.extractorFingerprint}`, skip);
  }

  /**
   * @param kept a pack that this process wrote, and what of it lies in memory
   * @returns undefined for a pack that is missing, unfinished, damaged, of another version, larger than `mostBytes`, or made with other settings
   */
  static async open(place: string, settings: string, mostBytes = Number.POSITIVE_INFINITY, kept?: KeptPack): Promise<PreviousPack | undefined> {
    if ((statSync(place, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) return undefined;
    try {
      const reader = await FactPackReader.open(place, kept?.finished);
      if (reader.index.settings === settings) return new PreviousPack(place, reader, (reader.index === kept?.finished.index ? kept.blobs : undefined) ?? new Blobs());
      await reader.close();
    } catch (error) {
      if (!(error instanceof FactPackError)) throw error;
    }
    return undefined;
  }

  /** Whether it is the very pack that this process wrote. */
  isThat({ finished }: KeptPack): boolean {
    return this.reader.index === finished.index;
  }

  /** All files of the pack, by which its parts number them. */
  get all(): readonly FactPackEntry[] {
    return this.reader.index.files;
  }

  get parts(): Readonly<Record<string, BlobPlace>> {
    return this.reader.index.parts;
  }

  /** Where its blobs end. */
  get end(): number {
    return this.reader.end;
  }

  find(hash: string, fingerprint: string): FactPackEntry | undefined {
    return this.files.get(`${hash} ${fingerprint}`);
  }

  findSkip(hash: string, fingerprint: string): FactPackSkip | undefined {
    return this.skips.get(`${hash} ${fingerprint}`);
  }

  /** Reads blobs into memory, neighbours together. */
  async load(places: readonly BlobPlace[]): Promise<void> {
    return this.blobs.load(places);
  }

  /** A loaded blob; undefined where its bytes are not what was written. */
  blob(place: BlobPlace): Uint8Array | undefined {
    return this.blobs.at(place);
  }

  /** What of it lies in memory and holds for a pack that was written upon it, where all blobs stayed at their places. */
  blobsFor({ index }: FinishedPack): Blobs {
    this.blobs.forgetOthers(index.files);
    return this.blobs;
  }

  /** A file's facts: their head, which must be loaded, and what follows it, which is read when it is asked for; undefined where the head is not what was written. */
  facts({ blobs }: FactPackEntry): { readonly head: Uint8Array; readonly readInner: () => Uint8Array } | undefined {
    const head = this.blob(blobs.facts);
    const inner = blobs[INNER_FACTS];
    return head === undefined || inner === undefined ? undefined : { head, readInner: this.blobs.readerOf(inner) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.reader.close();
  }
}
