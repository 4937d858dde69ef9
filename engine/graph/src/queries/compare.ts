import { EDGE_KINDS, NODE_KINDS } from '../model.js';
import type { EdgeKind, NodeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';
import { nodesOfKind } from './nodes-of-kind.js';

/** Content hashes by path, where they are known: a file whose content moved is the same file at another place. */
export type FileHashes = ReadonlyMap<string, string>;

export interface NodeChange {
  readonly key: string;
  readonly kind: NodeKind;
  /** Number in the later graph, in the earlier one for what was removed. */
  readonly node: number;
}

export interface ChangedNode extends NodeChange {
  /** Number in the earlier graph. */
  readonly before: number;
  /** What differs: `signature`, `visibility`, `path`, … */
  readonly fields: readonly string[];
}

export interface EdgeChange {
  readonly sourceKey: string;
  readonly targetKey: string;
  readonly kind: EdgeKind;
  /** Sites more (added) or fewer (removed). */
  readonly sites: number;
}

export interface Comparison {
  readonly addedNodes: readonly NodeChange[];
  readonly removedNodes: readonly NodeChange[];
  readonly changedNodes: readonly ChangedNode[];
  readonly addedEdges: readonly EdgeChange[];
  readonly removedEdges: readonly EdgeChange[];
  /** Files that kept their content at another path. */
  readonly movedFiles: readonly { readonly from: string; readonly to: string }[];
}

const CONTAINS = EDGE_KINDS.indexOf('contains');

/**
 * What differs between two scans of a repository: nodes by key, edges by source, kind and target. Ranges are left out: code
 * that only moved inside its file did not change. Files that moved with their content are paired first, with all they declare.
 */
export function compareGraphs(before: Graph, after: Graph, hashes?: { readonly before: FileHashes; readonly after: FileHashes }): Comparison {
  const movedFiles = hashes === undefined ? [] : findMoved(hashes.before, hashes.after);
  const movedTo = new Map(movedFiles.map(({ from, to }) => [from, to]));
  const laterOf = new Int32Array(before.nodeCount).fill(-1);
  const earlierOf = new Int32Array(after.nodeCount).fill(-1);
  const later = keyNumbers(after, undefined);
  for (const [key, node] of keyNumbers(before, placesOf(before, after, movedTo))) {
    const twin = later.get(key);
    if (twin === undefined) continue;
    laterOf[node] = twin;
    earlierOf[twin] = node;
  }
  const addedNodes: NodeChange[] = [];
  const removedNodes: NodeChange[] = [];
  const changedNodes: ChangedNode[] = [];
  for (let node = 0; node < after.nodeCount; node++) {
    const earlier = earlierOf[node] ?? -1;
    if (earlier < 0) addedNodes.push(changeOf(after, node));
    else {
      const fields = differences(before, earlier, after, node);
      if (fields.length > 0) changedNodes.push({ ...changeOf(after, node), before: earlier, fields });
    }
  }
  for (let node = 0; node < before.nodeCount; node++) if ((laterOf[node] ?? -1) < 0) removedNodes.push(changeOf(before, node));
  return { addedNodes, removedNodes, changedNodes, movedFiles, ...compareEdges(before, after, laterOf, earlierOf) };
}

/** Pairs paths that vanished and appeared with one content, where that content is unique on both sides. */
function findMoved(before: FileHashes, after: FileHashes): { from: string; to: string }[] {
  const gone = byHash([...before].filter(([path]) => !after.has(path)));
  const come = byHash([...after].filter(([path]) => !before.has(path)));
  const moved: { from: string; to: string }[] = [];
  for (const [hash, [from, ...moreFrom]] of gone) {
    const [to, ...moreTo] = come.get(hash) ?? [];
    if (from !== undefined && to !== undefined && moreFrom.length === 0 && moreTo.length === 0) moved.push({ from, to });
  }
  return moved.sort((a, b) => (a.from < b.from ? -1 : 1));
}

function byHash(files: readonly (readonly [string, string])[]): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const [path, hash] of files) {
    const known = paths.get(hash);
    if (known === undefined) paths.set(hash, [path]);
    else known.push(path);
  }
  return paths;
}

