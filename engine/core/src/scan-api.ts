import type { ScanSession } from './incremental/scan-session.js';
import type { Balance, FileRole, SkipReason, SourceRange, SymbolKind, UnfollowedUses, UnresolvedName, UnresolvedSites, UnresolvedReason } from '@pinata/graph';

/** What is scanned: a folder that lies on this machine, made by a checkout or read in place. It is never written. */
export interface ScanSource {
  /** Absolute path. */
  readonly folder: string;
  /** The repository's name as people know it; it is the repository node's name. */
  readonly name: string;
  /** For a plain folder: branch `folder`, commit `tree-` and 12 hexadecimal digits of the file list's hash. */
  readonly commit: string;
  readonly branch: string;
  /** The work tree differs from the commit. A promise where git still looks: it is waited for when the snapshot is written. */
  readonly isModified: boolean | Promise<boolean>;
  /** Repository-relative paths that git tracks, as git spells them; absent for a plain folder, which is listed by .gitignore. */
  readonly trackedFiles?: readonly string[];
}

export interface ScanLimits {
  /** Bytes of one file; larger ones are skipped as `oversized`. */
  readonly fileBytes: number;
  /** Bracket nesting; deeper files get one error fact. */
  readonly nesting: number;
  /** Files in the whole scan; more is an error (`tooManyFiles`). */
  readonly files: number;
  /** Milliseconds for one file; the backstop behind the limits that count. */
  readonly fileMilliseconds: number;
}

export const DEFAULT_LIMITS: ScanLimits = { fileBytes: 1024 * 1024, nesting: 1_500, files: 500_000, fileMilliseconds: 10_000 };

export interface ScanOptions {
  /** Such as `.cs`, `.ts`; absent means every extension of a known language. */
  readonly fileExtensions?: readonly string[];
  /** Globs over repository-relative paths. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Parser threads; absent means the machine's cores, at most 8. The result never depends on it. */
  readonly workers?: number;
  readonly limits?: Partial<ScanLimits>;
  /**
   * Bytes of resident memory to keep within: facts and links then lie on disk, fewer threads parse, and what can be found out
   * again is forgotten. Slower; the result never depends on it. What the graph itself needs is not bounded by it.
   */
  readonly memoryBytes?: number;
  /** Where the snapshot folder's files are written; absent writes nothing. The folder exists and is empty. */
  readonly outputFolder?: string;
  /**
   * Place of the fact pack of an earlier scan of this repository: what it knows is neither parsed nor linked again. One that
   * is missing, damaged, of another version or of another repository is left out; the result never depends on it.
   */
  readonly previousFactPack?: string;
  /**
   * Takes a file whose size, times and inode are what the scan before saw for unchanged, as git does, instead of hashing it,
   * and writes down what it sees for the next: for a folder that stays where it is.
   */
  readonly trustsFileStatus?: boolean;
  /** What this process kept of the last scan of the repository, and keeps of this one. Not with `memoryBytes`. */
  readonly session?: ScanSession;
  /** Asked for what the fact pack does not know. */
  readonly factCache?: FactCache;
}

/** What names facts: they follow from it, wherever the file lies. */
export interface FactKey {
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly hash: string;
  readonly language: string;
  readonly extractorFingerprint: string;
}

/** Looks facts up by content, as an earlier `FileResult` of any branch gave them out. A failure counts as not known. */
export type FactCache = (key: FactKey) => Promise<Uint8Array | undefined>;

export const SCAN_PHASES = ['checkout', 'discover', 'parse', 'link', 'graph', 'snapshot', 'upload'] as const;
export type ScanPhase = (typeof SCAN_PHASES)[number];

/** Sent at most ten times a second, and once at the end of each phase. */
export interface ScanProgress {
  readonly phase: ScanPhase;
  /** Files done and files known, in the parse phase; 0 to 100 in the others. */
  readonly current: number;
  readonly total: number;
  /** Such as the path being read. */
  readonly message: string;
}

/** A symbol as search knows it. Its node's key is the file's `keyPrefix` followed by `descriptor`. */
export interface SearchSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Path of SCIP descriptors, such as `UserService#getUser(+1).` */
  readonly descriptor: string;
  /** Qualified name for people: `UserService.getUser`. */
  readonly qualifiedName: string;
  readonly range: SourceRange;
}

