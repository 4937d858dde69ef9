import { describe, expect, it } from '@jest/globals';
import type { GraphDescription, KeyedEdge } from '../fixtures/sample-graph.js';
import { SMALL_GRAPH, builderOf, onRow } from '../fixtures/sample-graph.js';
import type { GraphNode } from '../model.js';
import { buildPicture } from './build-picture.js';
import { hasSamePicture } from './same-picture.js';

const before = builderOf(SMALL_GRAPH).finish();
const pictureOf = (graph: typeof before): string[] => buildPicture(graph).map(({ name, content }) => `${name} ${Buffer.from(content).toString()}`);

function withNodes(change: (node: GraphNode) => GraphNode): GraphDescription {
  return { ...SMALL_GRAPH, nodes: SMALL_GRAPH.nodes.map(change) };
}

function withEdges(change: (edge: KeyedEdge) => KeyedEdge): GraphDescription {
  return { ...SMALL_GRAPH, edges: SMALL_GRAPH.edges.map(change) };
}

const moveTo = (rows: Readonly<Record<string, number>>): GraphDescription =>
  withNodes((node) => {
    const row = rows[node.key];
    return row === undefined ? node : { ...node, range: onRow(row) };
  });

describe('hasSamePicture', () => {
  it.each<[string, GraphDescription]>([
    ['nothing changed', SMALL_GRAPH],
    ['a file has more lines', withNodes((node) => (node.kind === 'file' ? { ...node, lines: 99, bytes: 9_999 } : node))],
    ['symbols lie further below', moveTo({ 'A#': 11, 'A#run().': 12 })],
    ['a signature and a visibility are others', withNodes((node) => (node.kind === 'symbol' ? { ...node, signature: 'other', visibility: 'private' } : node))],
    ['a rule and the places of edges are others', withEdges((edge) => ({ ...edge, rule: 'other.rule', range: onRow(7) }))],
  ])('says so when %s', (_, description) => {
    const after = builderOf(description).finish();
    expect(hasSamePicture(before, after)).toBe(true);
    expect(pictureOf(after)).toEqual(pictureOf(before));
  });

  it.each<[string, GraphDescription]>([
    ['a symbol comes before another one', moveTo({ 'A#run().': 0 })],
    ['a symbol has another name', withNodes((node) => (node.key === 'A#' ? { ...node, name: 'B' } : node))],
    ['a file has another role', withNodes((node) => (node.key === 'lib/c.ts' ? { ...node, role: 'test' } : node))],
    ['a node is missing', { nodes: SMALL_GRAPH.nodes.filter(({ key }) => key !== 'npm lodash'), edges: SMALL_GRAPH.edges.filter(({ target }) => target !== 'npm lodash') }],
    ['an edge is missing', { ...SMALL_GRAPH, edges: SMALL_GRAPH.edges.slice(0, -1) }],
    ['an edge is there twice', { ...SMALL_GRAPH, edges: SMALL_GRAPH.edges.flatMap((edge) => (edge.kind === 'calls' ? [edge, { ...edge, range: onRow(50) }] : [edge])) }],
    ['an edge is less sure', withEdges((edge) => (edge.kind === 'calls' ? { ...edge, confidence: 60 } : edge))],
  ])('denies it when %s', (_, description) => {
    const after = builderOf(description).finish();
    expect(hasSamePicture(before, after)).toBe(false);
    expect(pictureOf(after)).not.toEqual(pictureOf(before));
  });
});
