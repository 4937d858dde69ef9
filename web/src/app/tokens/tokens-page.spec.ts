import { describe, expect, it } from '@jest/globals';
import { openPage } from '../../testing/open-page.js';
import { query, settle, textOf } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { ApiTokensDocument, CreateApiTokenDocument, RevokeApiTokenDocument, TokenOrganizationDocument } from './tokens.generated.js';
import type { TokenFieldsFragment } from './tokens.generated.js';
import { TokensPage } from './tokens-page.js';

function token(changes: Partial<TokenFieldsFragment> = {}): TokenFieldsFragment {
  return { id: 't1', name: 'CI of shop', prefix: 'pn_abc', scopes: ['READ', 'SCAN'], createdAt: '2026-03-01T10:00:00.000Z', expiresAt: '2999-01-01T00:00:00.000Z', lastUsedAt: null, revokedAt: null, ...changes };
}

function withTokens(...tokens: readonly TokenFieldsFragment[]): TestApi {
  return new TestApi().answer(TokenOrganizationDocument, { organization: { id: 'o1', viewerRole: 'ADMIN' } }).answer(ApiTokensDocument, { apiTokens: tokens });
}

const open = (api: TestApi) => openPage(TokensPage, api, { organization: 'team' });

describe('TokensPage', () => {
  it('lists tokens, and offers to revoke only those that still work', async () => {
    const api = withTokens(token(), token({ id: 't2', name: 'Old', revokedAt: '2026-03-02T10:00:00.000Z' }), token({ id: 't3', name: 'Past', expiresAt: '2001-01-01T00:00:00.000Z' }));
    const { fixture } = await open(api);
    const rows = [...(fixture.nativeElement as Element).querySelectorAll('tbody tr')];
    expect(rows.map(textOf)).toEqual([expect.stringContaining('2999-01-01'), expect.stringContaining('revoked'), expect.stringContaining('expired')]);
    expect(rows.map((row) => row.querySelector('button') !== null)).toEqual([true, false, false]);
    expect(api.variablesOf('ApiTokens')).toEqual({ organizationId: 'o1' });
  });

  it('says what a token is good for where there is none', async () => {
    const { fixture } = await open(withTokens());
    expect(textOf(fixture)).toContain('No tokens yet');
  });

  it('shows a skeleton until the answer is there', async () => {
    const api = withTokens(token());
    api.hold();
    const { fixture } = await open(api);
    expect(textOf(query(fixture, 'pn-query-state'))).toBe('Loading …');
    api.release();
    await settle(fixture);
    expect(textOf(fixture)).toContain('CI of shop');
  });

  it('shows a foreign organization like an unknown one, without a form', async () => {
    const { fixture } = await open(new TestApi().refuse(TokenOrganizationDocument, { code: 'NOT_FOUND', message: 'There is no such organization.' }));
    expect(query(fixture, '[role=alert]').dataset['code']).toBe('NOT_FOUND');
    expect((fixture.nativeElement as Element).querySelector('form')).toBeNull();
  });

  it('makes a token with the wider scopes that hold the chosen one, and shows it once', async () => {
    const api = withTokens().answer(CreateApiTokenDocument, { createApiToken: { secret: 'pn_secret', token: token() } });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=name]', '  CI of shop ');
    await go('Create token');
    expect(api.variablesOf('CreateApiToken')).toEqual({ input: { organizationId: 'o1', name: 'CI of shop', expiresInDays: 90, scopes: ['READ'] } });
    expect(textOf(query(fixture, '.secret'))).toBe('pn_secret');
  });

  it('sends nothing without a name', async () => {
    const api = withTokens();
    const { go } = await open(api);
    await go('Create token');
    expect(api.calls.some(({ name }) => name === 'CreateApiToken')).toBe(false);
  });

  it('never shows one organization’s new token on the page of another', async () => {
    const api = withTokens().answer(CreateApiTokenDocument, { createApiToken: { secret: 'pn_secret', token: token() } });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=name]', 'CI of shop');
    await go('Create token');
    fixture.componentRef.setInput('organization', 'other');
    await settle(fixture);
    expect((fixture.nativeElement as Element).querySelector('.secret')).toBeNull();
  });

  it('revokes only after a second press', async () => {
    const api = withTokens(token()).answer(RevokeApiTokenDocument, { revokeApiToken: token({ revokedAt: '2026-03-03T10:00:00.000Z' }) });
    const { go } = await open(api);
    await go('Revoke CI of shop');
    expect(api.calls.some(({ name }) => name === 'RevokeApiToken')).toBe(false);
    await go('Revoke');
    expect(api.variablesOf('RevokeApiToken')).toEqual({ id: 't1' });
  });

  it('says why the server refused', async () => {
    const api = withTokens(token()).refuse(RevokeApiTokenDocument, { code: 'FORBIDDEN', message: 'This token is not yours.' });
    const { fixture, go } = await open(api);
    await go('Revoke CI of shop');
    await go('Revoke');
    expect(textOf(query(fixture, '[role=alert]'))).toBe('This token is not yours.');
  });
});
