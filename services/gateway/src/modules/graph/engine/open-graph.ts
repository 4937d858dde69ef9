import { BlindSpotIndex, EDGE_KINDS, Hierarchy, NODE_KINDS, SymbolIndex, bytesOf, readPictureFile, readSnapshot, type Graph, type NodeKind, type SnapshotManifest } from '@pinata/graph';
import { z } from 'zod';
import { FileTree } from './file-tree.js';

const COLUMN = NODE_KINDS.indexOf('column');
const CONTAINS = EDGE_KINDS.indexOf('contains');
/** What indexes, counts and strings add to a graph's own arrays, in bytes a node. */
const OVERHEAD_BYTES_A_NODE = 160;

const pictureNodes = z.object({ nodes: z.object({ node: z.array(z.number()), x: z.array(z.number()), y: z.array(z.number()), radius: z.array(z.number()) }) });

/** A snapshot that is open, with what its answers need; each part is made when it is first asked for. */
export class OpenGraph {
  readonly hierarchy: Hierarchy;
  readonly bytes: number;
  /** Absent for a scan of an earlier version. */
  readonly blindSpots: BlindSpotIndex | undefined;
  private knownParents: Int32Array | undefined;
  private knownChildren: { readonly offsets: Int32Array; readonly nodes: Int32Array } | undefined;
  private knownDegrees: { readonly incoming: Int32Array; readonly outgoing: Int32Array } | undefined;
  private knownSymbols: SymbolIndex | undefined;
  private knownNames: SymbolIndex | undefined;
  private knownTree: FileTree | undefined;
  private readonly places: Float32Array;
  private placesLoaded: Promise<void> | undefined;

  constructor(
    readonly graph: Graph,
    private readonly manifest: SnapshotManifest,
    private readonly folder: string,
  ) {
    this.hierarchy = new Hierarchy(graph);
    this.blindSpots = BlindSpotIndex.read(manifest.summary);
    this.places = new Float32Array(3 * graph.nodeCount).fill(Number.NaN);
    this.bytes = bytesOf(graph.columns) + OVERHEAD_BYTES_A_NODE * graph.nodeCount;
  }

  static async open(folder: string): Promise<OpenGraph> {
    const { graph, manifest } = await readSnapshot(folder);
    return new OpenGraph(graph, manifest, folder);
  }

  /** What the scanner said of the scan; nothing in it is trusted. */
  get summary(): unknown {
    return this.manifest.summary;
  }

  /** By id or key; -1 when there is no such node. */
  find(idOrKey: string): number {
    const byId = this.graph.nodeNumberOfId(idOrKey);
    return byId >= 0 ? byId : this.graph.nodeNumber(idOrKey);
  }

  get root(): number {
    return this.graph.columns.nodes.kinds.indexOf(NODE_KINDS.indexOf('repository'));
  }

  /**
   * What each node is shown in. A symbol that a namespace of another file contains is shown in its own file: the tree that
   * people open follows files. A column stays in its table, whichever file adds it.
   */
  get parents(): Int32Array {
    return (this.knownParents ??= this.findParents());
  }

  childrenOf(node: number): Int32Array {
    const { offsets, nodes } = (this.knownChildren ??= this.groupChildren());
    return nodes.subarray(offsets[node], offsets[node + 1]);
  }

  /** Edges at a node, `contains` left out. */
  get degrees(): { readonly incoming: Int32Array; readonly outgoing: Int32Array } {
    return (this.knownDegrees ??= this.countDegrees());
  }

  get symbols(): SymbolIndex {
    return (this.knownSymbols ??= this.indexOf((kind) => kind === 'symbol'));
  }

  /** Everything that has a name and is no symbol. */
  get names(): SymbolIndex {
    return (this.knownNames ??= this.indexOf((kind) => kind !== 'symbol'));
  }

  get tree(): FileTree {
    return (this.knownTree ??= new FileTree(this));
  }

  isKind(node: number, kind: NodeKind): boolean {
    return this.graph.columns.nodes.kinds[node] === NODE_KINDS.indexOf(kind);
  }

  /** Where the scanner put a node, after `loadPlaces`. */
  place(node: number): { x: number; y: number; size: number } | null {
    const [x, y, size] = this.places.subarray(3 * node, 3 * node + 3);
    return x === undefined || y === undefined || size === undefined || Number.isNaN(x) ? null : { x, y, size };
  }

  /** Reads the picture once; a snapshot without one has no places. */
  loadPlaces(): Promise<void> {
    return (this.placesLoaded ??= this.readPlaces());
  }

  private async readPlaces(): Promise<void> {
    for (const { name } of this.manifest.files) {
      if (!name.startsWith('picture/')) continue;
      const bytes = await readPictureFile(this.folder, this.manifest, name.slice('picture/'.length));
      const { nodes } = pictureNodes.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
      nodes.node.forEach((node, index) => this.places.set([nodes.x[index] ?? 0, nodes.y[index] ?? 0, nodes.radius[index] ?? 0], 3 * node));
    }
  }

  private findParents(): Int32Array {
    const { parents, kinds } = this.graph.columns.nodes;
    const { fileOf } = this.hierarchy;
    return parents.map((parent, node) => {
      if (kinds[node] === COLUMN) return parent;
      const file = fileOf[node] ?? -1;
      if (file < 0 || file === node) return parent;
      return parent >= 0 && fileOf[parent] === file ? parent : file;
    });
  }

  private groupChildren(): { offsets: Int32Array; nodes: Int32Array } {
    const { parents } = this;
    const offsets = new Int32Array(this.graph.nodeCount + 1);
    for (const parent of parents) if (parent >= 0) offsets[parent + 1] = (offsets[parent + 1] ?? 0) + 1;
    for (let node = 0; node < this.graph.nodeCount; node++) offsets[node + 1] = (offsets[node + 1] ?? 0) + (offsets[node] ?? 0);
    const next = offsets.slice();
    const nodes = new Int32Array(offsets[this.graph.nodeCount] ?? 0);
    parents.forEach((parent, node) => {
      if (parent < 0) return;
      const at = next[parent] ?? 0;
      nodes[at] = node;
      next[parent] = at + 1;
    });
    return { offsets, nodes };
  }

  private countDegrees(): { incoming: Int32Array; outgoing: Int32Array } {
    const { sources, targets, kinds } = this.graph.columns.edges;
    const incoming = new Int32Array(this.graph.nodeCount);
    const outgoing = new Int32Array(this.graph.nodeCount);
    for (let row = 0; row < kinds.length; row++) {
      if (kinds[row] === CONTAINS) continue;
      const source = sources[row] ?? -1;
      const target = targets[row] ?? -1;
      outgoing[source] = (outgoing[source] ?? 0) + 1;
      incoming[target] = (incoming[target] ?? 0) + 1;
    }
    return { incoming, outgoing };
  }

  private indexOf(isWanted: (kind: NodeKind) => boolean): SymbolIndex {
    const wanted = NODE_KINDS.map(isWanted);
    const nodes = Int32Array.from(this.graph.columns.nodes.kinds.keys()).filter((node) => wanted[this.graph.columns.nodes.kinds[node] ?? -1] === true);
    return new SymbolIndex(Array.from(nodes, (node) => this.graph.name(node)), nodes);
  }
}
