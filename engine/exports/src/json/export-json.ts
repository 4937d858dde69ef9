import type { Graph } from '@pinata/graph';
import { printableJson } from '../text/printable.js';

/** What a graph is of. */
export interface ExportHeader {
  readonly name: string;
  readonly commit: string;
  readonly branch: string;
  readonly graphDigest: string;
  readonly shapeDigest: string;
}

export const JSON_EXPORT_VERSION = 1;

/**
 * The whole graph as one JSON object, piece by piece, so that a large one never lies in memory as text:
 * `{formatVersion, name, commit, branch, graphDigest, shapeDigest, nodes: [...], edges: [...]}`, one node or edge a line.
 * Nodes come in order of key, with their API `id`; an edge names its ends, and the file of its site, by place in `nodes`.
 * Positions are zero-based and half-open, columns count UTF-16 units. Absent fields are left out.
 */
export function* exportJson(graph: Graph, header: ExportHeader): Generator<string> {
  const { name, commit, branch, graphDigest, shapeDigest } = header;
  yield `${printableJson({ formatVersion: JSON_EXPORT_VERSION, name, commit, branch, graphDigest, shapeDigest }).slice(0, -1)},\n"nodes":[\n`;
  for (let node = 0; node < graph.nodeCount; node++) yield printableJson({ id: graph.id(node), ...graph.node(node) }) + (node === graph.nodeCount - 1 ? '\n' : ',\n');
  yield '],\n"edges":[\n';
  for (let row = 0; row < graph.edgeCount; row++) {
    const { file, ...edge } = graph.edge(row);
    yield printableJson(file < 0 ? edge : { ...edge, file }) + (row === graph.edgeCount - 1 ? '\n' : ',\n');
  }
  yield ']}\n';
}
