import { describe, expect, it } from '@jest/globals';
import { SMALL_GRAPH, builderOf, onRow } from '../fixtures/sample-graph.js';
import type { GraphDescription } from '../fixtures/sample-graph.js';
import type { EdgeKind } from '../model.js';
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

  it('tells files of other content, and triggers of which something that they set going changed', () => {
    const symbol = (name: string) => ({ key: `a.ts ${name}().`, kind: 'symbol', symbolKind: 'function', name, parentKey: 'pinata file . . a.ts/', path: 'a.ts', range: onRow(1) }) as const;
    const trigger = (name: string) => ({ key: `trigger ${name}`, kind: 'trigger', name, parentKey: 'r', path: 'a.ts', signature: 'http express' }) as const;
    const table = (name: string) => ({ key: `table ${name}`, kind: 'table', name, parentKey: 'r' }) as const;
    const edge = (source: string, target: string, kind: EdgeKind) => ({ source, target, kind, resolution: 'exact', confidence: 100, rule: 'x', file: 'pinata file . . a.ts/', range: onRow(2) }) as const;
    const [list, base, special, other] = ['list', 'base', 'special', 'other'].map((name) => symbol(name));
    const description = (target: string): GraphDescription => ({
      nodes: [
        { key: 'r', kind: 'repository', name: 'r' },
        { key: 'pinata file . . a.ts/', kind: 'file', name: 'a.ts', parentKey: 'r', path: 'a.ts' },
        ...[list, base, special, other].flatMap((one) => one ?? []), trigger('GET /orders'), trigger('GET /other'), table('t'), table('z'),
      ],
      edges: [
        edge('trigger GET /orders', 'a.ts list().', 'triggers'), edge('a.ts list().', 'a.ts base().', 'calls'), edge('a.ts special().', 'a.ts base().', 'overrides'),
        edge('a.ts special().', `table ${target}`, target === 't' ? 'reads' : 'writes'), edge('trigger GET /other', 'a.ts other().', 'triggers'), edge('a.ts other().', 'table t', 'reads'),
      ],
    });
    const changes = (found: ReturnType<typeof compareGraphs>): readonly string[] => found.changedNodes.map(({ key, fields }) => `${key}: ${fields.join()}`);
    const hashes = { before: new Map([['a.ts', '1']]), after: new Map([['a.ts', '2']]) };
    expect(changes(compareGraphs(graphOf(description('t')), graphOf(description('z')), hashes))).toEqual(['pinata file . . a.ts/: content', 'trigger GET /orders: workflow']);
    expect(changes(compareGraphs(graphOf(description('t')), graphOf(description('t')), hashes))).toEqual(['pinata file . . a.ts/: content']);
    expect(changes(compareGraphs(graphOf(description('t')), graphOf(description('t')), { before: hashes.before, after: hashes.before }))).toEqual([]);
  });

  it('tells symbols of which the body alone differs, and the triggers that run them', () => {
    const [running] = SMALL_GRAPH.edges.filter(({ kind }) => kind === 'calls');
    if (running === undefined) throw new Error('the sample has no call');
    const description = (body: number | undefined): GraphDescription => ({
      nodes: [...SMALL_GRAPH.nodes.map((node) => (node.key === running.target && body !== undefined ? { ...node, body } : node)), { key: 'trigger run', kind: 'trigger', name: 'run', parentKey: SMALL_GRAPH.nodes.find(({ kind }) => kind === 'repository')?.key ?? '' }],
      edges: [...SMALL_GRAPH.edges, { ...running, source: 'trigger run', target: running.source, kind: 'triggers' }],
    });
    const changes = (before: number | undefined, after: number | undefined): readonly string[] => compareGraphs(graphOf(description(before)), graphOf(description(after))).changedNodes.map(({ key, fields }) => `${key}: ${fields.join()}`);
    expect(changes(1, 2)).toEqual([`${running.target}: body`, 'trigger run: code']);
    expect(changes(1, 1)).toEqual([]);
    expect(changes(undefined, 2)).toEqual([]);
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
