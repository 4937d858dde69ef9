import type { FileRole } from '@pinata/graph';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { LinkProgram } from '../link/program.js';
import type { Grammar } from '../languages/registry.js';
import type { ParsedFile } from '../parse/parse-phase.js';
import { FactShelf, ShelvedFacts } from './fact-shelf.js';
import { SpillFile } from './spill-file.js';

/** Parts of the limit: bytes that never go to disk, and facts that are read from it. Decoded they take twice their encoded bytes. */
const SHARE_OF_HELD = 1 / 16;
const SHARE_OF_FACTS = 1 / 32;
/** The part of the limit from which on answers are forgotten, and the growth after which they are forgotten again. */
const SHARE_OF_ANSWERS = 0.45;
const SHARE_OF_GROWTH = 1 / 16;
const ROOM_FOR_THREAD = 2 * 1024 * 1024 * 1024;
/** Less is not worth a look through the whole heap. */
const WORTH_COLLECTING = 16 * 1024 * 1024;

/** A file whose facts were written to disk. */
class SpilledFile implements ParsedFile {
  readonly path: string;
  readonly grammar: Grammar;
  readonly role: FileRole;
  readonly hash: string;
  readonly bytes: number;
  readonly lines: number;
  readonly symbols: number;
  readonly references: number;
  readonly errors: number;
  readonly status: ParsedFile['status'];
  readonly origin: ParsedFile['origin'];
  readonly shelved: ShelvedFacts;

  constructor(file: ParsedFile, spill: SpillFile, shelf: FactShelf) {
    ({ path: this.path, grammar: this.grammar, role: this.role, hash: this.hash, bytes: this.bytes, lines: this.lines, symbols: this.symbols, references: this.references, errors: this.errors, status: this.status, origin: this.origin } = file);
    this.shelved = new ShelvedFacts(spill, spill.write(file.facts), shelf);
  }

  get facts(): Uint8Array {
    return this.shelved.bytes();
  }

  get head(): Uint8Array {
    return this.facts;
  }
}

/** Keeps a scan within a limit of memory: what was read lies on disk, and what can be found out again is forgotten. To be closed by its owner. */
export class ScanMemory {
  private spill: SpillFile | undefined;
  private heldBytes = 0;
  private readonly shelf: FactShelf;
  private readonly collectGarbage = garbageCollector();
  private afterRelief = 0;

  /** @param limit bytes of resident memory */
  constructor(private readonly limit: number) {
    this.shelf = new FactShelf(limit * SHARE_OF_FACTS);
  }

  /** Whether a picture may be drawn beside other work, in a thread with a copy of the graph. */
  get hasRoomForThread(): boolean {
    return this.limit >= ROOM_FOR_THREAD;
  }

  /** Whether more is held than leaves room for what comes. */
  get isTight(): boolean {
    return process.memoryUsage.rss() >= this.limit * SHARE_OF_ANSWERS;
  }

  /** Bytes of an earlier scan's fact pack that still leave room to work. */
  get packBytes(): number {
    return this.limit / 4;
  }

  /** The same file, its facts on disk where there is no room for them. */
  keep(file: ParsedFile): ParsedFile {
    return this.hasRoomFor(file.facts) ? file : new SpilledFile(file, this.disk, this.shelf);
  }

  /** Holds bytes, on disk where there is no room for them. @returns gives them back */
  keepBytes(bytes: Uint8Array): () => Uint8Array {
    if (this.hasRoomFor(bytes)) return () => bytes;
    const { disk } = this;
    const place = disk.write(bytes);
    return () => disk.read(place);
  }

  private get disk(): SpillFile {
    this.spill ??= new SpillFile();
    return this.spill;
  }

  private hasRoomFor({ byteLength }: Uint8Array): boolean {
    if (this.heldBytes + byteLength > this.limit * SHARE_OF_HELD) return false;
    this.heldBytes += byteLength;
    return true;
  }

  /** Forgets where memory is short. */
  relieve(program: LinkProgram): void {
    const held = process.memoryUsage.rss();
    if (held < Math.max(this.limit * SHARE_OF_ANSWERS, this.afterRelief + this.limit * SHARE_OF_GROWTH)) return;
    program.forget();
    this.shelf.clear();
    if (held >= this.afterRelief + WORTH_COLLECTING) this.collect();
  }

  /** Gives back what nothing holds any more. */
  collect(): void {
    this.collectGarbage();
    this.afterRelief = process.memoryUsage.rss();
  }

  [Symbol.dispose](): void {
    this.spill?.close();
  }
}

/** The facts of a file that was kept on disk; undefined for others. */
export function shelvedFacts(file: ParsedFile): ShelvedFacts | undefined {
  return file instanceof SpilledFile ? file.shelved : undefined;
}

/** V8's own collector. Left to itself it lets a heap grow to a multiple of what is used before it looks. */
function garbageCollector(): () => void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as (options: object) => void; // there since the flag
  return () => collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
