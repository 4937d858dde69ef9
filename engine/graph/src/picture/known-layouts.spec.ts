import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { syntheticBuilder } from '../synthetic/synthetic-graph.js';
import { KnownLayouts } from './known-layouts.js';
import { layoutSiblings } from './circle-layout.js';
import { planPicture } from './picture-plan.js';

describe('layouts that are found again', () => {
  it('are those that are made anew', () => {
    const siblings = fc.record({ radii: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }), gap: fc.constantFrom(0, 10) }).chain(({ radii, gap }) =>
      fc.record({ radii: fc.constant(radii), gap: fc.constant(gap), links: fc.array(fc.record({ a: fc.nat(radii.length - 1), b: fc.nat(radii.length - 1), weight: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(fc.array(siblings, { maxLength: 8 }), (asked) => {
        const layouts = new KnownLayouts();
        for (let picture = 0; picture < 3; picture++) {
          layouts.begin();
          for (const { radii, links, gap } of asked) expect(layouts.of(radii, links, gap)).toEqual(layoutSiblings(radii, links, gap));
        }
      }),
    );
  });

  it('make the same picture of a graph that grew', () => {
    const layouts = new KnownLayouts();
    for (const nodes of [2_000, 2_060, 1_980, 2_060]) {
      const graph = syntheticBuilder({ nodes, edges: 4_000 }).finish();
      expect(planPicture(graph, layouts).circles).toEqual(planPicture(graph).circles);
    }
  });

  it('stay from one picture to the next, and no longer', () => {
    const layouts = new KnownLayouts();
    const first = layouts.of([5, 6], [], 1);
    expect(layouts.of([5, 6], [], 1)).toBe(first);
    layouts.begin();
    expect(layouts.of([5, 6], [], 1)).toBe(first);
    layouts.begin();
    layouts.begin();
    expect(layouts.of([5, 6], [], 1)).not.toBe(first);
  });
});
