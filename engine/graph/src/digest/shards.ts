import { NODE_KINDS } from '../model.js';
import type { EdgeColumns } from '../graph/columns.js';
import type { Graph } from '../graph/graph.js';

const CONTAINERS = new Set(['repository', 'package', 'directory'].map((kind) => NODE_KINDS.indexOf(kind as (typeof NODE_KINDS)[number])));

/** Rows by shard: those of shard `s` are `rows[offsets[s]]` to `rows[offsets[s + 1]]`. */
export interface ShardRows {
  readonly rows: Int32Array;
  readonly offsets: Int32Array;
}

/**
 * Which shard each row belongs to. Shard 0 holds what has no file; shard `p + 1` belongs to path `p` of the nodes' path
 * dictionary. A node belongs to its path unless it is a container, an edge to the path of its site's file.
 */
export function nodeShards(graph: Graph): ShardRows {
  const { kinds, paths } = graph.columns.nodes;
  return group(graph, kinds.length, (node) => (CONTAINERS.has(kinds[node] ?? -1) ? -1 : (paths.indices[node] ?? -1)));
}

export function edgeShards(graph: Graph): ShardRows {
  const { files } = graph.columns.edges;
  const { paths } = graph.columns.nodes;
  const order = digestOrder(graph.columns.edges);
  return group(graph, files.length, (at) => paths.indices[files[order[at] ?? -1] ?? -1] ?? -1, order);
}

function group(graph: Graph, count: number, pathOf: (at: number) => number, order?: Int32Array): ShardRows {
  const shardCount = graph.columns.nodes.paths.values.offsets.length;
  const offsets = new Int32Array(shardCount + 1);
  const shardOf = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const shard = pathOf(at) + 1;
    shardOf[at] = shard;
    offsets[shard + 1] = (offsets[shard + 1] ?? 0) + 1;
  }
  for (let shard = 0; shard < shardCount; shard++) offsets[shard + 1] = (offsets[shard] ?? 0) + (offsets[shard + 1] ?? 0);
  const next = offsets.slice();
  const rows = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const shard = shardOf[at] ?? 0;
    const place = next[shard] ?? 0;
    next[shard] = place + 1;
    rows[place] = order === undefined ? at : (order[at] ?? 0);
  }
  return { rows, offsets };
}

/**
 * The canonical order, except that rows which share source, kind, target and file come by rule, resolution,
 * confidence and marks before range: then leaving the ranges out leaves no trace of them in the order.
 */
function digestOrder(edges: EdgeColumns): Int32Array {
  const count = edges.sources.length;
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  const compare = (a: number, b: number): number => compareWithoutRange(edges, a, b) || a - b;
  for (let start = 0; start < count; ) {
    let end = start + 1;
    let isSorted = true;
    while (end < count && sharesSite(edges, start, end)) {
      if (compareWithoutRange(edges, end - 1, end) > 0) isSorted = false;
      end++;
    }
    if (!isSorted) order.subarray(start, end).sort(compare);
    start = end;
  }
  return order;
}

function sharesSite(edges: EdgeColumns, a: number, b: number): boolean {
  return edges.sources[a] === edges.sources[b] && edges.targets[a] === edges.targets[b] && edges.kinds[a] === edges.kinds[b] && edges.files[a] === edges.files[b];
}

/** The dictionary of rules is in UTF-8 byte order, so that comparing its numbers compares rules. */
function compareWithoutRange(edges: EdgeColumns, a: number, b: number): number {
  const difference = (column: Int32Array | Int8Array): number => (column[a] ?? 0) - (column[b] ?? 0);
  return difference(edges.rules.indices) || difference(edges.resolutions) || difference(edges.confidences) || difference(edges.marks);
}

