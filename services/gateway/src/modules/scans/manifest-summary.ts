import { FILE_ROLES, SKIP_REASONS, UNRESOLVED_REASONS, type SkipReason, type SnapshotManifest } from '@pinata/graph';
import { z } from 'zod';
import type { StoredOutput, StoredSummary } from '../../database/index.js';

const count = z.number().int().nonnegative();
const balance = z.object({ captured: count, resolved: count, external: count, unresolved: z.partialRecord(z.enum(UNRESOLVED_REASONS), count) });
const range = z.object({ startRow: count, startColumn: count, endRow: count, endColumn: count });

/** What the engine writes of a scan into its manifest. It comes from a pod, and is believed no more than its messages are. */
const engineSummary = z.object({
  files: count,
  skipped: z.array(z.object({ path: z.string(), reason: z.enum(SKIP_REASONS), detail: z.string().optional() })),
  lines: count,
  bytes: count,
  languages: z.array(z.object({ language: z.string(), files: count, lines: count, bytes: count })),
  roles: z.array(z.object({ role: z.enum(FILE_ROLES), files: count, lines: count, balance })),
  symbols: count,
  nodes: count,
  edges: count,
  balance,
  unresolvedExamples: z.array(z.object({ reason: z.enum(UNRESOLVED_REASONS), path: z.string(), range, text: z.string() })),
  filesWithErrors: count,
  parsed: count.optional(),
  reused: count.optional(),
  relinked: count.optional(),
  isDigestComparable: z.boolean(),
  graphDigest: z.string(),
  shapeDigest: z.string(),
  milliseconds: z.record(z.string(), z.number()),
  peakMemoryBytes: z.number().nonnegative(),
});

export interface RecoveredSummary {
  readonly summary: StoredSummary;
  readonly skippedFiles: readonly { readonly path: string; readonly reason: SkipReason; readonly detail?: string | undefined }[];
}

const MAXIMUM_EXAMPLES = 500;
const LONGEST_EXAMPLE = 300;

/**
 * A scan's summary from its manifest, for one whose last message never came.
 * @param outputs every file of the attempt, the manifest included
 * @returns undefined when it says less than this version needs
 */
export function summaryOfManifest(manifest: SnapshotManifest, outputs: readonly StoredOutput[]): RecoveredSummary | undefined {
  const parsed = engineSummary.safeParse(manifest.summary);
  if (!parsed.success) return undefined;
  const { skipped, unresolvedExamples, ...rest } = parsed.data;
  const byReason = Map.groupBy(skipped, ({ reason }) => reason);
  return {
    summary: {
      ...rest,
      graphDigest: manifest.graphDigest,
      shapeDigest: manifest.shapeDigest,
      skippedFiles: skipped.length,
      skipped: [...byReason].map(([reason, files]) => ({ reason, files: files.length })),
      unresolvedExamples: unresolvedExamples.slice(0, MAXIMUM_EXAMPLES).map((example) => ({ ...example, text: example.text.slice(0, LONGEST_EXAMPLE) })),
      outputs,
    },
    skippedFiles: skipped,
  };
}
