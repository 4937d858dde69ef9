import { describe, expect, it } from '@jest/globals';
import { SHOWN, openPage, openResult } from '../../testing/open-page.js';
import { VIEWER } from '../../testing/people.js';
import { query, settle, textOf } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { ViewerDocument } from '../session/session.generated.js';
import { OrganizationSearchPage } from './organization-search-page.js';
import { SymbolSearchPage } from './search-page/symbol-search-page.js';
import { OrganizationSymbolSearchDocument, SymbolSearchDocument } from './symbols.generated.js';
import type { SymbolMatchFieldsFragment } from './symbols.generated.js';

const MATCH: SymbolMatchFieldsFragment = {
  id: 'n1',
  key: 'key total',
  name: 'total',
  qualifiedName: 'OrderService.total',
  symbolKind: 'METHOD',
  path: 'src/orders.ts',
  language: 'typescript',
  role: 'PRODUCTION',
  rank: 'EXACT',
  range: { startRow: 4, startColumn: 2, endRow: 8, endColumn: 3 },
};

describe('SymbolSearchPage', () => {
  it('asks for nothing until there are words', async () => {
    const api = new TestApi();
    const { fixture } = await openResult(SymbolSearchPage, api);
    expect(textOf(fixture)).toContain('Find a symbol');
    expect(api.calls.some(({ name }) => name === 'SymbolSearch')).toBe(false);
  });

  it('finds in the scan that the frame shows', async () => {
    const api = new TestApi().answer(SymbolSearchDocument, { graph: { searchSymbols: [MATCH] } });
    const { fixture } = await openResult(SymbolSearchPage, api, { q: ' total ' });
    expect(api.variablesOf('SymbolSearch')).toEqual({ ...SHOWN, query: 'total' });
    expect(query(fixture, 'li a').getAttribute('href')).toBe('/o/team/r/shop/main/symbol?node=key%20total');
    expect(textOf(query(fixture, 'li'))).toContain('src/orders.ts:5');
  });

  it('says when nothing matches', async () => {
    const { fixture } = await openResult(SymbolSearchPage, new TestApi().answer(SymbolSearchDocument, { graph: { searchSymbols: [] } }), { q: 'nothing' });
    expect(textOf(fixture)).toContain('Nothing in this scan is called “nothing”');
  });

  it('keeps the words in the address while somebody types', async () => {
    const { fixture, navigate, type } = await openResult(SymbolSearchPage, new TestApi());
    await type('input', 'tot');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await settle(fixture);
    expect(navigate).toHaveBeenLastCalledWith([], { queryParams: { q: 'tot' }, replaceUrl: true });
  });
});

describe('OrganizationSearchPage', () => {
  it('finds in the newest scan of every branch, and says where', async () => {
    const api = new TestApi().answer(OrganizationSymbolSearchDocument, { searchSymbols: [{ branch: 'feature/login', repository: { id: 'r1', slug: 'shop', name: 'Shop' }, match: MATCH }] });
    const { fixture } = await openPage(OrganizationSearchPage, api, { organization: 'team', q: 'total' });
    expect(api.variablesOf('OrganizationSymbolSearch')).toEqual({ organizationId: 'o1', query: 'total' });
    expect(query(fixture, 'li a').getAttribute('href')).toBe('/o/team/r/shop/feature%2Flogin/symbol?node=key%20total');
    expect(textOf(query(fixture, 'li'))).toContain('Shop feature/login');
  });

  it('says so where the organization is unknown, or not the person’s own, instead of waiting', async () => {
    const api = new TestApi();
    const { fixture } = await openPage(OrganizationSearchPage, api, { organization: 'foreign', q: 'total' });
    expect(textOf(query(fixture, '[role=alert]'))).toContain('Nothing is here');
    expect(api.calls.some(({ name }) => name === 'OrganizationSymbolSearch')).toBe(false);
  });

  it('says that there is no connection', async () => {
    const { fixture } = await openPage(OrganizationSearchPage, new TestApi().answer(ViewerDocument, VIEWER).disconnect(OrganizationSymbolSearchDocument), { organization: 'team', q: 'total' });
    expect(textOf(query(fixture, '[role=alert]'))).toContain('No connection');
  });
});
