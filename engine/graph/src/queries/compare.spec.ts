import { describe, expect, it } from '@jest/globals';
import { SMALL_GRAPH, builderOf, onRow } from '../fixtures/sample-graph.js';
import type { GraphDescription } from '../fixtures/sample-graph.js';
import { compareGraphs } from './compare.js';

const original = builderOf(SMALL_GRAPH).finish();
const graphOf = (description: GraphDescription) => builderOf(description).finish();

describe('compareGraphs', () => {
  it('finds nothing between equal graphs, and between graphs whose code only moved', () => {
    const nothing = { addedNodes: [], removedNodes: [], changedNodes: [], addedEdges: [], removedEdges: [], movedFiles: [] };
    expect(compareGraphs(original, graphOf(SMALL_GRAPH))).toEqual(nothing);
    const moved = { ...SMALL_GRAPH, nodes: SMALL_GRAPH.nodes.map((node) => (node.range === undefined ? node : { ...node, range: onRow(900) })) };
    expect(compareGraphs(original, graphOf(moved))).toEqual(nothing);
  });

  it('names what was added, removed and changed, each way round', () => {
    const without = 'helper().';
    const smaller: GraphDescription = {
      ...SMALL_GRAPH,
      nodes: SMALL_GRAPH.nodes.filter((node) => node.key !== without).map((node) => (node.key === 'A#' ? { ...node, signature: 'class A extends B' } : node)),
      edges: SMALL_GRAPH.edges.filter((edge) => edge.source !== without && edge.target !== without),
    };
    const removed = compareGraphs(original, graphOf(smaller));
    expect(removed.removedNodes.map(({ key }) => key)).toEqual([without]);
    expect(removed.addedNodes).toEqual([]);
    expect(removed.changedNodes.map(({ key, fields }) => ({ key, fields }))).toEqual([{ key: 'A#', fields: ['signature'] }]);
    expect(removed.removedEdges.length).toBeGreaterThan(0);
    expect(removed.removedEdges.every((edge) => edge.sourceKey === without || edge.targetKey === without)).toBe(true);
    const added = compareGraphs(graphOf(smaller), original);
    expect(added.addedNodes.map(({ key }) => key)).toEqual([without]);
    expect(added.addedEdges).toHaveLength(removed.removedEdges.length);
    expect(added.removedEdges).toEqual([]);
  });

  it('counts sites: a second call of the same function is an edge more', () => {
    const [edge] = SMALL_GRAPH.edges.filter(({ kind }) => kind === 'calls');
    if (edge === undefined) throw new Error('the sample has no call');
    const more = compareGraphs(original, graphOf({ ...SMALL_GRAPH, edges: [...SMALL_GRAPH.edges, { ...edge, range: onRow(77) }] }));
    expect(more.addedEdges).toEqual([{ sourceKey: edge.source, targetKey: edge.target, kind: 'calls', sites: 1 }]);
  });

  it('pairs a file that moved with its content, and what it declares', () => {
    const repository = { key: 'r', kind: 'repository', name: 'r' } as const;
    const file = (path: string, symbol: string): GraphDescription => ({
      nodes: [
        repository,
        { key: `pinata file . . ${path}/`, kind: 'file', name: path, parentKey: 'r', path },
        { key: `pinata npm . . ${path}/${symbol}().`, kind: 'symbol', symbolKind: 'function', name: symbol, parentKey: `pinata file . . ${path}/`, path, range: onRow(1) },
      ],
      edges: [],
    });
    const hashes = { before: new Map([['old', 'h1']]), after: new Map([['new', 'h1']]) };
    const moved = compareGraphs(graphOf(file('old', 'run')), graphOf(file('new', 'run')), hashes);
    expect(moved.movedFiles).toEqual([{ from: 'old', to: 'new' }]);
    expect([moved.addedNodes, moved.removedNodes]).toEqual([[], []]);
    expect(moved.changedNodes.map(({ kind, fields }) => `${kind} ${fields.join()}`)).toEqual(['file name,path', 'symbol path']);
  });
});
