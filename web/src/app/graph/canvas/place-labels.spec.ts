import { describe, expect, it } from '@jest/globals';
import { placeLabels } from './place-labels.js';
import type { LabelledEdge, LabelledNode, PlacedLabel, Rectangle } from './place-labels.js';

const STAGE: Rectangle = { left: 0, top: 0, width: 800, height: 600 };
/** Every letter is seven pixels wide. */
const measure = (text: string): number => text.length * 7;

function node(key: string, changes: Partial<LabelledNode> = {}): LabelledNode {
  return { key, text: key, shape: 'square', x: 400, y: 300, radius: 8, wish: 'none', ...changes };
}

function place(nodes: readonly LabelledNode[], edges: readonly LabelledEdge[] = []) {
  const { names, numbers } = placeLabels(nodes, edges, STAGE, measure);
  return { names: new Map(names.map((label) => [label.key, label])), numbers: new Map(numbers.map((label) => [label.key, label])) };
}

function isOverlap(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;
}

function expectApart(labels: Iterable<PlacedLabel>): void {
  const all = [...labels];
  all.forEach((label, at) => {
    for (const other of all.slice(at + 1)) expect({ label: label.key, other: other.key, isOverlap: isOverlap(label, other) }).toEqual({ label: label.key, other: other.key, isOverlap: false });
  });
}

describe('placeLabels', () => {
  it('writes a name inside its shape where it fits, broken at separators', () => {
    const { names } = place([node('@shop/graph', { radius: 44 })]);
    expect(names.get('@shop/graph')).toMatchObject({ lines: ['@shop/', 'graph'], isStrong: true });
  });

  it('prefers the whole name beside a shape to a part of it inside', () => {
    const { names } = place([node('implementations', { radius: 30 })]);
    expect(names.get('implementations')?.lines).toEqual(['implementations']);
    expect(names.get('implementations')?.left).toBeGreaterThan(430);
  });

  it('cuts a name inside its shape where nothing else has room', () => {
    const around = [node('left', { x: 310, radius: 48, text: '' }), node('right', { x: 490, radius: 48, text: '' }), node('above', { y: 210, radius: 48, text: '' }), node('below', { y: 390, radius: 48, text: '' })];
    const { names } = place([node('implementations', { radius: 42 }), ...around]);
    expect(names.get('implementations')?.lines).toEqual(['impleme…']);
  });

  it('never lets two names cover each other, and keeps that of the larger node', () => {
    const crowd = Array.from({ length: 30 }, (_, index) => node(`service-number-${index}`, { x: 390 + (index % 6) * 12, y: 290 + Math.floor(index / 6) * 12, radius: 5 + index / 30 }));
    const { names } = place(crowd);
    expectApart(names.values());
    expect(names.size).toBeGreaterThan(0);
    expect(names.size).toBeLessThan(crowd.length);
    expect(names.has('service-number-29')).toBe(true);
  });

  it('never lets a name cover the shape of another node', () => {
    const nodes = [node('neighbour', { x: 300 }), node('obstacle', { x: 350, radius: 40, text: '' })];
    const label = place(nodes).names.get('neighbour');
    expect(label).toBeDefined();
    expect(label && isOverlap(label, { left: 318, top: 268, width: 64, height: 64 })).toBe(false);
  });

  it('hides a name that would leave the container of its node', () => {
    const container = { x: 400, y: 300, radius: 40 };
    expect(place([node('much-too-long-a-name', { container })]).names.size).toBe(0);
    expect(place([node('short', { container: { ...container, radius: 60 } })]).names.size).toBe(1);
  });

  it('never writes a name into a container where its node does not lie', () => {
    const ring = node('ring', { shape: 'ring', x: 470, radius: 60, text: '' });
    const label = place([node('neighbour'), ring]).names.get('neighbour');
    expect(label && label.left + label.width).toBeLessThan(400);
  });

  it('shows a forced name although it leaves its container, but over no other name', () => {
    const container = { x: 400, y: 300, radius: 40 };
    const { names } = place([node('much-too-long-a-name', { container, wish: 'forced' }), node('another-long-name', { container, x: 410, wish: 'forced' })]);
    expect(names.size).toBe(2);
    expectApart(names.values());
  });

  it('prefers names near the pointer, but not over shapes or out of a container', () => {
    const near = node('near', { radius: 6, wish: 'preferred' });
    const large = node('large', { x: 408, y: 304, radius: 9, text: 'large and close' });
    expect(place([large, near]).names.has('near')).toBe(true);
    expect(place([node('much-too-long-a-name', { container: { x: 400, y: 300, radius: 40 }, wish: 'preferred' })]).names.size).toBe(0);
  });

  it('leaves out what is too small to be told apart', () => {
    expect(place([node('tiny', { radius: 3 })]).names.size).toBe(0);
  });

  it('writes the name of an open container on its border, and hides it where the border is too short', () => {
    const ring = (radius: number): LabelledNode => node('container', { shape: 'ring', radius });
    expect(place([ring(200)]).names.get('container')?.top).toBeCloseTo(100 - 7.5);
    expect(place([ring(45)]).names.get('container')?.lines).toEqual(['container']);
    expect(place([ring(20)]).names.size).toBe(0);
  });

  it('names one border once where a container fills the one around it', () => {
    const outer = node('repository', { shape: 'ring', radius: 200 });
    const inner = node('package', { shape: 'ring', radius: 195, container: outer });
    expect([...place([outer, inner]).names.keys()]).toEqual(['repository']);
  });

  it('answers the same whatever the order of the nodes', () => {
    const nodes = Array.from({ length: 12 }, (_, index) => node(`name-${index}`, { x: 380 + (index % 4) * 20, y: 280 + Math.floor(index / 4) * 16 }));
    const sorted = (labels: ReadonlyMap<string, PlacedLabel>) => [...labels.values()].sort((left, right) => (left.key < right.key ? -1 : 1));
    expect(sorted(place([...nodes].reverse()).names)).toEqual(sorted(place(nodes).names));
  });
});

describe('numbers on lines', () => {
  const edge = (changes: Partial<LabelledEdge> = {}): LabelledEdge => ({ key: 'edge', text: '12', from: { x: 100, y: 300, radius: 20 }, to: { x: 300, y: 300, radius: 20 }, wish: 'none', ...changes });

  it('stand in the middle of what is seen of the line', () => {
    const label = place([], [edge({ from: { x: 100, y: 300, radius: 80 } })]).numbers.get('edge');
    expect(label && label.left + label.width / 2).toBeCloseTo(230);
  });

  it('are left out where the line is too short', () => {
    expect(place([], [edge({ to: { x: 160, y: 300, radius: 20 } })]).numbers.size).toBe(0);
  });

  it('move along the line past a shape that covers its middle', () => {
    const obstacle = node('obstacle', { x: 200, y: 300, radius: 15, text: '' });
    const label = place([obstacle], [edge()]).numbers.get('edge');
    expect(label && isOverlap(label, { left: 188, top: 288, width: 24, height: 24 })).toBe(false);
  });

  it('are shown over shapes where the line is selected', () => {
    const obstacles = Array.from({ length: 12 }, (_, index) => node(`obstacle ${index}`, { x: 120 + index * 15, y: 300, radius: 12, text: '' }));
    expect(place(obstacles, [edge()]).numbers.size).toBe(0);
    expect(place(obstacles, [edge({ wish: 'forced' })]).numbers.size).toBe(1);
  });
});
