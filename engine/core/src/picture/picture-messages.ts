import type { GraphColumns, NamedContent, SymbolsPlan } from '@pinata/graph';

/** What the thread that lays a graph out is asked. */
export interface PictureRequest {
  /** Of the picture; its answers say it again. */
  readonly picture: number;
  /** Those that a picture is drawn from. */
  readonly columns: GraphColumns;
  /** One shared number: the first chunk of symbols that nobody has taken. Who draws one adds 1 to it. */
  readonly nextChunk: Int32Array<SharedArrayBuffer>;
}

/** What it answers: once what others draw chunks of symbols from, then files, and an end. */
export type PictureAnswer = { readonly picture: number } & (
  | { readonly kind: 'plan'; readonly plan: SymbolsPlan }
  | { readonly kind: 'file'; readonly file: NamedContent }
  | { readonly kind: 'end' }
);

/** The numbers of chunks that are left, each to one of those who ask. */
export function* chunksLeft(nextChunk: Int32Array<SharedArrayBuffer>, { symbols }: SymbolsPlan): Generator<number> {
  for (let number = Atomics.add(nextChunk, 0, 1); number < symbols.ranges.length; number = Atomics.add(nextChunk, 0, 1)) yield number;
}
