import type { GraphEdge } from '../model.js';
import { NODE_CODES, ROLE_CODES, SYMBOL_CODES, VISIBILITY_CODES, codeOf, writeRange } from './codes.js';
import type { DictionaryColumn, EdgeColumns, NodeColumns, RangeColumns } from './columns.js';
import { EDGE, orderByTarget, orderEdges } from './edge-order.js';
import { EdgeRows, ranksOf } from './edge-rows.js';
import { GraphError } from './graph-error.js';
import type { GraphSink, NewNode } from './graph-sink.js';
import { Graph } from './graph.js';
import { GrowableRows } from './growable-rows.js';
import { ID_BYTES, writeNodeIds } from './node-id.js';
import { bitsWhere } from './overlay.js';
import type { Overlay } from './overlay.js';
import { packStrings } from './packed-strings.js';
import { findParentCycle } from './parent-cycle.js';
import { StringInterner } from './string-interner.js';
import { sortUtf8 } from './utf8-order.js';

/** Where each value of a node lies in its row; -1 says that it is absent. */
const NODE = {
  kind: 0, symbolKind: 1, name: 2, parent: 3, path: 4, startRow: 5, startColumn: 6, endRow: 7, endColumn: 8,
  role: 9, language: 10, visibility: 11, signature: 12, manager: 13, version: 14, lines: 15, bytes: 16, body: 17,
} as const;
const NODE_WIDTH = 18;

/**
 * Collects nodes and edges in any order and makes one canonical graph of them: the same nodes and edges give the
 * same graph, whatever order they came in. Numbers given out while building are the builder's own; a finished
 * graph has others.
 */
export class GraphBuilder implements GraphSink {
  readonly #numbers = new Map<string, number>();
  readonly #nodes = new GrowableRows(NODE_WIDTH);
  readonly #edges = new EdgeRows();
  readonly #names = new StringInterner();
  readonly #parents = new StringInterner();
  readonly #paths = new StringInterner();
  readonly #languages = new StringInterner();
  readonly #signatures = new StringInterner();
  readonly #managers = new StringInterner();
  readonly #versions = new StringInterner();
  #overlayNode = Number.POSITIVE_INFINITY;
  #overlayEdge = Number.POSITIVE_INFINITY;
  #overlay: Overlay | undefined;
  #isFinished = false;

  get nodeCount(): number {
    return this.#nodes.count;
  }

  get edgeCount(): number {
    return this.#edges.rows.count;
  }

  /** Makes room for so many nodes and edges; more may be added. */
  reserve(nodes: number, edges: number): void {
    this.#nodes.reserve(nodes);
    this.#edges.rows.reserve(edges);
  }

  nodeNumber(key: string): number {
    return this.#numbers.get(key) ?? -1;
  }

  addNode(node: NewNode): number {
    this.#assertOpen();
    const known = this.#numbers.get(node.key);
    if (known !== undefined) {
      this.#fillAbsent(known, node);
      return known;
    }
    const number = this.#nodes.count;
    this.#numbers.set(node.key, number);
    const start = this.#nodes.push();
    this.#write(this.#nodes.values, start, node);
    return number;
  }

