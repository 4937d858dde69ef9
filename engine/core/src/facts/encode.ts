import type { FactsBuilder, FileFacts, InnerTable, TableName } from './file-facts.js';
import { INNER_TABLES, OUTER_TABLES, TABLE_NAMES, TABLE_WIDTHS } from './file-facts.js';
import { FACTS_VERSION } from './schema.js';
import { Table } from './table.js';
import { alignedTo4, wordsOf } from './words.js';

/**
 * Layout, little-endian 32-bit words: magic `PFCT`, version, lines, number of strings, UTF-16 length and UTF-8
 * bytes of all strings, rows of each table; then the cells of the outer tables; then the strings' ends in UTF-16 units;
 * then the strings themselves as one run of UTF-8, filled up with zeros to a whole word. Here the head ends, which may be
 * kept apart; then come the cells of the inner tables.
 */
const MAGIC = 0x54434650;
const FIXED_WORDS = 6;
const HEADER_WORDS = FIXED_WORDS + TABLE_NAMES.length;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8');

/** Bytes that are not facts of this version. */
export class FactsFormatError extends Error {
  override name = 'FactsFormatError';
}

/** Encodes finished facts; the bytes own their buffer and may be transferred to another thread. */
export function encodeFacts(facts: FactsBuilder): Uint8Array<ArrayBuffer> {
  const text = facts.strings.join('');
  const utf8 = encoder.encode(text);
  const cellsOf = (names: readonly TableName[]): number => names.reduce((sum, name) => sum + facts.tables[name].rows * TABLE_WIDTHS[name], 0);
  const textAt = HEADER_WORDS + cellsOf(OUTER_TABLES) + facts.strings.length;
  const headWords = textAt + ((utf8.length + 3) >> 2);
  const bytes = new Uint8Array((headWords + cellsOf(INNER_TABLES)) * 4);
  const words = new Int32Array(bytes.buffer);
  words.set([MAGIC, FACTS_VERSION, facts.lines, facts.strings.length, text.length, utf8.length]);
  for (const [index, name] of TABLE_NAMES.entries()) words[FIXED_WORDS + index] = facts.tables[name].rows;
  const setCells = (names: readonly TableName[], start: number): number => {
    let at = start;
    for (const name of names) {
      const filled = facts.tables[name].filled();
      words.set(filled, at);
      at += filled.length;
    }
    return at;
  };
  let at = setCells(OUTER_TABLES, HEADER_WORDS);
  let end = 0;
  for (const part of facts.strings) words[at++] = end += part.length;
  bytes.set(utf8, textAt * 4);
  setCells(INNER_TABLES, headWords);
  return bytes;
}

/** Where the parts of encoded facts lie, in words. */
interface FactsLayout {
  readonly stringCount: number;
  readonly endsAt: number;
  readonly textAt: number;
  readonly utf8Bytes: number;
  readonly headWords: number;
  readonly innerWords: number;
}

/** @throws FactsFormatError for another version, or numbers that cannot be */
function layoutOf(words: Int32Array): FactsLayout {
  if (words.length < HEADER_WORDS) throw new FactsFormatError('facts end before their header');
  const header = (index: number): number => words[index] ?? -1;
  if (header(0) !== MAGIC || header(1) !== FACTS_VERSION) throw new FactsFormatError(`not facts of version ${FACTS_VERSION}`);
  let outer = 0;
  let inner = 0;
  for (let index = 0; index < TABLE_NAMES.length; index++) {
    const rows = header(FIXED_WORDS + index);
    if (rows < 0) throw new FactsFormatError('a table of fewer than no rows');
    const cells = rows * (WIDTHS[index] ?? 0);
    if (IS_INNER[index] === true) inner += cells;
    else outer += cells;
  }
  const [stringCount, utf8Bytes] = [header(3), header(5)];
  if (stringCount < 0 || utf8Bytes < 0) throw new FactsFormatError('fewer than no strings');
  const textAt = HEADER_WORDS + outer + stringCount;
  return { stringCount, endsAt: HEADER_WORDS + outer, textAt, utf8Bytes, headWords: textAt + ((utf8Bytes + 3) >> 2), innerWords: inner };
}

const NUMBER_OF = Object.fromEntries(TABLE_NAMES.map((name, index) => [name, index])) as Record<TableName, number>; // one per name
const WIDTHS = TABLE_NAMES.map((name) => TABLE_WIDTHS[name]);
const IS_INNER = TABLE_NAMES.map((name) => INNER_TABLES.some((inner) => inner === name));

/** Bytes of the head of encoded facts. @throws FactsFormatError */
export function headBytes(facts: Uint8Array): number {
  return layoutOf(wordsOf(alignedTo4(facts))).headWords * 4;
}

/** Takes table after table, in the order in which they lie. */
class TableCursor {
  constructor(
    private readonly header: Int32Array,
    private readonly words: Int32Array,
    private at: number,
  ) {}

