import type { SkipReason } from '@pinata/graph/model';
import type { CompiledGrammar } from './extractor.js';

/** What a parser thread is started with: nothing of the source, so that it can start before the source is known. */
export interface WorkerSetup {
  readonly nesting: number;
  /** One Int32 that the thread sets to the file it reads (its number, or -1), so that a clock outside can see it stand still. */
  readonly heartbeat: SharedArrayBuffer;
  /** Folder of compiled code of earlier starts, where the process has one. */
  readonly compileCache: string | undefined;
}

/** A thread's first message when files are read: what it will read from, and with what. */
export interface ParseSetting {
  readonly folder: string;
  readonly grammars: readonly CompiledGrammar[];
}

/** A file to read. */
export interface ParseRequest {
  readonly file: number;
  readonly path: string;
  readonly grammar: string;
  readonly fileBytes: number;
}

export type ParseAnswer =
  | {
      readonly kind: 'parsed';
      readonly file: number;
      readonly hash: string;
      readonly bytes: number;
      readonly lines: number;
      readonly symbols: number;
      readonly references: number;
      readonly errors: number;
      readonly facts: Uint8Array<ArrayBuffer>;
      /** What reading it took. */
      readonly milliseconds: number;
    }
  /** With the hash of its bytes where they decided. */
  | { readonly kind: 'skipped'; readonly file: number; readonly reason: SkipReason; readonly detail: string; readonly bytes: number; readonly hash?: string }
  | { readonly kind: 'failed'; readonly file: number; readonly hash: string; readonly bytes: number; readonly lines: number; readonly message: string };

export type WorkerMessage = { readonly prepare: CompiledGrammar } | { readonly setting: ParseSetting } | { readonly batch: readonly ParseRequest[] };

/** Answers to one batch, in order. `isSpent` asks for a new thread: this one threw or its memory grew too large. */
export interface BatchAnswer {
  readonly answers: readonly ParseAnswer[];
  readonly isSpent: boolean;
}
