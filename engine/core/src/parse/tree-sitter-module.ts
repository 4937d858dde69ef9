import { Parser } from 'web-tree-sitter';
import type { Language, Query, Tree } from 'web-tree-sitter';

/**
 * The functions of tree-sitter's WebAssembly module that its JavaScript binding calls for a query and for a node's end.
 * They are called here as well, since the binding makes three objects of every capture: most of a scan's garbage.
 * Source: web-tree-sitter 0.27.1, `lib/binding_web/lib/tree-sitter.c`; the package is pinned, and `open` checks the names.
 */
export interface TreeSitterModule {
  /** Replaced when the memory grows: never keep it over a call that allocates. */
  readonly HEAP32: Int32Array;
  currentQueryProgressCallback: (() => boolean) | null;
  /** Address of the words through which nodes and results pass. */
  _ts_init(): number;
  _ts_query_matches_wasm(query: number, tree: number, ...bounds: number[]): void;
  _ts_node_end_index_wasm(tree: number): number;
  _ts_node_end_point_wasm(tree: number): void;
  _ts_node_symbol_wasm(tree: number): number;
  _ts_node_named_children_wasm(tree: number): void;
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** Compiles a query; the binding's Query calls it. Replaced for a moment where a query comes from an image. */
  _ts_query_new: (...words: number[]) => number;
}

const FUNCTIONS = ['_ts_init', '_ts_query_matches_wasm', '_ts_node_end_index_wasm', '_ts_node_end_point_wasm', '_ts_node_symbol_wasm', '_ts_node_named_children_wasm', '_malloc', '_free', '_ts_query_new'] as const;

/** Tree-sitter's memory, 64 KiB pages: 32 MiB at first, 256 MiB at most. */
const FIRST_PAGES = 512;
const MOST_PAGES = 4_096;

let opened: Promise<TreeSitterModule> | undefined;

/** The binding keeps one module a thread; so do we. @throws Error where the package offers other functions */
export function openTreeSitter(): Promise<TreeSitterModule> {
  opened ??= open();
  return opened;
}

async function open(): Promise<TreeSitterModule> {
  // The binding fills the object that it is given with the module's functions.
  const module: Record<string, unknown> = { wasmMemory: new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES }) };
  await Parser.init(module);
  for (const name of FUNCTIONS) {
    if (typeof module[name] !== 'function') throw new Error(`web-tree-sitter has no ${name}: the extractor was written for another version`);
  }
  return module as unknown as TreeSitterModule; // its functions were checked above
}

/** Address of a tree, query or language in the module's memory; the binding keeps it at index 0. @throws Error where it does not */
export function addressOf(object: Tree | Query | Language): number {
  const address: unknown = Reflect.get(object, 0);
  if (typeof address !== 'number' || address === 0) throw new Error('web-tree-sitter keeps addresses elsewhere: the extractor was written for another version');
  return address;
}
