import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { describe, expect, it, jest } from '@jest/globals';
import { INSTANCE, VIEWER } from '../../../testing/people.js';
import { press, query, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { RepositoryContext } from '../../repositories/frame/repository-context.js';
import { ReferencesDocument } from '../../repositories/repositories.generated.js';
import { InstanceDocument, ViewerDocument } from '../../session/session.generated.js';
import { ScanDefaultsDocument, StartScanDocument } from '../scans.generated.js';
import type { ScanDefaultsQuery } from '../scans.generated.js';
import { StartScanPage } from './start-scan-page.js';

function defaults(viewerRole: ScanDefaultsQuery['repository']['organization']['viewerRole']): ScanDefaultsQuery {
  return {
    repository: {
      id: 'r1',
      name: 'Shop',
      defaultBranch: 'main',
      organization: { id: 'o1', viewerRole },
      configuration: { fileExtensions: ['.cs'], include: [], exclude: [], maximumFileBytes: 1_048_576, maximumFiles: 500_000, deadlineSeconds: 3600, memoryMegabytes: 4096, workers: null },
    },
  };
}

async function open(api: TestApi, role: Parameters<typeof defaults>[0] = 'MEMBER') {
  api.answer(ViewerDocument, VIEWER).answer(InstanceDocument, INSTANCE).answer(ScanDefaultsDocument, defaults(role)).answer(ReferencesDocument, { references: [] });
  TestBed.configureTestingModule({ providers: [...api.providers, provideRouter([]), { provide: RepositoryContext, useValue: { query: { reload: () => undefined } } }] });
  const navigate = jest.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
  const fixture = TestBed.createComponent(StartScanPage);
  for (const [name, value] of Object.entries({ organization: 'team', repository: 'shop', reference: 'feature/login' })) fixture.componentRef.setInput(name, value);
  fixture.detectChanges();
  await settle(fixture);
  return { fixture, navigate };
}

describe('StartScanPage', () => {
  it('starts with the repository’s own configuration, once however often the button is pressed', async () => {
    const api = new TestApi().answer(StartScanDocument, { startScan: { id: 's9', number: 9, status: 'QUEUED' } });
    const { fixture, navigate } = await open(api);
    press(fixture, 'Start scan');
    press(fixture, 'Start scan');
    await settle(fixture);
    const inputs = api.calls.filter(({ name }) => name === 'StartScan').map(({ variables }) => variables['input'] as { clientKey: string });
    expect(new Set(inputs.map(({ clientKey }) => clientKey)).size).toBe(1);
    expect(inputs[0]).toEqual({ repositoryId: 'r1', reference: 'feature/login', clientKey: expect.any(String) });
    expect(navigate).toHaveBeenLastCalledWith(['/o', 'team', 'r', 'shop', '-', 'scans', 's9']);
  });

  it('sends what was changed for this scan', async () => {
    const api = new TestApi().answer(StartScanDocument, { startScan: { id: 's9', number: 9, status: 'QUEUED' } });
    const { fixture } = await open(api);
    const field = query<HTMLInputElement>(fixture, '[formcontrolname=fileExtensions]');
    field.value = 'ts';
    field.dispatchEvent(new Event('input'));
    press(fixture, 'Start scan');
    await settle(fixture);
    expect(api.variablesOf('StartScan')?.['input']).toMatchObject({ configuration: { fileExtensions: ['.ts'], memoryMegabytes: 4096 } });
  });

  it('opens the limits where one of them is wrong, and sends nothing', async () => {
    const api = new TestApi();
    const { fixture } = await open(api);
    const field = query<HTMLInputElement>(fixture, '[formcontrolname=memoryMegabytes]');
    field.value = '1';
    field.dispatchEvent(new Event('input'));
    press(fixture, 'Start scan');
    await settle(fixture);
    expect(query<HTMLDetailsElement>(fixture, 'details').open).toBe(true);
    expect(textOf(fixture)).toContain('256 to 1,048,576.');
    expect(api.calls.some(({ name }) => name === 'StartScan')).toBe(false);
  });

  it('says why the server refused', async () => {
    const api = new TestApi().refuse(StartScanDocument, { code: 'FORBIDDEN', message: 'Scan limit reached: wait until next month.' });
    const { fixture } = await open(api);
    press(fixture, 'Start scan');
    await settle(fixture);
    expect(textOf(query(fixture, '[role=alert]'))).toBe('Scan limit reached: wait until next month.');
  });

  it('tells a viewer who may do it', async () => {
    const { fixture } = await open(new TestApi(), 'VIEWER');
    expect(textOf(query(fixture, '[role=alert]'))).toContain('Viewers cannot start scans');
  });
});
