// Answers questions about snapshots in a thread of its own, so that a long one keeps no request waiting.
import { parentPort, workerData } from 'node:worker_threads';
import { SnapshotError } from '@pinata/graph';
import { answer } from '../engine/answers.js';
import type { Parameters, QuestionName } from '../engine/questions.js';
import { GraphCache } from './graph-cache.js';
import type { ThreadAnswer, ThreadReply, ThreadRequest, ThreadSettings } from './messages.js';

// The pool alone starts this file, with these settings, and sends nothing but its own requests.
const cache = new GraphCache((workerData as ThreadSettings).cacheBytes);

async function reply({ number, scanId, folder, name, parameters }: ThreadRequest): Promise<ThreadAnswer> {
  try {
    const open = await cache.open(scanId, folder);
    return { number, answer: await answer(open, name, parameters as Parameters<QuestionName>, (other) => cache.open(other.scanId, other.folder)) };
  } catch (error) {
    const code = error instanceof SnapshotError ? 'snapshotUnreadable' : 'failed';
    return { number, failure: { code, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  void reply(request).then((answered) => parentPort?.postMessage({ ...answered, cache: cache.figures } satisfies ThreadReply));
});
