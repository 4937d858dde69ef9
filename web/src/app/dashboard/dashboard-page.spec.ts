import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { describe, expect, it } from '@jest/globals';
import { query, settle, textOf } from '../../testing/settle.js';
import { TestApi } from '../../testing/test-api.js';
import { INSTANCE, VIEWER } from '../../testing/people.js';
import { InstanceDocument, ViewerDocument } from '../session/session.generated.js';
import { DashboardPage } from './dashboard-page.js';
import { DashboardDocument } from './dashboard.generated.js';
import type { DashboardQuery } from './dashboard.generated.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

function organization(changes: Partial<DashboardQuery['organization']> = {}): DashboardQuery {
  return {
    organization: {
      id: 'o1',
      slug: 'team',
      name: 'Team',
      isDemo: false,
      viewerRole: 'ADMIN',
      usage: { month: '2026-03', scans: 7, repositories: 1, members: 3, storedBytes: 14_000_000, scanLimit: 10, repositoryLimit: null, days: [{ date: '2026-03-01', scans: 7 }] },
      repositories: {
        totalCount: 1,
        edges: [{ node: { id: 'r1', slug: 'shop', name: HOSTILE, isDemo: false, latestScan: { id: 's1', status: 'FAILED' }, latestCompletedScan: null } }],
      },
      scans: {
        totalCount: 1,
        edges: [
          {
            node: {
              id: 's1',
              number: 4,
              status: 'FAILED',
              reference: null,
              branch: 'main',
              commit: '0123456789012345678901234567890123456789',
              createdAt: '2026-03-01T10:00:00.000Z',
              durationMilliseconds: 4210,
              failure: { message: 'No files.' },
              progress: { percentage: 3 },
              repository: { id: 'r1', slug: 'shop', name: HOSTILE },
            },
          },
        ],
      },
      ...changes,
    },
  };
}

async function open(api: TestApi) {
  api.answer(ViewerDocument, VIEWER).answer(InstanceDocument, INSTANCE);
  TestBed.configureTestingModule({ providers: [...api.providers, provideRouter([])] });
  const fixture = TestBed.createComponent(DashboardPage);
  fixture.componentRef.setInput('organization', 'team');
  fixture.detectChanges();
  await settle(fixture);
  return fixture;
}

describe('DashboardPage', () => {
  it('shows usage with its limit, repositories and recent scans', async () => {
    const fixture = await open(new TestApi().answer(DashboardDocument, organization()));
    const text = textOf(fixture);
    expect(text).toContain('7 of 10');
    expect(text).toContain('14 MB');
    expect(text).toContain('0123456');
    expect(text).toContain('4.2 s');
    expect(query(fixture, 'table a').getAttribute('href')).toBe('/o/team/r/shop/-/scans/s1');
  });

  it('shows a hostile name as text', async () => {
    const fixture = await open(new TestApi().answer(DashboardDocument, organization()));
    expect(textOf(fixture)).toContain(HOSTILE);
    expect((fixture.nativeElement as Element).querySelector('img')).toBeNull();
  });

  it('says what to do first where there is nothing yet', async () => {
    const fixture = await open(new TestApi().answer(DashboardDocument, organization({ repositories: { totalCount: 0, edges: [] }, scans: { totalCount: 0, edges: [] } })));
    expect(textOf(fixture)).toContain('No repositories yet');
    expect(textOf(fixture)).toContain('No scans yet');
  });

  it('shows a foreign organization like an unknown one', async () => {
    const fixture = await open(new TestApi().refuse(DashboardDocument, { code: 'NOT_FOUND', message: 'There is no such organization.' }));
    expect(textOf(fixture)).toContain('There is no such organization.');
    expect(textOf(fixture)).not.toContain('Recent scans0');
  });
});
