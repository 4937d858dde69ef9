import { NODE_KINDS, PLACE_KINDS } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { initialsOf, humpsOf, matchHumps } from './humps.js';
import { bitCount, isOneTypoApart, letterMask } from './one-typo.js';

/** How a name was found, best first. */
export const SEARCH_MATCHES = ['exact', 'prefix', 'camelHump', 'substring', 'typo'] as const;
export type SearchMatch = (typeof SEARCH_MATCHES)[number];

export interface SearchHit {
  /** Number of the entry: of the name in the list, or of the graph's node. */
  readonly entry: number;
  readonly match: SearchMatch;
}

const BREAK = '\n';
const LEAST_TYPO_LENGTH = 4;

/**
 * Finds symbols by name: equal, beginning, camel humps (`gUBI` finds getUserByIdentifier), part, one typo; hits come in
 * that order, and within one kind of match shorter names first, then by entry. Letter case matters only between exact
 * hits. Equal names are kept once, in one text, which the machine's own text search walks in about a millisecond per 150,000.
 */
export class SymbolIndex {
  readonly #names: readonly string[];
  readonly #lower: readonly string[];
  /** All different names in lower case, between line breaks, and where each begins. */
  readonly #text: string;
  readonly #starts: Int32Array;
  readonly #initials: string;
  readonly #initialStarts: Int32Array;
  readonly #masks: Int32Array;
  /** Entries by name: those of name `n` are `#entries[#offsets[n]]` to `#entries[#offsets[n + 1]]`. */
  readonly #offsets: Int32Array;
  readonly #entries: Int32Array;

