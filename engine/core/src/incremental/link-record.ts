import { hash } from 'node:crypto';
import { UNRESOLVED_REASONS } from '@pinata/graph';
import type { BlobPlace, UnresolvedReason } from '@pinata/graph';
import { alignedTo4, wordsOf } from '../facts/words.js';
import type { CountedLinks, DrawnOutcome, FileLinks } from '../link/file-links.js';
import type { DerivedEdge } from '../link/language-linker.js';
import type { ExternalPackage, Target } from '../link/outcome.js';
import type { LinkProgram } from '../link/program.js';
import type { FileMeaning } from '../meaning/read-meaning.js';
import type { Contexts } from './contexts.js';

/**
 * Links of one file as the fact pack keeps them: the lengths of five lists of 32-bit integers, little-endian, and the number of bytes of
 * the text; the lists; then the text, JSON in UTF-8. Files are named by their place among the pack's files, symbols by file and row,
 * strings by their place in the record's own list.
 */
interface LinkTexts {
  readonly contexts: Contexts;
  readonly lookups: readonly string[];
  /** Hash of what the look-ups found. */
  readonly answers: string;
  readonly strings: readonly string[];
  readonly meaning: FileMeaning;
}

/** The lists in their order; `counts`: captured, resolved, external, then reason and count of what is unresolved; `misses`: reason and row. */
const LISTS = ['counts', 'misses', 'drawn', 'derived', 'reads'] as const;
type Lists<Numbers> = Readonly<Record<(typeof LISTS)[number], Numbers>>;

const HEADER_WORDS = LISTS.length + 1;
const EXTERNAL = 1;
const CONSTRUCTION = 2;
const TARGET_KINDS = ['symbol', 'file', 'path'] as const;
const DERIVED_KINDS = ['overrides', 'exports', 'implements'] as const;

export function encodeLinks(links: FileLinks, contexts: Contexts, program: LinkProgram): Uint8Array<ArrayBuffer> {
  const strings: string[] = [];
  const numbers = new Map<string, number>();
  const text = (value: string): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, strings.length);
    return strings.push(value) - 1;
  };
  const symbol = (id: number): readonly [number, number] => {
    const file = program.fileOfSymbol(id);
    return [file.index, id - file.firstSymbol];
  };
  const target = (one: Target): readonly number[] => {
    if (one.kind === 'symbol') return [0, ...symbol(one.symbol)];
    return one.kind === 'file' ? [1, one.file, 0] : [2, text(one.path), 0];
  };
  const drawn: number[] = [];
  for (const { reference, outcome, marks } of links.drawn) {
    if (outcome.kind === 'external') drawn.push(reference, EXTERNAL, marks, text(outcome.rule), text(outcome.package.manager), text(outcome.package.name), text(outcome.member));
    else drawn.push(reference, outcome.isConstruction === true ? CONSTRUCTION : 0, marks, text(outcome.rule), outcome.confidence, outcome.targets.length, ...outcome.targets.flatMap(target));
  }
  const lists: Lists<readonly number[]> = {
    counts: [links.captured, links.resolved, links.external, ...[...links.unresolved].flatMap(([reason, count]) => [UNRESOLVED_REASONS.indexOf(reason), count])],
    misses: links.misses.flatMap(({ reason, reference }) => [UNRESOLVED_REASONS.indexOf(reason), reference]),
    drawn,
    derived: links.derived.flatMap(({ kind, source, target: to, confidence, rule }) => [DERIVED_KINDS.indexOf(kind), ...symbol(source), ...symbol(to), confidence, text(rule)]),
    reads: links.reads,
  };
  return encodeRecord(lists, { contexts, lookups: links.lookups, answers: answersHash(links.lookups, program), strings, meaning: links.meaning });
}

function encodeRecord(lists: Lists<readonly number[]>, texts: LinkTexts): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(JSON.stringify(texts));
  const wordCount = HEADER_WORDS + LISTS.reduce((sum, name) => sum + lists[name].length, 0);
  const bytes = new Uint8Array(wordCount * 4 + text.length);
  const words = new Int32Array(bytes.buffer, 0, wordCount);
  words.set([...LISTS.map((name) => lists[name].length), text.length]);
  let at = HEADER_WORDS;
  for (const name of LISTS) {
    words.set(lists[name], at);
    at += lists[name].length;
  }
  bytes.set(text, wordCount * 4);
  return bytes;
}

/** What look-ups find now, all of them together. */
export function answersHash(lookups: readonly string[], program: LinkProgram): string {
  // JSON keeps an answer that is missing apart from an empty one.
  return lookups.length === 0 ? '' : hash('sha256', JSON.stringify(lookups.map((lookup) => program.lookups.answer(lookup))), 'base64').slice(0, 22);
}

/** A kept record. */
export class KeptLinks {
  private known: CountedLinks | undefined;

  private constructor(
    /** Where it lies in the pack. */
    readonly place: BlobPlace,
    private readonly lists: Lists<Int32Array>,
    private readonly texts: LinkTexts,
  ) {}

  get contexts(): Contexts {
    return this.texts.contexts;
  }

  get reads(): Int32Array {
    return this.lists.reads;
  }

  get lookups(): readonly string[] {
    return this.texts.lookups;
  }

  get answers(): string {
    return this.texts.answers;
  }

