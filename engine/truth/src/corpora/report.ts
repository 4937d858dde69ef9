/** What became of one file. */
export interface FileReport {
  readonly path: string;
  /** Whole milliseconds that a thread took to read it; absent where none did, or where it did not live to say so. */
  readonly milliseconds?: number;
  readonly symbols: number;
  /** Error facts. */
  readonly errors: number;
  /** Why it was not read: `binary: a NUL byte in the first 8000 bytes`. */
  readonly skipped?: string;
}

/** What must not be: a crash, a file over the limit of time, a file that was not read whole and does not say so once. */
export interface Fault {
  /** Absent where the whole scan is meant. */
  readonly path?: string;
  readonly what: string;
}

/** What became of a folder. */
export interface FolderReport {
  readonly files: readonly FileReport[];
  readonly faults: readonly Fault[];
  /** The scan's, and of what was made of its graph. */
  readonly milliseconds: number;
  /** Why there is no graph, where that is an answer: no file could be read. */
  readonly without?: string;
}

/** What a child process says while it works, and at the end. */
export type ChildMessage = { readonly at: string } | { readonly report: FolderReport } | { readonly failure: string };

export const FILE_LIMIT_MILLISECONDS = 10_000;
