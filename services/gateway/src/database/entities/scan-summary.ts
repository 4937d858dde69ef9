import type { FileRole, SkipReason, SourceRange, UnresolvedReason } from '@pinata/graph';

/** How the captured references of some files ended, as it lies in the database. */
export interface StoredBalance {
  readonly captured: number;
  readonly resolved: number;
  readonly external: number;
  readonly unresolved: Readonly<Partial<Record<UnresolvedReason, number>>>;
}

/** A file of the snapshot, checked against its digest before it was named. */
export interface StoredOutput {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a finished scan says of itself. */
export interface StoredSummary {
  readonly files: number;
  readonly skippedFiles: number;
  readonly filesWithErrors: number;
  /** How files came to their facts, together all of them, and how many were linked now. Absent in scans of the versions before. */
  readonly parsed?: number | undefined;
  readonly reused?: number | undefined;
  readonly relinked?: number | undefined;
  readonly lines: number;
  readonly bytes: number;
  readonly symbols: number;
  readonly nodes: number;
  readonly edges: number;
  readonly languages: readonly { readonly language: string; readonly files: number; readonly lines: number; readonly bytes: number }[];
  readonly roles: readonly { readonly role: FileRole; readonly files: number; readonly lines: number; readonly balance: StoredBalance }[];
  readonly skipped: readonly { readonly reason: SkipReason; readonly files: number }[];
  readonly balance: StoredBalance;
  readonly unresolvedExamples: readonly { readonly reason: UnresolvedReason; readonly path: string; readonly range: SourceRange; readonly text: string }[];
  readonly isDigestComparable: boolean;
  readonly graphDigest: string;
  readonly shapeDigest: string;
  readonly milliseconds: Readonly<Record<string, number>>;
  readonly peakMemoryBytes: number;
  readonly outputs: readonly StoredOutput[];
}