  /** @returns undefined for bytes that are no record */
  static read(given: Uint8Array, place: BlobPlace): KeptLinks | undefined {
    const bytes = alignedTo4(given);
    const words = wordsOf(bytes);
    const lists: Partial<Record<(typeof LISTS)[number], Int32Array>> = {};
    let at = HEADER_WORDS;
    for (const [index, name] of LISTS.entries()) {
      const length = words[index] ?? -1;
      if (length < 0 || at + length > words.length) return undefined;
      lists[name] = words.subarray(at, at + length);
      at += length;
    }
    const textBytes = words[LISTS.length] ?? -1;
    if (at * 4 + textBytes !== bytes.byteLength) return undefined;
    const texts = parsed(bytes.subarray(at * 4));
    return areTextsOfLinks(texts) ? new KeptLinks(place, lists as Lists<Int32Array>, texts) : undefined; // one list of each
  }

  /** What is counted and shown of it; undefined where it says what this version does not know. */
  counted(): CountedLinks | undefined {
    this.known ??= this.count();
    return this.known;
  }

  private count(): CountedLinks | undefined {
    const { counts, misses: missed } = this.lists;
    const [captured = 0, resolved = 0, external = 0] = counts;
    const unresolved = new Map<UnresolvedReason, number>();
    for (let at = 3; at + 1 < counts.length; at += 2) {
      const reason = UNRESOLVED_REASONS[counts[at] ?? -1];
      if (reason === undefined) return undefined;
      unresolved.set(reason, counts[at + 1] ?? 0);
    }
    const misses: { readonly reason: UnresolvedReason; readonly reference: number }[] = [];
    for (let at = 0; at + 1 < missed.length; at += 2) {
      const reason = UNRESOLVED_REASONS[missed[at] ?? -1];
      if (reason === undefined) return undefined;
      misses.push({ reason, reference: missed[at + 1] ?? -1 });
    }
    return { captured, resolved, external, unresolved, misses, meaning: this.texts.meaning };
  }

  /** The packages outside that edges lead to. */
  externals(): readonly ExternalPackage[] {
    const { drawn } = this.lists;
    const text = (at: number): string => this.texts.strings[drawn[at] ?? -1] ?? '';
    const found: ExternalPackage[] = [];
    for (let at = 0; at < drawn.length; ) {
      const isExternal = drawn[at + 1] === EXTERNAL;
      if (isExternal) found.push({ manager: text(at + 4), name: text(at + 5) });
      at += isExternal ? 7 : 6 + 3 * Math.max(0, drawn[at + 5] ?? 0);
    }
    return found;
  }

  /**
   * The links in a program's numbers.
   * @param newNumber of a file that the pack knew by another number; -1 for one that is gone
   * @returns undefined where they name something that is not there
   */
  links(program: LinkProgram, newNumber: (old: number) => number): FileLinks | undefined {
    const { lists: record, texts } = this;
    const counted = this.counted();
    if (counted === undefined) return undefined;
    let isWhole = true;
    const file = (old: number): number => {
      const index = newNumber(old);
      if (program.files[index] === undefined) isWhole = false;
      return index;
    };
    const symbol = (old: number, row: number): number => {
      const found = program.symbolAt(file(old), row);
      if (found < 0) isWhole = false;
      return found;
    };
    const text = (index: number): string => {
      const found = texts.strings[index];
      if (found === undefined) isWhole = false;
      return found ?? '';
    };
    const drawn: DrawnOutcome[] = [];
    const cells = record.drawn;
    const cell = (at: number): number => cells[at] ?? -1;
    for (let at = 0; at < cells.length; ) {
      const [reference, flags, marks, rule] = [cell(at), cell(at + 1), cell(at + 2), text(cell(at + 3))];
      if (flags === EXTERNAL) {
        drawn.push({ reference, marks, outcome: { kind: 'external', package: { manager: text(cell(at + 4)), name: text(cell(at + 5)) }, member: text(cell(at + 6)), rule } });
        at += 7;
        continue;
      }
      const count = cell(at + 5);
      const targets: Target[] = [];
      for (let place = at + 6; place < at + 6 + 3 * count && place < cells.length; place += 3) {
        const kind = TARGET_KINDS[cell(place)];
        if (kind === 'symbol') targets.push({ kind, symbol: symbol(cell(place + 1), cell(place + 2)) });
        else if (kind === 'file') targets.push({ kind, file: file(cell(place + 1)) });
        else targets.push({ kind: 'path', path: text(cell(place + 1)) });
      }
      drawn.push({ reference, marks, outcome: { kind: 'resolved', targets, confidence: cell(at + 4), rule, ...(flags === CONSTRUCTION ? { isConstruction: true } : {}) } });
      at += 6 + 3 * Math.max(0, count);
    }
    const derived: DerivedEdge[] = [];
    for (let at = 0; at + 6 < record.derived.length; at += 7) {
      const [kind = 0, fromFile = -1, from = -1, toFile = -1, to = -1, confidence = 0, rule = -1] = record.derived.subarray(at, at + 7);
      derived.push({ kind: DERIVED_KINDS[kind] ?? 'overrides', source: symbol(fromFile, from), target: symbol(toFile, to), confidence, rule: text(rule) });
    }
    const reads = Array.from(this.reads, file);
    return isWhole ? { ...counted, drawn, derived, reads, lookups: this.lookups } : undefined;
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch {
    return undefined;
  }
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function areTextsOfLinks(value: unknown): value is LinkTexts {
  if (typeof value !== 'object' || value === null) return false;
  // An object's members are unknown values by name.
  const { contexts, lookups, answers, strings, meaning } = value as Record<string, unknown>;
  return [contexts, lookups, strings].every(areTexts) && typeof answers === 'string' && Array.isArray(contexts) && contexts.length === 3 && isMeaning(meaning);
}

/** Its lists alone are looked at: what is in them is taken by those that make the graph, and a fault there leaves the record out. */
function isMeaning(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'sites' in value && 'accesses' in value && 'families' in value && [value.sites, value.accesses, value.families].every((list) => Array.isArray(list));
}
