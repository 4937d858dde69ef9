import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphCache } from '../threads/graph-cache.js';
import { answer } from './answers.js';
import { onePackageSnapshot, onRow, smallSnapshot } from './fixtures/small-snapshot.js';
import { OpenGraph } from './open-graph.js';
import type { Answer, Parameters, QuestionName } from './questions.js';

const DRAWING = { includeExternal: false, nodeLimit: 100, edgeLimit: 100 };

describe('answers about a graph', () => {
  const folders: string[] = [];
  let open: OpenGraph;
  const ask = <Name extends QuestionName>(name: Name, parameters: Parameters<Name>): Promise<Answer<Name>> => answer(open, name, parameters, () => Promise.resolve(open));
  beforeAll(async () => {
    folders.push(await smallSnapshot());
    open = await OpenGraph.open(folders[0] ?? '');
  });
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  const linksOf = (view: { links: readonly { sourceId: string; targetId: string; kind: string; count: number; resolution: string }[]; nodes: readonly { id: string; name: string }[] }): string[] => {
    const names = new Map(view.nodes.map((node) => [node.id, node.name]));
    return view.links.map((link) => `${names.get(link.sourceId)} ${link.kind} ${names.get(link.targetId)} ${link.count} ${link.resolution}`).sort();
  };

  it('overview: counts, largest, most depended on', async () => {
    const overview = await ask('overview', {});
    expect(overview.nodeCounts).toContainEqual({ kind: 'file', count: 4 });
    expect(overview.edgeCounts).toContainEqual({ kind: 'calls', exact: 2, inferred: 2 });
    expect(overview).toMatchObject({ packageCount: 2, externalPackageCount: 1, cycleCount: 1 });
    expect(overview.largestFiles.map((node) => node.path)).toEqual(['app/src/a.ts', 'lib/c.ts', 'app/src/b.test.ts', 'lib/d.ts']);
    expect(overview.mostDependedOn[0]).toMatchObject({ count: 2, node: { path: 'lib/c.ts' } });
    expect(overview.mostUsedPackages).toMatchObject([{ count: 1, node: { name: 'lodash' } }]);
  });

  it('node: by key and by id, with its place in the picture; null for what is not there', async () => {
    const node = await ask('node', { node: 'A#run().' });
    expect(node).toMatchObject({ key: 'A#run().', qualifiedName: 'A.run', kind: 'symbol', symbolKind: 'method', path: 'app/src/a.ts', range: onRow(2), childCount: 0, incomingCount: 1, outgoingCount: 2, visibility: 'public', lines: null });
    expect(node?.position).toEqual({ x: expect.any(Number), y: expect.any(Number), size: expect.any(Number) });
    expect(await ask('node', { node: node?.id ?? '' })).toEqual(node);
    expect(await ask('node', { node: 'nothing' })).toBeNull();
    expect((await ask('nodes', { nodes: ['A#', 'nothing', 'npm lodash'] })).map((one) => one.name)).toEqual(['A', 'lodash']);
    expect((await ask('rootNode', {})).nodes[0]).toMatchObject({ kind: 'repository', name: 'small' });
  });

  it('ancestors and children follow files, also for what a namespace of another file contains', async () => {
    expect((await ask('ancestors', { node: 'Space/load().' })).map((node) => node.name)).toEqual(['small', 'lib', 'd.ts', 'load']);
    expect((await ask('ancestors', { node: 'Space/load().' })).at(-1)?.qualifiedName).toBe('Space.load');
    expect((await ask('children', { limit: 10 })).nodes.map((node) => node.name)).toEqual(['app', 'lib', 'lodash']);
    expect(await ask('children', { node: 'lib/d.ts', limit: 10 })).toMatchObject({ totalCount: 1, nodes: [{ name: 'load' }] });
    expect(await ask('children', { kinds: ['package'], limit: 1 })).toMatchObject({ totalCount: 2, nodes: [{ name: 'app' }] });
    expect(await ask('children', { node: 'nothing', limit: 10 })).toEqual({ nodes: [], totalCount: 0 });
    expect((await ask('declarations', { node: 'Space/' })).map((site) => site.path)).toEqual(expect.arrayContaining(['lib/c.ts', 'lib/d.ts']));
    expect(await ask('declarations', { node: 'nothing' })).toEqual([]);
  });

  it('tree: folders before files, with what is inside', async () => {
    expect(await ask('tree', { path: '' })).toMatchObject([
      { name: 'app', path: 'app', isDirectory: true, files: 2, lines: 50, symbols: 3, key: 'package app' },
      { name: 'lib', path: 'lib', isDirectory: true, files: 2, lines: 25, symbols: 3 },
    ]);
    expect(await ask('tree', { path: '/app/src/' })).toMatchObject([
      { name: 'a.ts', isDirectory: false, files: 1, lines: 40, symbols: 2, language: 'typescript', role: 'production' },
      { name: 'b.test.ts', role: 'test' },
    ]);
    expect(await ask('tree', { path: 'nowhere' })).toBeNull();
  });

  it('search: humps, substrings, paths, kinds', async () => {
    expect(await ask('searchSymbols', { query: 'sAR', limit: 5 })).toMatchObject([{ name: 'saveAllRows', qualifiedName: 'Space.saveAllRows', rank: 'camelHump', range: onRow(1) }]);
    expect(await ask('searchSymbols', { query: 'run', kinds: ['method'], limit: 5 })).toMatchObject([{ name: 'run', rank: 'exact' }]);
    expect((await ask('search', { query: 'src/a', limit: 5 })).map((node) => node.path)).toContain('app/src/a.ts');
    expect((await ask('search', { query: 'lo', limit: 5 })).map((node) => node.name).sort()).toEqual(['load', 'lodash']);
    expect(await ask('search', { query: 'lo', kinds: ['externalPackage'], limit: 5 })).toMatchObject([{ name: 'lodash' }]);
    expect(await ask('search', { query: '  ', limit: 5 })).toEqual([]);
    // A prefix before a substring, folders after what they hold, and tests last.
    expect((await ask('search', { query: 's', limit: 20 })).map((node) => node.name)).toEqual(['Space', 'small', 'saveAllRows', 'src', 'a.ts', 'testRun', 'c.ts', 'd.ts', 'lodash', 'b.test.ts']);
  });

  it('neighbourhood: merged links, direction, kinds, limits', async () => {
    const around = await ask('neighbourhood', { node: 'A#run().', depth: 1, direction: 'both', limit: 10 });
    expect(linksOf(around ?? { links: [], nodes: [] })).toEqual(['run calls saveAllRows 2 exact', 'testRun calls run 1 exact']);
    expect(around).toMatchObject({ totalNodes: 3, totalLinks: 2, isTruncated: false });
    const out = await ask('neighbourhood', { node: 'A#run().', depth: 2, direction: 'outgoing', edgeKinds: ['calls'], limit: 10 });
    expect(out?.nodes.map((node) => node.name)).toEqual(['run', 'saveAllRows', 'load']);
    expect(await ask('neighbourhood', { node: 'app/src/a.ts', depth: 3, direction: 'both', limit: 2 })).toMatchObject({ isTruncated: true, totalNodes: 5 });
    expect((await ask('neighbourhood', { node: 'app/src/a.ts', depth: 1, direction: 'outgoing', nodeKinds: ['file'], limit: 10 }))?.nodes.map((node) => node.name)).toEqual(['a.ts', 'c.ts']);
    expect(await ask('neighbourhood', { node: 'nothing', depth: 1, direction: 'both', limit: 10 })).toBeNull();
  });

  it('shortest path: step by step, none, and unknown ends', async () => {
    const path = await ask('shortestPath', { from: 'testRun().', to: 'Space/load().', direction: 'outgoing' });
    expect(path).toMatchObject({ length: 3, nodes: [{ name: 'testRun' }, { name: 'run' }, { name: 'saveAllRows' }, { name: 'load' }], links: [{ kind: 'calls' }, { kind: 'calls' }, { kind: 'calls', resolution: 'inferred', confidence: 60 }] });
    expect(await ask('shortestPath', { from: 'Space/load().', to: 'testRun().', direction: 'outgoing' })).toBeNull();
    expect(await ask('shortestPath', { from: 'Space/load().', to: 'nothing', direction: 'both' })).toBe('unknownNode');
  });

  it('impact: everything that can reach it, nearest first', async () => {
    const impact = await ask('impact', { node: 'Space/load().', limit: 10 });
    expect(impact?.nodes.map(({ node, distance }) => `${node.name} ${distance}`)).toEqual(expect.arrayContaining(['saveAllRows 1', 'run 2', 'testRun 3']));
    expect(await ask('impact', { node: 'Space/load().', limit: 1, depth: 1 })).toMatchObject({ totalNodes: 1, isTruncated: false });
    expect(await ask('impact', { node: 'nothing', limit: 1 })).toBeNull();
  });

  it('cycles: with one shortest way round', async () => {
    expect(await ask('cycles', { level: 'file', limit: 10 })).toMatchObject({ totalCount: 1, cycles: [{ size: 2, path: [{ name: 'c.ts' }, { name: 'd.ts' }, { name: 'c.ts' }] }] });
    expect(await ask('cycles', { level: 'package', limit: 10 })).toEqual({ totalCount: 0, cycles: [] });
  });

  it('calls: callers and callees with their sites', async () => {
    expect(await ask('calls', { node: 'A#', relation: 'callers', limit: 10 })).toMatchObject({ totalCount: 1, calls: [{ node: { name: 'testRun' }, kind: 'calls', count: 1, sites: [{ path: 'app/src/b.test.ts', rule: 'rule.calls', range: onRow(4) }] }] });
    expect(await ask('calls', { node: 'A#run().', relation: 'callees', limit: 10 })).toMatchObject({ calls: [{ node: { name: 'saveAllRows' }, count: 2 }] });
    expect(await ask('calls', { node: 'nothing', relation: 'callees', limit: 10 })).toBeNull();
  });

  it('roll-up: packages first, then what is inside in its place', async () => {
    const packages = await ask('rollUp', { expanded: [], ...DRAWING });
    expect(packages.nodes.map((node) => node.name)).toEqual(['app', 'lib']);
    expect(linksOf(packages)).toEqual(['app calls lib 2 exact', 'app imports lib 1 exact']);
    const opened = await ask('rollUp', { expanded: ['package app', 'directory app/src', 'app/src/a.ts'], ...DRAWING, includeExternal: true });
    // The file stays beside its symbols, with the edges that are its own.
    expect(opened.nodes.map((node) => node.name)).toEqual(['a.ts', 'A', 'b.test.ts', 'lib', 'lodash']);
    expect(linksOf(opened)).toEqual(['A calls lib 2 exact', 'a.ts imports lib 1 exact', 'a.ts imports lodash 1 exact', 'b.test.ts calls A 1 exact', 'b.test.ts imports a.ts 1 exact']);
    const members = await ask('rollUp', { expanded: ['package app', 'directory app/src', 'app/src/a.ts', 'A#'], ...DRAWING });
    expect(members.nodes.map((node) => node.name)).toEqual(['a.ts', 'A', 'run', 'b.test.ts', 'lib']);
    // However much is expanded, no edge to the outside is lost.
    const leaving = (view: typeof members): number => view.links.filter((link) => link.targetId === view.nodes.at(-1)?.id).reduce((sum, link) => sum + link.count, 0);
    expect([leaving(members), leaving(await ask('rollUp', { expanded: [], ...DRAWING }))]).toEqual([3, 3]);
    const productionOnly = await ask('rollUp', { expanded: ['package app', 'directory app/src'], ...DRAWING, roles: ['production'] });
    expect(productionOnly.nodes.map((node) => node.name)).toEqual(['a.ts', 'lib']);
    const inferredKinds = await ask('rollUp', { expanded: ['package lib'], ...DRAWING, edgeKinds: ['calls'], nodeKinds: ['file'] });
    expect(linksOf(inferredKinds)).toEqual(['c.ts calls d.ts 1 inferred']);
    expect(await ask('rollUp', { expanded: [], ...DRAWING, nodeLimit: 1 })).toMatchObject({ totalNodes: 2, isTruncated: true });
    expect(await ask('rollUp', { expanded: ['nothing'], ...DRAWING, edgeLimit: 1 })).toMatchObject({ totalLinks: 2, isTruncated: true });
  });

  it('roll-up: all of one level', async () => {
    const files = await ask('rollUpLevel', { level: 'file', ...DRAWING, includeExternal: true });
    expect(files.nodes.map((node) => node.name).sort()).toEqual(['a.ts', 'b.test.ts', 'c.ts', 'd.ts', 'lodash']);
    expect(linksOf(files)).toContain('a.ts imports lodash 1 exact');
    expect((await ask('rollUpLevel', { level: 'directory', ...DRAWING })).nodes.map((node) => node.name).sort()).toEqual(['lib', 'src']);
  });

  it('workflow: the steps of a function in order, with how each is reached', async () => {
    const flow = await ask('workflow', { node: 'A#run().', depth: 8, limit: 10 });
    expect(flow?.steps.map((step) => [step.depth, step.kind, step.node.name, step.confidence, step.isRepeated])).toEqual([
      [0, 'triggers', 'run', 100, false],
      [1, 'calls', 'saveAllRows', 100, false],
      [2, 'calls', 'load', 60, false],
      [1, 'calls', 'saveAllRows', 80, true],
    ]);
    expect(flow?.steps[1]).toMatchObject({ parent: 0, marks: [], hop: null, site: { path: 'app/src/a.ts', range: onRow(5) } });
    expect(await ask('workflow', { node: 'nothing', depth: 8, limit: 10 })).toBeNull();
  });

  it('triggers and tables by name; who uses a table', async () => {
    const folder = await smallSnapshot(
      [
        { key: 'repository', kind: 'repository', name: 'small' },
        { key: 'a.ts', kind: 'file', name: 'a.ts', parentKey: 'repository', path: 'a.ts' },
        { key: 'save().', kind: 'symbol', symbolKind: 'function', name: 'save', parentKey: 'a.ts', path: 'a.ts', range: onRow(1) },
        { key: 'users', kind: 'table', name: 'Users', parentKey: 'repository' },
        { key: 'users.id', kind: 'column', name: 'id', parentKey: 'users' },
        { key: 'teams', kind: 'table', name: 'teams', parentKey: 'repository' },
        { key: 'teams.id', kind: 'column', name: 'id', parentKey: 'teams' },
      ],
      [
        ['save().', 'users', 'writes', 'a.ts', 2],
        ['save().', 'users.id', 'writes', 'a.ts', 2],
        ['users.id', 'teams.id', 'foreignKey', 'a.ts', 9],
      ],
    );
    folders.push(folder);
    const other = await OpenGraph.open(folder);
    const asked = <Name extends QuestionName>(name: Name, parameters: Parameters<Name>): Promise<Answer<Name>> => answer(other, name, parameters, () => Promise.resolve(open));
    expect((await asked('listed', { kind: 'table', offset: 0, limit: 10 })).nodes.map((node) => node.name)).toEqual(['Users', 'teams']);
    expect(await asked('listed', { kind: 'table', query: 'USER', offset: 0, limit: 10 })).toMatchObject({ totalCount: 1, nodes: [{ name: 'Users', childCount: 1 }] });
    expect(await asked('tableUses', { node: 'users', offset: 1, limit: 5 })).toMatchObject({ totalCount: 2, uses: [{ target: { name: 'id' }, site: { kind: 'writes', sourceNode: { name: 'save' } } }] });
    expect(await asked('foreignKeys', { node: 'teams' })).toMatchObject([{ site: { sourceNode: { key: 'users.id' }, targetNode: { key: 'teams.id' } } }]);
    expect(await asked('tableUses', { node: 'nothing', offset: 0, limit: 5 })).toBeNull();
    // `open` is the earlier one: what it has and this one lacks was removed.
    const compared = await asked('comparison', { earlier: { scanId: 'x', folder: 'x' }, files: [{ path: 'a.ts', before: '1', after: '2' }, { path: 'new.ts', before: null, after: '3' }], limit: 2 });
    expect(compared.counts).toContainEqual({ kind: 'table', added: 2, removed: 0, changed: 0 });
    expect(compared).toMatchObject({ isTruncated: true, addedEdgeCount: 3 });
    expect(compared.removedNodes).toHaveLength(2);
  });

  it('roll-up: a repository of one package opens on what is in it', async () => {
    const folder = await onePackageSnapshot();
    folders.push(folder);
    const other = await OpenGraph.open(folder);
    const one = await answer(other, 'rollUp', { expanded: [], ...DRAWING }, () => Promise.resolve(other));
    expect(one.nodes.map((node) => node.name)).toEqual(['c.ts', 'd.ts']);
  });

  it('edge sites: the places behind a merged edge, in pages', async () => {
    const sites = await ask('edgeSites', { source: 'package app', target: 'package lib', edgeKinds: ['calls'], limit: 1, offset: 1 });
    expect(sites).toMatchObject({ totalCount: 2, sites: [{ path: 'app/src/a.ts', range: onRow(6), confidence: 80, resolution: 'inferred', sourceNode: { name: 'run' }, targetNode: { name: 'saveAllRows' } }] });
    expect(await ask('edgeSites', { source: 'nothing', target: 'package lib', limit: 1, offset: 0 })).toBeNull();
  });

  describe('the cache of open graphs', () => {
    it('opens once, forgets failures, and closes what was used least recently when it is full', async () => {
      const opened: string[] = [];
      const cache = new GraphCache(2.5 * open.bytes, (folder) => {
        opened.push(folder);
        return folder === 'broken' ? Promise.reject(new Error('broken')) : Promise.resolve(open);
      });
      await Promise.all([cache.open('1', 'a'), cache.open('1', 'a')]);
      await expect(cache.open('x', 'broken')).rejects.toThrow('broken');
      await expect(cache.open('x', 'broken')).rejects.toThrow('broken');
      await cache.open('2', 'b');
      await cache.open('1', 'a');
      await cache.open('3', 'c');
      expect(cache.bytes).toBe(2 * open.bytes);
      await cache.open('1', 'a');
      expect(opened).toEqual(['a', 'broken', 'broken', 'b', 'c']);
      await cache.open('2', 'b');
      expect(opened.at(-1)).toBe('b');
    });

    it('keeps one that is larger than its bound alone', async () => {
      const cache = new GraphCache(1, () => Promise.resolve(open));
      await cache.open('1', 'a');
      await cache.open('2', 'b');
      expect(cache.bytes).toBe(open.bytes);
    });
  });
});
