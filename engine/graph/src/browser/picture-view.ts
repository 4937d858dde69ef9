import type { PictureChunk, PictureEdges, PictureNodes, PictureOverview } from '../picture/picture-model.js';

/** One thing that is drawn. */
export interface ViewNode {
  readonly place: number;
  readonly label: string;
  readonly key: string;
  /** Row of `nodes.arrow`. */
  readonly node: number;
  readonly kind: number;
  /** Place in `SYMBOL_KINDS`, or -1. */
  readonly symbolKind: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly parent: number;
  readonly symbols: number;
  readonly files: number;
  /** Something more can be shown inside. */
  readonly canExpand: boolean;
  /** What is inside is shown; then no edge ends here. */
  readonly isExpanded: boolean;
}

export interface ViewEdge {
  readonly source: number;
  readonly target: number;
  readonly count: number;
  readonly inferred: number;
  /** Number of edges by kind (place in `EDGE_KINDS`). */
  readonly kinds: ReadonlyMap<number, number>;
}

/** What must be fetched before a place can be expanded. */
export interface NeededChunk {
  readonly level: 'files' | 'symbols';
  readonly chunk: number;
}

type Level = 'overview' | 'files' | 'symbols';

interface MutableEdge extends ViewEdge {
  count: number;
  inferred: number;
  readonly kinds: Map<number, number>;
}

/**
 * Answers what is drawn when some places are expanded: which circles, and the edges between them, merged from the
 * finest level that is needed. It never moves anything. Runs in browsers; holds the picture files that were fetched.
 */
export class PictureView {
  readonly #parents: number[] = [];
  readonly #nodes = new Map<number, { columns: PictureNodes; at: number }>();
  readonly #children = new Map<number, number[]>();
  readonly #chunks: PictureChunk[] = [];
  readonly #fileStart: number;

  constructor(private readonly overview: PictureOverview) {
    this.#fileStart = overview.nodes.label.length;
    this.#addNodes(overview.nodes);
  }

