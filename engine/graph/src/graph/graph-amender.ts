import { CONTAINER_KINDS, NODE_KINDS, PLACE_KINDS } from '../model.js';
import type { GraphEdge, GraphNode } from '../model.js';
import { RowOrder } from './amend-columns.js';
import { amendEdges } from './amend-edges.js';
import type { AmendedEdges } from './amend-edges.js';
import { amendNodes } from './amend-nodes.js';
import { EdgeRows } from './edge-rows.js';
import type { GraphSink, NewNode } from './graph-sink.js';
import { Graph } from './graph.js';
import { bitsWhere, hasBit } from './overlay.js';
import type { Overlay } from './overlay.js';
import { findParentCycle } from './parent-cycle.js';
import { compareUtf8 } from './utf8-order.js';

/** A graph that cannot be made of an earlier one in steps: it is to be made from nothing. */
export class AmendError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AmendError';
  }
}

export interface AmendedGraph {
  readonly graph: Graph;
  readonly overlay: Overlay;
  /** Paths of the files, undefined for what has none, whose shards of the digest are others than they were. */
  readonly touched: ReadonlySet<string | undefined>;
}

const kindCode = (kind: (typeof NODE_KINDS)[number]): number => NODE_KINDS.indexOf(kind);
const [FILE, SYMBOL, EXTERNAL] = [kindCode('file'), kindCode('symbol'), kindCode('externalPackage')];
/** What becomes of a node of the earlier graph. */
const STAYS = 0;
const GONE = 1;
const COMES_AGAIN = 2;

/**
 * Makes a graph of an earlier one of the same files: what some files declare, their edges and the overlay are told again, all else
 * stays as it is. The result is the graph that a builder would make of everything, or an error where that is not sure.
 */
