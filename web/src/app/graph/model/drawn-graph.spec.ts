import { describe, expect, it } from '@jest/globals';
import { EDGE_KINDS, PictureView } from '@pinata/graph/browser';
import type { EdgeKind, PictureOverview } from '@pinata/graph/browser';
import { edgeKind, kind, picture } from '../../../testing/picture.js';
import { MOST_EDGES, MOST_NODES, drawAround, drawPicture, neighboursOf, openingPlaces } from './drawn-graph.js';
import type { GraphFilter } from './drawn-graph.js';

const EVERYTHING: GraphFilter = { edgeKinds: new Set(EDGE_KINDS), hasExternals: true };
describe('drawPicture', () => {
  const { overview, files } = picture();
  const view = new PictureView(overview);
  view.add(files);

  it('opens on packages, with merged edges that say how many they stand for', () => {
    const drawn = drawPicture(view, new Set([0]), EVERYTHING);
    expect(drawn.nodes.map(({ label, isExpanded }) => [label, isExpanded])).toEqual([['shop', true], ['core', false], ['web', false], ['lodash', false]]);
    expect(drawn.edges[0]).toMatchObject({ source: 'package web', target: 'package core', count: 3, isInferred: false });
    expect(drawn.edges[1]).toMatchObject({ target: 'npm lodash', isInferred: true });
  });

  it('shows what is inside a package in its place, and its edges from there', () => {
    const drawn = drawPicture(view, new Set([0, 2]), EVERYTHING);
    expect(drawn.nodes.find(({ key }) => key === 'file b')).toMatchObject({ x: 40, y: 5, radius: 4, kind: 'file' });
    expect(drawn.edges.map(({ source, target }) => [source, target])).toContainEqual(['file b', 'package core']);
  });

  it('counts only edges of the chosen kinds, and leaves out what has none', () => {
    const drawn = drawPicture(view, new Set([0]), { edgeKinds: new Set<EdgeKind>(['calls']), hasExternals: true });
    expect(drawn.edges).toEqual([expect.objectContaining({ target: 'package core', count: 1 })]);
    expect(drawn.totalEdges).toBe(1);
  });

  it('leaves out what lies outside the tree unless it is asked for', () => {
    const drawn = drawPicture(view, new Set([0]), { ...EVERYTHING, hasExternals: false });
    expect(drawn.nodes.map(({ key }) => key)).not.toContain('npm lodash');
    expect(drawn.edges).toHaveLength(1);
  });

  it('lists the neighbours of an open container as if it were closed', () => {
    const edges = neighboursOf(view, new Set([0, 2]), 2, EVERYTHING);
    expect(edges.map(({ target, count }) => [target, count])).toEqual([['package core', 3], ['npm lodash', 1]]);
  });
});

describe('drawAround', () => {
  const { overview, files } = picture();
  const view = new PictureView(overview);
  view.add(files);

  it('shows a container closed, with what is tied to it', () => {
    const drawn = drawAround(view, new Set([0, 1]), 1, 1, EVERYTHING);
    expect(drawn.nodes.map(({ key, isExpanded }) => [key, isExpanded])).toEqual([['package core', false], ['package web', false]]);
    expect(drawn.edges).toEqual([expect.objectContaining({ source: 'package web', target: 'package core', count: 3 })]);
  });

  it('goes so many steps, in either direction, and outside only where that is shown', () => {
    expect(drawAround(view, new Set([0]), 1, 2, EVERYTHING).nodes.map(({ key }) => key)).toContain('npm lodash');
    expect(drawAround(view, new Set([0]), 1, 2, { ...EVERYTHING, hasExternals: false }).nodes.map(({ key }) => key)).not.toContain('npm lodash');
  });
});

describe('openingPlaces', () => {
  it('opens what has packages in it, so that all packages show, and nothing else', () => {
    const { overview } = picture();
    // lodash becomes a package inside core; a directory in web stays closed.
    const nested: PictureOverview = { ...overview, nodes: { ...overview.nodes, kind: [kind('repository'), kind('package'), kind('package'), kind('package')], parent: [-1, 0, 0, 1] } };
    expect([...openingPlaces(new PictureView(nested))].sort()).toEqual([0, 1]);
    expect([...openingPlaces(new PictureView(overview))]).toEqual([0]);
  });

  it('opens a single package, which closed would be all there is to see', () => {
    const { overview } = picture();
    const single: PictureOverview = { ...overview, nodes: { ...overview.nodes, kind: [kind('repository'), kind('package'), kind('directory'), kind('externalPackage')], parent: [-1, 0, 1, -1] } };
    expect([...openingPlaces(new PictureView(single))].sort()).toEqual([0, 1]);
  });
});

describe('the caps', () => {
  it('draw at most so many nodes and edges, the heaviest, and say how many there are', () => {
    const count = MOST_NODES + 500;
    const many = MOST_EDGES + 100;
    const numbers = Array.from({ length: count }, (_, index) => index);
    const overview: PictureOverview = {
      ...picture().overview,
      nodes: {
        first: 0,
        label: numbers.map(String),
        key: numbers.map((number) => `node ${number}`),
        node: numbers,
        kind: numbers.map(() => kind('package')),
        x: numbers,
        y: numbers,
        radius: numbers.map(() => 1),
        parent: numbers.map(() => -1),
        symbols: numbers.map(() => 0),
      },
      edges: {
        source: Array.from({ length: many }, (_, index) => index % 1000),
        target: Array.from({ length: many }, (_, index) => 1000 + Math.floor(index / 1000)),
        count: Array.from({ length: many }, (_, index) => index + 1),
        inferred: Array.from({ length: many }, () => 0),
        kinds: Array.from({ length: many }, (_, index) => [edgeKind('imports'), index + 1]),
      },
    };
    const drawn = drawPicture(new PictureView(overview), new Set(), EVERYTHING);
    expect(drawn.nodes).toHaveLength(MOST_NODES);
    expect(drawn.totalNodes).toBe(count);
    expect(drawn.edges).toHaveLength(MOST_EDGES);
    expect(drawn.totalEdges).toBe(many);
    expect(Math.min(...drawn.edges.map((edge) => edge.count))).toBe(101);
  });
});
