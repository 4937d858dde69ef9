import type { Language, Query, Tree } from 'web-tree-sitter';
import { addressOf } from './tree-sitter-module.js';
import type { TreeSitterModule } from './tree-sitter-module.js';

/** A node of a syntax tree, as tree-sitter's module passes it on: the same `id` is the same node. Positions are UTF-16 units. */
export class SyntaxNode {
  constructor(
    readonly id: number,
    readonly start: number,
    readonly row: number,
    readonly column: number,
    /** A word that the module wants back. */
    readonly alias: number,
  ) {}
}

/** Words of a node. */
const NODE_WORDS = 5;
/** Words of one capture in a query's result: its name's number, then a node. */
export const CAPTURE_WORDS = 6;
/** "No bound" for the twelve words that limit a query to a part of the tree. */
const NO_BOUNDS = new Array<number>(12).fill(0);
const ANY_DEPTH = 0xffff_ffff;

/** What a query found: `count` matches, each its pattern's number, its captures' count and the captures, from `words[at]` on. */
export interface RawMatches {
  readonly words: Int32Array;
  readonly at: number;
  readonly count: number;
  readonly didExceedLimit: boolean;
}

/** A parsed text, asked without an object for each answer. To be deleted by its owner. */
export class SyntaxTree {
  private readonly address: number;
  private readonly transfer: number;

  constructor(
    private readonly module: TreeSitterModule,
    private readonly tree: Tree,
    private readonly language: Language,
    readonly source: string,
  ) {
    this.address = addressOf(tree);
    this.transfer = module._ts_init();
  }

  /**
   * Runs a query over the whole tree. `read` gets the matches in the order of their ends; they are gone when it returns,
   * and it must not allocate in the module's memory.
   * @param isEnough asked now and then; true ends the query early
   */
  matches<Result>(query: Query, matchLimit: number, isEnough: () => boolean, read: (found: RawMatches) => Result): Result {
    const { module, transfer } = this;
    const { rootNode: root } = this.tree;
    this.pass(new SyntaxNode(root.id, root.startIndex, root.startPosition.row, root.startPosition.column, Number(Reflect.get(root, 0))));
    module.currentQueryProgressCallback = isEnough;
    try {
      module._ts_query_matches_wasm(addressOf(query), this.address, ...NO_BOUNDS, matchLimit, ANY_DEPTH);
    } finally {
      module.currentQueryProgressCallback = null;
    }
    const words = module.HEAP32;
    const at = words[(transfer >> 2) + 1] ?? 0;
    try {
      return read({ words, at: at >> 2, count: words[transfer >> 2] ?? 0, didExceedLimit: words[(transfer >> 2) + 2] !== 0 });
    } finally {
      module._free(at);
    }
  }

  end(node: SyntaxNode): number {
    this.pass(node);
    return this.module._ts_node_end_index_wasm(this.address);
  }

  endPosition(node: SyntaxNode): { readonly row: number; readonly column: number } {
    this.pass(node);
    this.module._ts_node_end_point_wasm(this.address);
    const at = this.transfer >> 2;
    return { row: this.module.HEAP32[at] ?? 0, column: this.module.HEAP32[at + 1] ?? 0 };
  }

  /** The grammar's name of the node. */
  type(node: SyntaxNode): string {
    this.pass(node);
    return this.language.types[this.module._ts_node_symbol_wasm(this.address)] ?? 'ERROR';
  }

  namedChildren(node: SyntaxNode): SyntaxNode[] {
    const { module, transfer } = this;
    this.pass(node);
    module._ts_node_named_children_wasm(this.address);
    const words = module.HEAP32;
    const count = words[transfer >> 2] ?? 0;
    const place = words[(transfer >> 2) + 1] ?? 0;
    const children: SyntaxNode[] = [];
    for (let child = 0, at = place >> 2; child < count; child++, at += NODE_WORDS) {
      children.push(new SyntaxNode(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0, words[at + 4] ?? 0));
    }
    if (count > 0) module._free(place);
    return children;
  }

  text(node: SyntaxNode): string {
    return this.source.slice(node.start, this.end(node));
  }

  delete(): void {
    this.tree.delete();
  }

  /** Lays a node where the module's functions look for it. */
  private pass(node: SyntaxNode): void {
    const words = this.module.HEAP32;
    const at = this.transfer >> 2;
    words[at] = node.id;
    words[at + 1] = node.start;
    words[at + 2] = node.row;
    words[at + 3] = node.column;
    words[at + 4] = node.alias;
  }
}
