import { FILE_ROLES, SKIP_REASONS, UNRESOLVED_REASONS, type FileRole, type SkipReason, type SourceRange, type UnresolvedReason } from '@pinata/graph';
import type { Balance, ScanFinished } from '@pinata/proto';
import type { StoredBalance, StoredSummary } from '../../database/index.js';

/** Examples kept per scan; the scanner sends the first of each reason. */
const MAXIMUM_EXAMPLES = 500;

/** A finished scan's own words as they are stored. Words that this version does not know are left out rather than trusted. */
export function storedSummary(finished: ScanFinished, skipped: Readonly<Record<string, number>>): StoredSummary {
  return {
    files: finished.files,
    skippedFiles: finished.skippedFiles,
    filesWithErrors: finished.filesWithErrors,
    // A scanner of the version before says nothing of them, and then they do not add up.
    ...(finished.parsedFiles + finished.reusedFiles === finished.files ? { parsed: finished.parsedFiles, reused: finished.reusedFiles, relinked: finished.relinkedFiles } : {}),
    lines: Number(finished.lines),
    bytes: Number(finished.bytes),
    symbols: Number(finished.symbols),
    nodes: Number(finished.nodes),
    edges: Number(finished.edges),
    languages: finished.languages.map((total) => ({ language: total.language, files: total.files, lines: Number(total.lines), bytes: Number(total.bytes) })),
    roles: finished.roles.flatMap((total) => {
      const role = known<FileRole>(FILE_ROLES, total.role);
      return role === undefined ? [] : [{ role, files: total.files, lines: Number(total.lines), balance: storedBalance(total.balance) }];
    }),
    skipped: Object.entries(skipped).flatMap(([name, files]) => {
      const reason = known<SkipReason>(SKIP_REASONS, name);
      return reason === undefined ? [] : [{ reason, files }];
    }),
    balance: storedBalance(finished.balance),
    unresolvedExamples: finished.unresolvedExamples.slice(0, MAXIMUM_EXAMPLES).flatMap((example) => {
      const reason = known<UnresolvedReason>(UNRESOLVED_REASONS, example.reason);
      return reason === undefined ? [] : [{ reason, path: example.path, range: rangeOf(example.range), text: example.text.slice(0, 300) }];
    }),
    isDigestComparable: finished.isDigestComparable,
    graphDigest: finished.graphDigest,
    shapeDigest: finished.shapeDigest,
    milliseconds: finished.milliseconds,
    peakMemoryBytes: Number(finished.peakMemoryBytes),
    outputs: finished.outputs.map((output) => ({ name: output.name, bytes: Number(output.bytes), sha256: output.sha256 })),
  };
}

function storedBalance(balance: Balance | undefined): StoredBalance {
  const unresolved: Partial<Record<UnresolvedReason, number>> = {};
  for (const [name, count] of Object.entries(balance?.unresolved ?? {})) {
    const reason = known<UnresolvedReason>(UNRESOLVED_REASONS, name);
    if (reason !== undefined) unresolved[reason] = Number(count);
  }
  return { captured: Number(balance?.captured ?? 0n), resolved: Number(balance?.resolved ?? 0n), external: Number(balance?.external ?? 0n), unresolved };
}

function known<Word extends string>(words: readonly Word[], text: string): Word | undefined {
  return words.find((word) => word === text);
}

function rangeOf(range: { readonly startRow: number; readonly startColumn: number; readonly endRow: number; readonly endColumn: number } | undefined): SourceRange {
  return { startRow: range?.startRow ?? 0, startColumn: range?.startColumn ?? 0, endRow: range?.endRow ?? 0, endColumn: range?.endColumn ?? 0 };
}
