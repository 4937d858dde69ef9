import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { describe, expect, it, jest } from '@jest/globals';
import { INSTANCE, VIEWER } from '../../../testing/people.js';
import { press, query, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { RepositoryContext } from '../../repositories/frame/repository-context.js';
import { InstanceDocument, ViewerDocument } from '../../session/session.generated.js';
import { CancelScanDocument, ScanPageDocument, ScanProgressedDocument } from '../scans.generated.js';
import type { ProgressFieldsFragment, ScanPageQuery } from '../scans.generated.js';
import { ScanPage } from './scan-page.js';

function progress(changes: Partial<ProgressFieldsFragment> = {}): ProgressFieldsFragment {
  return { scanId: 's1', status: 'RUNNING', phase: 'PARSE', current: 120, total: 400, percentage: 34.4, message: 'src/a.ts', filesPerSecond: 250, etaSeconds: 12, attempt: 1, queuePosition: null, filesScanned: 0, failure: null, ...changes };
}

function scan(changes: Partial<ScanPageQuery['scan']> = {}): ScanPageQuery {
  return {
    scan: {
      id: 's1',
      number: 3,
      status: 'RUNNING',
      reference: null,
      branch: 'main',
      commit: 'c'.repeat(40),
      isModified: false,
      createdAt: '2026-03-01T10:00:00.000Z',
      startedAt: '2026-03-01T10:00:01.000Z',
      finishedAt: null,
      durationMilliseconds: 900,
      attempt: 1,
      requestedBy: 'Ada',
      failure: null,
      attempts: [],
      configuration: { fileExtensions: ['.ts'], include: [], exclude: [], maximumFileBytes: 1_048_576, maximumFiles: 1000, deadlineSeconds: 600, memoryMegabytes: 1024, workers: null },
      progress: progress(),
      summary: null,
      repository: { id: 'r1', slug: 'shop', name: 'Shop' },
      ...changes,
    },
  };
}

const SUMMARY: NonNullable<ScanPageQuery['scan']['summary']> = {
  files: 1284,
  skippedFiles: 3,
  filesWithErrors: 0,
  lines: 9000,
  symbols: 500,
  nodes: 700,
  edges: 900,
  graphDigest: 'd'.repeat(64),
  isDigestComparable: true,
  totalMilliseconds: 5240,
  peakMemoryBytes: 1e8,
  phases: [{ phase: 'PARSE', milliseconds: 3100 }],
};

async function open(api: TestApi, organization = 'team') {
  api.answer(ViewerDocument, VIEWER).answer(InstanceDocument, INSTANCE);
  const reload = jest.fn();
  TestBed.configureTestingModule({ providers: [...api.providers, provideRouter([]), { provide: RepositoryContext, useValue: { query: { reload } } }] });
  const fixture = TestBed.createComponent(ScanPage);
  for (const [name, value] of Object.entries({ organization, repository: 'shop', scan: 's1' })) fixture.componentRef.setInput(name, value);
  fixture.detectChanges();
  await settle(fixture);
  return fixture;
}

describe('ScanPage', () => {
  it('shows phase, file, speed and time left, and moves as the server tells', async () => {
    const api = new TestApi().answer(ScanPageDocument, scan());
    const live = api.stream(ScanProgressedDocument);
    const fixture = await open(api);
    expect(textOf(query(fixture, '[data-testid=percentage]'))).toBe('34 %');
    expect(textOf(fixture)).toContain('Parsing 120 of 400 files');
    expect(textOf(query(fixture, '[data-testid=current-file]'))).toBe('src/a.ts');
    expect(textOf(fixture)).toContain('Files per second250');
    expect(textOf(fixture)).toContain('Time left12 s');
    live.next({ scanProgress: progress({ percentage: 71, phase: 'LINK', message: '' }) });
    await settle(fixture);
    expect(query(fixture, '[data-testid=pinata]').style.left).toBe('71%');
    expect(textOf(query(fixture, '[aria-current=step]'))).toBe('Link');
  });

  it('breaks the piñata open over “Scan complete” and the number of files', async () => {
    const api = new TestApi().answer(ScanPageDocument, scan());
    const live = api.stream(ScanProgressedDocument);
    const fixture = await open(api);
    api.answer(ScanPageDocument, scan({ status: 'COMPLETED', summary: SUMMARY, progress: progress({ status: 'COMPLETED', phase: 'DONE', percentage: 100 }) }));
    live.next({ scanProgress: progress({ status: 'COMPLETED', phase: 'DONE', percentage: 100, filesScanned: 1284 }) });
    await settle(fixture);
    expect(query(fixture, '[data-testid=pinata]').className).toContain('broken');
    expect(textOf(fixture)).toContain('Scan complete');
    expect(textOf(fixture)).toContain('1,284 Files scanned');
  });

  it('shows a scan that ended long ago without asking twice', async () => {
    const api = new TestApi().answer(ScanPageDocument, scan({ status: 'COMPLETED', summary: SUMMARY, progress: progress({ status: 'COMPLETED', phase: 'DONE', percentage: 100 }) }));
    const live = api.stream(ScanProgressedDocument);
    const fixture = await open(api);
    live.next({ scanProgress: progress({ status: 'COMPLETED', phase: 'DONE', percentage: 100 }) });
    await settle(fixture);
    expect(api.calls.filter(({ name }) => name === 'ScanPage')).toHaveLength(1);
  });

  it('says why a scan failed, as text', async () => {
    const failure = { code: 'noMatchingFiles', message: 'No file of <b>these</b> languages.' };
    const api = new TestApi().answer(ScanPageDocument, scan({ status: 'FAILED', failure, progress: progress({ status: 'FAILED', failure }) }));
    api.stream(ScanProgressedDocument);
    const fixture = await open(api);
    expect(textOf(fixture)).toContain('No file of <b>these</b> languages.');
    expect(textOf(fixture)).toContain('noMatchingFiles');
  });

  it('cancels', async () => {
    const api = new TestApi().answer(ScanPageDocument, scan()).answer(CancelScanDocument, { cancelScan: { id: 's1', status: 'CANCELLED' } });
    const live = api.stream(ScanProgressedDocument);
    const fixture = await open(api);
    press(fixture, 'Cancel');
    await settle(fixture);
    expect(api.variablesOf('CancelScan')).toEqual({ id: 's1' });
    api.answer(ScanPageDocument, scan({ status: 'CANCELLED', progress: progress({ status: 'CANCELLED' }) }));
    live.next({ scanProgress: progress({ status: 'CANCELLED' }) });
    await settle(fixture);
    expect(textOf(fixture)).toContain('Scan cancelled');
  });

  it('offers a viewer nothing that would be refused', async () => {
    const api = new TestApi().answer(ScanPageDocument, scan());
    api.stream(ScanProgressedDocument);
    const fixture = await open(api, 'other');
    expect(() => press(fixture, 'Cancel')).toThrow();
  });

  it('treats a foreign scan like an unknown one', async () => {
    const api = new TestApi().refuse(ScanPageDocument, { code: 'NOT_FOUND', message: 'There is no such scan.' });
    api.stream(ScanProgressedDocument);
    expect(textOf(await open(api))).toContain('There is no such scan.');
  });
});
