import { describe, expect, it } from '@jest/globals';
import { GraphBuilder } from '../graph/graph-builder.js';
import type { SymbolKind } from '../model.js';
import { BlindSpotIndex } from './blind-spots.js';

const RANGE = { startRow: 1, startColumn: 2, endRow: 1, endColumn: 6 };

function graph() {
  const builder = new GraphBuilder();
  builder.addNode({ key: 'repository', kind: 'repository', name: 'shop' });
  builder.addNode({ key: 'file', kind: 'file', name: 'a.ts', parentKey: 'repository', path: 'a.ts' });
  builder.addNode({ key: 'file Cart#', kind: 'symbol', name: 'Cart', parentKey: 'file', path: 'a.ts' });
  builder.addNode({ key: 'file Cart#add().', kind: 'symbol', name: 'add', parentKey: 'file Cart#', path: 'a.ts' });
  builder.addNode({ key: 'file total().', kind: 'symbol', name: 'total', parentKey: 'file', path: 'a.ts' });
  return builder.finish();
}

const summary = (names: unknown, more: object = {}): object => ({ filesWithErrors: 2, unresolvedNames: { names, isCut: false, unnamed: 4, ...more } });
const ADD = { name: 'add', reasons: { receiverUnknown: 2, dynamic: 3 }, sites: [{ path: 'b.ts', range: RANGE }] };

describe('BlindSpotIndex', () => {
  it('counts what was not resolved under the name of a symbol, and of what is in it', () => {
    const built = graph();
    const index = BlindSpotIndex.read(summary([ADD, { name: 'other', reasons: { dynamic: 9 }, sites: [] }]));
    const wanted = { unresolved: 5, reasons: [{ reason: 'dynamic', count: 3 }, { reason: 'receiverUnknown', count: 2 }], sites: ADD.sites, unnamed: 4, filesWithErrors: 2, notFollowed: [], unreadFiles: 0, unreadTemplates: 0, isComplete: false };
    expect(index?.of(built, built.nodeNumber('file Cart#add().'))).toEqual(wanted);
    expect(index?.of(built, built.nodeNumber('file Cart#'))).toEqual(wanted);
    expect(index?.of(built, built.nodeNumber('file total().'))).toEqual({ unresolved: 0, reasons: [], sites: [], unnamed: 4, filesWithErrors: 2, notFollowed: [], unreadFiles: 0, unreadTemplates: 0, isComplete: true });
  });

  it('says of no symbol that all was resolved, where the list was cut', () => {
    const built = graph();
    expect(BlindSpotIndex.read(summary([ADD], { isCut: true }))?.of(built, built.nodeNumber('file total().')).isComplete).toBe(false);
  });

  it('names the uses that are not followed, of those that the symbol may have', () => {
    const builder = new GraphBuilder();
    const symbol = (key: string, symbolKind: SymbolKind, parentKey: string, language = 'csharp'): void => void builder.addNode({ key, kind: 'symbol', symbolKind, name: key, parentKey, path: 'a.cs', language });
    builder.addNode({ key: 'repository', kind: 'repository', name: 'shop' });
    builder.addNode({ key: 'file', kind: 'file', name: 'a.cs', parentKey: 'repository', path: 'a.cs' });
    symbol('Shop', 'namespace', 'file');
    symbol('Cart', 'class', 'Shop');
    symbol('Cart.Total', 'property', 'Cart');
    symbol('Cart.Limit', 'constant', 'Cart');
    symbol('Cart.Add', 'method', 'Cart');
    symbol('Cart.new', 'constructor', 'Cart');
    symbol('free', 'function', 'file', 'go');
    symbol('LIMIT', 'constant', 'file', 'go');
    symbol('max', 'function', 'file', 'rust');
    const built = builder.finish();
    const languages = { csharp: ['accesses', 'entries', 'functionValues', 'methodValues'], go: ['accesses', 'methodValues'], rust: ['functionValues', 'macros', 'nothing'], odd: 7 };
    const unfollowed = (more: object) => BlindSpotIndex.read({ ...summary([]), unfollowed: { languages, ...more } });
    const of = (key: string): readonly string[] | undefined => unfollowed({})?.of(built, built.nodeNumber(key)).notFollowed;
    expect(['Cart.Total', 'Cart.Limit', 'Cart.Add', 'Cart.new', 'Cart', 'free', 'LIMIT', 'max'].map((key) => of(key))).toEqual([['accesses', 'entries'], ['accesses'], ['methodValues'], [], ['accesses', 'entries', 'methodValues'], [], [], ['functionValues', 'macros']]);
    const whole = unfollowed({ files: 2, templates: 3 })?.of(built, built.nodeNumber('free'));
    expect(whole).toMatchObject({ notFollowed: ['templates', 'unreadFiles'], unreadFiles: 2, unreadTemplates: 3, isComplete: false });
    expect(unfollowed({})?.of(built, built.nodeNumber('free')).isComplete).toBe(true);
  });

  it('knows that a scan of an earlier version said nothing', () => {
    expect([undefined, null, {}, { unresolvedNames: 1 }, { unresolvedNames: { names: 'x' } }].map((given) => BlindSpotIndex.read(given))).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('leaves out what is no name, no reason, no count and no place', () => {
    const built = graph();
    const index = BlindSpotIndex.read(summary([null, 7, { name: 1, sites: [] }, { name: 'total', reasons: { dynamic: -1, toString: 4, unsupported: 1.5, ambiguous: 1 }, sites: [{ path: 1 }, { path: 'b.ts', range: {} }, 'x'] }]));
    expect(index?.of(built, built.nodeNumber('file total().'))).toMatchObject({ unresolved: 1, reasons: [{ reason: 'ambiguous', count: 1 }], sites: [] });
  });
});
