import { describe, expect, it } from '@jest/globals';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { PictureView } from '../browser/picture-view.js';
import { EDGE_KINDS } from '../model.js';
import { SMALL_GRAPH, builderOf } from '../fixtures/sample-graph.js';
import type { Graph } from '../graph/graph.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { syntheticBuilder } from '../synthetic/synthetic-graph.js';
import { buildPicture } from './build-picture.js';
import { layoutSiblings, turn } from './circle-layout.js';
import type { PictureChunk, PictureNodes, PictureOverview } from './picture-model.js';

interface Picture {
  readonly overview: PictureOverview;
  readonly chunks: Map<string, PictureChunk>;
}

function pictureOf(graph: Graph): Picture {
  const [overview, ...chunks] = buildPicture(graph).map(({ name, content }): [string, unknown] => [name, JSON.parse(Buffer.from(content).toString())]);
  return { overview: overview?.[1] as PictureOverview, chunks: new Map(chunks as [string, PictureChunk][]) };
}

interface Circle {
  readonly place: number;
  readonly parent: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function circlesOf(columns: PictureNodes): Circle[] {
  return columns.x.map((x, i) => ({ place: columns.first + i, parent: columns.parent[i] ?? -1, x, y: columns.y[i] ?? NaN, radius: columns.radius[i] ?? NaN }));
}

function expectGoodCircles({ overview, chunks }: Picture): void {
  const circles = [overview.nodes, ...[...chunks.values()].map((chunk) => chunk.nodes)].flatMap(circlesOf);
  const byPlace = new Map(circles.map((circle) => [circle.place, circle]));
  const byParent = Map.groupBy(circles, (circle) => circle.parent);
  for (const circle of circles) {
    if (![circle.x, circle.y, circle.radius].every(Number.isSafeInteger)) throw new Error(`${circle.place} lies nowhere`);
    const parent = byPlace.get(circle.parent);
    if (parent !== undefined && Math.hypot(circle.x - parent.x, circle.y - parent.y) + circle.radius > parent.radius + 2) throw new Error(`${circle.place} sticks out of ${parent.place}`);
  }
  for (const siblings of byParent.values()) {
    const biggest = siblings.sort((a, b) => b.radius - a.radius).slice(0, 300);
    biggest.forEach((a, i) => {
      for (const b of biggest.slice(i + 1)) if (Math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius) throw new Error(`${a.place} and ${b.place} overlap`);
    });
  }
}

describe('buildPicture', () => {
  it('shows every node of a small graph where its container is', () => {
    const picture = pictureOf(builderOf(SMALL_GRAPH).finish());
    expectGoodCircles(picture);
    expect(picture.overview.nodes.label.toSorted()).toEqual(['app', 'lib', 'lodash', 'small', 'src']);
    expect(picture.chunks.get('files-0.json')?.nodes.label.toSorted()).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(picture.chunks.get('symbols-0.json')?.nodes.label.toSorted()).toEqual(['A', 'Store', 'helper', 'run', 'save']);
    expect(picture.overview.totals).toEqual({ packages: 2, directories: 1, files: 3, symbols: 5, outside: 1 });
  });

  it('merges edges between packages and says which kinds they are', () => {
    const { overview } = pictureOf(builderOf(SMALL_GRAPH).finish());
    const { packageEdges: edges, nodes } = overview;
    const named = edges.source.map((source, i) => `${nodes.label[source]} > ${nodes.label[edges.target[i] ?? -1]}: ${edges.count[i]} (${edges.inferred[i]})`);
    expect(named).toEqual(['app > lib: 5 (1)', 'app > lodash: 2 (0)', 'lib > app: 1 (0)']);
    expect(edges.kinds[1]).toEqual([EDGE_KINDS.indexOf('imports'), 1, EDGE_KINDS.indexOf('dependsOn'), 1]);
  });

  it('draws good circles for graphs of many shapes', () => {
    const sizes = fc.record({ nodes: fc.integer({ min: 1, max: 3000 }), edges: fc.integer({ min: 0, max: 6000 }), packages: fc.integer({ min: 1, max: 30 }), symbolsPerFile: fc.integer({ min: 1, max: 60 }), seed: fc.nat() });
    fc.assert(fc.property(sizes, (size) => expectGoodCircles(pictureOf(syntheticBuilder(size).finish()))), { numRuns: 12 });
  });

  it('has something to show of a graph without files, and of one without nodes', () => {
    const empty = pictureOf(new GraphBuilder().finish());
    expect(empty.overview.nodes.label).toEqual([]);
    const builder = new GraphBuilder();
    for (let i = 0; i < 40; i++) builder.addNode({ key: `npm ${i}`, kind: 'externalPackage', name: `external-${i}` });
    expectGoodCircles(pictureOf(builder.finish()));
  });

  it('gives the same bytes for the same graph, whatever order it was built in', () => {
    const reversed = { nodes: SMALL_GRAPH.nodes.toReversed(), edges: SMALL_GRAPH.edges.toReversed() };
    expect(buildPicture(builderOf(reversed).finish())).toEqual(buildPicture(builderOf(SMALL_GRAPH).finish()));
  });

  it('keeps the overview of a large repository small and parts the rest', () => {
    const graph = syntheticBuilder({ nodes: 60_000, edges: 120_000, symbolsPerFile: 10, packages: 60 }).finish();
    const files = buildPicture(graph);
    expect(zstdCompressSync(files[0]?.content ?? '').length).toBeLessThan(300_000);
    expect(files.filter(({ name }) => name.startsWith('files-')).length).toBeGreaterThan(1);
    expect(files.filter(({ name }) => name.startsWith('symbols-')).length).toBeGreaterThan(10);
  });
});

describe('layoutSiblings', () => {
  it('parts circles that start on one another, however many there are', () => {
    const radii = Array.from({ length: 400 }, (_, i) => 10 + (i % 50));
    const links = radii.map((_, i) => ({ a: i, b: 0, weight: 100 })).slice(1);
    const { x, y, radius } = layoutSiblings(radii, links, 5);
    for (let a = 0; a < radii.length; a++) {
      expect(Math.hypot(x[a] ?? NaN, y[a] ?? NaN) + (radii[a] ?? 0)).toBeLessThanOrEqual(radius + 1e-6);
      for (let b = 0; b < a; b++) if (Math.hypot((x[a] ?? 0) - (x[b] ?? 0), (y[a] ?? 0) - (y[b] ?? 0)) <= (radii[a] ?? 0) + (radii[b] ?? 0)) throw new Error(`${a} and ${b} overlap`);
    }
  });

  it('stands a crowd around its biggest, in bounded time', () => {
    const radii = Array.from({ length: 20_000 }, (_, i) => (i === 7 ? 5000 : 10 + (i % 20)));
    const start = performance.now();
    const { x, y, radius } = layoutSiblings(radii, [{ a: 7, b: 19_999, weight: 3 }], 5);
    expect(performance.now() - start).toBeLessThan(3000);
    const cell = new Map<string, number[]>();
    for (let i = 0; i < radii.length; i++) {
      expect(Math.hypot(x[i] ?? NaN, y[i] ?? NaN) + (radii[i] ?? 0)).toBeLessThanOrEqual(radius + 1e-6);
      if (i === 7) continue;
      if (Math.hypot((x[i] ?? 0) - (x[7] ?? 0), (y[i] ?? 0) - (y[7] ?? 0)) < 5000 + (radii[i] ?? 0)) throw new Error(`${i} lies in the biggest`);
      const [column, row] = [Math.floor((x[i] ?? 0) / 60), Math.floor((y[i] ?? 0) / 60)];
      for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) for (const j of cell.get(`${column + dx} ${row + dy}`) ?? []) if (Math.hypot((x[i] ?? 0) - (x[j] ?? 0), (y[i] ?? 0) - (y[j] ?? 0)) < (radii[i] ?? 0) + (radii[j] ?? 0)) throw new Error(`${i} and ${j} overlap`);
      const here = cell.get(`${column} ${row}`);
      if (here === undefined) cell.set(`${column} ${row}`, [i]);
      else here.push(i);
    }
  });

  it('turns as cosine and sine do', () => {
    for (const part of [0, 0.1, 0.25, 0.5, 0.73, 1]) {
      expect(turn(part).cosine).toBeCloseTo(Math.cos(part * 2 * Math.PI), 9);
      expect(turn(part).sine).toBeCloseTo(Math.sin(part * 2 * Math.PI), 9);
    }
  });
});

