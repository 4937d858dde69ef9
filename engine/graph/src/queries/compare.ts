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
  /** What differs: `signature`, `visibility`, `path`, …; `body` of a symbol whose text behind the signature does, comments included; `content` of a file; `workflow` of a trigger of which something that it sets going was added or removed, `code` of one that runs a symbol whose body or signature differs. */
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

const code = (kind: EdgeKind): number => EDGE_KINDS.indexOf(kind);
const CONTAINS = code('contains');
const TRIGGER = NODE_KINDS.indexOf('trigger');
const FILE = NODE_KINDS.indexOf('file');
/** Edges that a workflow follows, and those that it follows from the member to whoever overrides it, or from the channel to whoever takes its messages. */
const FORWARDS: ReadonlySet<number> = new Set([code('triggers'), code('calls'), code('instantiates'), code('reads'), code('writes'), code('requests'), code('publishes')]);
const BACKWARDS: ReadonlySet<number> = new Set([code('overrides'), code('binds'), code('consumes')]);
/** As deep as workflows are shown, with the trigger itself. */
const DEEPEST = 9;

/**
 * What differs between two scans of a repository: nodes by key, edges by source, kind and target. Ranges are left out: code
 * that only moved inside its file did not change. Bodies are compared where both scans know them. Files that moved with their content are paired first, with all they declare.
 * @param hashes of the files of both, or of those whose content differs; without them nothing is said of contents, and no file moved
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
  const { addedEdges, removedEdges, changedAfter, changedBefore } = compareEdges(before, after, laterOf, earlierOf);
  const [flowsAfter, flowsBefore] = [triggersOf(after, changedAfter), triggersOf(before, changedBefore)];
  const fieldsOf = new Map<number, string[]>();
  earlierOf.forEach((earlier, node) => {
    const fields = earlier < 0 ? [] : differences(before, earlier, after, node);
    if (fields.length > 0) fieldsOf.set(node, fields);
  });
  const recoded = triggersOf(after, [...fieldsOf].filter(([node, fields]) => after.symbolKind(node) !== undefined && fields.some((field) => field === 'body' || field === 'signature')).map(([node]) => node));
  const addedNodes: NodeChange[] = [];
  const removedNodes: NodeChange[] = [];
  const changedNodes: ChangedNode[] = [];
  for (let node = 0; node < after.nodeCount; node++) {
    const earlier = earlierOf[node] ?? -1;
    if (earlier < 0) addedNodes.push(changeOf(after, node));
    else {
      const fields = fieldsOf.get(node) ?? [];
      if (hasOtherContent(after, node, hashes)) fields.push('content');
      if (flowsAfter.has(node) || flowsBefore.has(earlier)) fields.push('workflow');
      if (recoded.has(node)) fields.push('code');
      if (fields.length > 0) changedNodes.push({ ...changeOf(after, node), before: earlier, fields });
    }
  }
  for (let node = 0; node < before.nodeCount; node++) if ((laterOf[node] ?? -1) < 0) removedNodes.push(changeOf(before, node));
  return { addedNodes, removedNodes, changedNodes, movedFiles, addedEdges, removedEdges };
}

function hasOtherContent(after: Graph, node: number, hashes: { readonly before: FileHashes; readonly after: FileHashes } | undefined): boolean {
  if (hashes === undefined || after.columns.nodes.kinds[node] !== FILE) return false;
  const path = after.path(node) ?? '';
  const [earlier, later] = [hashes.before.get(path), hashes.after.get(path)];
  return earlier !== undefined && later !== undefined && earlier !== later;
}

/** Triggers whose workflows come to one of the nodes, as deep as workflows are shown. */
function triggersOf(graph: Graph, nodes: readonly number[]): ReadonlySet<number> {
  const { edges } = graph.columns;
  const found = new Set<number>();
  const seen = new Set(nodes);
  let open: readonly number[] = nodes;
  for (let depth = 0; depth <= DEEPEST && open.length > 0; depth++) {
    const next: number[] = [];
    const reach = (node: number): void => {
      if (seen.has(node)) return;
      seen.add(node);
      next.push(node);
    };
    for (const node of open) {
      if (graph.columns.nodes.kinds[node] === TRIGGER) found.add(node);
      for (const row of graph.inEdges(node)) if (FORWARDS.has(edges.kinds[row] ?? -1)) reach(edges.sources[row] ?? -1);
      for (const row of graph.outEdges(node)) if (BACKWARDS.has(edges.kinds[row] ?? -1)) reach(edges.targets[row] ?? -1);
    }
    open = next;
  }
  return found;
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
  // A snapshot of an earlier version does not say what bodies are.
  const isRewritten = a.body !== undefined && b.body !== undefined && a.body !== b.body;
  return [...fields.filter((field) => a[field] !== b[field]), ...(isRewritten ? ['body'] : [])];
}

interface ComparedEdges extends Pick<Comparison, 'addedEdges' | 'removedEdges'> {
  /** Where edges of workflows begin that were added or removed: nodes of the later graph, and of the earlier one. */
  readonly changedAfter: readonly number[];
  readonly changedBefore: readonly number[];
}

function compareEdges(before: Graph, after: Graph, laterOf: Int32Array, earlierOf: Int32Array): ComparedEdges {
  const changedAfter: number[] = [];
  const changedBefore: number[] = [];
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
      const kind = ((key % EDGE_KINDS.length) + EDGE_KINDS.length) % EDGE_KINDS.length;
      if (FORWARDS.has(kind)) {
        changedAfter.push(node);
        if (earlier >= 0) changedBefore.push(earlier);
      }
      const change = { sourceKey: after.key(node), targetKey: target < 0 ? before.key(-target - 1) : after.key(target), kind: EDGE_KINDS[kind] ?? 'references', sites: Math.abs(count) };
      (count > 0 ? addedEdges : removedEdges).push(change);
    }
  }
  for (let node = 0; node < before.nodeCount; node++) {
    if ((laterOf[node] ?? -1) >= 0) continue;
    for (const [key, count] of edgeCounts(before, node, undefined)) {
      if (FORWARDS.has(key % EDGE_KINDS.length)) changedBefore.push(node);
      removedEdges.push({ sourceKey: before.key(node), targetKey: before.key(Math.floor(key / EDGE_KINDS.length)), kind: EDGE_KINDS[key % EDGE_KINDS.length] ?? 'references', sites: count });
    }
  }
  return { addedEdges, removedEdges, changedAfter: [...new Set(changedAfter)], changedBefore: [...new Set(changedBefore)] };
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
