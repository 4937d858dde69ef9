import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../graph/graph-builder.js';
import { UNRESOLVED_REASONS } from '../model.js';
import type { SymbolKind } from '../model.js';
import { BlindSpotIndex } from './blind-spots.js';
import { workflow } from './workflow.js';

const rows = (startRow: number, endRow: number) => ({ startRow, startColumn: 0, endRow, endColumn: 1 });
const [RECEIVER, DYNAMIC] = [UNRESOLVED_REASONS.indexOf('receiverUnknown'), UNRESOLVED_REASONS.indexOf('dynamic')];

function graph() {
  const builder = new GraphBuilder();
  const symbol = (key: string, symbolKind: SymbolKind, parentKey: string, start: number, end: number, language = 'typescript'): void => void builder.addNode({ key, kind: 'symbol', symbolKind, name: key, parentKey, path: language === 'rust' ? 'b.rs' : 'a.ts', range: rows(start, end), language });
  builder.addNode({ key: 'repository', kind: 'repository', name: 'shop' });
  builder.addNode({ key: 'a', kind: 'file', name: 'a.ts', parentKey: 'repository', path: 'a.ts', language: 'typescript' });
  builder.addNode({ key: 'b', kind: 'file', name: 'b.rs', parentKey: 'repository', path: 'b.rs', language: 'rust' });
  symbol('Cart', 'class', 'a', 0, 20);
  symbol('Cart.add', 'method', 'Cart', 2, 8);
  symbol('Cart.total', 'method', 'Cart', 10, 12);
  symbol('max', 'function', 'b', 0, 4, 'rust');
  return builder.finish();
}

const SITES = { names: ['post', 'log'], files: { 'a.ts': `3 4 0 ${RECEIVER} 5 4 -1 ${DYNAMIC} 15 2 1 ${RECEIVER} 30 1 1 ${RECEIVER}` }, withErrors: [], isCut: false };
const insideOf = (unresolvedSites: unknown, unfollowed: object = {}) => BlindSpotIndex.read({ unresolvedNames: { names: [] }, unresolvedSites, unfollowed })?.inside;

describe('UnresolvedSiteIndex', () => {
  it('tells the references of a symbol, of all that is in a type and of a file that have no answer', () => {
    const built = graph();
    const of = (key: string) => insideOf(SITES)?.of(built, built.nodeNumber(key));
    expect(of('Cart.add')).toEqual({
      unresolved: 2,
      reasons: [{ reason: 'receiverUnknown', count: 1 }, { reason: 'dynamic', count: 1 }],
      sites: [{ path: 'a.ts', name: 'post', range: { startRow: 3, startColumn: 4, endRow: 3, endColumn: 8 } }, { path: 'a.ts', name: null, range: { startRow: 5, startColumn: 4, endRow: 5, endColumn: 5 } }],
      filesWithErrors: 0,
      notFollowed: [],
      isComplete: false,
    });
    expect(['Cart.total', 'Cart', 'a', 'b', 'repository'].map((key) => of(key)?.unresolved)).toEqual([0, 3, 4, 0, 4]);
    expect(of('Cart.total')?.isComplete).toBe(true);
  });

  it('counts what runs of the steps of a workflow: not a whole type that is made', () => {
    const built = graph();
    const numbers = (...keys: readonly string[]): number[] => keys.map((key) => built.nodeNumber(key));
    expect(insideOf(SITES)?.run(built, numbers('Cart', 'Cart.total')).unresolved).toBe(0);
    expect(insideOf(SITES)?.run(built, numbers('Cart', 'Cart.add', 'Cart.total')).unresolved).toBe(2);
  });

  it('counts what stands in a handler that is written in place, and nothing around it', () => {
    const builder = new GraphBuilder();
    builder.addNode({ key: 'r', kind: 'repository', name: 'shop' });
    const file = builder.addNode({ key: 'a', kind: 'file', name: 'a.ts', parentKey: 'r', path: 'a.ts', language: 'typescript' });
    const trigger = builder.addNode({ key: 't', kind: 'trigger', name: 'GET /', parentKey: 'r', path: 'a.ts' });
    builder.addEdge({ source: trigger, target: file, kind: 'triggers', resolution: 'exact', confidence: 100, rule: 'express.inline', file, range: rows(2, 8) });
    const built = builder.finish();
    const start = built.nodeNumber('t');
    const { steps } = workflow(built, { start });
    expect(steps).toHaveLength(1);
    expect(insideOf(SITES)?.workflow(built, start, steps)).toMatchObject({ unresolved: 2, isComplete: false });
    expect(insideOf({ ...SITES, files: {} })?.workflow(built, start, steps)).toMatchObject({ unresolved: 0, isComplete: true });
  });

  it('names what is not followed in the language of the code: of calls what runs, else also what is named', () => {
    const built = graph();
    const inside = insideOf(SITES, { languages: { typescript: ['entries', 'accesses'], rust: ['macros', 'functionValues'] } });
    expect(inside?.called(built, built.nodeNumber('max'))).toMatchObject({ unresolved: 0, notFollowed: ['macros'], isComplete: false });
    expect(inside?.of(built, built.nodeNumber('max')).notFollowed).toEqual(['functionValues', 'macros']);
    expect(inside?.of(built, built.nodeNumber('Cart.total')).notFollowed).toEqual(['accesses']);
    expect(inside?.called(built, built.nodeNumber('Cart.total'))).toMatchObject({ notFollowed: [], isComplete: true });
  });

  it('says of no code that all was resolved, where its file could not be read whole', () => {
    const built = graph();
    const inside = insideOf({ ...SITES, withErrors: ['b.rs', 'other.ts'] });
    expect(inside?.of(built, built.nodeNumber('max'))).toMatchObject({ unresolved: 0, filesWithErrors: 1, isComplete: false });
    expect(inside?.of(built, built.nodeNumber('Cart.total'))).toMatchObject({ unresolved: 0, filesWithErrors: 0, isComplete: true });
  });

  it('says of no code that all was resolved, where the list was cut, and nothing of a scan that did not list them', () => {
    const built = graph();
    expect(insideOf({ ...SITES, isCut: true })?.of(built, built.nodeNumber('Cart.total')).isComplete).toBe(false);
    expect([undefined, null, 7, {}, { names: 1, files: {} }, { names: [], files: null }].map((given) => insideOf(given))).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });

  it('leaves out what is no list of sites', () => {
    const built = graph();
    const odd = { names: [7, 'log'], files: { 'a.ts': 'x y 0 2 3 4 0', 'b.rs': [1, 2, 3, 4] } };
    expect(insideOf(odd)?.of(built, built.nodeNumber('repository'))).toMatchObject({ unresolved: 0, reasons: [], sites: [] });
  });
});
