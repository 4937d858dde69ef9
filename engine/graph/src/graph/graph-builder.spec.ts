import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GraphEdge } from '../model.js';
import { shareColumns } from './columns.js';
import { GraphBuilder } from './graph-builder.js';
import { Graph } from './graph.js';
import { nodeId } from './node-id.js';
import { SMALL_GRAPH, builderOf, onRow } from '../fixtures/sample-graph.js';
import { compareUtf8 } from './utf8-order.js';

function code(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return undefined;
}

const edge: GraphEdge = { source: 0, target: 0, kind: 'calls', resolution: 'exact', confidence: 100, rule: 'r', file: -1 };

describe('GraphBuilder', () => {
  it('gives back every field of every node', () => {
    const graph = builderOf(SMALL_GRAPH).finish();
    for (const node of SMALL_GRAPH.nodes) expect(graph.node(graph.nodeNumber(node.key))).toEqual(node);
    expect(graph.nodeCount).toBe(SMALL_GRAPH.nodes.length);
  });

  it('gives back every edge, with both directions', () => {
    const graph = builderOf(SMALL_GRAPH).finish();
    const run = graph.nodeNumber('A#run().');
    const calls = graph.outEdges(run).map((row) => graph.edge(row)).filter((one) => one.kind === 'calls');
    expect(calls.map((one) => [graph.key(one.target), one.range?.startRow, one.rule])).toEqual([['helper().', 5, 'call.name'], ['helper().', 6, 'call.name']]);
    const helper = graph.nodeNumber('helper().');
    expect(graph.inEdges(helper).map((row) => graph.key(graph.edge(row).source))).toEqual(['A#run().', 'A#run().', 'app/src/b.ts']);
    expect(graph.edge(graph.inEdges(helper)[0] ?? -1).file).toBe(graph.nodeNumber('app/src/a.ts'));
    expect(graph.edgeCount).toBe(SMALL_GRAPH.edges.length);
  });

  it('finds nodes by key and by id, and says -1 for others', () => {
    const graph = builderOf(SMALL_GRAPH).finish();
    for (const { key } of SMALL_GRAPH.nodes) {
      const node = graph.nodeNumber(key);
      expect(graph.key(node)).toBe(key);
      expect(graph.id(node)).toBe(nodeId(key));
      expect(graph.nodeNumberOfId(nodeId(key))).toBe(node);
    }
    expect(graph.nodeNumber('nobody')).toBe(-1);
    expect(graph.nodeNumberOfId(nodeId('nobody'))).toBe(-1);
    expect(graph.nodeNumberOfId('not an id')).toBe(-1);
  });

  it('is the same graph in any order of nodes and edges', () => {
    const shuffled = fc.record({
      nodes: fc.shuffledSubarray([...SMALL_GRAPH.nodes], { minLength: SMALL_GRAPH.nodes.length }),
      edges: fc.shuffledSubarray([...SMALL_GRAPH.edges], { minLength: SMALL_GRAPH.edges.length }),
    });
    const expected = builderOf(SMALL_GRAPH).finish().columns;
    fc.assert(fc.property(shuffled, (description) => expect(builderOf(description).finish().columns).toEqual(expected)), { numRuns: 50 });
  });

  it('keeps nodes in UTF-8 byte order whatever characters keys hold', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 6 })), (keys) => {
        const builder = new GraphBuilder();
        for (const key of keys) builder.addNode({ key, kind: 'symbol', name: key });
        const graph = builder.finish();
        const ordered = keys.map((_, i) => graph.key(i));
        expect(ordered).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
        expect([...keys].sort(compareUtf8)).toEqual(ordered);
        for (const key of keys) expect(graph.key(graph.nodeNumber(key))).toBe(key);
      }),
    );
  });

  it('sorts the many edges of one node as it sorts few', () => {
    const builder = new GraphBuilder();
    for (let i = 0; i < 40; i++) builder.addNode({ key: `n${String(i).padStart(2, '0')}`, kind: 'symbol', name: `n${i}` });
    for (let i = 39; i > 0; i--) builder.addEdge({ ...edge, target: i });
    const graph = builder.finish();
    expect(graph.outEdges(0).map((row) => graph.edge(row).target)).toEqual(Array.from({ length: 39 }, (_, i) => i + 1));
  });

  it('keeps the first value of a field and fills what was absent', () => {
    const builder = new GraphBuilder();
    const first = builder.addNode({ key: 'k', kind: 'symbol', name: 'first', range: onRow(1) });
    expect(builder.addNode({ key: 'k', kind: 'file', name: 'second', path: 'p', range: onRow(9), lines: 3 })).toBe(first);
    expect(builder.finish().node(0)).toEqual({ key: 'k', kind: 'symbol', name: 'first', path: 'p', range: onRow(1), lines: 3 });
  });

  it('refuses what is no graph', () => {
    const withTwo = (): GraphBuilder => {
      const builder = new GraphBuilder();
      builder.addNode({ key: 'a', kind: 'package', name: 'a', parentKey: 'b' });
      builder.addNode({ key: 'b', kind: 'package', name: 'b', parentKey: 'a' });
      return builder;
    };
    expect(code(() => withTwo().finish())).toBe('containmentCycle');
    expect(code(() => withTwo().addEdge({ ...edge, target: 2 }))).toBe('unknownNode');
    expect(code(() => withTwo().addEdge({ ...edge, source: 0.5 }))).toBe('unknownNode');
    expect(code(() => withTwo().addEdge({ ...edge, file: 7 }))).toBe('unknownNode');
    expect(code(() => withTwo().addEdge({ ...edge, confidence: 0 }))).toBe('invalidConfidence');
    const orphan = new GraphBuilder();
    orphan.addNode({ key: 'a', kind: 'file', name: 'a', parentKey: 'gone' });
    expect(code(() => orphan.finish())).toBe('unknownParent');
    expect(code(() => orphan.finish())).toBe('finished');
  });

  it('shares its columns with other threads', () => {
    const graph = builderOf(SMALL_GRAPH).finish();
    const shared = structuredClone(shareColumns(graph.columns));
    expect(Object.prototype.toString.call(shared.edges.sources.buffer)).toBe('[object SharedArrayBuffer]');
    const copy = new Graph(shared);
    expect(SMALL_GRAPH.nodes.map(({ key }) => copy.node(copy.nodeNumber(key)))).toEqual(SMALL_GRAPH.nodes);
  });
});