/** One read file. Sent once per file, in any order. */
export interface FileResult {
  readonly path: string;
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly hash: string;
  readonly language: string;
  readonly role: FileRole;
  readonly bytes: number;
  readonly lines: number;
  readonly referenceCount: number;
  readonly errorCount: number;
  readonly status: 'parsed' | 'repaired' | 'partial' | 'timedOut';
  readonly keyPrefix: string;
  readonly symbolCount: number;
  /** Made when somebody asks for them. */
  readonly symbols: readonly SearchSymbol[];
  /** Whether it was parsed now; otherwise where its facts were known from, so that whoever kept them need not get them again. */
  readonly origin: 'parsed' | 'factPack' | 'fileCache';
  /** What a thread took to make the facts; absent where none did, or where it did not live to say so. */
  readonly parseMilliseconds?: number;
  /** Names grammar, queries and extractor code; part of the cache key. */
  readonly extractorFingerprint: string;
  /** Encoded facts, opaque outside the engine. Those that a fact pack holds are read from it when they are asked for, while the scan runs. */
  readonly facts: Uint8Array;
}

export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
  /** Such as `52428800 bytes, the limit is 1048576`. */
  readonly detail?: string;
}

export interface ScanSink {
  /** May return a promise: the scanner then waits, so that a slow reader slows the scan instead of filling memory. */
  fileResult(result: FileResult): void | Promise<void>;
  progress(progress: ScanProgress): void;
}

/** A disagreement between what models declare and what migrations make. */
export interface SchemaDrift {
  readonly kind: 'tableNotMigrated' | 'columnNotMigrated' | 'columnWithoutModel' | 'nullabilityDiffers' | 'typeDiffers';
  /** The name of the table's node. */
  readonly table: string;
  readonly column?: string;
  /** What each of them says: `model: varchar(80), migrations: varchar(120)`. */
  readonly detail?: string;
}

/** What a finished scan says of itself; the manifest's content. */
export interface ScanSummary {
  readonly files: number;
  readonly skipped: readonly SkippedFile[];
  readonly lines: number;
  readonly bytes: number;
  readonly languages: readonly { readonly language: string; readonly files: number; readonly lines: number; readonly bytes: number }[];
  readonly roles: readonly { readonly role: FileRole; readonly files: number; readonly lines: number; readonly balance: Balance }[];
  readonly symbols: number;
  readonly nodes: number;
  readonly edges: number;
  readonly balance: Balance;
  /** The first sites of each reason, for people who ask why. */
  readonly unresolvedExamples: readonly { readonly reason: UnresolvedReason; readonly path: string; readonly range: SourceRange; readonly text: string }[];
  /** What could not be resolved and may be a use of what the repository declares, by name; at most 5,000 names, and how many references have none. */
  readonly unresolvedNames: { readonly names: readonly UnresolvedName[]; readonly isCut: boolean; readonly unnamed: number };
  /** Where references stand that could not be resolved, by file; at most 50,000. */
  readonly unresolvedSites: UnresolvedSites;
  /** What may use what the repository declares and is not captured: that none of it is unresolved does not say that nothing uses a symbol. */
  readonly unfollowed: UnfollowedUses;
  /** Where models and migrations of the repository's database disagree, at most the first 200. */
  readonly drifts: readonly SchemaDrift[];
  readonly driftCount: number;
  readonly filesWithErrors: number;
  /** How the files came to their facts, `parsed` and `reused` together all of them, and how many were linked again. The rest is as it was. */
  readonly parsed: number;
  readonly reused: number;
  readonly relinked: number;
  /** Whether the graph was made of the last one, by telling again what changed; it is the same either way. */
  readonly isAmended: boolean;
  /** False when a clock ended a file's parse: the digest then depends on the machine. */
  readonly isDigestComparable: boolean;
  readonly graphDigest: string;
  readonly shapeDigest: string;
  readonly milliseconds: Readonly<Partial<Record<ScanPhase | 'total', number>>>;
  readonly peakMemoryBytes: number;
}

export type ScanErrorCode = 'sourceNotFound' | 'sourceNotFolder' | 'noFiles' | 'noMatchingFiles' | 'onlyBinaryFiles' | 'tooManyFiles' | 'cancelled' | 'outputUnwritable' | 'internal';

/** A scan that cannot give a result. Its message says what to do; it holds no source code. */
export class ScanError extends Error {
  constructor(
    readonly code: ScanErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ScanError';
  }
}
