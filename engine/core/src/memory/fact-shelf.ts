import { decodeFacts } from '../facts/encode.js';
import type { FileFacts } from '../facts/file-facts.js';
import type { SpillFile, SpilledBytes } from './spill-file.js';

/** Facts that lie on disk, and in memory while they are used. */
export class ShelvedFacts {
  taken: FileFacts | undefined;
  isInUse = false;

  constructor(
    private readonly spill: SpillFile,
    private readonly place: SpilledBytes,
    private readonly shelf: FactShelf,
  ) {}

  get length(): number {
    return this.place.length;
  }

  get facts(): FileFacts {
    this.isInUse = true;
    return this.taken ?? this.shelf.take(this);
  }

  bytes(): Uint8Array {
    return this.spill.read(this.place);
  }
}

/** Holds the facts that were asked for last, up to so many encoded bytes. */
export class FactShelf {
  private taken: ShelvedFacts[] = [];
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  take(shelved: ShelvedFacts): FileFacts {
    const facts = decodeFacts(shelved.bytes());
    shelved.taken = facts;
    this.taken.push(shelved);
    this.bytes += shelved.length;
    if (this.bytes > this.mostBytes) this.makeRoom(shelved);
    return facts;
  }

  /** Puts everything back. */
  clear(): void {
    this.putBack(() => false);
  }

  /** Puts back what was not asked for since the last time, and everything else where that is not enough. */
  private makeRoom(last: ShelvedFacts): void {
    this.putBack((shelved) => shelved === last || shelved.isInUse);
    if (this.bytes > this.mostBytes / 2) this.putBack((shelved) => shelved === last);
  }

  private putBack(isKept: (shelved: ShelvedFacts) => boolean): void {
    this.taken = this.taken.filter((shelved) => {
      const keeps = isKept(shelved);
      shelved.isInUse = false;
      if (keeps) return true;
      shelved.taken = undefined;
      this.bytes -= shelved.length;
      return false;
    });
  }
}
