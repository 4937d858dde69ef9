import { EDGE_KINDS, FILE_ROLES, NODE_KINDS, RESOLUTIONS, SYMBOL_KINDS } from '../model.js';
import type { EdgeKind, FileRole, GraphEdge, GraphNode, NodeKind, SourceRange, SymbolKind } from '../model.js';
import { VISIBILITIES } from './columns.js';
import type { DictionaryColumn, GraphColumns, RangeColumns } from './columns.js';
import { findSorted, placeInSorted, stringAt } from './packed-strings.js';

type Mutable<Made> = { -readonly [Field in keyof Made]: Made[Field] };

/**
 * A finished graph over flat arrays. Nodes and edges are numbers; these accessors turn one of them into an object,
 * and loops over many read `columns` instead.
 */
export class Graph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  #idTable: Int32Array | undefined;

  constructor(readonly columns: GraphColumns) {
    this.nodeCount = columns.nodes.kinds.length;
    this.edgeCount = columns.edges.kinds.length;
  }

  /** The number of the node with this key, or -1. */
  nodeNumber(key: string): number {
    return findSorted(this.columns.nodes.keys, key);
  }

  /** The number of the node with this API id (32 hexadecimal digits), or -1. */
  nodeNumberOfId(id: string): number {
    if (!/^[0-9a-f]{32}$/.test(id)) return -1;
    const table = (this.#idTable ??= this.#buildIdTable());
    const mask = table.length - 1;
    for (let slot = Number.parseInt(id.slice(0, 8), 16) & mask; ; slot = (slot + 1) & mask) {
      const node = (table[slot] ?? 0) - 1;
      if (node < 0 || this.id(node) === id) return node;
    }
  }

  /** How many nodes have keys before this one. */
  placeOfKey(key: string): number {
    return placeInSorted(this.columns.nodes.keys, key);
  }

  key(node: number): string {
    return stringAt(this.columns.nodes.keys, node);
  }

  /** The node's API id: 128 bits of the SHA-256 of its key, as 32 hexadecimal digits. */
  id(node: number): string {
    let text = '';
    for (let i = node * 16; i < node * 16 + 16; i++) text += (this.columns.nodes.ids[i] ?? 0).toString(16).padStart(2, '0');
    return text;
  }

  nodeKind(node: number): NodeKind {
    return NODE_KINDS[this.columns.nodes.kinds[node] ?? -1] ?? 'symbol';
  }

  name(node: number): string {
    return this.#text(this.columns.nodes.names, node) ?? '';
  }

  path(node: number): string | undefined {
    return this.#text(this.columns.nodes.paths, node);
  }

  /** A path by its place among the paths of nodes. */
  pathAt(index: number): string | undefined {
    return index < 0 ? undefined : stringAt(this.columns.nodes.paths.values, index);
  }

  /** Undefined where a node is no symbol. */
  symbolKind(node: number): SymbolKind | undefined {
    return SYMBOL_KINDS[this.columns.nodes.symbolKinds[node] ?? -1];
  }

  edgeKind(edge: number): EdgeKind {
    return EDGE_KINDS[this.columns.edges.kinds[edge] ?? -1] ?? 'references';
  }

  node(node: number): GraphNode {
    const { nodes } = this.columns;
    const parent = nodes.parents[node] ?? -1;
    const made: Mutable<GraphNode> = { key: this.key(node), kind: this.nodeKind(node), name: this.name(node) };
    const state = <Field extends keyof GraphNode>(field: Field, value: GraphNode[Field] | undefined): void => {
      if (value !== undefined) made[field] = value;
    };
    state('symbolKind', this.symbolKind(node));
    state('parentKey', parent < 0 ? undefined : this.key(parent));
    state('path', this.path(node));
    state('range', rangeAt(nodes.ranges, node));
    state('role', this.role(node));
    state('language', this.#text(nodes.languages, node));
    state('visibility', VISIBILITIES[nodes.visibilities[node] ?? -1]);
    state('signature', this.#text(nodes.signatures, node));
    state('manager', this.#text(nodes.managers, node));
    state('version', this.#text(nodes.versions, node));
    state('lines', present(nodes.lines[node]));
    state('bytes', present(nodes.bytes[node]));
    state('body', present(nodes.bodies[node]));
    return made;
  }

  role(node: number): FileRole | undefined {
    return FILE_ROLES[this.columns.nodes.roles[node] ?? -1];
  }

  edge(edge: number): GraphEdge {
    const { edges } = this.columns;
    const range = rangeAt(edges.ranges, edge);
    return {
      source: edges.sources[edge] ?? -1,
      target: edges.targets[edge] ?? -1,
      kind: this.edgeKind(edge),
      resolution: RESOLUTIONS[edges.resolutions[edge] ?? -1] ?? 'inferred',
      confidence: edges.confidences[edge] ?? 0,
      rule: this.#text(edges.rules, edge) ?? '',
      file: edges.files[edge] ?? -1,
      ...(range === undefined ? {} : { range }),
      ...((edges.marks[edge] ?? 0) === 0 ? {} : { marks: edges.marks[edge] ?? 0 }),
    };
  }

  /** Rows of the edges that leave a node. */
  outEdges(node: number): number[] {
    const { outOffsets } = this.columns.nodes;
    const rows: number[] = [];
    for (let row = outOffsets[node] ?? 0; row < (outOffsets[node + 1] ?? 0); row++) rows.push(row);
    return rows;
  }

  /** Rows of the edges that reach a node. */
  inEdges(node: number): number[] {
    const { inOffsets } = this.columns.nodes;
    return Array.from(this.columns.edges.byTarget.subarray(inOffsets[node], inOffsets[node + 1]));
  }

  #text(column: DictionaryColumn, row: number): string | undefined {
    const index = column.indices[row] ?? -1;
    return index < 0 ? undefined : stringAt(column.values, index);
  }

  /** Open addressing over the first 32 bits of the id; entries are node numbers plus one, at most half full. */
  #buildIdTable(): Int32Array {
    const { ids } = this.columns.nodes;
    let size = 16;
    while (size < this.nodeCount * 2) size *= 2;
    const table = new Int32Array(size);
    for (let node = 0; node < this.nodeCount; node++) {
      const at = node * 16;
      const first = ((ids[at] ?? 0) << 24) | ((ids[at + 1] ?? 0) << 16) | ((ids[at + 2] ?? 0) << 8) | (ids[at + 3] ?? 0);
      let slot = first & (size - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
      table[slot] = node + 1;
    }
    return table;
  }
}

/** The range in one row, if it has one. */
export function rangeAt(columns: RangeColumns, row: number): SourceRange | undefined {
  const startRow = columns.startRows[row] ?? -1;
  if (startRow < 0) return undefined;
  return {
    startRow,
    startColumn: columns.startColumns[row] ?? 0,
    endRow: columns.endRows[row] ?? 0,
    endColumn: columns.endColumns[row] ?? 0,
  };
}

function present(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}