  /** All values of a node, what is absent included. */
  #write(values: Int32Array, start: number, node: NewNode): void {
    values[start + NODE.kind] = codeOf(NODE_CODES, node.kind);
    values[start + NODE.symbolKind] = codeOf(SYMBOL_CODES, node.symbolKind);
    values[start + NODE.name] = this.#names.intern(node.name);
    values[start + NODE.parent] = this.#parents.intern(node.parentKey);
    values[start + NODE.path] = this.#paths.intern(node.path);
    writeRange(values, start + NODE.startRow, node.range);
    values[start + NODE.role] = codeOf(ROLE_CODES, node.role);
    values[start + NODE.language] = this.#languages.intern(node.language);
    values[start + NODE.visibility] = codeOf(VISIBILITY_CODES, node.visibility);
    values[start + NODE.signature] = this.#signatures.intern(node.signature);
    values[start + NODE.manager] = this.#managers.intern(node.manager);
    values[start + NODE.version] = this.#versions.intern(node.version);
    values[start + NODE.lines] = node.lines ?? -1;
    values[start + NODE.bytes] = node.bytes ?? -1;
    values[start + NODE.body] = node.body ?? -1;
  }

  #fillAbsent(number: number, node: NewNode): void {
    const { values } = this.#nodes;
    const start = number * NODE_WIDTH;
    const fresh = new Int32Array(NODE_WIDTH);
    this.#write(fresh, 0, node);
    const hasRange = (values[start + NODE.startRow] ?? -1) >= 0;
    for (let column = 0; column < NODE_WIDTH; column++) {
      const isRange = column >= NODE.startRow && column <= NODE.endColumn;
      if (isRange ? !hasRange : (values[start + column] ?? -1) < 0) values[start + column] = fresh[column] ?? -1;
    }
  }

  addEdge(edge: GraphEdge): void {
    this.#assertOpen();
    this.#edges.add(edge, this.#nodes.count);
  }

  /** What is added from now on is laid over what is there. */
  beginOverlay(): void {
    this.#overlayNode = this.nodeCount;
    this.#overlayEdge = this.edgeCount;
  }

  /** What was laid over the rest, in the order of the finished graph. */
  get overlay(): Overlay {
    if (this.#overlay === undefined) throw new GraphError('finished', 'this graph is not finished');
    return this.#overlay;
  }

  /**
   * Makes the graph. The builder cannot be used afterwards.
   * @param see gets the graph before the ids of its nodes are there, which take their time and which a picture has no use for
   * @throws {GraphError} `unknownParent` or `containmentCycle`
   */
  finish(see?: (graph: Graph) => void): Graph {
    this.#assertOpen();
    this.#isFinished = true;
    const keys = sortUtf8([...this.#numbers.keys()]);
    const oldOf = new Int32Array(keys.length);
    const newOf = new Int32Array(keys.length);
    for (let fresh = 0; fresh < keys.length; fresh++) {
      const old = this.#numbers.get(keys[fresh] ?? '') ?? 0;
      oldOf[fresh] = old;
      newOf[old] = fresh;
    }
    const { order, ...edges } = this.#finishEdges(newOf);
    this.#overlay = { nodes: bitsWhere(keys.length, (node) => (oldOf[node] ?? 0) >= this.#overlayNode), edges: bitsWhere(order.length, (row) => (order[row] ?? 0) >= this.#overlayEdge) };
    const columns = this.#nodes.columns(oldOf);
    const integers = (column: number): Int32Array => columns[column] ?? new Int32Array();
    const parents = this.#finishParents(keys, newOf, integers(NODE.parent));
    const codes = (column: number): Int8Array => Int8Array.from(integers(column));
    const texts = (column: number, interner: StringInterner): DictionaryColumn => dictionary(integers(column), interner);
    const ids = new Uint8Array(keys.length * ID_BYTES);
    const nodes: NodeColumns = {
      keys: packStrings(keys),
      ids,
      kinds: codes(NODE.kind),
      symbolKinds: codes(NODE.symbolKind),
      names: texts(NODE.name, this.#names),
      parents,
      paths: texts(NODE.path, this.#paths),
      ranges: {
        startRows: integers(NODE.startRow),
        startColumns: integers(NODE.startColumn),
        endRows: integers(NODE.endRow),
        endColumns: integers(NODE.endColumn),
      },
      roles: codes(NODE.role),
      languages: texts(NODE.language, this.#languages),
      visibilities: codes(NODE.visibility),
      signatures: texts(NODE.signature, this.#signatures),
      managers: texts(NODE.manager, this.#managers),
      versions: texts(NODE.version, this.#versions),
      lines: integers(NODE.lines),
      bytes: integers(NODE.bytes),
      bodies: integers(NODE.body),
      outOffsets: edges.outOffsets,
      inOffsets: edges.inOffsets,
    };
    const graph = new Graph({ nodes, edges: edges.columns });
    see?.(graph);
    writeNodeIds(keys, ids);
    return graph;
  }

  /** Turns interned keys of parents into the graph's numbers, in place. */
  #finishParents(keys: readonly string[], newOf: Int32Array, parents: Int32Array): Int32Array {
    const numberOfParent = Int32Array.from(this.#parents.strings, (key) => newOf[this.#numbers.get(key) ?? -1] ?? -1);
    parents.forEach((interned, node) => {
      if (interned < 0) return;
      const parent = numberOfParent[interned] ?? -1;
      if (parent < 0) throw new GraphError('unknownParent', `${keys[node] ?? ''} is contained by ${this.#parents.strings[interned] ?? ''}, which was never added`);
      parents[node] = parent;
    });
    const looped = findParentCycle(parents);
    if (looped >= 0) throw new GraphError('containmentCycle', `${keys[looped] ?? ''} contains itself`);
    return parents;
  }

  #finishEdges(newOf: Int32Array): { columns: EdgeColumns; order: Int32Array; outOffsets: Int32Array; inOffsets: Int32Array } {
    const rules = sortUtf8([...this.#edges.rules]);
    this.#edges.settle(newOf, ranksOf(rules));
    const { rows } = this.#edges;
    const { order, outOffsets } = orderEdges(rows, newOf.length);
    const columnsInOrder = rows.columns(order);
    const column = (index: number): Int32Array => columnsInOrder[index] ?? new Int32Array();
    const targets = column(EDGE.target);
    const { byTarget, inOffsets } = orderByTarget(targets, newOf.length);
    const ranges: RangeColumns = {
      startRows: column(EDGE.startRow),
      startColumns: column(EDGE.startColumn),
      endRows: column(EDGE.endRow),
      endColumns: column(EDGE.endColumn),
    };
    const columns: EdgeColumns = {
      sources: column(EDGE.source),
      targets,
      kinds: Int8Array.from(column(EDGE.kind)),
      resolutions: Int8Array.from(column(EDGE.resolution)),
      confidences: Int8Array.from(column(EDGE.confidence)),
      marks: Int8Array.from(column(EDGE.marks)),
      rules: { indices: column(EDGE.rule), values: packStrings(rules) },
      files: column(EDGE.file),
      ranges,
      byTarget,
    };
    return { columns, order, outOffsets, inOffsets };
  }

  #assertOpen(): void {
    if (this.#isFinished) throw new GraphError('finished', 'this graph is finished; start another builder');
  }
}

/** Renumbers interned strings in order of first use, so that the column does not tell in which order they were met. */
function dictionary(indices: Int32Array, interner: StringInterner): DictionaryColumn {
  const fresh = new Int32Array(interner.strings.length).fill(-1);
  const used: string[] = [];
  indices.forEach((old, row) => {
    if (old < 0) return;
    if ((fresh[old] ?? -1) < 0) fresh[old] = used.push(interner.strings[old] ?? '') - 1;
    indices[row] = fresh[old] ?? -1;
  });
  return { indices, values: packStrings(used) };
}
