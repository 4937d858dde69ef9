import { hash } from 'node:crypto';
import type { DictionaryColumn, RangeColumns } from '../graph/columns.js';
import type { Graph } from '../graph/graph.js';
import { stringAt, unpackStrings } from '../graph/packed-strings.js';
import type { PackedStrings } from '../graph/packed-strings.js';
import { compareUtf8 } from '../graph/utf8-order.js';
import { ByteWriter } from './byte-writer.js';
import { edgeShards, nodeShards } from './shards.js';
import type { ShardRows } from './shards.js';

/** Changes whenever the encoding does: digests of two versions are never equal. */
export const DIGEST_VERSION = 'pinata-graph-digest/3';

export interface ShardDigest {
  /** The file's path; absent for the shard of all that has no file. */
  readonly path: string | undefined;
  readonly graph: Buffer;
  readonly shape: Buffer;
}

export interface Digests {
  /** SHA-256 in lower-case hexadecimal over all nodes and edges with their places. */
  readonly graphDigest: string;
  /** The same without places: ranges, the number of lines and bytes of files, and bodies. */
  readonly shapeDigest: string;
}

/**
 * Computes both digests of a graph. They depend on its nodes and edges alone.
 *
 * Encoding, version 3. Integers are 32-bit little-endian; a code is one byte, 0xFF where it is absent; a string is the
 * number of its UTF-8 bytes, then the bytes, and -1 alone where it is absent; an id is the first 16 bytes of the SHA-256
 * of a node's key, 16 zero bytes where it is absent.
 * - A shard's shape is the number of its nodes, each as: key, kind, symbol kind, name, parent's id, path, role, language,
 *   visibility, signature, manager, version; then the number of its edges, each as: source's id, target's id, kind,
 *   resolution, confidence (one byte), marks (one byte), rule, file's id. Nodes come in order of key; edges by source's key, kind, target's
 *   key, file's key, rule, resolution, confidence, marks, range.
 * - A shard's places are, in the same order: of each node its range, lines, bytes and body; of each edge its range. A range is
 *   start row, start column, end row, end column; what is absent is -1.
 * - A shard's shape hash is SHA-256(shape); its graph hash is SHA-256(shape hash, places).
 * - A digest is SHA-256(version string, then of each shard in order of path: path, hash). The shard without a file comes
 *   first, with an absent path. Empty shards are left out.
 */
export function computeDigests(graph: Graph): Digests {
  return digestsOf(computeShards(graph));
}

/** The digests of a graph by those of its shards. */
export function digestsOf(shards: readonly ShardDigest[]): Digests {
  return { graphDigest: combine(shards, (shard) => shard.graph), shapeDigest: combine(shards, (shard) => shard.shape) };
}

/** The digest of each file's part of the graph, in the order in which the whole digest covers them. */
export function computeShards(graph: Graph): ShardDigest[] {
  return shardsOf(graph).sort(byPath);
}

/** The same where only the shards of some files, or of what has none, are others than they were. */
export function amendShards(shards: readonly ShardDigest[], graph: Graph, touched: ReadonlySet<string | undefined>): ShardDigest[] {
  const paths = unpackStrings(graph.columns.nodes.paths.values);
  const wanted = Uint8Array.from([undefined, ...paths], (path) => (touched.has(path) ? 1 : 0));
  return [...shards.filter(({ path }) => !touched.has(path)), ...shardsOf(graph, wanted)].sort(byPath);
}

function shardsOf(graph: Graph, wanted?: Uint8Array): ShardDigest[] {
  const nodes = nodeShards(graph, wanted);
  const edges = edgeShards(graph, wanted);
  const encoder = new ShardEncoder(graph);
  const shards: ShardDigest[] = [];
  for (let shard = 0; shard < nodes.offsets.length - 1; shard++) {
    if (isEmpty(nodes, shard) && isEmpty(edges, shard)) continue;
    const path = shard === 0 ? undefined : stringAt(graph.columns.nodes.paths.values, shard - 1);
    shards.push({ path, ...encoder.digest(rowsOf(nodes, shard), rowsOf(edges, shard)) });
  }
  return shards;
}

function byPath(one: ShardDigest, other: ShardDigest): number {
  if (one.path === undefined || other.path === undefined) return one.path === undefined ? -1 : 1;
  return compareUtf8(one.path, other.path);
}

