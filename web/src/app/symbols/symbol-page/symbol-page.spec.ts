import { describe, expect, it } from '@jest/globals';
import { SHOWN, openResult } from '../../../testing/open-page.js';
import { query, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { ImpactDocument, SymbolPageDocument } from '../symbols.generated.js';
import type { BlindSpotFieldsFragment, CallFieldsFragment, SymbolPageQuery, UnresolvedInsideFieldsFragment } from '../symbols.generated.js';
import { SymbolPage } from './symbol-page.js';

type Graph = SymbolPageQuery['graph'];

const RANGE = { startRow: 4, startColumn: 2, endRow: 8, endColumn: 3 };
const SELF = { id: 'n1', key: 'key total', kind: 'SYMBOL' as const, symbolKind: 'METHOD' as const, name: 'total', qualifiedName: 'OrderService.total', path: 'src/orders.ts' };
const CALLER = { id: 'n2', key: 'key checkout', kind: 'SYMBOL' as const, symbolKind: 'FUNCTION' as const, name: 'checkout', qualifiedName: 'checkout', path: 'src/checkout.ts' };
const NO_CALLS: CallFieldsFragment = { totalCount: 0, calls: [] };
const COMPLETE: BlindSpotFieldsFragment = { isComplete: true, unresolved: 0, unnamed: 0, filesWithErrors: 0, notFollowed: [], unreadFiles: 0, unreadTemplates: 0, reasons: [], sites: [] };
const UNFOLLOWED: BlindSpotFieldsFragment = { ...COMPLETE, isComplete: false, notFollowed: ['METHOD_VALUES', 'TEMPLATES'], unreadTemplates: 1 };
const BLIND: BlindSpotFieldsFragment = { isComplete: false, unresolved: 3, unnamed: 2, filesWithErrors: 1, notFollowed: [], unreadFiles: 0, unreadTemplates: 0, reasons: [{ reason: 'RECEIVER_UNKNOWN', count: 2 }, { reason: 'DYNAMIC', count: 1 }], sites: [{ path: 'src/cart.ts', range: { startRow: 6, startColumn: 4 } }] };
const CALLERS: SymbolPageQuery['graph']['callers'] = {
  blindSpots: BLIND,
  totalCount: 1,
  calls: [{ kind: 'CALLS', count: 3, node: CALLER, sites: [{ path: 'src/checkout.ts', kind: 'CALLS', resolution: 'INFERRED', confidence: 80, rule: 'member.unique', marks: ['WRITE'], range: RANGE }] }],
};

const ALL_INSIDE: UnresolvedInsideFieldsFragment = { isComplete: true, unresolved: 0, filesWithErrors: 0, notFollowed: [], reasons: [], sites: [] };
const INSIDE: UnresolvedInsideFieldsFragment = { isComplete: false, unresolved: 2, filesWithErrors: 1, notFollowed: ['MACROS'], reasons: [{ reason: 'RECEIVER_UNKNOWN', count: 2 }], sites: [{ path: 'src/orders.ts', name: 'post', range: { startRow: 5, startColumn: 8 } }, { path: 'src/orders.ts', name: null, range: { startRow: 6, startColumn: 2 } }] };

function symbol(changes: Partial<Graph> = {}): SymbolPageQuery {
  return {
    graph: {
      node: { ...SELF, role: 'TEST', language: 'typescript', visibility: 'PUBLIC', signature: 'total<T>(amount: number): number', childCount: 0, incomingCount: 1, outgoingCount: 0, range: RANGE },
      ancestors: [{ id: 'n0', key: 'repository', kind: 'REPOSITORY', name: 'shop' }, { id: 'f1', key: 'key orders', kind: 'FILE', name: 'orders.ts' }, { id: 'n1', key: 'key total', kind: 'SYMBOL', name: 'total' }],
      children: { totalCount: 0, nodes: [] },
      callers: CALLERS,
      callees: { ...NO_CALLS, inside: INSIDE },
      incoming: { totalNodes: 2, nodes: [SELF, CALLER], links: [{ id: 'l1', sourceId: 'n2', targetId: 'n1', kind: 'OVERRIDES', count: 1, resolution: 'EXACT', confidence: 100 }] },
      outgoing: { totalNodes: 1, nodes: [SELF], links: [] },
      ...changes,
    },
  };
}

const open = (api: TestApi, node: string | undefined = 'key total') => openResult(SymbolPage, api, { node });

describe('SymbolPage', () => {
  it('asks by key for the scan that the frame shows, and says where the symbol is declared', async () => {
    const api = new TestApi().answer(SymbolPageDocument, symbol());
    const { fixture } = await open(api);
    expect(api.variablesOf('SymbolPage')).toEqual({ ...SHOWN, node: 'key total' });
    expect(textOf(query(fixture, '[data-testid=symbol-name]'))).toBe('OrderService.total');
    expect(textOf(query(fixture, '[data-testid=symbol-place]'))).toBe('src/orders.ts:5–9');
    expect(textOf(query(fixture, '.signature'))).toBe('total<T>(amount: number): number');
    expect(query(fixture, '.crumbs a').getAttribute('href')).toBe('/o/team/r/shop/main/files?node=key%20orders');
  });

  it('lists each caller with its places, and how sure they are', async () => {
    const { fixture } = await open(new TestApi().answer(SymbolPageDocument, symbol()));
    const callers = query(fixture, '[aria-label=Callers]');
    expect(textOf(callers)).toContain('src/checkout.ts:5:3');
    expect(textOf(callers)).toContain('inferred 80 %');
    expect(textOf(callers)).toContain('writes');
    expect(textOf(callers)).toContain('and 2 more places');
    expect(callers.querySelector('a')?.getAttribute('href')).toBe('/o/team/r/shop/main/symbol?node=key%20checkout');
    expect(textOf(query(fixture, '[aria-label=Callees]'))).toContain('It calls nothing that was resolved.');
    expect(textOf(query(fixture, '[aria-label="Overridden by"]'))).toContain('checkout');
  });

  it('says which references may be callers too', async () => {
    const { fixture } = await open(new TestApi().answer(SymbolPageDocument, symbol()));
    const spots = query(fixture, '[aria-label=Callers] pn-blind-spots');
    expect(textOf(query(fixture, '[aria-label=Callers] summary'))).toBe('3 unresolvedreferences by this name may be uses');
    expect(textOf(spots)).toContain('Why: receiver unknown 2, dynamic 1; the repository has 2 calls of values without a name and 1 file with errors.');
    expect(textOf(spots)).toContain('src/cart.ts:7:5');
    expect(fixture.nativeElement.querySelector('[aria-label=Callees] pn-blind-spots')).toBeNull();
  });

  it.each([
    ['that all of them were resolved', COMPLETE, 'Every reference by this name was resolved.'],
    ['that some uses are not followed', UNFOLLOWED, 'Every reference by this name that is followed was resolved.Not followed, and perhaps uses of it: methods that are handed on without being called, 1 template.'],
    ['that an earlier scan does not tell', null, 'This scan does not say which references it could not resolve. Scan again to know.'],
  ])('says %s', async (_, blindSpots, text) => {
    const { fixture } = await open(new TestApi().answer(SymbolPageDocument, symbol({ callers: { ...NO_CALLS, blindSpots } })));
    expect(textOf(query(fixture, '[aria-label=Callers] pn-blind-spots'))).toBe(text);
  });

  it('says which references in it may lead elsewhere', async () => {
    const { fixture } = await open(new TestApi().answer(SymbolPageDocument, symbol()));
    expect(textOf(query(fixture, '[aria-label=Callees] summary'))).toBe('2 unresolvedreferences in it may lead elsewhere');
    const inside = textOf(query(fixture, '[aria-label=Callees] pn-unresolved-inside'));
    expect(inside).toContain('Why: receiver unknown 2.post at src/orders.ts:6:9a value without a name at src/orders.ts:7:3');
    expect(inside).toContain('Its file could not be read whole: something in it may be missing.Not followed in it: arguments of macros.');
    expect(fixture.nativeElement.querySelector('[aria-label=Callers] pn-unresolved-inside')).toBeNull();
  });

  it.each([
    ['that all in it was resolved', ALL_INSIDE, 'Every reference in it was resolved.'],
    ['that an earlier scan does not tell of what is in it', null, 'This scan does not say which references in it could not be resolved. Scan again to know.'],
  ])('says %s', async (_, inside, text) => {
    const { fixture } = await open(new TestApi().answer(SymbolPageDocument, symbol({ callees: { ...NO_CALLS, inside } })));
    expect(textOf(query(fixture, '[aria-label=Callees] pn-unresolved-inside'))).toBe(text);
  });

  it('asks what can reach the symbol only when somebody wants to know', async () => {
    const impact = { totalNodes: 2, totalFiles: 1, isTruncated: false, blindSpots: COMPLETE, nodes: [{ distance: 2, isThroughOverride: true, node: CALLER }] };
    const api = new TestApi().answer(SymbolPageDocument, symbol()).answer(ImpactDocument, { graph: { impact } });
    const { fixture, go } = await open(api);
    expect(api.calls.some(({ name }) => name === 'Impact')).toBe(false);
    await go('What can reach it');
    expect(api.variablesOf('Impact')).toEqual({ ...SHOWN, node: 'key total' });
    expect(textOf(query(fixture, '[aria-label=Impact]'))).toContain('2 in 1 files');
    expect(textOf(query(fixture, '[aria-label=Impact] tbody tr'))).toBe('checkoutthrough an overridesrc/checkout.ts2');
  });

  it('says that this scan has no such symbol, and leads to the search', async () => {
    const { fixture } = await open(new TestApi().answer(SymbolPageDocument, symbol({ node: null, ancestors: [], callers: { ...NO_CALLS, blindSpots: null } })), 'gone');
    expect(textOf(fixture)).toContain('This scan has no such symbol');
    expect(query(fixture, 'a').getAttribute('href')).toBe('/o/team/r/shop/main/symbols');
  });

  it('asks for nothing where the address names no symbol', async () => {
    const api = new TestApi();
    const { fixture } = await openResult(SymbolPage, api, {});
    expect(textOf(fixture)).toContain('This scan has no such symbol');
    expect(api.calls.some(({ name }) => name === 'SymbolPage')).toBe(false);
  });

  it('shows a skeleton first, then why nothing can be shown', async () => {
    const api = new TestApi().refuse(SymbolPageDocument, { code: 'NOT_FOUND', message: 'There is no such repository.' });
    api.hold();
    const { fixture } = await open(api);
    expect(textOf(fixture)).toBe('Loading …');
    api.release();
    await settle(fixture, 8);
    expect(query(fixture, '[role=alert]').dataset['code']).toBe('NOT_FOUND');
  });
});
