import { describe, expect, it } from '@jest/globals';
import { SHOWN, openResult } from '../../../testing/open-page.js';
import { press, query, settle, textOf } from '../../../testing/settle.js';
import { TestApi } from '../../../testing/test-api.js';
import { OverviewDocument, SkippedFilesDocument, UnresolvedExamplesDocument } from '../results.generated.js';
import type { BalanceFieldsFragment, OverviewQuery } from '../results.generated.js';
import { OverviewPage } from './overview-page.js';

type Graph = OverviewQuery['graph'];

const ALL: BalanceFieldsFragment = { captured: 10, resolved: 6, external: 1, unresolved: [{ reason: 'DYNAMIC', count: 1 }, { reason: 'RECEIVER_UNKNOWN', count: 2 }, { reason: 'TIMED_OUT', count: 0 }] };
const TESTS: BalanceFieldsFragment = { captured: 4, resolved: 4, external: 0, unresolved: [] };

function overview(changes: Partial<Graph> = {}): OverviewQuery {
  return {
    graph: {
      scan: {
        id: 's1',
        summary: {
          files: 1234,
          skippedFiles: 2,
          filesWithErrors: 1,
          lines: 56_789,
          bytes: 1_000_000,
          symbols: 4321,
          nodes: 9000,
          edges: 8765,
          totalMilliseconds: 4210,
          peakMemoryBytes: 250_000_000,
          isDigestComparable: true,
          graphDigest: 'd1',
          shapeDigest: 'd2',
          languages: [{ language: 'typescript', files: 10, lines: 100 }, { language: 'csharp', files: 20, lines: 900 }],
          roles: [{ role: 'TEST', files: 3, lines: 30, balance: TESTS }],
          skipped: [{ reason: 'BINARY', files: 2 }],
          balance: ALL,
        },
      },
      overview: {
        packageCount: 3,
        externalPackageCount: 1,
        cycleCount: 1,
        nodeCounts: [],
        edgeCounts: [{ kind: 'DEPENDS_ON', exact: 5, inferred: 2 }],
        largestFiles: [{ id: 'f1', key: 'key a', name: 'a.ts', path: 'src/a.ts', lines: 900, bytes: 1 }],
        mostDependedOn: [{ count: 12, node: { id: 'f2', key: 'key b', name: 'b.ts', path: 'src/<b>.ts' } }],
        mostUsedPackages: [],
      },
      cycles: { totalCount: 1, cycles: [{ size: 2, path: [{ id: 'f1', key: 'key a', name: 'a.ts', path: 'src/a.ts' }, { id: 'f2', key: 'key b', name: 'b.ts', path: 'src/b.ts' }] }] },
      ...changes,
    },
  };
}

