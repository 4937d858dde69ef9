import { EDGE_KINDS, NODE_KINDS } from '@pinata/graph/browser';
import type { EdgeKind, NodeKind, PictureChunk, PictureOverview } from '@pinata/graph/browser';

export const kind = (name: NodeKind): number => NODE_KINDS.indexOf(name);
export const edgeKind = (name: EdgeKind): number => EDGE_KINDS.indexOf(name);

/** repository(0) holds core(1) and web(2); lodash(3) lies outside; core has file a(4), web has file b(5). */
export function picture(): { overview: PictureOverview; files: PictureChunk } {
  const edges = { source: [2, 2], target: [1, 3], count: [3, 1], inferred: [1, 1], kinds: [[edgeKind('imports'), 2, edgeKind('calls'), 1], [edgeKind('imports'), 1]] };
  const overview: PictureOverview = {
    version: 1,
    level: 'overview',
    bounds: { left: -100, bottom: -100, right: 100, top: 100 },
    totals: { packages: 2, directories: 0, files: 2, symbols: 0, outside: 1 },
    nodes: {
      first: 0,
      label: ['shop', 'core', 'web', 'lodash'],
      key: ['repository', 'package core', 'package web', 'npm lodash'],
      node: [0, 1, 2, 3],
      kind: [kind('repository'), kind('package'), kind('package'), kind('externalPackage')],
      x: [0, -40, 40, 90],
      y: [0, 0, 0, 90],
      radius: [100, 30, 30, 5],
      parent: [-1, 0, 0, -1],
      symbols: [0, 0, 0, 0],
      files: [2, 1, 1, 0],
      chunk: [-1, 0, 0, -1],
    },
    packageEdges: edges,
    edges,
    droppedEdges: 0,
    chunks: { files: 1, symbols: 0 },
  };
  const files: PictureChunk = {
    version: 1,
    level: 'files',
    nodes: { first: 4, label: ['a.ts', 'b.ts'], key: ['file a', 'file b'], node: [4, 5], kind: [kind('file'), kind('file')], role: [0, 0], x: [-40, 40], y: [5, 5], radius: [4, 4], parent: [1, 2], symbols: [0, 0], chunk: [-1, -1] },
    edges: { source: [5], target: [4], count: [3], inferred: [1], kinds: [[edgeKind('imports'), 2, edgeKind('calls'), 1]] },
    outside: { place: [], parent: [] },
  };
  return { overview, files };
}
