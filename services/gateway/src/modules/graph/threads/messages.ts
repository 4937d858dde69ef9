import type { GraphCacheFigures } from '../../../metrics/index.js';
import type { QuestionName } from '../engine/questions.js';

/** From the pool to a thread. */
export interface ThreadRequest {
  readonly number: number;
  /** Names the snapshot; the same for ever, because a snapshot never changes. */
  readonly scanId: string;
  readonly folder: string;
  readonly name: QuestionName;
  readonly parameters: unknown;
}

/** With what the thread's cache has come to. */
export type ThreadReply = { readonly cache: GraphCacheFigures } & ThreadAnswer;

export type ThreadAnswer =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly failure: { readonly code: 'snapshotUnreadable' | 'failed'; readonly message: string } };

export interface ThreadSettings {
  /** Open graphs of this thread, together. */
  readonly cacheBytes: number;
}
