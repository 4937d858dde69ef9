import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { describe, expect, it, jest } from '@jest/globals';
import { INSTANCE, VIEWER } from '../../../testing/people.js';
import { press, query, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { StartScanDocument } from '../../scans/scans.generated.js';
import { InstanceDocument, ViewerDocument } from '../../session/session.generated.js';
import { CheckConnectionDocument, CreateRepositoryDocument, ListReferencesDocument, OrganizationIdDocument } from '../repositories.generated.js';
import type { OrganizationIdQuery } from '../repositories.generated.js';
import { RepositoryWizard } from './repository-wizard.js';

type Role = OrganizationIdQuery['organization']['viewerRole'];

async function open(api: TestApi, viewerRole: Role = 'MEMBER') {
  api.answer(ViewerDocument, VIEWER).answer(InstanceDocument, INSTANCE).answer(OrganizationIdDocument, { organization: { id: 'o1', viewerRole } });
  TestBed.configureTestingModule({ providers: [...api.providers, provideRouter([])] });
  const navigate = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
  const fixture = TestBed.createComponent(RepositoryWizard);
  fixture.componentRef.setInput('organization', 'team');
  fixture.detectChanges();
  await settle(fixture);
  const type = async (selector: string, text: string): Promise<void> => {
    const field = query<HTMLInputElement>(fixture, selector);
    field.value = text;
    field.dispatchEvent(new Event('input'));
    await settle(fixture, 1);
  };
  const go = async (words: string): Promise<void> => {
    press(fixture, words);
    await settle(fixture);
  };
  return { fixture, navigate, type, go };
}

const REACHABLE = { checkConnection: { isReachable: true, code: null, message: 'Found 2 branches.', defaultBranch: 'main', branchCount: 2 } };
const REFERENCES = {
  listReferences: [
    { kind: 'BRANCH' as const, name: 'main', commit: 'a'.repeat(40), isDefault: true },
    { kind: 'BRANCH' as const, name: 'feature/login', commit: 'b'.repeat(40), isDefault: false },
  ],
};

describe('RepositoryWizard', () => {
  it('stays at the source and says why when it cannot be read', async () => {
    const api = new TestApi().answer(CheckConnectionDocument, { checkConnection: { isReachable: false, code: 'unreachable', message: 'The host is unknown. Check the address.', defaultBranch: null, branchCount: 0 } });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=location]', 'https://nowhere.example/shop.git');
    await go('Check connection');
    expect(textOf(query(fixture, '[role=alert]'))).toBe('The host is unknown. Check the address.');
    expect(textOf(query(fixture, '[aria-current=step]'))).toContain('Source');
    expect(api.calls.some(({ name }) => name === 'CreateRepository')).toBe(false);
  });

  it('asks for nothing to be checked while the address is empty', async () => {
    const api = new TestApi();
    const { go } = await open(api);
    await go('Check connection');
    expect(api.calls.some(({ name }) => name === 'CheckConnection')).toBe(false);
  });

  it('checks, offers the branches that the source has, saves, and starts the first scan', async () => {
    const api = new TestApi()
      .answer(CheckConnectionDocument, REACHABLE)
      .answer(ListReferencesDocument, REFERENCES)
      .answer(CreateRepositoryDocument, { createRepository: { id: 'r1', slug: 'shop' } })
      .answer(StartScanDocument, { startScan: { id: 's1', number: 1, status: 'QUEUED' } });
    const { fixture, navigate, type, go } = await open(api);
    await type('[formcontrolname=location]', ' https://git.example.com/team/shop.git ');
    await go('Check connection');
    expect(textOf(fixture)).toContain('Found 2 branches.');

    await type('[formcontrolname=branch]', 'no-such-branch');
    await go('Next');
    expect(textOf(query(fixture, '[role=alert]'))).toContain('has no branch or tag “no-such-branch”');
    await type('[formcontrolname=branch]', 'feature/login');
    await go('Next');
    await go('Next');
    expect(query<HTMLInputElement>(fixture, '[formcontrolname=name]').value).toBe('shop');
    await go('Add repository');

    expect(api.variablesOf('CreateRepository')?.['input']).toMatchObject({ organizationId: 'o1', name: 'shop', source: 'URL', location: 'https://git.example.com/team/shop.git', defaultBranch: 'feature/login' });
    expect(api.variablesOf('StartScan')?.['input']).toMatchObject({ repositoryId: 'r1' });
    expect(navigate).toHaveBeenLastCalledWith(['/o', 'team', 'r', 'shop', '-', 'scans', 's1']);
  });

  it('keeps what was typed when saving is refused', async () => {
    const api = new TestApi().answer(CheckConnectionDocument, REACHABLE).answer(ListReferencesDocument, REFERENCES).refuse(CreateRepositoryDocument, { code: 'CONFLICT', message: 'A repository is already called shop.' });
    const { fixture, type, go } = await open(api);
    await type('[formcontrolname=location]', 'https://git.example.com/team/shop.git');
    await go('Check connection');
    await go('Next');
    await go('Next');
    await go('Add repository');
    expect(textOf(query(fixture, '[role=alert]'))).toBe('A repository is already called shop.');
    expect(query<HTMLInputElement>(fixture, '[formcontrolname=name]').value).toBe('shop');
  });

  it('tells a viewer who may do it', async () => {
    const { fixture } = await open(new TestApi(), 'VIEWER');
    expect(textOf(query(fixture, '[role=alert]'))).toContain('Viewers cannot add repositories');
    expect(query(fixture, 'section').hidden).toBe(true);
  });
});