export class GraphAmender implements GraphSink {
  private readonly baseCount: number;
  private readonly states: Uint8Array;
  private readonly isKept: Uint8Array;
  private readonly told = new Map<number, NewNode>();
  private readonly added: NewNode[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly edges = new EdgeRows();
  private readonly asked = new Set<number>();
  private readonly replaced: ReadonlySet<number>;
  private readonly filesByPath = new Map<string, number>();
  private overlayFrom = Number.POSITIVE_INFINITY;
  private readonly overlayNodes = new Set<number>();

  /** @param paths of the files that are told again */
  constructor(
    private readonly base: Graph,
    private readonly overlay: Overlay,
    paths: ReadonlySet<string>,
  ) {
    this.baseCount = base.nodeCount;
    this.states = new Uint8Array(this.baseCount);
    const { nodes, edges } = base.columns;
    const pathIndices = new Map<number, boolean>();
    const isReplaced = (index: number): boolean => {
      let known = pathIndices.get(index);
      if (known === undefined) pathIndices.set(index, (known = paths.has(base.pathAt(index) ?? '')));
      return known;
    };
    const replaced = new Set<number>();
    for (let node = 0; node < this.baseCount; node++) {
      const kind = nodes.kinds[node] ?? -1;
      const path = nodes.paths.indices[node] ?? -1;
      if (kind === FILE) {
        this.filesByPath.set(base.path(node) ?? '', node);
        if (isReplaced(path)) replaced.add(node);
      } else if (hasBit(overlay.nodes, node) ? !PLACE_KINDS.includes(base.nodeKind(node)) : kind === SYMBOL && path >= 0 && isReplaced(path)) this.states[node] = GONE;
    }
    this.replaced = replaced;
    this.isKept = new Uint8Array(base.edgeCount);
    for (let row = 0; row < base.edgeCount; row++) this.isKept[row] = this.isToldAgain(row, edges.files[row] ?? -1) ? 0 : 1;
  }

  private isToldAgain(row: number, file: number): boolean {
    if (this.replaced.has(file)) return true;
    // A file that the overlay alone names lies in its folder whoever names it.
    return hasBit(this.overlay.edges, row) && !(file < 0 && this.base.edgeKind(row) === 'contains' && PLACE_KINDS.includes(this.base.nodeKind(this.base.columns.edges.targets[row] ?? -1)));
  }

  /** What is told from now on is laid over the rest. */
  beginOverlay(): void {
    this.overlayFrom = this.edges.rows.count;
  }

  private get isOverlay(): boolean {
    return this.overlayFrom !== Number.POSITIVE_INFINITY;
  }

  /** The node of a file that the earlier graph has. */
  fileNumber(path: string): number {
    return this.filesByPath.get(path) ?? -1;
  }

  /** Whether the earlier graph has a node with this key, whatever becomes of it. */
  wasThere(key: string): boolean {
    return this.base.nodeNumber(key) >= 0;
  }

  nodeNumber(key: string): number {
    const known = this.lookUp(key);
    if (known >= this.baseCount) return known;
    if (known < 0 || this.states[known] === GONE) return -1;
    this.asked.add(known);
    return known;
  }

  private lookUp(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.base.nodeNumber(key);
    if (number >= 0) this.numbers.set(key, number);
    return number;
  }

  addNode(node: NewNode): number {
    const known = this.lookUp(node.key);
    if (known < 0) return this.addNew(node);
    if (this.isOverlay) this.overlayNodes.add(known);
    const told = this.told.get(known);
    if (told !== undefined) this.told.set(known, filled(told, node));
    else if (this.states[known] === GONE) {
      this.states[known] = COMES_AGAIN;
      this.told.set(known, node);
    } else this.checkSame(this.base.node(known), node);
    return known;
  }

  /** What stays may be told again as it is. */
  private checkSame(before: NewNode, node: NewNode): void {
    if (differs(before, filled(before, node)) || node.path !== before.path || node.version !== before.version) throw new AmendError(`${node.key} is declared elsewhere too`);
  }

  private addNew(node: NewNode): number {
    if (PLACE_KINDS.includes(node.kind)) throw new AmendError(`${node.key} is a new place`);
    const number = this.baseCount + this.added.push(node) - 1;
    this.numbers.set(node.key, number);
    this.told.set(number, node);
    if (this.isOverlay) this.overlayNodes.add(number);
    return number;
  }

  /** Says anew what a file that is told again is. */
  tellFile(number: number, { lines, bytes, role, language }: Pick<GraphNode, 'lines' | 'bytes' | 'role' | 'language'>): void {
    const before = this.base.node(number);
    this.told.set(number, { ...before, lines, bytes, role, language });
  }

  addEdge(edge: GraphEdge): void {
    this.edges.add(edge, this.baseCount + this.added.length);
  }

  /** @throws AmendError */
  finish(): AmendedGraph {
    const touched = new Set<string | undefined>();
    this.settleNames();
    this.checkEdges();
    const { order, newOf } = this.numberNodes();
    this.checkKept(newOf);
    const tellings = this.tellings();
    for (let node = 0; node < this.baseCount; node++) if (this.states[node] === GONE) touched.add(shardPath(this.base.node(node)));
    for (const { number, node } of tellings) {
      touched.add(shardPath(node));
      if (number < this.baseCount) touched.add(shardPath(this.base.node(number)));
    }
    const parentOf = (key: string): number => {
      const parent = newOf[this.nodeNumber(key)] ?? -1;
      if (parent < 0) throw new AmendError(`${key} contains something and is not there`);
      return parent;
    };
    const nodes = amendNodes({ base: this.base.columns.nodes, order: new RowOrder(order), newOf, told: tellings.map(({ number, node }) => ({ row: newOf[number] ?? -1, node })), added: this.added.map(({ key }) => key), parentOf });
    if (findParentCycle(nodes.parents) >= 0) throw new AmendError('a node contains itself');
    const edges = amendEdges({ base: this.base.columns.edges, isKept: this.isKept, added: this.edges, newOf, nodeCount: order.length, wasOverlay: this.overlay.edges, overlayFrom: this.overlayFrom });
    const graph = new Graph({ nodes: { ...nodes, outOffsets: edges.outOffsets, inOffsets: edges.inOffsets }, edges: edges.columns });
    this.touchFiles(edges, graph, touched);
    const isOverlay = (row: number): boolean => {
      const from = order[row] ?? 0;
      const number = from < 0 ? this.baseCount + ~from : from;
      return this.overlayNodes.has(number) || (from >= 0 && this.states[from] === STAYS && hasBit(this.overlay.nodes, from));
    };
    return { graph, overlay: { nodes: bitsWhere(order.length, isOverlay), edges: edges.overlay }, touched };
  }

  /** What is told as it was is not told. */
  private tellings(): readonly { readonly number: number; readonly node: NewNode }[] {
    return Array.from(this.told, ([number, node]) => ({ number, node })).filter(({ number, node }) => {
      if (number >= this.baseCount) return true;
      const before = this.base.node(number);
      if (!differs(before, node)) return false;
      const isMoved = !differs({ ...before, range: undefined }, { ...node, range: undefined });
      if (!isMoved && this.states[number] === COMES_AGAIN && this.isDeclaredByKept(number)) throw new AmendError(`${node.key} is declared elsewhere too`);
      return true;
    });
  }

  /** Whether a file that is not told again declares it too. */
  private isDeclaredByKept(node: number): boolean {
    return this.base.inEdges(node).some((row) => this.isKept[row] === 1 && this.base.edgeKind(row) === 'contains');
  }

  /** Names of external packages and of files without facts are there because of the edges that lead to them. */
  private settleNames(): void {
    const { nodes, edges } = this.base.columns;
    const isReached = new Uint8Array(this.baseCount);
    for (let row = 0; row < this.base.edgeCount; row++) {
      const target = edges.targets[row] ?? -1;
      if (this.isKept[row] === 1 && (nodes.kinds[target] === EXTERNAL || (nodes.kinds[target] === FILE && this.base.edgeKind(row) !== 'contains'))) isReached[target] = 1;
    }
    for (const target of this.edges.targets()) if (target < this.baseCount) isReached[target] = 1;
    for (let node = 0; node < this.baseCount; node++) {
      if (isReached[node] === 1 || this.states[node] !== STAYS) continue;
      if (nodes.kinds[node] === EXTERNAL) this.states[node] = GONE;
      else if (nodes.kinds[node] === FILE && (nodes.languages.indices[node] ?? -1) < 0 && !this.asked.has(node)) throw new AmendError(`nothing names ${this.base.key(node)} any more`);
    }
  }

  /**
   * No edge that stays may lead to or from what is gone. What stays and was declared by a file that is told again too may have what
   * that file alone said of it.
   */
  private checkEdges(): void {
    const { sources, targets } = this.base.columns.edges;
    const declared = new Set(this.edges.targets());
    for (let row = 0; row < this.base.edgeCount; row++) {
      if (this.isKept[row] === 0 && this.states[targets[row] ?? 0] === STAYS && !declared.has(targets[row] ?? 0) && this.isSecondDeclaration(row)) throw new AmendError('a declaration of what stays is gone');
      if (this.isKept[row] === 1 && (this.states[sources[row] ?? 0] === GONE || this.states[targets[row] ?? 0] === GONE)) throw new AmendError('an edge that stays ends at what is gone');
    }
  }

  /** Whether an edge says that a file declares what is another file's first. */
  private isSecondDeclaration(row: number): boolean {
    const { files, targets } = this.base.columns.edges;
    const target = targets[row] ?? -1;
    return this.base.edgeKind(row) === 'contains' && this.base.nodeKind(target) === 'symbol' && this.base.path(target) !== this.base.path(files[row] ?? -1);
  }

  /** The order of all nodes, and the number that each has now. */
  private numberNodes(): { readonly order: Int32Array; readonly newOf: Int32Array } {
    const fresh = this.added.map(({ key }, place) => ({ key, place, before: this.base.placeOfKey(key) })).sort((one, other) => one.before - other.before || compareUtf8(one.key, other.key));
    const gone = this.states.reduce((sum, state) => sum + (state === GONE ? 1 : 0), 0);
    const order = new Int32Array(this.baseCount - gone + fresh.length);
    const newOf = new Int32Array(this.baseCount + fresh.length).fill(-1);
    let end = 0;
    let next = 0;
    for (let node = 0; node <= this.baseCount; node++) {
      for (let one = fresh[next]; one !== undefined && one.before === node; one = fresh[++next]) {
        newOf[this.baseCount + one.place] = end;
        order[end++] = ~one.place;
      }
      if (node === this.baseCount || this.states[node] === GONE) continue;
      newOf[node] = end;
      order[end++] = node;
    }
    return { order, newOf };
  }

  /** What stays must lie in what stays. */
  private checkKept(newOf: Int32Array): void {
    const { parents } = this.base.columns.nodes;
    for (let node = 0; node < this.baseCount; node++) {
      const parent = parents[node] ?? -1;
      if (this.states[node] === STAYS && parent >= 0 && (newOf[parent] ?? -1) < 0) throw new AmendError(`${this.base.key(node)} lies in what is gone`);
    }
  }

  private touchFiles({ oldFiles, newFiles }: AmendedEdges, graph: Graph, touched: Set<string | undefined>): void {
    for (const file of oldFiles) touched.add(file < 0 ? undefined : this.base.path(file));
    for (const file of newFiles) touched.add(file < 0 ? undefined : graph.path(file));
  }
}

/** Shard of a node, by its path. */
function shardPath(node: NewNode): string | undefined {
  return CONTAINER_KINDS.includes(node.kind) ? undefined : node.path;
}

/** A node with what another says beyond it. */
function filled(node: NewNode, more: NewNode): NewNode {
  const stated = Object.entries(node).filter(([, value]) => value !== undefined);
  return { ...more, ...Object.fromEntries(stated) };
}

function differs(one: NewNode, other: NewNode): boolean {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof NewNode>; // of two nodes
  for (const field of fields) {
    if (field === 'range' ? !isSameRange(one.range, other.range) : (one[field] ?? undefined) !== (other[field] ?? undefined)) return true;
  }
  return false;
}

function isSameRange(one: GraphNode['range'], other: GraphNode['range']): boolean {
  return one?.startRow === other?.startRow && one?.startColumn === other?.startColumn && one?.endRow === other?.endRow && one?.endColumn === other?.endColumn;
}
