import type { Judged } from '../verdict.js';

export interface OracleRequest {
  readonly folder: string;
  readonly commit: string;
  /** Repository-relative paths that the engine has read, of the oracle's languages alone. */
  readonly files: readonly string[];
  /** A copy with its dependencies installed, where the caller has one. */
  readonly copy: string | undefined;
}

/** What knows a language better than we do. */
export interface Oracle {
  /** As `--language` names it. */
  readonly language: string;
  /** Languages of files as a snapshot names them. */
  readonly fileLanguages: readonly string[];
  /** The tool with its version, for people. */
  readonly tool: string;
  /** What of the comparison needs a word beside the table. */
  readonly note?: string;
  /**
   * Judges imports and calls of the files. One that gives no site at all must not be taken for agreement.
   * @throws SkippedError where the tool cannot run here
   */
  judge(request: OracleRequest): Promise<readonly Judged[]>;
}
