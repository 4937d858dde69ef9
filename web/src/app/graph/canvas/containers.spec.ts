import { describe, expect, it } from '@jest/globals';
import type { DrawnNode } from '../model/drawn-graph.js';
import { containersOf } from './containers.js';

function node(key: string, x: number, radius: number, isExpanded: boolean): DrawnNode {
  return { key, label: key, kind: 'directory', x, y: 0, radius, canExpand: true, isExpanded };
}

describe('containersOf', () => {
  it('finds the innermost open container around each node', () => {
    const nodes = [node('repository', 0, 100, true), node('package', 20, 50, true), node('file', 30, 5, false), node('other', -60, 5, false), node('outside', 200, 5, false)];
    expect(Object.fromEntries(containersOf(nodes))).toEqual({ package: 'repository', file: 'package', other: 'repository' });
  });
});
