import { writeFile } from 'node:fs/promises';
import type { Failure } from '../attempt-failure.js';

/** The kubelet keeps 4,096 bytes of it. */
const LONGEST = 2_000;

/** Leaves why the container gave up where the operator reads it; a place that cannot be written loses the words, not the exit code. */
export async function leaveTerminationMessage(file: string, failure: Failure): Promise<void> {
  const { code, message, isRetriable } = failure;
  await writeFile(file, JSON.stringify({ code, message: message.slice(0, LONGEST), isRetriable })).catch(() => undefined);
}
