import { describe, expect, it } from '@jest/globals';
import type { RelationFieldsFragment } from '../symbols.generated.js';
import { relationsOf } from './relations.js';

function node(id: string): RelationFieldsFragment['nodes'][number] {
  return { id, key: `key ${id}`, kind: 'SYMBOL', symbolKind: 'CLASS', name: id, qualifiedName: id, path: 'a.ts' };
}

function link(sourceId: string, targetId: string, kind: RelationFieldsFragment['links'][number]['kind']): RelationFieldsFragment['links'][number] {
  return { id: `${sourceId}${targetId}${kind}`, sourceId, targetId, kind, count: 1, resolution: 'EXACT', confidence: 100 };
}

describe('relationsOf', () => {
  it('names each kind from the side of the symbol and leaves calls to their own tables', () => {
    const outgoing = { totalNodes: 3, nodes: [node('self'), node('base'), node('called')], links: [link('self', 'base', 'EXTENDS'), link('self', 'called', 'CALLS')] };
    const incoming = { totalNodes: 2, nodes: [node('self'), node('child')], links: [link('child', 'self', 'EXTENDS'), link('child', 'self', 'REFERENCES')] };
    expect(relationsOf('self', incoming, outgoing).map(({ label, nodes }) => [label, nodes.map(({ name }) => name)])).toEqual([
      ['Extends', ['base']],
      ['Extended by', ['child']],
      ['Referred to by', ['child']],
    ]);
  });
});
