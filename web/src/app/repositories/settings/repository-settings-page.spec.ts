import { signal } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { openPage } from '../../../testing/open-page.js';
import { query, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { RepositoryContext } from '../frame/repository-context.js';
import { CheckConnectionDocument, DeleteRepositoryDocument, RepositorySettingsDocument, UpdateRepositoryDocument } from '../repositories.generated.js';
import type { RepositorySettingsQuery } from '../repositories.generated.js';
import { RepositorySettingsPage } from './repository-settings-page.js';

type Repository = RepositorySettingsQuery['repository'];

const CONFIGURATION: Repository['configuration'] = { fileExtensions: ['.cs'], include: [], exclude: ['**/bin/**'], maximumFileBytes: 1_048_576, maximumFiles: 500_000, deadlineSeconds: 3600, memoryMegabytes: 4096, workers: null };

function settings(changes: Partial<Repository> = {}): RepositorySettingsQuery {
  return {
    repository: {
      id: 'r1',
      slug: 'shop',
      name: 'Shop',
      description: 'Sells things.',
      source: 'URL',
      location: 'https://git.example.com/team/shop.git',
      defaultBranch: 'main',
      hasCredential: true,
      credentialUsername: 'ci',
      createdAt: '2026-03-01T10:00:00.000Z',
      updatedAt: '2026-03-02T10:00:00.000Z',
      organization: { id: 'o1', viewerRole: 'ADMIN' },
      configuration: CONFIGURATION,
      ...changes,
    },
  };
}

function open(api: TestApi) {
  const context = { provide: RepositoryContext, useValue: { repository: signal({ organization: { id: 'o1' } }) } };
  return openPage(RepositorySettingsPage, api, { organization: 'team', repository: 'shop' }, [context]);
}

const value = (fixture: Parameters<typeof query>[0], name: string): string => query<HTMLInputElement>(fixture, `[formcontrolname=${name}]`).value;

describe('RepositorySettingsPage', () => {
  it('shows what is stored, but never a credential', async () => {
    const { fixture } = await open(new TestApi().answer(RepositorySettingsDocument, settings()));
    expect(value(fixture, 'location')).toBe('https://git.example.com/team/shop.git');
    expect(value(fixture, 'exclude')).toBe('**/bin/**');
    expect(textOf(fixture)).toContain('Keep the stored one');
  });

  it('shows a skeleton until the answer is there', async () => {
    const api = new TestApi().answer(RepositorySettingsDocument, settings());
    api.hold();
    const { fixture } = await open(api);
    expect(textOf(fixture)).toBe('Loading …');
    api.release();
    await settle(fixture);
    expect(value(fixture, 'name')).toBe('Shop');
  });

  it('shows a foreign repository like an unknown one', async () => {
    const { fixture } = await open(new TestApi().refuse(RepositorySettingsDocument, { code: 'NOT_FOUND', message: 'There is no such repository.' }));
    expect(query(fixture, '[role=alert]').dataset['code']).toBe('NOT_FOUND');
    expect((fixture.nativeElement as Element).querySelector('form')).toBeNull();
  });

  it('lets members read: no field can be changed, nothing saved or deleted', async () => {
    const { fixture } = await open(new TestApi().answer(RepositorySettingsDocument, settings({ organization: { id: 'o1', viewerRole: 'MEMBER' } })));
    expect(textOf(query(fixture, '[role=status].pn-note'))).toContain('Only administrators');
    const fields = [...(fixture.nativeElement as Element).querySelectorAll<HTMLInputElement>('input, textarea')];
    expect(fields.length).toBeGreaterThan(5);
    expect(fields.filter(({ disabled }) => !disabled)).toEqual([]);
    expect(textOf(fixture)).not.toContain('Save settings');
    expect(textOf(fixture)).not.toContain('Delete this repository');
  });

  it('saves what was changed, and leaves the stored credential alone', async () => {
    const api = new TestApi().answer(RepositorySettingsDocument, settings()).answer(UpdateRepositoryDocument, { updateRepository: settings({ name: 'Shop two' }).repository });
    const { type, go } = await open(api);
    await type('[formcontrolname=name]', ' Shop two ');
    await go('Save settings');
    const input = api.variablesOf('UpdateRepository')?.['input'] as object;
    expect(input).toEqual({ id: 'r1', name: 'Shop two', description: 'Sells things.', defaultBranch: 'main', location: 'https://git.example.com/team/shop.git', configuration: CONFIGURATION });
  });

  it('forgets the stored credential when asked to', async () => {
    const api = new TestApi().answer(RepositorySettingsDocument, settings()).answer(UpdateRepositoryDocument, { updateRepository: settings({ hasCredential: false }).repository });
    const { fixture, go } = await open(api);
    query(fixture, '[formcontrolname=isCredentialRemoved] input').click();
    await go('Save settings');
    expect(api.variablesOf('UpdateRepository')?.['input']).toMatchObject({ isCredentialRemoved: true });
  });

  it('sends nothing without a name', async () => {
    const api = new TestApi().answer(RepositorySettingsDocument, settings());
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=name]', '');
    await go('Save settings');
    expect(api.calls.some(({ name }) => name === 'UpdateRepository')).toBe(false);
    expect(textOf(query(fixture, 'mat-error'))).toContain('It needs a name');
  });

  it('keeps what was typed when the server refuses, and says why', async () => {
    const api = new TestApi().answer(RepositorySettingsDocument, settings()).refuse(UpdateRepositoryDocument, { code: 'CONFLICT', message: 'A repository is already called Other.' });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=name]', 'Other');
    await go('Save settings');
    expect(textOf(query(fixture, '[role=alert]'))).toBe('A repository is already called Other.');
    expect(value(fixture, 'name')).toBe('Other');
  });

  it('checks the address as it is typed, with the stored credential', async () => {
    const answer = { isReachable: false, code: 'authenticationFailed', message: 'The credential was refused.', defaultBranch: null, branchCount: 0 };
    const api = new TestApi().answer(RepositorySettingsDocument, settings()).answer(CheckConnectionDocument, { checkConnection: answer });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=location]', 'https://git.example.com/team/moved.git');
    await go('Check connection');
    expect(api.variablesOf('CheckConnection')?.['input']).toEqual({ organizationId: 'o1', repositoryId: 'r1', source: 'URL', location: 'https://git.example.com/team/moved.git', reference: 'main' });
    expect(textOf(query(fixture, '.pn-note-bad'))).toBe('The credential was refused.');
  });

  it('deletes only when the name was typed, and leaves', async () => {
    const api = new TestApi().answer(RepositorySettingsDocument, settings()).answer(DeleteRepositoryDocument, { deleteRepository: 'r1' });
    const { fixture, navigate, type, go } = await open(api);
    const button = query<HTMLButtonElement>(fixture, '[aria-labelledby=deletion] button');
    await type('[aria-labelledby=deletion] [formcontrolname=name]', 'shop');
    expect(button.disabled).toBe(true);
    await type('[aria-labelledby=deletion] [formcontrolname=name]', 'Shop');
    expect(button.disabled).toBe(false);
    await go('Delete repository');
    expect(api.variablesOf('DeleteRepository')).toEqual({ id: 'r1' });
    expect(navigate).toHaveBeenLastCalledWith(['/o', 'team', 'repositories']);
  });
});
