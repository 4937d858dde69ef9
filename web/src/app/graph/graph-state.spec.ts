import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import type { NeededChunk } from '@pinata/graph/browser';
import { ProblemError } from '../core/api/problem.js';
import { SHOWN, openResult } from '../../testing/open-page.js';
import { picture } from '../../testing/picture.js';
import { settle } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { GraphState } from './graph-state.js';
import { AncestorsDocument, NeighbourhoodDocument, ShortestPathDocument } from './graph.generated.js';
import type { DrawnLinkFragment, DrawnNodeFragment } from './graph.generated.js';
import type { GraphStep } from './model/graph-step.js';
import { PictureSource } from './picture/picture-source.js';
import type { PictureFiles } from './picture/picture-source.js';
import { PictureStore } from './picture/picture-store.js';

@Component({ template: '', providers: [PictureStore, GraphState], changeDetection: ChangeDetectionStrategy.OnPush })
class Page {
  readonly state = inject(GraphState);
}

const NOTHING: GraphStep = { also: [], open: [] };

/** The picture of two packages with a file each, from a source that counts what is fetched. */
function source(changes: Partial<PictureFiles> = {}) {
  const fetched: NeededChunk[] = [];
  const files: PictureFiles = {
    overview: () => Promise.resolve(picture().overview),
    chunk: (needed) => {
      fetched.push(needed);
      return Promise.resolve(picture().files);
    },
    ...changes,
  };
  return { fetched, provider: { provide: PictureSource, useValue: { open: () => Promise.resolve(files) } } };
}

async function open(api = new TestApi(), from = source()) {
  const { fixture, navigate } = await openResult(Page, api, {}, [from.provider]);
  const { state } = fixture.componentInstance;
  const step = async (changed: Partial<GraphStep>): Promise<void> => {
    state.step.set({ ...NOTHING, ...changed });
    await settle(fixture);
  };
  const went = (): unknown => navigate.mock.lastCall?.[1]?.queryParams;
  return { state, step, went, fetched: from.fetched };
}

function node(key: string, kind: DrawnNodeFragment['kind'], position: DrawnNodeFragment['position'] = { x: 1, y: 2, size: 3 }): DrawnNodeFragment {
  return { id: `id ${key}`, key, kind, symbolKind: null, name: key, qualifiedName: key, parentId: null, path: null, childCount: 0, position };
}

function link(source: string, target: string): DrawnLinkFragment {
  return { id: `${source} ${target}`, sourceId: `id ${source}`, targetId: `id ${target}`, kind: 'CALLS', count: 1, resolution: 'EXACT', confidence: 100 };
}

const keys = (state: GraphState): readonly string[] => state.drawn().nodes.map(({ key }) => key);

