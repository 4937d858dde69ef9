import { NODE_KINDS } from '../model.js';
import type { NodeKind } from '../model.js';
import type { Graph } from '../graph/graph.js';

export const ROLL_UP_LEVELS = ['file', 'directory', 'package'] as const;
export type RollUpLevel = (typeof ROLL_UP_LEVELS)[number];

const CODE = Object.fromEntries(NODE_KINDS.map((kind, code) => [kind, code])) as Record<NodeKind, number>;

/**
 * Which file, directory and package each node lies in. A symbol lies in the file of its first declaration, whatever
 * namespace contains it; a file in the directory and package above it. What lies nowhere, such as an external package
 * or a table, stands for itself on every level.
 */
export class Hierarchy {
  /** File of each node, the node itself for files, or -1. */
  readonly fileOf: Int32Array;
  readonly #representatives = new Map<RollUpLevel, Int32Array>();

  constructor(readonly graph: Graph) {
    this.fileOf = findFiles(graph);
  }

  /** For each node the node that stands for it on a level. */
  representatives(level: RollUpLevel): Int32Array {
    const known = this.#representatives.get(level);
    if (known !== undefined) return known;
    const found = level === 'file' ? this.#filesOrSelf() : this.#containers(level);
    this.#representatives.set(level, found);
    return found;
  }

  #filesOrSelf(): Int32Array {
    return this.fileOf.map((file, node) => (file < 0 ? node : file));
  }

  #containers(level: 'directory' | 'package'): Int32Array {
    const { kinds, parents } = this.graph.columns.nodes;
    const isContainer = (node: number): boolean => {
      const kind = kinds[node] ?? -1;
      return kind === CODE.package || kind === CODE.repository || (level === 'directory' && kind === CODE.directory);
    };
    return this.fileOf.map((file, node) => {
      if (file < 0 && !isContainer(node) && kinds[node] !== CODE.directory) return node;
      let at = file < 0 ? node : file;
      while (at >= 0 && !isContainer(at)) at = parents[at] ?? -1;
      return at < 0 ? node : at;
    });
  }
}

function findFiles(graph: Graph): Int32Array {
  const { kinds, parents, paths } = graph.columns.nodes;
  const fileOfPath = new Int32Array(paths.values.offsets.length - 1).fill(-1);
  for (let node = 0; node < graph.nodeCount; node++) {
    const path = paths.indices[node] ?? -1;
    if (kinds[node] === CODE.file && path >= 0) fileOfPath[path] = node;
  }
  const fileOf = new Int32Array(graph.nodeCount).fill(-1);
  for (let node = 0; node < graph.nodeCount; node++) {
    const kind = kinds[node];
    if (kind === CODE.repository || kind === CODE.package || kind === CODE.directory) continue;
    const path = paths.indices[node] ?? -1;
    let file = kind === CODE.file ? node : path < 0 ? -1 : (fileOfPath[path] ?? -1);
    for (let at = parents[node] ?? -1; file < 0 && at >= 0; at = parents[at] ?? -1) if (kinds[at] === CODE.file) file = at;
    fileOf[node] = file;
  }
  return fileOf;
}
