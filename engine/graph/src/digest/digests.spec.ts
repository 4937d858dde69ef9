import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GraphNode } from '../model.js';
import { SMALL_GRAPH, builderOf, onRow } from '../fixtures/sample-graph.js';
import type { GraphDescription, KeyedEdge } from '../fixtures/sample-graph.js';
import { computeDigests, computeShards } from './digests.js';

const digestsOf = (description: GraphDescription) => computeDigests(builderOf(description).finish());
const original = digestsOf(SMALL_GRAPH);

function withNode(key: string, change: Partial<GraphNode>): GraphDescription {
  return { ...SMALL_GRAPH, nodes: SMALL_GRAPH.nodes.map((node) => (node.key === key ? { ...node, ...change } : node)) };
}

function withEdge(index: number, change: Partial<KeyedEdge>): GraphDescription {
  return { ...SMALL_GRAPH, edges: SMALL_GRAPH.edges.map((edge, i) => (i === index ? { ...edge, ...change } : edge)) };
}

describe('computeDigests', () => {
  it('gives the digests of encoding version 3', () => {
    expect(original).toEqual({
      graphDigest: '01300dfe4dffa2f18554ec95361eee972e4acd787cc1cc2e1dfe28c8fcc6e4a0',
      shapeDigest: 'e2ab9ad5786e954a71bf8f35a00d7ede4e0a00bf691374bee4dd2f00a46c9177',
    });
  });

  it('does not depend on the order in which nodes and edges came', () => {
    const shuffled = fc.record({
      nodes: fc.shuffledSubarray([...SMALL_GRAPH.nodes], { minLength: SMALL_GRAPH.nodes.length }),
      edges: fc.shuffledSubarray([...SMALL_GRAPH.edges], { minLength: SMALL_GRAPH.edges.length }),
    });
    fc.assert(fc.property(shuffled, (description) => expect(digestsOf(description)).toEqual(original)), { numRuns: 30 });
  });

  it.each<[string, GraphDescription]>([
    ['a symbol', withNode('A#run().', { range: onRow(102) })],
    ['an edge', withEdge(12, { range: onRow(105) })],
    ['the length of a file', withNode('lib/c.ts', { lines: 21, bytes: 301 })],
  ])('changes in graphDigest alone when %s moves', (_, changed) => {
    const digests = digestsOf(changed);
    expect(digests.graphDigest).not.toBe(original.graphDigest);
    expect(digests.shapeDigest).toBe(original.shapeDigest);
  });

  it.each<[string, GraphDescription]>([
    ['name', withNode('A#', { name: 'B' })],
    ['kind', withNode('npm lodash', { kind: 'externalService' })],
    ['symbolKind', withNode('A#', { symbolKind: 'struct' })],
    ['parentKey', withNode('A#run().', { parentKey: 'helper().' })],
    ['path', withNode('A#', { path: 'lib/c.ts' })],
    ['role', withNode('lib/c.ts', { role: 'generated' })],
    ['language', withNode('lib/c.ts', { language: 'csharp' })],
    ['visibility', withNode('A#', { visibility: 'internal' })],
    ['signature', withNode('A#run().', { signature: 'run(): string' })],
    ['manager', withNode('npm lodash', { manager: 'nuget' })],
    ['version', withNode('npm lodash', { version: '4.17.20' })],
    ['marks', withEdge(14, { marks: 3 })],
    ['edge kind', withEdge(0, { kind: 'references' })],
    ['edge source', withEdge(5, { source: 'app/src/b.ts' })],
    ['edge target', withEdge(5, { target: 'A#' })],
    ['confidence', withEdge(14, { confidence: 81 })],
    ['rule', withEdge(14, { rule: 'call.name' })],
    ['edge file', withEdge(14, { file: 'app/src/a.ts' })],
    ['one edge less', { ...SMALL_GRAPH, edges: SMALL_GRAPH.edges.slice(1) }],
    ['one edge twice', { ...SMALL_GRAPH, edges: [...SMALL_GRAPH.edges, ...SMALL_GRAPH.edges.slice(0, 1)] }],
  ])('changes in both digests with %s', (_, changed) => {
    const digests = digestsOf(changed);
    expect(digests.graphDigest).not.toBe(original.graphDigest);
    expect(digests.shapeDigest).not.toBe(original.shapeDigest);
  });

  it('keeps the shape when two sites of one pair swap places', () => {
    const pair = (first: number, second: number): GraphDescription => ({
      ...SMALL_GRAPH,
      edges: [
        ...SMALL_GRAPH.edges,
        { source: 'A#', target: 'helper().', kind: 'calls', file: 'app/src/a.ts', rule: 'a', range: onRow(first) },
        { source: 'A#', target: 'helper().', kind: 'calls', file: 'app/src/a.ts', rule: 'b', range: onRow(second) },
      ],
    });
    expect(digestsOf(pair(1, 2)).shapeDigest).toBe(digestsOf(pair(2, 1)).shapeDigest);
    expect(digestsOf(pair(1, 2)).graphDigest).not.toBe(digestsOf(pair(2, 1)).graphDigest);
  });

  it('changes only the shard of the file that changed', () => {
    const before = computeShards(builderOf(SMALL_GRAPH).finish());
    const after = computeShards(builderOf(withNode('helper().', { signature: 'helper()' })).finish());
    expect(before.map((shard) => shard.path)).toEqual([undefined, 'app/src/a.ts', 'app/src/b.ts', 'lib/c.ts']);
    expect(after.filter((shard, i) => !shard.shape.equals(before[i]?.shape ?? Buffer.alloc(0))).map((shard) => shard.path)).toEqual(['app/src/b.ts']);
  });
});