  /** Adds a fetched chunk; one that is known already changes nothing. */
  add(chunk: PictureChunk): void {
    if (this.#nodes.has(chunk.nodes.first)) return;
    this.#chunks.push(chunk);
    chunk.outside.place.forEach((place, i) => (this.#parents[place] ??= chunk.outside.parent[i] ?? -1));
    this.#addNodes(chunk.nodes);
  }

  /** The chunk that must be added before this place can be expanded, if one must. */
  needed(place: number): NeededChunk | undefined {
    const found = this.#nodes.get(place);
    const chunk = found?.columns.chunk?.[found.at] ?? -1;
    if (chunk < 0) return undefined;
    const level = place < this.#fileStart ? 'files' : 'symbols';
    const isThere = (this.#children.get(place) ?? []).some((child) => (level === 'files' ? child >= this.#fileStart : true));
    return isThere ? undefined : { level, chunk };
  }

  /** Places without a container: where a view begins. */
  get roots(): readonly number[] {
    return this.#children.get(-1) ?? [];
  }

  children(place: number): readonly number[] {
    return this.#children.get(place) ?? [];
  }

  parent(place: number): number {
    return this.#parents[place] ?? -1;
  }

  node(place: number, expanded: ReadonlySet<number> = new Set()): ViewNode | undefined {
    const found = this.#nodes.get(place);
    if (found === undefined) return undefined;
    const { columns, at } = found;
    return {
      place,
      label: columns.label[at] ?? '',
      key: columns.key[at] ?? '',
      node: columns.node[at] ?? -1,
      kind: columns.kind[at] ?? -1,
      symbolKind: columns.symbolKind?.[at] ?? -1,
      x: columns.x[at] ?? 0,
      y: columns.y[at] ?? 0,
      radius: columns.radius[at] ?? 0,
      parent: columns.parent[at] ?? -1,
      symbols: columns.symbols[at] ?? 0,
      files: columns.files?.[at] ?? 0,
      canExpand: (this.#children.get(place)?.length ?? 0) > 0 || (columns.chunk?.[at] ?? -1) >= 0,
      isExpanded: expanded.has(place),
    };
  }

  /** Everything that is drawn: the roots, and what lies inside expanded places. Containers come before what is in them. */
  nodes(expanded: ReadonlySet<number>): ViewNode[] {
    const shown: ViewNode[] = [];
    const waiting = [...this.roots].reverse();
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const node = this.node(place, expanded);
      if (node === undefined) continue;
      shown.push(node);
      if (node.isExpanded) waiting.push(...[...this.children(place)].reverse());
    }
    return shown;
  }

  /**
   * Merged edges between what is drawn. Each list of edges counts only where it is the finest that is needed: those of
   * the overview between containers, those of files where a file is drawn, those of symbols where a symbol is drawn.
   */
  edges(expanded: ReadonlySet<number>): ViewEdge[] {
    const merged = new Map<string, MutableEdge>();
    addEdges(merged, this.overview.edges, (from, to) => this.#drawn(from, to, 'overview', expanded));
    const added = new Set<string>();
    for (const chunk of this.#chunks) {
      addEdges(merged, chunk.edges, (from, to) => {
        // An edge between two chunks stands in both.
        const name = `${chunk.level} ${from} ${to}`;
        if (added.has(name)) return undefined;
        added.add(name);
        return this.#drawn(from, to, chunk.level, expanded);
      });
    }
    return [...merged.values()];
  }

  /** The drawn ends of an edge, where its level is the finest of the two. */
  #drawn(from: number, to: number, level: Level, expanded: ReadonlySet<number>): [number, number] | undefined {
    const source = this.#shown(from, expanded);
    const target = this.#shown(to, expanded);
    if (source < 0 || target < 0 || source === target) return undefined;
    const levels = [this.#levelOf(source, expanded), this.#levelOf(target, expanded)];
    // An expanded container has no edges of its own: what is inside has them.
    if (levels.includes(undefined)) return undefined;
    const finest = levels.includes('symbols') ? 'symbols' : levels.includes('files') ? 'files' : 'overview';
    return finest === level ? [source, target] : undefined;
  }

  /** The list in which a drawn place has its edges. An expanded file stays an end, for code outside every symbol. */
  #levelOf(place: number, expanded: ReadonlySet<number>): Level | undefined {
    if (place < this.#fileStart) return expanded.has(place) ? undefined : 'overview';
    return expanded.has(place) || this.parent(place) >= this.#fileStart ? 'symbols' : 'files';
  }

  /** The innermost drawn place that holds this one. */
  #shown(place: number, expanded: ReadonlySet<number>): number {
    let shown = place;
    for (let at = place; at >= 0; at = this.parent(at)) {
      const parent = this.parent(at);
      if (parent >= 0 && !expanded.has(parent)) shown = parent;
    }
    return shown;
  }

  #addNodes(columns: PictureNodes): void {
    columns.label.forEach((_, at) => {
      const place = columns.first + at;
      const parent = columns.parent[at] ?? -1;
      this.#parents[place] = parent;
      this.#nodes.set(place, { columns, at });
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [place]);
      else siblings.push(place);
    });
  }
}

function addEdges(merged: Map<string, MutableEdge>, edges: PictureEdges, project: (source: number, target: number) => [number, number] | undefined): void {
  edges.source.forEach((from, i) => {
    const pair = project(from, edges.target[i] ?? -1);
    if (pair === undefined) return;
    const [source, target] = pair;
    const name = `${source} ${target}`;
    let edge = merged.get(name);
    if (edge === undefined) merged.set(name, (edge = { source, target, count: 0, inferred: 0, kinds: new Map() }));
    edge.count += edges.count[i] ?? 0;
    edge.inferred += edges.inferred[i] ?? 0;
    const kinds = edges.kinds[i] ?? [];
    for (let at = 0; at < kinds.length; at += 2) edge.kinds.set(kinds[at] ?? -1, (edge.kinds.get(kinds[at] ?? -1) ?? 0) + (kinds[at + 1] ?? 0));
  });
}
