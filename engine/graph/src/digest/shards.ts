import { CONTAINER_KINDS, NODE_KINDS } from '../model.js';
import type { EdgeColumns } from '../graph/columns.js';
import type { Graph } from '../graph/graph.js';

const CONTAINERS = new Set(CONTAINER_KINDS.map((kind) => NODE_KINDS.indexOf(kind)));

/** Rows by shard: those of shard `s` are `rows[offsets[s]]` to `rows[offsets[s + 1]]`. */
export interface ShardRows {
  readonly rows: Int32Array;
  readonly offsets: Int32Array;
}

/**
 * Which shard each row belongs to. Shard 0 holds what has no file; shard `p + 1` belongs to path `p` of the nodes' path
 * dictionary. A node belongs to its path unless it is a container, an edge to the path of its site's file.
 * @param wanted of each shard whether its rows are asked for; all are where it is absent
 */
export function nodeShards(graph: Graph, wanted?: Uint8Array): ShardRows {
  const { kinds, paths } = graph.columns.nodes;
  const shardOf = (node: number): number => (CONTAINERS.has(kinds[node] ?? -1) ? 0 : (paths.indices[node] ?? -1) + 1);
  return group(graph, rowsOf(kinds.length, shardOf, wanted), shardOf);
}

export function edgeShards(graph: Graph, wanted?: Uint8Array): ShardRows {
  const { edges } = graph.columns;
  const { paths } = graph.columns.nodes;
  const shardOf = (row: number): number => (paths.indices[edges.files[row] ?? -1] ?? -1) + 1;
  return group(graph, digestOrder(edges, rowsOf(edges.files.length, shardOf, wanted)), shardOf);
}

function rowsOf(count: number, shardOf: (row: number) => number, wanted: Uint8Array | undefined): Int32Array {
  const rows = new Int32Array(count);
  let end = 0;
  for (let row = 0; row < count; row++) if (wanted === undefined || wanted[shardOf(row)] === 1) rows[end++] = row;
  return rows.subarray(0, end);
}

function group(graph: Graph, ordered: Int32Array, shardOf: (row: number) => number): ShardRows {
  const shardCount = graph.columns.nodes.paths.values.offsets.length;
  const offsets = new Int32Array(shardCount + 1);
  const shards = new Int32Array(ordered.length);
  for (let at = 0; at < ordered.length; at++) {
    const shard = shardOf(ordered[at] ?? -1);
    shards[at] = shard;
    offsets[shard + 1] = (offsets[shard + 1] ?? 0) + 1;
  }
  for (let shard = 0; shard < shardCount; shard++) offsets[shard + 1] = (offsets[shard] ?? 0) + (offsets[shard + 1] ?? 0);
  const next = offsets.slice();
  const rows = new Int32Array(ordered.length);
  for (let at = 0; at < ordered.length; at++) {
    const shard = shards[at] ?? 0;
    const place = next[shard] ?? 0;
    next[shard] = place + 1;
    rows[place] = ordered[at] ?? 0;
  }
  return { rows, offsets };
}

/**
 * The canonical order, except that rows which share source, kind, target and file come by rule, resolution,
 * confidence and marks before range: then leaving the ranges out leaves no trace of them in the order.
 * @param order rows in the canonical order, which is put into this one
 */
function digestOrder(edges: EdgeColumns, order: Int32Array): Int32Array {
  const compare = (a: number, b: number): number => compareWithoutRange(edges, a, b) || a - b;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    let isSorted = true;
    while (end < order.length && sharesSite(edges, order[start] ?? -1, order[end] ?? -1)) {
      if (compareWithoutRange(edges, order[end - 1] ?? -1, order[end] ?? -1) > 0) isSorted = false;
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

