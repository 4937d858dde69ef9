import { describe, expect, it } from '@jest/globals';
import { openPage } from '../../testing/open-page.js';
import { INSTANCE, VIEWER } from '../../testing/people.js';
import { press, query, settle, textOf } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { InstanceDocument, ViewerDocument } from '../session/session.generated.js';
import { AddMemberDocument, CreateAccountDocument, MembersDocument, RemoveMemberDocument } from './members.generated.js';
import type { MemberRole, MembersQuery } from './members.generated.js';
import { MembersPage } from './members-page.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

function members(viewerRole: MemberRole = 'ADMIN', hasNextPage = false): MembersQuery {
  return {
    organization: {
      id: 'o1',
      viewerRole,
      members: {
        totalCount: 70,
        pageInfo: { hasNextPage, endCursor: null },
        edges: [
          { node: { id: 'm1', role: 'ADMIN', email: 'ada@example.com', name: 'Ada Lovelace', userId: 'u1', joinedAt: '2026-03-01T10:00:00.000Z' } },
          { node: { id: 'm2', role: 'VIEWER', email: 'grace@example.com', name: HOSTILE, userId: 'u2', joinedAt: '2026-03-02T10:00:00.000Z' } },
        ],
      },
    },
  };
}

const open = (api: TestApi) => openPage(MembersPage, api, { organization: 'team' });

describe('MembersPage', () => {
  it('lists people and marks the one who looks', async () => {
    const { fixture } = await open(new TestApi().answer(MembersDocument, members()));
    const [first, second] = [...(fixture.nativeElement as Element).querySelectorAll('tbody tr')].map(textOf);
    expect(first).toContain('Ada Lovelace');
    expect(first).toContain('you');
    expect(second).toContain(HOSTILE);
    expect(second).not.toContain('you');
    expect((fixture.nativeElement as Element).querySelector('img')).toBeNull();
  });

  it('shows a skeleton until the answer is there', async () => {
    const api = new TestApi().answer(MembersDocument, members());
    api.hold();
    const { fixture } = await open(api);
    expect(textOf(query(fixture, '[aria-label=Members]'))).toBe('Loading …');
    api.release();
    await settle(fixture);
    expect(textOf(fixture)).toContain('Ada Lovelace');
  });

  it('shows a foreign organization like an unknown one', async () => {
    const { fixture } = await open(new TestApi().refuse(MembersDocument, { code: 'NOT_FOUND', message: 'There is no such organization.' }));
    expect(query(fixture, '[role=alert]').dataset['code']).toBe('NOT_FOUND');
    expect((fixture.nativeElement as Element).querySelector('table, [aria-label="Add member"]')).toBeNull();
  });

  it('lets a viewer read, and change nothing', async () => {
    const api = new TestApi().answer(MembersDocument, members('VIEWER')).answer(ViewerDocument, { viewer: { ...VIEWER.viewer, isInstanceAdministrator: false } });
    const { fixture } = await open(api);
    expect(textOf(fixture)).toContain(HOSTILE);
    expect((fixture.nativeElement as Element).querySelector('form, mat-select, tbody button')).toBeNull();
  });

  it('adds a person with the chosen role, and asks for the list again', async () => {
    const api = new TestApi().answer(MembersDocument, members()).answer(AddMemberDocument, { addMember: { id: 'm3' } });
    const { fixture, type, go } = await open(api);
    await type('[aria-label="Add member"] [formcontrolname=email]', 'linus@example.com');
    const asked = api.calls.filter(({ name }) => name === 'Members').length;
    await go('Add member');
    expect(api.variablesOf('AddMember')).toEqual({ organizationId: 'o1', email: 'linus@example.com', role: 'MEMBER' });
    expect(api.calls.filter(({ name }) => name === 'Members').length).toBeGreaterThan(asked);
    // The emptied form is ready for the next one, and blames nobody for being empty.
    expect(query<HTMLInputElement>(fixture, '[aria-label="Add member"] [formcontrolname=email]').value).toBe('');
    expect((fixture.nativeElement as Element).querySelector('mat-error')).toBeNull();
  });

  it('sends nothing that is no e-mail address', async () => {
    const api = new TestApi().answer(MembersDocument, members());
    const { fixture, type, go } = await open(api);
    await type('[aria-label="Add member"] [formcontrolname=email]', 'linus');
    await go('Add member');
    expect(api.calls.some(({ name }) => name === 'AddMember')).toBe(false);
    expect(textOf(query(fixture, '[aria-label="Add member"]'))).toContain('That is no e-mail address.');
  });

  it('keeps what was typed when the server refuses, and says why', async () => {
    const api = new TestApi().answer(MembersDocument, members()).refuse(AddMemberDocument, { code: 'NOT_FOUND', message: 'Nobody here has this address.' });
    const { fixture, type, go } = await open(api);
    await type('[aria-label="Add member"] [formcontrolname=email]', 'linus@example.com');
    await go('Add member');
    expect(textOf(query(fixture, '[role=alert]'))).toBe('Nobody here has this address.');
    expect(query<HTMLInputElement>(fixture, '[aria-label="Add member"] [formcontrolname=email]').value).toBe('linus@example.com');
  });

  it('removes a person only after a second press', async () => {
    const api = new TestApi().answer(MembersDocument, members()).answer(RemoveMemberDocument, { removeMember: 'm2' });
    const { go } = await open(api);
    await go(`Remove ${HOSTILE}`);
    expect(api.calls.some(({ name }) => name === 'RemoveMember')).toBe(false);
    await go('Keep');
    await go(`Remove ${HOSTILE}`);
    await go('Remove');
    expect(api.variablesOf('RemoveMember')).toEqual({ id: 'm2' });
  });

  it('shows a new account’s password once', async () => {
    const api = new TestApi().answer(MembersDocument, members()).answer(CreateAccountDocument, { createAccount: { id: 'u3', email: 'linus@example.com', name: 'Linus', password: 'correct horse' } });
    const { fixture, type, go } = await open(api);
    await type('[aria-labelledby=accounts] [formcontrolname=email]', 'linus@example.com');
    await type('[aria-labelledby=accounts] [formcontrolname=name]', 'Linus');
    await go('Create account');
    expect(api.variablesOf('CreateAccount')).toEqual({ email: 'linus@example.com', name: 'Linus' });
    expect(textOf(query(fixture, '.pn-note-good'))).toContain('correct horse');
  });

  it('offers no accounts where another identity provider makes them', async () => {
    const { fixture } = await open(new TestApi().answer(MembersDocument, members()).answer(InstanceDocument, { instance: { ...INSTANCE.instance, profile: 'cluster' } }));
    expect(textOf(fixture)).not.toContain('Create an account');
  });

  it('shows more of a long list', async () => {
    const api = new TestApi().answer(MembersDocument, members('ADMIN', true));
    const { fixture } = await open(api);
    press(fixture, 'Show more of 70');
    await settle(fixture);
    expect(api.variablesOf('Members')).toEqual({ organization: 'team', first: 100 });
  });
});