describe('OverviewPage', () => {
  it('asks for the one scan that the frame shows, and says what it found', async () => {
    const api = new TestApi().answer(OverviewDocument, overview());
    const { fixture } = await openResult(OverviewPage, api);
    expect(api.variablesOf('Overview')).toEqual(SHOWN);
    const figures = [...(fixture.nativeElement as Element).querySelectorAll('.pn-figure')].map(textOf);
    expect(figures).toEqual(['Files1,234', 'Lines56,789', 'Packages3', 'Symbols4,321', 'Edges8,765', 'Cycles of files1']);
    expect(textOf(query(fixture, '[aria-labelledby=edges] tbody'))).toBe('Depends on52');
    // The language with most lines comes first, under its own name.
    expect(textOf(query(fixture, '[aria-labelledby=languages] tbody tr'))).toBe('C#20900');
    expect(textOf(fixture)).toContain('1 files have syntax errors and were read in part.');
  });

  it('leads from names to the views that show them, by keys', async () => {
    const { fixture } = await openResult(OverviewPage, new TestApi().answer(OverviewDocument, overview()));
    expect(query(fixture, '[aria-labelledby=largest] a').getAttribute('href')).toBe('/o/team/r/shop/main/files?node=key%20a');
    expect(query(fixture, '[aria-labelledby=depended] a').getAttribute('href')).toBe('/o/team/r/shop/main/graph?node=key%20b');
    expect(textOf(query(fixture, '[aria-labelledby=depended] a'))).toBe('src/<b>.ts');
    expect(textOf(query(fixture, '[aria-labelledby=cycles] li'))).toContain('a.ts → b.ts');
  });

  it('balances: every reason with a count, largest first, and by the role of the files', async () => {
    const { fixture, go } = await openResult(OverviewPage, new TestApi().answer(OverviewDocument, overview()));
    const rows = (): readonly string[] => [...query(fixture, '[data-testid=balance]').querySelectorAll('tr')].map(textOf);
    expect(rows()).toEqual(['OutcomeReferencesShare', 'Resolved660.0 %', 'External packages110.0 %', 'Unresolved330.0 %', expect.stringMatching(/^Receiver unknown.*220\.0 %$/), expect.stringMatching(/^Dynamic.*110\.0 %$/), 'Captured10100 %']);
    await go('Test');
    expect(rows()).toEqual(['OutcomeReferencesShare', 'Resolved4100.0 %', 'External packages00.0 %', 'Unresolved00.0 %', 'Captured4100 %']);
  });

  it('shows examples of a reason when it is opened', async () => {
    const example = { reason: 'DYNAMIC' as const, path: 'src/a.ts', text: 'handlers[name]()', range: { startRow: 6, startColumn: 2, endRow: 6, endColumn: 9 } };
    const api = new TestApi().answer(OverviewDocument, overview()).answer(UnresolvedExamplesDocument, { scan: { id: 's1', summary: { unresolvedExamples: [example] } } });
    const { fixture, go } = await openResult(OverviewPage, api);
    await go('Dynamic');
    expect(api.variablesOf('UnresolvedExamples')).toEqual({ scanId: 's1', reason: 'DYNAMIC' });
    expect(textOf(query(fixture, '.examples'))).toBe('handlers[name]()src/a.ts:7');
  });

  it('lists skipped files by reason', async () => {
    const skippedFiles = { totalCount: 2, pageInfo: { hasNextPage: false, endCursor: null }, edges: [{ node: { path: 'logo.png', reason: 'BINARY' as const, detail: 'It holds NUL bytes.' } }] };
    const api = new TestApi().answer(OverviewDocument, overview()).answer(SkippedFilesDocument, { scan: { id: 's1', skippedFiles } });
    const { fixture, go } = await openResult(OverviewPage, api);
    await go('Binary 2');
    expect(api.variablesOf('SkippedFiles')).toMatchObject({ scanId: 's1', reason: 'BINARY' });
    expect(textOf(query(fixture, '[aria-labelledby=skipped] table'))).toBe('logo.pngIt holds NUL bytes.');
  });

  it('shows a skeleton first, then why nothing can be shown', async () => {
    const api = new TestApi().refuse(OverviewDocument, { code: 'FORBIDDEN', message: 'You are not a member.' });
    api.hold();
    const { fixture } = await openResult(OverviewPage, api);
    expect(textOf(fixture)).toBe('Loading …');
    api.release();
    await settle(fixture, 8);
    expect(query(fixture, '[role=alert]').dataset['code']).toBe('FORBIDDEN');
    expect((fixture.nativeElement as Element).querySelector('table')).toBeNull();
  });

  it('offers a second try where the server failed', async () => {
    const api = new TestApi().refuse(OverviewDocument, { code: 'INTERNAL_SERVER_ERROR', message: 'Something broke.' });
    const { fixture } = await openResult(OverviewPage, api);
    api.answer(OverviewDocument, overview());
    press(fixture, 'Try again');
    await settle(fixture);
    expect(textOf(fixture)).toContain('1,234');
  });

  it('says so where a scan kept no figures, and that nothing needs itself', async () => {
    const { fixture } = await openResult(OverviewPage, new TestApi().answer(OverviewDocument, overview({ scan: { id: 's1', summary: null } })));
    expect(textOf(fixture)).toContain('This scan kept no figures');
  });
});
