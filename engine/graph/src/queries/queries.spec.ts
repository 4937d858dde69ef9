import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphBuilder } from '../graph/graph-builder.js';
import type { EdgeKind, GraphNode } from '../model.js';
import { SMALL_GRAPH, builderOf } from '../fixtures/sample-graph.js';
import type { KeyedEdge } from '../fixtures/sample-graph.js';
import type { Graph } from '../graph/graph.js';
import { cycles } from './cycles.js';
import { related } from './dependencies.js';
import { graphOverview } from './graph-overview.js';
import { Hierarchy } from './hierarchy.js';
import { impact } from './impact.js';
import { neighbourhood } from './neighbourhood.js';
import { edgesBetween, rollUp, rollUpTo } from './roll-up.js';
import { shortestPath } from './shortest-path.js';

const graph = builderOf(SMALL_GRAPH).finish();
const number = (key: string): number => graph.nodeNumber(key);
const keys = (nodes: readonly number[]): string[] => nodes.map((node) => graph.key(node)).sort();

/** A graph of symbols without containers. */
function graphOf(names: readonly string[], pairs: readonly (readonly [string, string])[]): Graph {
  const nodes = names.map((name): GraphNode => ({ key: name, kind: 'symbol', name }));
  const edges = pairs.map(([source, target]): KeyedEdge => ({ source, target, kind: 'calls' }));
  return builderOf({ nodes, edges }).finish();
}

const smallDigraph = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const names = Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));
  return fc.record({ names: fc.constant(names), pairs: fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 30 }) });
});

/** Distances by plain breadth-first search over pairs. */
function distances(pairs: readonly (readonly [string, string])[], from: string): Map<string, number> {
  const found = new Map([[from, 0]]);
  for (const [node, distance] of found) for (const [a, b] of pairs) if (a === node && !found.has(b)) found.set(b, distance + 1);
  return found;
}

describe('Hierarchy', () => {
  const hierarchy = new Hierarchy(graph);
  const standsFor = (level: 'file' | 'directory' | 'package', key: string): string => graph.key(hierarchy.representatives(level)[number(key)] ?? -1);

  it('finds file, directory and package', () => {
    expect(['file', 'directory', 'package'].map((level) => standsFor(level as 'file', 'A#run().'))).toEqual(['app/src/a.ts', 'app/src', 'app']);
    expect(standsFor('directory', 'lib/c.ts')).toBe('lib');
    expect(standsFor('package', 'app/src')).toBe('app');
  });

  it('lets what lies outside the tree stand for itself', () => {
    expect(standsFor('package', 'npm lodash')).toBe('npm lodash');
    expect(standsFor('file', 'app')).toBe('app');
  });
});

describe('neighbourhood', () => {
  it('goes as far as it is told', () => {
    const query = { start: [number('helper().')], direction: 'both', limit: 100 } as const;
    expect(keys(neighbourhood(graph, { ...query, depth: 0 }).nodes)).toEqual(['helper().']);
    const near = neighbourhood(graph, { ...query, depth: 1, edgeKinds: ['calls'] });
    expect(keys(near.nodes)).toEqual(['A#run().', 'Store#save().', 'helper().']);
    expect(near.edges.map((row) => graph.edge(row).kind)).toEqual(['calls', 'calls', 'calls']);
    expect(neighbourhood(graph, { ...query, depth: 1, direction: 'outgoing' }).nodes.map((node) => graph.key(node))).toEqual(['helper().', 'Store#save().']);
    expect(keys(neighbourhood(graph, { ...query, depth: 2, nodeKinds: ['file'] }).nodes)).toContain('lib/c.ts');
  });

  it('says when there is more', () => {
    const query = { start: [number('app/src/a.ts')], direction: 'both', depth: 3 } as const;
    const capped = neighbourhood(graph, { ...query, limit: 3 });
    expect([capped.nodes.length, capped.isTruncated]).toEqual([3, true]);
    expect(neighbourhood(graph, { ...query, limit: 100, edgeLimit: 2 })).toMatchObject({ isTruncated: true, edges: { length: 2 } });
    expect(neighbourhood(graph, { ...query, limit: 100 }).isTruncated).toBe(false);
  });

  it('has the distances of a plain search', () => {
    fc.assert(
      fc.property(smallDigraph, ({ names, pairs }) => {
        const random = graphOf(names, pairs);
        const { nodes, depths } = neighbourhood(random, { start: [0], direction: 'outgoing', depth: 20, limit: 100 });
        expect(new Map(nodes.map((node, i) => [random.key(node), depths[i]]))).toEqual(distances(pairs, 'a'));
      }),
    );
  });
});

