import type { EdgeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { edgeKindMask, forEachEdge } from './traversal.js';
import type { Direction } from './traversal.js';

export interface PathQuery {
  readonly from: number;
  readonly to: number;
  readonly direction: Direction;
  /** Absent means every kind but `contains`, through which everything is near everything. */
  readonly edgeKinds?: readonly EdgeKind[];
}

export interface PathStep {
  /** Row of the edge that was taken. */
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  /** The edge was taken against its direction. */
  readonly isBackwards: boolean;
}

/**
 * A path with the fewest steps, by breadth-first search from both ends.
 * @returns the steps in order; empty when both ends are one node; undefined when there is no path
 */
export function shortestPath(graph: Graph, query: PathQuery): PathStep[] | undefined {
  const { from, to } = query;
  if (from === to) return [];
  const kinds = edgeKindMask(query.edgeKinds);
  if (query.edgeKinds === undefined) kinds[0] = 0;
  const opposite: Direction = query.direction === 'both' ? 'both' : query.direction === 'outgoing' ? 'incoming' : 'outgoing';
  const forwards = new Front(graph, from, query.direction, kinds);
  const backwards = new Front(graph, to, opposite, kinds);
  while (!forwards.isExhausted && !backwards.isExhausted) {
    const meeting = forwards.size <= backwards.size ? forwards.advance(backwards) : backwards.advance(forwards);
    if (meeting >= 0) return joined(graph, forwards, backwards, meeting);
  }
  return undefined;
}

/** All that a search along edges comes to, with the node itself. */
export function reachable(graph: Graph, { from, direction, edgeKinds }: Omit<PathQuery, 'to'>): number[] {
  const kinds = edgeKindMask(edgeKinds);
  if (edgeKinds === undefined) kinds[0] = 0;
  const found = new Set([from]);
  // A set's members come in the order in which they were added, those that are added meanwhile too.
  for (const node of found) {
    forEachEdge(graph, node, direction, kinds, (_, neighbour) => {
      found.add(neighbour);
      return true;
    });
  }
  return [...found];
}

/** One side of the search. */
class Front {
  /** Row by which each node was reached plus one; 0 where it was not. */
  readonly reachedBy: Int32Array;
  readonly #depths: Int32Array;
  #frontier: number[];

  constructor(
    private readonly graph: Graph,
    readonly origin: number,
    private readonly direction: Direction,
    private readonly kinds: Uint8Array,
  ) {
    this.reachedBy = new Int32Array(graph.nodeCount);
    this.#depths = new Int32Array(graph.nodeCount).fill(-1);
    this.#depths[origin] = 0;
    this.#frontier = [origin];
  }

  get size(): number {
    return this.#frontier.length;
  }

  get isExhausted(): boolean {
    return this.#frontier.length === 0;
  }

  depth(node: number): number {
    return this.#depths[node] ?? -1;
  }

  /** Goes one step further everywhere; gives back the node where both sides meet on the shortest way, or -1. */
  advance(other: Front): number {
    const next: number[] = [];
    let meeting = -1;
    for (const node of this.#frontier) {
      forEachEdge(this.graph, node, this.direction, this.kinds, (row, neighbour) => {
        if (this.#depths[neighbour] !== -1) return true;
        this.#depths[neighbour] = (this.#depths[node] ?? 0) + 1;
        this.reachedBy[neighbour] = row + 1;
        next.push(neighbour);
        const beyond = other.depth(neighbour);
        if (beyond >= 0 && (meeting < 0 || beyond < other.depth(meeting))) meeting = neighbour;
        return true;
      });
    }
    this.#frontier = next;
    return meeting;
  }
}

function joined(graph: Graph, forwards: Front, backwards: Front, meeting: number): PathStep[] {
  const { sources, targets } = graph.columns.edges;
  const otherEnd = (row: number, node: number): number => ((sources[row] === node ? targets[row] : sources[row]) ?? -1);
  const steps: PathStep[] = [];
  for (let node = meeting; node !== forwards.origin; ) {
    const edge = (forwards.reachedBy[node] ?? 0) - 1;
    const before = otherEnd(edge, node);
    steps.unshift({ edge, from: before, to: node, isBackwards: sources[edge] === node });
    node = before;
  }
  for (let node = meeting; node !== backwards.origin; ) {
    const edge = (backwards.reachedBy[node] ?? 0) - 1;
    const after = otherEnd(edge, node);
    steps.push({ edge, from: node, to: after, isBackwards: targets[edge] === node });
    node = after;
  }
  return steps;
}
