import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { syntheticBuilder } from '../synthetic/synthetic-graph.js';
import { mergeEdges, mergeFurther } from './merge-edges.js';

describe('mergeFurther', () => {
  it('gives of merged edges what merging the edges themselves gives', () => {
    const groups = fc.array(fc.integer({ min: -1, max: 6 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(1_000), groups, (seed, larger) => {
        const graph = syntheticBuilder({ nodes: 120, edges: 600, seed }).finish();
        const { edges } = graph.columns;
        const small = Int32Array.from({ length: graph.nodeCount }, (_, node) => (node * 7 + seed) % larger.length);
        const direct = mergeEdges(edges, small.map((group) => larger[group] ?? -1));
        expect(mergeFurther(mergeEdges(edges, small), Int32Array.from(larger))).toEqual(direct);
      }),
      { numRuns: 50 },
    );
  });
});