describe('shortestPath', () => {
  it('follows edges and says which', () => {
    const path = shortestPath(graph, { from: number('A#run().'), to: number('Store#save().'), direction: 'outgoing', edgeKinds: ['calls'] });
    expect(path?.map((step) => [graph.key(step.from), graph.key(step.to), step.isBackwards])).toEqual([['A#run().', 'helper().', false], ['helper().', 'Store#save().', false]]);
  });

  it('goes against edges when it may', () => {
    const query = { from: number('lib'), to: number('npm lodash') };
    expect(shortestPath(graph, { ...query, direction: 'outgoing' })).toBeUndefined();
    const path = shortestPath(graph, { from: number('app/src/b.ts'), to: number('npm lodash'), direction: 'both' });
    expect(path?.map((step) => step.isBackwards)).toEqual([true, false]);
    expect(shortestPath(graph, { from: 1, to: 1, direction: 'both' })).toEqual([]);
  });

  it('is as short as a plain search finds', () => {
    fc.assert(
      fc.property(smallDigraph, fc.nat(), ({ names, pairs }, pick) => {
        const random = graphOf(names, pairs);
        const to = names[pick % names.length] ?? 'a';
        const path = shortestPath(random, { from: 0, to: random.nodeNumber(to), direction: 'outgoing' });
        expect(path?.length).toBe(distances(pairs, 'a').get(to));
        path?.forEach((step, i) => {
          expect(random.edge(step.edge)).toMatchObject({ source: step.from, target: step.to });
          expect(step.from).toBe(i === 0 ? 0 : path[i - 1]?.to);
        });
      }),
    );
  });
});

describe('impact', () => {
  it('finds all that can reach a node, nearest first', () => {
    const found = impact(graph, { start: [number('helper().')], limit: 100 });
    expect(found.nodes.map(({ node, depth }) => [graph.key(node), depth])).toEqual([['A#run().', 1], ['Store#save().', 2]]);
    expect(found.files.map((file) => graph.key(file))).toEqual(['app/src/a.ts', 'lib/c.ts']);
  });

  it('goes on from an implementation to those who call what it implements, and marks the hop', () => {
    const found = impact(graph, { start: [number('A#run().')], limit: 100 });
    expect(found.nodes.map(({ node, isThroughOverride }) => [graph.key(node), isThroughOverride])).toEqual([['Store#save().', true], ['helper().', false]]);
  });

  it('reaches the users of members when a file changes', () => {
    const found = impact(graph, { start: [number('lib/c.ts')], limit: 100 });
    expect(keys(found.nodes.map(({ node }) => node))).toEqual(['A#', 'A#run().', 'app/src/a.ts', 'app/src/b.ts', 'helper().']);
    expect(keys(found.files)).toEqual(['app/src/a.ts', 'app/src/b.ts']);
    expect(keys(impact(graph, { start: [number('lib/c.ts')], includesMembers: false, limit: 100, depth: 1 }).nodes.map(({ node }) => node))).toEqual(['app/src/a.ts', 'app/src/b.ts']);
  });

  it('counts all and gives back as many as are wanted', () => {
    expect(impact(graph, { start: [number('lib/c.ts')], limit: 2 })).toMatchObject({ total: 5, nodes: { length: 2 } });
    expect(impact(graph, { start: [number('lib/c.ts')], limit: 9, edgeKinds: ['imports'] }).total).toBe(2);
  });
});

describe('cycles', () => {
  it('finds files that import each other', () => {
    expect(cycles(graph, 'file').map((cycle) => [keys(cycle.nodes), cycle.edgeCount])).toEqual([[['app/src/b.ts', 'lib/c.ts'], 2]]);
    expect(cycles(graph, 'package').map((cycle) => keys(cycle.nodes))).toEqual([['app', 'lib']]);
    expect(cycles(graph, 'file', ['calls'])).toEqual([]);
  });

  it('finds the components that mutual reachability gives', () => {
    fc.assert(
      fc.property(smallDigraph, ({ names, pairs }) => {
        const random = graphOf(names, pairs);
        const reach = new Map(names.map((name) => [name, distances(pairs, name)]));
        const expected = names.map((a) => names.filter((b) => reach.get(a)?.has(b) === true && reach.get(b)?.has(a) === true).join('')).filter((group) => group.length > 1);
        expect(new Set(cycles(random, 'file').map((cycle) => cycle.nodes.map((node) => random.key(node)).join('')))).toEqual(new Set(expected));
      }),
    );
  });

  it('walks a ring of 20,000 without running out of stack', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `n${String(i).padStart(5, '0')}`);
    const chain = graphOf(names, names.map((name, i) => [name, names[(i + 1) % names.length] ?? ''] as const));
    expect(cycles(chain, 'file')[0]?.nodes.length).toBe(20_000);
  });
});