function combine(shards: readonly ShardDigest[], hashOf: (shard: ShardDigest) => Buffer): string {
  const writer = new ByteWriter();
  writeString(writer, DIGEST_VERSION);
  for (const shard of shards) {
    writeString(writer, shard.path);
    const bytes = hashOf(shard);
    writer.slice(bytes, 0, bytes.length);
  }
  return hash('sha256', writer.bytes, 'hex');
}

function writeString(writer: ByteWriter, text: string | undefined): void {
  if (text === undefined) return writer.i32(-1);
  const bytes = Buffer.from(text);
  writer.i32(bytes.length);
  writer.slice(bytes, 0, bytes.length);
}

function rowsOf(shards: ShardRows, shard: number): Int32Array {
  return shards.rows.subarray(shards.offsets[shard], shards.offsets[shard + 1]);
}

function isEmpty(shards: ShardRows, shard: number): boolean {
  return shards.offsets[shard] === shards.offsets[shard + 1];
}

const NO_ID = new DataView(new ArrayBuffer(16));

class ShardEncoder {
  readonly #shape = new ByteWriter();
  readonly #places = new ByteWriter();

  readonly #ids: DataView;

  constructor(private readonly graph: Graph) {
    const { ids } = graph.columns.nodes;
    this.#ids = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
  }

  digest(nodes: Int32Array, edges: Int32Array): { graph: Buffer; shape: Buffer } {
    this.#shape.clear();
    this.#places.clear();
    this.#shape.i32(nodes.length);
    for (const node of nodes) this.#node(node);
    this.#shape.i32(edges.length);
    for (const edge of edges) this.#edge(edge);
    const shape = hash('sha256', this.#shape.bytes, 'buffer');
    const placed = Buffer.concat([shape, this.#places.bytes]);
    return { shape, graph: hash('sha256', placed, 'buffer') };
  }

  #node(node: number): void {
    const { nodes } = this.graph.columns;
    const shape = this.#shape;
    this.#packed(nodes.keys, node);
    shape.u8(nodes.kinds[node] ?? -1);
    shape.u8(nodes.symbolKinds[node] ?? -1);
    this.#text(nodes.names, node);
    this.#id(nodes.parents[node] ?? -1);
    this.#text(nodes.paths, node);
    shape.u8(nodes.roles[node] ?? -1);
    this.#text(nodes.languages, node);
    shape.u8(nodes.visibilities[node] ?? -1);
    this.#text(nodes.signatures, node);
    this.#text(nodes.managers, node);
    this.#text(nodes.versions, node);
    this.#range(nodes.ranges, node);
    this.#places.i32(nodes.lines[node] ?? -1);
    this.#places.i32(nodes.bytes[node] ?? -1);
    this.#places.i32(nodes.bodies[node] ?? -1);
  }

  #edge(edge: number): void {
    const { edges } = this.graph.columns;
    const shape = this.#shape;
    this.#id(edges.sources[edge] ?? -1);
    this.#id(edges.targets[edge] ?? -1);
    shape.u8(edges.kinds[edge] ?? -1);
    shape.u8(edges.resolutions[edge] ?? -1);
    shape.u8(edges.confidences[edge] ?? -1);
    shape.u8(edges.marks[edge] ?? 0);
    this.#text(edges.rules, edge);
    this.#id(edges.files[edge] ?? -1);
    this.#range(edges.ranges, edge);
  }

  #id(node: number): void {
    if (node < 0) this.#shape.sixteen(NO_ID, 0);
    else this.#shape.sixteen(this.#ids, node * 16);
  }

  #text(column: DictionaryColumn, row: number): void {
    const index = column.indices[row] ?? -1;
    if (index < 0) this.#shape.i32(-1);
    else this.#packed(column.values, index);
  }

  #packed(strings: PackedStrings, index: number): void {
    const start = strings.offsets[index] ?? 0;
    const end = strings.offsets[index + 1] ?? start;
    this.#shape.i32(end - start);
    this.#shape.slice(strings.bytes, start, end);
  }

  #range(ranges: RangeColumns, row: number): void {
    const places = this.#places;
    places.i32(ranges.startRows[row] ?? -1);
    places.i32(ranges.startColumns[row] ?? -1);
    places.i32(ranges.endRows[row] ?? -1);
    places.i32(ranges.endColumns[row] ?? -1);
  }
}
