/**
 * The picture of a graph: where the scanner put everything. Browsers draw it and never lay anything out.
 *
 * Every thing that can be drawn has a **place**, a number that is the same in all files of one picture: first packages,
 * directories and what lies outside the tree (external packages and services, tables …), then files, then symbols.
 * `overview.json` holds the first group; chunks hold runs of files (`files-<n>.json`) or symbols (`symbols-<n>.json`)
 * and are fetched when somebody looks inside. All numbers are whole; the y axis points up, as in WebGL.
 * A circle lies inside the circle of its parent.
 */
export const PICTURE_VERSION = 1;

/** Columns of the places `first` to `first + label.length - 1`. */
export interface PictureNodes {
  readonly first: number;
  readonly label: readonly string[];
  readonly key: readonly string[];
  /** Row of `nodes.arrow`. */
  readonly node: readonly number[];
  /** Place in `NODE_KINDS`. */
  readonly kind: readonly number[];
  /** Place in `SYMBOL_KINDS`; only in symbol chunks. */
  readonly symbolKind?: readonly number[];
  /** Place in `FILE_ROLES`, or -1; only in file chunks. */
  readonly role?: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly radius: readonly number[];
  /** Place of the container, or -1. */
  readonly parent: readonly number[];
  /** Symbols inside; of a symbol, its members. */
  readonly symbols: readonly number[];
  /** Files inside; only in the overview. */
  readonly files?: readonly number[];
  /** Number of the chunk that holds the files that lie directly in this container (overview), or the symbols of this file (file chunks); -1 for none. */
  readonly chunk?: readonly number[];
}

/** Merged edges between places. */
export interface PictureEdges {
  readonly source: readonly number[];
  readonly target: readonly number[];
  readonly count: readonly number[];
  /** How many of `count` are inferred. */
  readonly inferred: readonly number[];
  /** Of each merged edge: kind (place in `EDGE_KINDS`), how many, kind, how many … */
  readonly kinds: readonly (readonly number[])[];
}

export interface PictureOverview {
  readonly version: number;
  readonly level: 'overview';
  readonly bounds: { readonly left: number; readonly bottom: number; readonly right: number; readonly top: number };
  /** Of the whole graph, drawn or not. */
  readonly totals: { readonly packages: number; readonly directories: number; readonly files: number; readonly symbols: number; readonly outside: number };
  readonly nodes: PictureNodes;
  /** Between packages and what lies outside. */
  readonly packageEdges: PictureEdges;
  /** Between the nearest containers of `nodes`: an edge of a file counts for the container it lies in directly. */
  readonly edges: PictureEdges;
  /** Merged edges that were left out because there are too many; the smallest go first. */
  readonly droppedEdges: number;
  readonly chunks: { readonly files: number; readonly symbols: number };
}

export interface PictureChunk {
  readonly version: number;
  readonly level: 'files' | 'symbols';
  readonly nodes: PictureNodes;
  /** All merged edges that touch a place of this chunk. In symbol chunks an end may also be a file: code outside every symbol. */
  readonly edges: PictureEdges;
  /** The parents of ends that lie elsewhere, up to the overview. */
  readonly outside: { readonly place: readonly number[]; readonly parent: readonly number[] };
}

export function filesChunkName(chunk: number): string {
  return `files-${chunk}.json`;
}

export function symbolsChunkName(chunk: number): string {
  return `symbols-${chunk}.json`;
}

/** Orders a picture's files: the overview, chunks of files, chunks of symbols, each by its number. */
export function byPictureName(a: string, b: string): number {
  return rankOf(a) - rankOf(b);
}

const MOST_CHUNKS = 2 ** 32;

function rankOf(name: string): number {
  const [, level, number] = /^(files|symbols)-(\d+)\.json$/.exec(name) ?? [];
  if (level === undefined) return -1;
  return Number(number) + (level === 'files' ? 0 : MOST_CHUNKS);
}