describe('rollUp', () => {
  it('merges edges and counts their kinds', () => {
    const merged = rollUp(graph, 'package').map((edge) => ({ ...edge, source: graph.key(edge.source), target: graph.key(edge.target) }));
    expect(merged).toContainEqual({
      source: 'app', target: 'lib', count: 5, inferred: 1,
      kinds: [{ kind: 'imports', count: 2 }, { kind: 'calls', count: 1 }, { kind: 'implements', count: 1 }, { kind: 'overrides', count: 1 }],
    });
    expect(rollUp(graph, 'file', ['imports'])).toHaveLength(5);
  });

  it('merges to what is shown', () => {
    const merged = rollUpTo(graph, [number('app'), number('lib/c.ts'), number('A#')]).map((edge) => `${graph.key(edge.source)} > ${graph.key(edge.target)} ${edge.count}`);
    expect(merged.sort()).toEqual(['A# > app 2', 'A# > lib/c.ts 2', 'app > lib/c.ts 3', 'lib/c.ts > app 1']);
  });

  it('lists the sites behind a merged edge', () => {
    const found = edgesBetween(graph, number('app'), number('lib'), 2);
    expect(found).toMatchObject({ total: 5, edges: { length: 2 } });
    expect(edgesBetween(graph, number('lib'), number('app'), 9, ['imports']).edges.map((row) => graph.edge(row).range?.startRow)).toEqual([0]);
  });
});

describe('related', () => {
  it('finds both sides of calls and of dependencies, of members too', () => {
    const of = (key: string, relation: Parameters<typeof related>[2]): string[] => related(graph, number(key), relation).map(({ node, edges }) => `${graph.key(node)} ${edges.length}`);
    expect(of('helper().', 'callers')).toEqual(['A#run(). 2']);
    expect(of('A#', 'callees')).toEqual(['helper(). 2']);
    expect(of('lib', 'dependents')).toEqual(['A# 1', 'A#run(). 1', 'app/src/a.ts 1', 'app/src/b.ts 1', 'helper(). 1']);
    expect(of('app/src/b.ts', 'dependencies')).toEqual(['Store#save(). 1', 'lib/c.ts 1']);
  });
});

describe('callers of what is not called', () => {
  it('are who reads, writes or asks it', () => {
    const builder = new GraphBuilder();
    builder.addNode({ key: 'repository', kind: 'repository', name: 'shop' });
    for (const key of ['run', 'stop']) builder.addNode({ key, kind: 'symbol', symbolKind: 'function', name: key, parentKey: 'repository' });
    builder.addNode({ key: 'count', kind: 'symbol', symbolKind: 'field', name: 'count', parentKey: 'repository' });
    for (const kind of ['table', 'endpoint', 'channel'] as const) builder.addNode({ key: kind, kind, name: kind, parentKey: 'repository' });
    const edge = (source: string, kind: EdgeKind, target: string): void => void builder.addEdge({ source: builder.nodeNumber(source), target: builder.nodeNumber(target), kind, resolution: 'exact', confidence: 100, rule: 'test', file: -1 });
    edge('run', 'references', 'count');
    edge('run', 'references', 'stop');
    edge('run', 'writes', 'table');
    edge('stop', 'reads', 'table');
    edge('run', 'requests', 'endpoint');
    edge('stop', 'publishes', 'channel');
    const built = builder.finish();
    const callers = (key: string): string[] => related(built, built.nodeNumber(key), 'callers').map(({ node }) => built.key(node));
    expect(['count', 'stop', 'table', 'endpoint', 'channel'].map(callers)).toEqual([['run'], [], ['run', 'stop'], ['run'], ['stop']]);
  });
});

describe('graphOverview', () => {
  it('counts and ranks', () => {
    const overview = graphOverview(graph, 2);
    expect(overview.nodes).toContainEqual({ kind: 'file', count: 3 });
    expect(overview.edges).toContainEqual({ kind: 'calls', count: 3 });
    expect(overview.files).toEqual([{ kind: 'production', count: 2 }, { kind: 'test', count: 1 }]);
    expect(overview.symbols).toContainEqual({ kind: 'method', count: 2 });
    expect(overview).toMatchObject({ inferredEdges: 1, fileCycles: 1, packageCycles: 1 });
    expect(overview.mostDependedOn.map(({ node, dependents }) => [graph.key(node), dependents])).toEqual([['app/src/b.ts', 2], ['lib/c.ts', 2]]);
    expect(overview.largestFiles.map(({ node }) => graph.key(node))).toEqual(['app/src/a.ts', 'lib/c.ts']);
    expect(overview.mostUsedPackages.map(({ node, dependents }) => [graph.key(node), dependents])).toEqual([['npm lodash', 2]]);
    expect(overview.mostUsed.map(({ node, uses }) => [graph.key(node), uses])).toEqual([['Store#save().', 2], ['helper().', 2]]);
  });
});