/** Keys to numbers. Of moved files, what they declare goes by the new file's place. */
function keyNumbers(graph: Graph, places: ReadonlyMap<string, { readonly from: string; readonly to: string }> | undefined): Map<string, number> {
  const numbers = new Map<string, number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    const key = graph.key(node);
    const moved = places === undefined || places.size === 0 ? undefined : places.get(graph.path(node) ?? '');
    // Keys of languages whose symbols are named by namespace do not hold the file's place, and stay.
    numbers.set(moved === undefined ? key : key.replace(` ${moved.from}`, () => ` ${moved.to}`), node);
  }
  return numbers;
}

const FILE_PREFIX = 'pinata file ';

/** Package and path inside it of each moved file, as keys spell them. */
function placesOf(before: Graph, after: Graph, movedTo: ReadonlyMap<string, string>): ReadonlyMap<string, { readonly from: string; readonly to: string }> {
  const places = new Map<string, { readonly from: string; readonly to: string }>();
  if (movedTo.size === 0) return places;
  const fresh = fileKeys(after);
  for (const [path, key] of fileKeys(before)) {
    const to = fresh.get(movedTo.get(path) ?? '');
    if (to !== undefined) places.set(path, { from: key.slice(FILE_PREFIX.length), to: to.slice(FILE_PREFIX.length) });
  }
  return places;
}

function fileKeys(graph: Graph): Map<string, string> {
  return new Map(nodesOfKind(graph, 'file').map((node) => [graph.path(node) ?? '', graph.key(node)]));
}

function changeOf(graph: Graph, node: number): NodeChange {
  return { key: graph.key(node), kind: NODE_KINDS[graph.columns.nodes.kinds[node] ?? -1] ?? 'symbol', node };
}

/** Names of the fields that differ, ranges and sizes apart. */
function differences(before: Graph, earlier: number, after: Graph, later: number): string[] {
  const a = before.node(earlier);
  const b = after.node(later);
  const fields = ['kind', 'symbolKind', 'name', 'path', 'role', 'language', 'visibility', 'signature', 'manager', 'version'] as const;
  return fields.filter((field) => a[field] !== b[field]);
}

function compareEdges(before: Graph, after: Graph, laterOf: Int32Array, earlierOf: Int32Array): { readonly addedEdges: EdgeChange[]; readonly removedEdges: EdgeChange[] } {
  const addedEdges: EdgeChange[] = [];
  const removedEdges: EdgeChange[] = [];
  for (let node = 0; node < after.nodeCount; node++) {
    const counts = edgeCounts(after, node, undefined);
    const earlier = earlierOf[node] ?? -1;
    if (earlier >= 0) for (const [key, count] of edgeCounts(before, earlier, laterOf)) counts.set(key, (counts.get(key) ?? 0) - count);
    for (const [key, count] of counts) {
      if (count === 0) continue;
      // Edges to what is gone have negative targets.
      const target = Math.floor(key / EDGE_KINDS.length);
      const change = { sourceKey: after.key(node), targetKey: target < 0 ? before.key(-target - 1) : after.key(target), kind: EDGE_KINDS[((key % EDGE_KINDS.length) + EDGE_KINDS.length) % EDGE_KINDS.length] ?? 'references', sites: Math.abs(count) };
      (count > 0 ? addedEdges : removedEdges).push(change);
    }
  }
  for (let node = 0; node < before.nodeCount; node++) {
    if ((laterOf[node] ?? -1) >= 0) continue;
    for (const [key, count] of edgeCounts(before, node, undefined)) {
      removedEdges.push({ sourceKey: before.key(node), targetKey: before.key(Math.floor(key / EDGE_KINDS.length)), kind: EDGE_KINDS[key % EDGE_KINDS.length] ?? 'references', sites: count });
    }
  }
  return { addedEdges, removedEdges };
}

/** Sites of each kind and target of a node's edges; targets by their number in the later graph, or -1 and less where they are gone. */
function edgeCounts(graph: Graph, node: number, laterOf: Int32Array | undefined): Map<number, number> {
  const { edges, nodes } = graph.columns;
  const counts = new Map<number, number>();
  for (let row = nodes.outOffsets[node] ?? 0; row < (nodes.outOffsets[node + 1] ?? 0); row++) {
    const kind = edges.kinds[row] ?? 0;
    if (kind === CONTAINS) continue;
    const target = edges.targets[row] ?? 0;
    const number = laterOf === undefined ? target : (laterOf[target] ?? -1) >= 0 ? (laterOf[target] ?? 0) : -target - 1;
    const key = number * EDGE_KINDS.length + kind;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