  next(name: TableName): Table {
    const width = TABLE_WIDTHS[name];
    const rows = this.header[FIXED_WORDS + NUMBER_OF[name]] ?? 0;
    const start = this.at;
    this.at += rows * width;
    return new Table(width, this.words, start, rows);
  }
}

/** Facts read where they lie: strings are decoded at the first use, and the inner tables may be read from elsewhere then. */
class DecodedFacts implements FileFacts {
  readonly symbols: Table;
  readonly scopes: Table;
  readonly imports: Table;
  readonly importBindings: Table;
  readonly exports: Table;
  readonly heritage: Table;
  readonly references: Table;
  readonly errors: Table;
  readonly lines: number;
  private inner: Record<InnerTable, Table> | undefined;
  private all: string | undefined;
  private readonly decoded: (string | undefined)[];
  private indexes: Map<string, number> | undefined;

  constructor(
    private readonly head: Uint8Array,
    private readonly words: Int32Array,
    private readonly layout: FactsLayout,
    private readonly readInner: () => Uint8Array,
  ) {
    const tables = new TableCursor(words, words, HEADER_WORDS);
    this.symbols = tables.next('symbols');
    this.scopes = tables.next('scopes');
    this.imports = tables.next('imports');
    this.importBindings = tables.next('importBindings');
    this.exports = tables.next('exports');
    this.heritage = tables.next('heritage');
    this.references = tables.next('references');
    this.errors = tables.next('errors');
    this.lines = words[2] ?? 0;
    this.decoded = new Array<string | undefined>(layout.stringCount);
  }

  private get tables(): Record<InnerTable, Table> {
    this.inner ??= this.readTables();
    return this.inner;
  }

  private readTables(): Record<InnerTable, Table> {
    const bytes = alignedTo4(this.readInner());
    if (bytes.byteLength !== this.layout.innerWords * 4) throw new FactsFormatError('the inner tables do not fit the head');
    const tables = new TableCursor(this.words, wordsOf(bytes), 0);
    return Object.fromEntries(INNER_TABLES.map((name) => [name, tables.next(name)])) as Record<InnerTable, Table>; // one per name
  }

  get bindings(): Table {
    return this.tables.bindings;
  }

  get locals(): Table {
    return this.tables.locals;
  }

  get expressions(): Table {
    return this.tables.expressions;
  }

  get types(): Table {
    return this.tables.types;
  }

  get typeArguments(): Table {
    return this.tables.typeArguments;
  }

  get returns(): Table {
    return this.tables.returns;
  }

  get arguments(): Table {
    return this.tables.arguments;
  }

  get decorations(): Table {
    return this.tables.decorations;
  }

  get regions(): Table {
    return this.tables.regions;
  }

  text(index: number): string {
    if (index < 0) return '';
    const known = this.decoded[index];
    if (known !== undefined) return known;
    const { endsAt } = this.layout;
    this.all ??= textOf(this.head, this.layout);
    const part = index < this.layout.stringCount ? this.all.slice(index === 0 ? 0 : (this.words[endsAt + index - 1] ?? 0), this.words[endsAt + index] ?? 0) : '';
    this.decoded[index] = part;
    return part;
  }

  indexOf(wanted: string): number {
    if (this.indexes === undefined) {
      this.indexes = new Map();
      for (let index = 0; index < this.layout.stringCount; index++) this.indexes.set(this.text(index), index);
    }
    return this.indexes.get(wanted) ?? -1;
  }
}

function textOf(head: Uint8Array, { textAt, utf8Bytes }: FactsLayout): string {
  return decoder.decode(head.subarray(textAt * 4, textAt * 4 + utf8Bytes));
}

/**
 * Reads facts where they lie; strings are decoded at the first use.
 * @param bytes all of them, or their head alone
 * @param readInner gives what follows the head, where it lies elsewhere; asked for once, when somebody needs it
 * @throws FactsFormatError for bytes of another version or with lengths that do not fit; the inner tables do so when they are asked for
 */
export function decodeFacts(bytes: Uint8Array, readInner?: () => Uint8Array): FileFacts {
  const aligned = alignedTo4(bytes);
  const words = wordsOf(aligned);
  const layout = layoutOf(words);
  const wordCount = layout.headWords + (readInner === undefined ? layout.innerWords : 0);
  if (wordCount * 4 !== aligned.byteLength) throw new FactsFormatError('the lengths in the header do not fit the facts');
  return new DecodedFacts(aligned, words, layout, readInner ?? (() => aligned.subarray(layout.headWords * 4)));
}

/** All strings of encoded facts or their head, which `decodeFacts` has taken before. */
export function factStrings(bytes: Uint8Array): readonly string[] {
  const aligned = alignedTo4(bytes);
  const words = wordsOf(aligned);
  const layout = layoutOf(words);
  const text = textOf(aligned, layout);
  return Array.from({ length: layout.stringCount }, (_, index) => text.slice(index === 0 ? 0 : words[layout.endsAt + index - 1], words[layout.endsAt + index]));
}
