import { describe, expect, it } from '@jest/globals';
import { openPage } from '../../testing/open-page.js';
import { INSTANCE, VIEWER } from '../../testing/people.js';
import { query, settle, textOf } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { InstanceDocument, ViewerDocument } from '../session/session.generated.js';
import { ChangePasswordDocument, CreateOrganizationDocument, UpdateInstanceDocument } from './account.generated.js';
import { AccountPage } from './account-page.js';

const open = (api: TestApi) => openPage(AccountPage, api);

describe('AccountPage', () => {
  it('reminds of a generated password until it is changed', async () => {
    const { fixture } = await open(new TestApi().answer(ViewerDocument, { viewer: { ...VIEWER.viewer, mustChangePassword: true } }));
    expect(textOf(fixture)).toContain('You still use the password that was generated.');
  });

  it('changes the password, and forgets both in the form', async () => {
    const api = new TestApi().answer(ChangePasswordDocument, { changePassword: true });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=currentPassword]', 'the old password');
    await type('[formcontrolname=newPassword]', 'the new password');
    await go('Change password');
    expect(api.variablesOf('ChangePassword')).toEqual({ currentPassword: 'the old password', newPassword: 'the new password' });
    expect(query<HTMLInputElement>(fixture, '[formcontrolname=currentPassword]').value).toBe('');
    expect(query<HTMLInputElement>(fixture, '[formcontrolname=newPassword]').value).toBe('');
    expect((fixture.nativeElement as Element).querySelector('mat-error')).toBeNull();
  });

  it('sends no password that is too short, and says what is asked for', async () => {
    const api = new TestApi();
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=currentPassword]', 'the old password');
    await type('[formcontrolname=newPassword]', 'short');
    await go('Change password');
    expect(api.calls.some(({ name }) => name === 'ChangePassword')).toBe(false);
    expect(textOf(query(fixture, 'mat-error'))).toBe('At least 12 characters.');
  });

  it('says that the current password was wrong', async () => {
    const api = new TestApi().refuse(ChangePasswordDocument, { code: 'BAD_USER_INPUT', message: 'The current password is not right.', field: 'currentPassword' });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=currentPassword]', 'a guess');
    await type('[formcontrolname=newPassword]', 'the new password');
    await go('Change password');
    expect(textOf(query(fixture, '[role=alert]'))).toBe('The current password is not right.');
    expect(query<HTMLInputElement>(fixture, '[formcontrolname=newPassword]').value).toBe('the new password');
  });

  it('creates an organization and goes there', async () => {
    const api = new TestApi().answer(CreateOrganizationDocument, { createOrganization: { id: 'o3', slug: 'shop' } });
    const { navigate, type, go } = await open(api);
    await type('[aria-labelledby=organization] [formcontrolname=name]', ' Shop ');
    await go('Create organization');
    expect(api.variablesOf('CreateOrganization')).toEqual({ name: 'Shop' });
    expect(navigate).toHaveBeenLastCalledWith(['/o', 'shop']);
  });

  it('lets an administrator of the installation switch the GraphQL page off', async () => {
    const api = new TestApi().answer(UpdateInstanceDocument, { updateInstance: { isGraphiqlEnabled: false } });
    const { fixture } = await open(api);
    query(fixture, 'mat-slide-toggle button').click();
    await settle(fixture);
    expect(api.variablesOf('UpdateInstance')).toEqual({ input: { isGraphiqlEnabled: false } });
  });

  it('shows the installation to nobody else', async () => {
    const { fixture } = await open(new TestApi().answer(ViewerDocument, { viewer: { ...VIEWER.viewer, isInstanceAdministrator: false } }).answer(InstanceDocument, INSTANCE));
    expect(textOf(fixture)).not.toContain('This installation');
  });

  it('shows a skeleton first, and says when there is no connection', async () => {
    const api = new TestApi().disconnect(ViewerDocument);
    api.hold();
    const { fixture } = await open(api);
    expect(textOf(query(fixture, 'pn-query-state'))).toBe('Loading …');
    api.release();
    await settle(fixture);
    expect(textOf(query(fixture, '[role=alert]'))).toContain('No connection');
    expect((fixture.nativeElement as Element).querySelector('form')).toBeNull();
  });
});
