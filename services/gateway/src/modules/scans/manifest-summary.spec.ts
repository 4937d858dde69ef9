import { describe, expect, it } from '@jest/globals';
import type { SnapshotManifest } from '@pinata/graph';
import { summaryOfManifest } from './manifest-summary.js';

const balance = { captured: 3, resolved: 1, external: 1, unresolved: { dynamic: 1 } };
const summary = {
  files: 2,
  skipped: [{ path: 'a.bin', reason: 'binary' }, { path: 'b.bin', reason: 'binary', detail: 'x' }],
  lines: 10, bytes: 100, symbols: 4, nodes: 7, edges: 9, filesWithErrors: 0,
  parsed: 1, reused: 1, relinked: 2,
  languages: [{ language: 'typescript', files: 2, lines: 10, bytes: 100 }],
  roles: [{ role: 'production', files: 2, lines: 10, balance }],
  balance,
  unresolvedExamples: [{ reason: 'dynamic', path: 'a.ts', range: { startRow: 0, startColumn: 0, endRow: 0, endColumn: 1 }, text: 'x'.repeat(1000) }],
  isDigestComparable: true, graphDigest: 'g', shapeDigest: 's',
  milliseconds: { total: 5 }, peakMemoryBytes: 1.5,
};
const manifest = (said: unknown): SnapshotManifest => ({ formatVersion: 1, name: 'n', commit: 'c', branch: 'b', isModified: false, counts: { nodes: 7, edges: 9 }, graphDigest: 'graph', shapeDigest: 'shape', files: [], summary: said });
const outputs = [{ name: 'manifest.json', bytes: 1, sha256: 'x' }];

describe('a summary from a manifest', () => {
  it('says what the scanner’s last message would have said', () => {
    const recovered = summaryOfManifest(manifest(summary), outputs);
    expect(recovered?.summary).toMatchObject({ files: 2, parsed: 1, reused: 1, relinked: 2, skippedFiles: 2, skipped: [{ reason: 'binary', files: 2 }], balance, graphDigest: 'graph', shapeDigest: 'shape', outputs });
    expect(recovered?.summary.unresolvedExamples[0]?.text).toHaveLength(300);
    expect(recovered?.skippedFiles).toEqual(summary.skipped);
  });

  it.each([
    ['nothing', undefined],
    ['less than it must', { ...summary, files: undefined }],
    ['a number that is none', { ...summary, lines: '10' }],
    ['a reason that nobody knows', { ...summary, skipped: [{ path: 'x', reason: 'whim' }] }],
    ['a negative count', { ...summary, balance: { ...balance, captured: -1 } }],
  ])('is none of %s', (_name, said) => {
    expect(summaryOfManifest(manifest(said), outputs)).toBeUndefined();
  });
});