  /** @param names the name of each entry; empty names are never found */
  constructor(names: readonly string[], entries: ArrayLike<number> = Int32Array.from(names.keys())) {
    const numbers = new Map<string, number>();
    const nameOf = Int32Array.from(names, (name) => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    });
    this.#names = [...numbers.keys()];
    this.#lower = this.#names.map((name) => name.toLowerCase().replaceAll(BREAK, ' '));
    [this.#text, this.#starts] = joinWithBreaks(this.#lower);
    [this.#initials, this.#initialStarts] = joinWithBreaks(this.#names.map(initialsOf));
    this.#masks = Int32Array.from(this.#lower, letterMask);
    [this.#offsets, this.#entries] = groupEntries(nameOf, this.#names.length, entries);
  }

  /** An index of a graph's symbols (and tables, endpoints and the like); entries are node numbers. */
  static ofGraph(graph: Graph): SymbolIndex {
    const { kinds } = graph.columns.nodes;
    const containers = new Set(PLACE_KINDS.map((kind) => NODE_KINDS.indexOf(kind)));
    const nodes = Int32Array.from(kinds.keys()).filter((node) => !containers.has(kinds[node] ?? -1));
    return new SymbolIndex(Array.from(nodes, (node) => graph.name(node)), nodes);
  }

  /**
   * @param accept entries that may be found; absent means all
   * @returns at most `limit` hits, best first
   */
  search(query: string, limit = 20, accept?: (entry: number) => boolean): SearchHit[] {
    const wanted = query.trim();
    const lower = wanted.toLowerCase().replaceAll(BREAK, ' ');
    if (lower === '') return [];
    const hits: SearchHit[] = [];
    const seen = new Set<number>();
    const take = (names: number[], match: SearchMatch): boolean => {
      for (const name of this.#ranked(names, wanted)) {
        if (seen.has(name)) continue;
        seen.add(name);
        for (let at = this.#offsets[name] ?? 0; at < (this.#offsets[name + 1] ?? 0) && hits.length < limit; at++) {
          const entry = this.#entries[at] ?? -1;
          if (accept?.(entry) !== false) hits.push({ entry, match });
        }
      }
      return hits.length >= limit;
    };
    // Each step is only taken while better ones have not given enough.
    if (take(this.#find(this.#text, this.#starts, `${BREAK}${lower}${BREAK}`), 'exact')) return hits;
    if (take(this.#find(this.#text, this.#starts, `${BREAK}${lower}`), 'prefix')) return hits;
    if (take(this.#findHumps(wanted), 'camelHump')) return hits;
    if (take(this.#find(this.#text, this.#starts, lower), 'substring')) return hits;
    take(this.#findTypos(lower), 'typo');
    return hits;
  }

  /** The same letter case first, then shorter names, then in order of the list. */
  #ranked(names: number[], wanted: string): number[] {
    const isSameCase = (name: number): number => ((this.#names[name] ?? '').includes(wanted) ? 0 : 1);
    const length = (name: number): number => (this.#names[name] ?? '').length;
    return names.sort((a, b) => length(a) - length(b) || isSameCase(a) - isSameCase(b) || a - b);
  }

  /** Names in whose text the wanted part occurs, each once. */
  #find(text: string, starts: Int32Array, wanted: string): number[] {
    const found: number[] = [];
    for (let at = text.indexOf(wanted); at >= 0; ) {
      // A match that begins with the break before a name belongs to the name after it.
      const name = nameAt(starts, wanted.startsWith(BREAK) ? at + 1 : at);
      found.push(name);
      const next = starts[name + 1];
      if (next === undefined) break;
      at = text.indexOf(wanted, next - 1);
    }
    return found;
  }

  #findHumps(wanted: string): number[] {
    const hasCapital = /\p{Lu}/u.test(wanted.slice(1));
    // Without a capital inside, every letter is taken for a word's first: `gubi` finds what `gUBI` finds.
    const pieces = (hasCapital ? humpsOf(wanted) : [...wanted]).map((piece) => piece.toLowerCase());
    if (pieces.length < 2) return [];
    const initials = pieces.map((piece) => piece.charAt(0)).join('');
    const begins = new Map<number, number>();
    for (const name of this.#find(this.#initials, this.#initialStarts, initials)) {
      const start = matchHumps(pieces, this.#names[name] ?? '');
      if (start >= 0) begins.set(name, start);
    }
    return [...begins.keys()];
  }

  #findTypos(wanted: string): number[] {
    if (wanted.length < LEAST_TYPO_LENGTH) return [];
    const mask = letterMask(wanted);
    const found: number[] = [];
    for (let name = 0; name < this.#lower.length; name++) {
      const length = (this.#starts[name + 1] ?? 0) - (this.#starts[name] ?? 0) - 1;
      if (length > wanted.length + 1 || length < wanted.length - 1 || bitCount((this.#masks[name] ?? 0) ^ mask) > 2) continue;
      if (isOneTypoApart(this.#lower[name] ?? '', wanted)) found.push(name);
    }
    return found;
  }
}

/** `\nfirst\nsecond\n` and where each begins; one more start than there are texts. */
function joinWithBreaks(texts: readonly string[]): [string, Int32Array] {
  const starts = new Int32Array(texts.length + 1);
  let at = BREAK.length;
  texts.forEach((text, i) => {
    starts[i] = at;
    at += text.length + BREAK.length;
  });
  starts[texts.length] = at;
  return [texts.length === 0 ? '' : `${BREAK}${texts.join(BREAK)}${BREAK}`, starts];
}

/** The last name that begins at or before a place. */
function nameAt(starts: Int32Array, place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

function groupEntries(nameOf: Int32Array, nameCount: number, entries: ArrayLike<number>): [Int32Array, Int32Array] {
  const offsets = new Int32Array(nameCount + 1);
  for (const name of nameOf) offsets[name + 1] = (offsets[name + 1] ?? 0) + 1;
  for (let name = 0; name < nameCount; name++) offsets[name + 1] = (offsets[name] ?? 0) + (offsets[name + 1] ?? 0);
  const next = offsets.slice();
  const grouped = new Int32Array(nameOf.length);
  nameOf.forEach((name, i) => {
    const place = next[name] ?? 0;
    next[name] = place + 1;
    grouped[place] = entries[i] ?? -1;
  });
  return [offsets, grouped];
}
