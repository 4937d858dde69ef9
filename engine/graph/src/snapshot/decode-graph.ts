import { EDGE_KINDS, FILE_ROLES, MARKS_END, NODE_KINDS, RESOLUTIONS, SYMBOL_KINDS } from '../model.js';
import { ArrowError } from '../arrow/arrow-error.js';
import { readArrowFile } from '../arrow/arrow-reader.js';
import { VISIBILITIES } from '../graph/columns.js';
import type { EdgeColumns, NodeColumns } from '../graph/columns.js';
import { Graph } from '../graph/graph.js';
import { findParentCycle } from '../graph/parent-cycle.js';
import type { PackedStrings } from '../graph/packed-strings.js';
import { ColumnReader } from './column-reader.js';
import { SnapshotError } from './snapshot-error.js';

/** Node and edge counts that a reader was promised. */
export interface ExpectedCounts {
  readonly nodes: number;
  readonly edges: number;
}

/**
 * Makes a graph of the two Arrow files of a snapshot, in Node.js or in a browser. The columns are views of the bytes.
 * All that a query relies on is checked first: types, bounds, orders, offsets and both directions of the edges.
 * @throws {SnapshotError} `corrupt` or `unsupportedVersion`
 */
export function decodeGraph(nodesFile: Uint8Array, edgesFile: Uint8Array, expected: ExpectedCounts): Graph {
  const nodeReader = open(nodesFile, 'nodes.arrow');
  const edgeReader = open(edgesFile, 'edges.arrow');
  const nodeCount = nodeReader.rowCount;
  const edgeCount = edgeReader.rowCount;
  if (nodeCount !== expected.nodes || edgeCount !== expected.edges) {
    throw new SnapshotError('corrupt', `the files hold ${nodeCount} nodes and ${edgeCount} edges, the manifest says ${expected.nodes} and ${expected.edges}`);
  }
  const edges = readEdges(edgeReader, nodeCount);
  const nodes = readNodes(nodeReader, edgeCount);
  checkAscending(nodes.keys);
  checkDirections(nodes, edges);
  if (findParentCycle(nodes.parents) >= 0) throw new SnapshotError('corrupt', 'a node contains itself');
  return new Graph({ nodes, edges });
}

function open(bytes: Uint8Array, file: string): ColumnReader {
  try {
    return new ColumnReader(readArrowFile(bytes), file);
  } catch (error) {
    if (!(error instanceof ArrowError)) throw error;
    throw new SnapshotError('corrupt', `${file}: ${error.message}`, { cause: error });
  }
}

function readNodes(reader: ColumnReader, edgeCount: number): NodeColumns {
  const largest = 2 ** 31;
  return {
    keys: reader.utf8('key'),
    ids: reader.fixedBinary('id', 16),
    kinds: reader.codes('kind', NODE_KINDS, 0),
    symbolKinds: reader.codes('symbolKind', SYMBOL_KINDS, -1),
    names: reader.texts('name'),
    parents: reader.integers('parent', -1, reader.rowCount),
    paths: reader.texts('path'),
    ranges: reader.ranges(),
    roles: reader.codes('role', FILE_ROLES, -1),
    languages: reader.texts('language'),
    visibilities: reader.codes('visibility', VISIBILITIES, -1),
    signatures: reader.texts('signature'),
    managers: reader.texts('manager'),
    versions: reader.texts('version'),
    lines: reader.integers('lines', -1, largest),
    bytes: reader.integers('bytes', -1, largest),
    // Snapshots of earlier versions have no bodies.
    bodies: reader.has('body') ? reader.integers('body', -1, largest) : new Int32Array(reader.rowCount).fill(-1),
    outOffsets: withEnd(reader.integers('outOffset', 0, edgeCount + 1), edgeCount),
    inOffsets: withEnd(reader.integers('inOffset', 0, edgeCount + 1), edgeCount),
  };
}

function readEdges(reader: ColumnReader, nodeCount: number): EdgeColumns {
  return {
    sources: reader.integers('source', 0, nodeCount),
    targets: reader.integers('target', 0, nodeCount),
    kinds: reader.codes('kind', EDGE_KINDS, 0),
    resolutions: reader.codes('resolution', RESOLUTIONS, 0),
    confidences: reader.smallIntegers('confidence', 1, 101),
    // Snapshots of earlier versions have no marks.
    marks: reader.has('marks') ? reader.smallIntegers('marks', 0, MARKS_END) : new Int8Array(reader.rowCount),
    rules: reader.texts('rule'),
    files: reader.integers('file', -1, nodeCount),
    ranges: reader.ranges(),
    byTarget: reader.integers('byTarget', 0, reader.rowCount),
  };
}

function withEnd(offsets: Int32Array, end: number): Int32Array {
  const whole = new Int32Array(offsets.length + 1);
  whole.set(offsets);
  whole[offsets.length] = end;
  return whole;
}

/** Keys are searched by halving, so they must be sorted and different. */
function checkAscending(keys: PackedStrings): void {
  const { bytes, offsets } = keys;
  for (let i = 1; i < offsets.length - 1; i++) {
    const start = offsets[i - 1] ?? 0;
    const middle = offsets[i] ?? 0;
    const end = offsets[i + 1] ?? 0;
    const shared = Math.min(middle - start, end - middle);
    let at = 0;
    while (at < shared && bytes[start + at] === bytes[middle + at]) at++;
    const isBefore = at < shared ? (bytes[start + at] ?? 0) < (bytes[middle + at] ?? 0) : middle - start < end - middle;
    if (!isBefore) throw new SnapshotError('corrupt', `node ${i} is not in the order of keys`);
  }
}

/** Row offsets and the permutation by target must say the same as the edges themselves. */
function checkDirections(nodes: NodeColumns, edges: EdgeColumns): void {
  const nodeCount = nodes.kinds.length;
  checkGroups(nodes.outOffsets, nodeCount, (row) => edges.sources[row] ?? -1, 'outOffset');
  checkGroups(nodes.inOffsets, nodeCount, (at) => edges.targets[edges.byTarget[at] ?? -1] ?? -1, 'inOffset');
  const isSeen = new Uint8Array(edges.byTarget.length);
  for (const row of edges.byTarget) {
    if (isSeen[row] === 1) throw new SnapshotError('corrupt', `byTarget names row ${row} twice`);
    isSeen[row] = 1;
  }
}

function checkGroups(offsets: Int32Array, nodeCount: number, nodeAt: (at: number) => number, name: string): void {
  if (offsets[0] !== 0) throw new SnapshotError('corrupt', `${name} does not begin at 0`);
  for (let node = 0; node < nodeCount; node++) {
    const end = offsets[node + 1] ?? -1;
    for (let at = offsets[node] ?? 0; at < end; at++) {
      if (nodeAt(at) !== node) throw new SnapshotError('corrupt', `${name} of node ${node} does not fit its edges`);
    }
    if (end < (offsets[node] ?? 0)) throw new SnapshotError('corrupt', `${name} of node ${node} goes back`);
  }
}
