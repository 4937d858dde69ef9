import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import type { OurEdge, OurEdges } from './ours.js';
import { countSites } from './site-counts.js';
import type { Declared, Judged, Verdict } from './verdict.js';

function edgeTo(name: string, row: number, more: Partial<OurEdge> = {}): OurEdge {
  const target = { name, path: 'b.ts', sites: [{ path: 'b.ts', startRow: row, startColumn: 0, endRow: row + 2, endColumn: 1 }], owner: undefined };
  return { ...target, isExact: true, rule: 'call', isConstruction: false, mayRun: () => [target], caller: () => [], callees: () => [], initializer: () => undefined, ...more };
}

function ours(calls: Readonly<Record<string, readonly OurEdge[]>>, role: 'production' | 'test' = 'production'): OurEdges {
  const captured = Object.keys(calls).map((key) => ({ kind: 'call' as const, row: Number(key.split(':')[1]), column: Number(key.split(':')[2]) }));
  return { files: new Map([['a.ts', { role, language: 'typescript' }]]), imports: new Map(), accesses: new Map(), calls: new Map(Object.entries(calls)), captured: new Map([['a.ts', captured]]) };
}

function declaration(...targets: readonly [string, number][]): Verdict {
  const [first, ...others] = targets.map(([name, row]): Declared => ({ name, place: { path: 'b.ts', row, column: 4 } }));
  if (first === undefined) throw new Error('no target');
  return { kind: 'declaration', targets: [first, ...others] };
}

function judged(row: number, verdict: Verdict, more: Partial<Judged> = {}): Judged {
  return { site: { path: 'a.ts', row, column: 0 }, text: 'call', kind: 'call', relation: 'call', verdict, ...more };
}

describe('compare', () => {
  it('holds edges against declarations by their place and name', () => {
    const { scores, wrong, missed } = compare(ours({ 'a.ts:1:0': [edgeTo('save', 10)], 'a.ts:2:0': [edgeTo('load', 20)], 'a.ts:3:0': [] }), [
      judged(1, declaration(['save', 11])),
      judged(2, declaration(['save', 11])),
      judged(3, declaration(['save', 11])),
    ]);
    expect(scores.get('call library')).toMatchObject({ exact: 2, exactAgreed: 1, wanted: 3, captured: 3, found: 1 });
    expect(wrong.map(({ judged: { site } }) => site.row)).toEqual([2]);
    expect(missed.map(({ judged: { site } }) => site.row)).toEqual([3]);
  });

  it('takes any of several declarations', () => {
    const { scores } = compare(ours({ 'a.ts:1:0': [edgeTo('save', 10)] }), [judged(1, declaration(['load', 50], ['save', 11]))]);
    expect(scores.get('call both')).toMatchObject({ exactAgreed: 1, found: 1 });
  });

  it('counts a guess among several targets apart, and an exact one that is wrong as wrong', () => {
    const guesses = [edgeTo('save', 10, { isExact: false }), edgeTo('save', 30, { isExact: false })];
    const compared = compare(ours({ 'a.ts:1:0': guesses, 'a.ts:2:0': [edgeTo('save', 10), edgeTo('save', 30)] }), [judged(1, declaration(['save', 11])), judged(2, declaration(['save', 11]))]);
    expect(compared.several).toHaveLength(1);
    expect(compared.wrong).toHaveLength(1);
    expect(compared.scores.get('call both')).toMatchObject({ exact: 2, exactAgreed: 1, all: 2, allAgreed: 2 });
  });

  it('keeps what is not judged and what lies outside out of precision and recall', () => {
    const { scores, strayed } = compare(ours({ 'a.ts:1:0': [edgeTo('save', 10)], 'a.ts:2:0': [edgeTo('save', 10)] }), [judged(1, { kind: 'outside' }), judged(2, { kind: 'unjudged' })]);
    expect(scores.get('call both')).toMatchObject({ exact: 0, wanted: 0, outside: 1, outsideWithEdge: 1, unjudged: 1 });
    expect(strayed).toHaveLength(1);
  });

  it('counts test code apart', () => {
    const { scores } = compare(ours({ 'a.ts:1:0': [edgeTo('save', 10)] }, 'test'), [judged(1, declaration(['save', 11]))]);
    expect([...scores.keys()]).toEqual(['call test', 'call both']);
  });

  it('names our calls where the oracle has no site', () => {
    const { unknownSites } = compare(ours({ 'a.ts:1:0': [edgeTo('save', 10)], 'a.ts:9:4': [edgeTo('save', 10)] }), [judged(1, declaration(['save', 11]))]);
    expect(unknownSites).toEqual(['a.ts:9:4']);
  });

  it('finds a package by its folder', () => {
    const edges = { ...ours({}), imports: new Map([['a.ts:1:0', [edgeTo('lib', 0, { path: 'lib/b.go', sites: [{ path: 'lib/b.go', startRow: 0, startColumn: 0, endRow: 0, endColumn: 9 }] })]]]) };
    const { scores } = compare(edges, [judged(1, { kind: 'file', path: 'lib' }, { relation: 'import', kind: 'import' })]);
    expect(scores.get('import both')).toMatchObject({ exactAgreed: 1, found: 1 });
  });

  it('holds overrides against what may run, where the repository declares the interface', () => {
    const bodies = [edgeTo('run', 40), edgeTo('run', 60)];
    const dispatch = { possible: [{ name: 'run', place: { path: 'b.ts', row: 41, column: 0 } }], flowing: [] };
    const edge = edgeTo('run', 10, { mayRun: () => bodies });
    const compared = compare(ours({ 'a.ts:1:0': [edge], 'a.ts:2:0': [] }), [
      judged(1, declaration(['run', 11]), { relation: 'dispatch', dispatch }),
      judged(2, { kind: 'outside' }, { relation: 'dispatch', dispatch }),
    ]);
    expect(compared.dispatch).toEqual({ sites: 1, outside: 1, ours: 2, oursPossible: 1, possible: 1, oursFlowing: 0, flowing: 0 });
  });
});

describe('countSites', () => {
  it('counts kind by kind, and those at the same place', () => {
    const sites = countSites(ours({ 'a.ts:1:0': [], 'a.ts:2:0': [] }), [judged(1, { kind: 'outside' }), judged(5, { kind: 'outside' }), judged(6, { kind: 'outside' }, { kind: 'new' })]);
    expect(sites).toEqual([
      { kind: 'call', ours: 2, theirs: 2, shared: 1 },
      { kind: 'new', ours: 0, theirs: 1, shared: 0 },
    ]);
  });
});