describe('GraphState', () => {
  it('opens on packages and fetches nothing more', async () => {
    const { state, fetched } = await open();
    expect(keys(state)).toEqual(['repository', 'package core', 'package web']);
    expect(fetched).toEqual([]);
  });

  it('says why the picture cannot be read', async () => {
    const failing = source({ overview: () => Promise.reject(new ProblemError({ code: 'NOT_FOUND', message: 'The picture of this scan has no overview.json.' })) });
    const { state } = await open(new TestApi(), failing);
    expect(state.store.problem()).toEqual({ code: 'NOT_FOUND', message: 'The picture of this scan has no overview.json.' });
    expect(state.store.isLoading()).toBe(false);
    expect(state.drawn().nodes).toEqual([]);
  });

  it('shows what is inside an open container, and fetches it once', async () => {
    const { state, step, fetched } = await open();
    await step({ open: ['package web'] });
    expect(keys(state)).toContain('file b');
    expect(keys(state)).not.toContain('file a');
    await step({});
    await step({ open: ['package web', 'package core'] });
    expect(keys(state)).toEqual(expect.arrayContaining(['file a', 'file b']));
    expect(fetched).toEqual([{ level: 'files', chunk: 0 }]);
  });

  it('says that a part could not be fetched, and forgets that with the next step', async () => {
    const { state, step } = await open(new TestApi(), source({ chunk: () => Promise.reject(new ProblemError({ code: 'UNREACHABLE', message: 'No connection.' })) }));
    await step({ open: ['package web'] });
    expect(state.stepProblem()?.code).toBe('UNREACHABLE');
    await step({});
    expect(state.stepProblem()).toBeUndefined();
  });

  it('opens the way to a node that a link names, and knows it for the breadcrumbs', async () => {
    const ancestors = ['repository', 'package web', 'file b'].map((key) => ({ id: key, key, kind: 'PACKAGE' as const, name: key }));
    const api = new TestApi().answer(AncestorsDocument, { graph: { ancestors } });
    const { state, step } = await open(api);
    await step({ node: 'file b' });
    expect(api.variablesOf('Ancestors')).toEqual({ ...SHOWN, node: 'file b' });
    expect(state.way()).toEqual([0, 2, 5]);
    expect(keys(state)).toContain('file b');
    expect(state.isUnknownNode()).toBe(false);
  });

  it('opens the way to both ends of an edge that a link names', async () => {
    const api = new TestApi().answer(AncestorsDocument, ({ node: key }) => ({ graph: { ancestors: (key === 'file a' ? ['repository', 'package core', key] : ['repository', 'package web', key]).map((id) => ({ id, key: id, kind: 'PACKAGE' as const, name: id })) } }));
    const { state, step } = await open(api);
    await step({ edge: { source: 'file b', target: 'file a' } });
    expect(keys(state)).toEqual(expect.arrayContaining(['file a', 'file b']));
  });

  it('knows when a link names a node that this scan has not', async () => {
    const { state, step } = await open(new TestApi().answer(AncestorsDocument, { graph: { ancestors: [] } }));
    await step({ node: 'gone' });
    expect(state.isUnknownNode()).toBe(true);
  });

  it('selects with a press, adds with Shift, and takes each as a step of the address', async () => {
    const { state, step, went } = await open();
    state.select('package core', false);
    expect(went()).toMatchObject({ node: 'package core', also: null });
    await step({ node: 'package core' });
    state.select('package web', true);
    expect(went()).toMatchObject({ node: 'package core', also: ['package web'] });
    state.selectEdge('package web', 'package core');
    expect(went()).toMatchObject({ node: null, source: 'package web', target: 'package core' });
  });

  it('opens a container in its place, and closes it with all that is open in it', async () => {
    const { state, step, went } = await open();
    state.toggle('package web');
    expect(went()).toMatchObject({ node: 'package web', open: ['package web'] });
    await step({ node: 'package web', open: ['package web'] });
    state.toggle('package web');
    expect(went()).toMatchObject({ node: 'package web', open: null });
  });

  it('goes nowhere when there is nothing to clear', async () => {
    const { state, step, went } = await open();
    state.clear();
    expect(went()).toBeUndefined();
    await step({ node: 'package core' });
    state.clear();
    expect(went()).toMatchObject({ node: null });
  });

  it('keeps containers of packages open, since they have no closed form', async () => {
    const { state } = await open();
    expect(state.isAlwaysOpen('repository')).toBe(true);
    expect(state.isAlwaysOpen('package web')).toBe(false);
  });

  it('leads up to a container, and closes what lay in it', async () => {
    const { state, went } = await open();
    state.upTo('package web');
    expect(went()).toMatchObject({ node: 'package web', open: ['package web'], focus: null, from: null });
  });

  it('counts only edges of the chosen kinds', async () => {
    const { state } = await open();
    expect(state.drawn().edges).toEqual([expect.objectContaining({ count: 3 })]);
    state.filter.update((filter) => ({ ...filter, edgeKinds: new Set(['calls']) }));
    expect(state.drawn().edges).toEqual([expect.objectContaining({ count: 1 })]);
    state.filter.update((filter) => ({ ...filter, hasExternals: true }));
    expect(keys(state)).toContain('npm lodash');
  });

  it('takes the neighbourhood of a container from the picture, where its edges are merged', async () => {
    const api = new TestApi();
    const { state, step } = await open(api);
    await step({ node: 'package core', focus: { node: 'package core', depth: 1 } });
    expect(state.drawn().edges).toEqual([expect.objectContaining({ source: 'package web', target: 'package core', count: 3 })]);
    expect(api.calls.some(({ name }) => name === 'Neighbourhood')).toBe(false);
    expect(state.special()).toBeUndefined();
  });

  it('asks the server for the neighbourhood of a symbol, and draws it over the packages', async () => {
    const neighbourhood = { totalNodes: 7, totalLinks: 9, isTruncated: true, nodes: [node('total', 'SYMBOL'), node('tax', 'SYMBOL'), node('without a place', 'SYMBOL', null)], links: [link('total', 'tax')] };
    const api = new TestApi().answer(AncestorsDocument, { graph: { ancestors: [] } }).answer(NeighbourhoodDocument, { graph: { neighbourhood } });
    const { state, step } = await open(api);
    await step({ node: 'total', focus: { node: 'total', depth: 2 } });
    expect(api.variablesOf('Neighbourhood')).toMatchObject({ ...SHOWN, node: 'total', depth: 2, direction: 'BOTH' });
    expect(keys(state)).toEqual(['repository', 'package core', 'package web', 'total', 'tax']);
    expect(state.drawn().edges).toEqual([expect.objectContaining({ source: 'total', target: 'tax' })]);
    expect(state.drawn().totalNodes).toBe(7);
  });

  it('shows a path, or that there is none', async () => {
    const shortestPath = { length: 1, nodes: [node('total', 'SYMBOL'), node('tax', 'SYMBOL')], links: [link('total', 'tax')] };
    const api = new TestApi().answer(ShortestPathDocument, ({ from }) => ({ graph: { shortestPath: from === 'total' ? shortestPath : null } }));
    const { state, step } = await open(api);
    expect(state.path()).toBeUndefined();
    await step({ path: { from: 'total', to: 'tax' } });
    expect(state.drawn().edges).toEqual([expect.objectContaining({ source: 'total', target: 'tax' })]);
    await step({ path: { from: 'tax', to: 'total' } });
    expect(state.path()).toBeNull();
    expect(state.drawn().nodes).toEqual([]);
  });

  it('lists the neighbours of a container whatever is open in it', async () => {
    const { state, step } = await open();
    await step({ open: ['package web'] });
    expect(state.neighbours('package web').map(({ target, count }) => [target, count])).toEqual([['package core', 3], ['npm lodash', 1]]);
    expect(state.neighbours('gone')).toEqual([]);
  });
});