describe('PictureView', () => {
  const { overview, chunks } = pictureOf(builderOf(SMALL_GRAPH).finish());
  const placeOf = (label: string): number => [overview.nodes, ...[...chunks.values()].map((chunk) => chunk.nodes)].flatMap((nodes) => nodes.label.map((one, i) => (one === label ? nodes.first + i : -1))).find((place) => place >= 0) ?? -1;

  function opened(...labels: string[]): { nodes: string[]; edges: string[] } {
    const view = new PictureView(overview);
    const expanded = new Set<number>();
    for (const label of labels) {
      for (let needed = view.needed(placeOf(label)); needed !== undefined; needed = view.needed(placeOf(label))) {
        const chunk = chunks.get(`${needed.level}-${needed.chunk}.json`);
        if (chunk === undefined) throw new Error(`no chunk ${needed.chunk}`);
        view.add(chunk);
        view.add(chunk);
      }
      expanded.add(placeOf(label));
    }
    const nodes = view.nodes(expanded);
    const label = (place: number): string => view.node(place)?.label ?? `unknown ${place}`;
    return { nodes: nodes.map((node) => node.label), edges: view.edges(expanded).map((edge) => `${label(edge.source)} > ${label(edge.target)} ${edge.count}`).sort() };
  }

  it('begins with the roots', () => {
    expect(opened().nodes.sort()).toEqual(['lodash', 'small']);
  });

  it('shows packages with the edges between them', () => {
    expect(opened('small')).toEqual({ nodes: expect.arrayContaining(['small', 'app', 'lib', 'lodash']), edges: ['app > lib 5', 'app > lodash 2', 'lib > app 1'] });
  });

  it('shows files where a directory is expanded and containers elsewhere', () => {
    const { edges, nodes } = opened('small', 'app', 'src');
    expect(nodes).toContain('a.ts');
    expect(edges).toEqual(['a.ts > b.ts 3', 'a.ts > lib 3', 'a.ts > lodash 1', 'b.ts > lib 2', 'lib > b.ts 1']);
  });

  it('shows symbols in an expanded file, and counts every edge once', () => {
    const { edges } = opened('small', 'app', 'src', 'a.ts');
    expect(edges).toEqual(['A > lib 1', 'a.ts > b.ts 1', 'a.ts > lib 1', 'a.ts > lodash 1', 'b.ts > lib 2', 'lib > b.ts 1', 'run > b.ts 2', 'run > lib 1']);
    const { edges: all } = opened('small', 'app', 'src', 'a.ts', 'b.ts', 'lib', 'c.ts');
    expect(all).toEqual(['A > Store 1', 'a.ts > b.ts 1', 'a.ts > c.ts 1', 'a.ts > lodash 1', 'b.ts > c.ts 1', 'c.ts > b.ts 1', 'helper > save 1', 'run > helper 2', 'run > save 1']);
  });

  it('says what can be expanded', () => {
    const view = new PictureView(overview);
    expect(view.node(placeOf('app'))?.canExpand).toBe(true);
    expect(view.node(placeOf('lodash'))?.canExpand).toBe(false);
    expect(view.node(999)).toBeUndefined();
    expect(view.needed(placeOf('lodash'))).toBeUndefined();
    expect(view.parent(placeOf('app'))).toBe(placeOf('small'));
  });
});
