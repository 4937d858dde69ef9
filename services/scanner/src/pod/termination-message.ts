import { writeFile } from 'node:fs/promises';
import type { Failure } from '../attempt-failure.js';

/** The kubelet keeps 4,096 bytes of it. */
const LONGEST = 2_000;

/** Leaves why the container gave up, and the most memory that it had, where the operator reads it; a place that cannot be written loses the words, not the exit code. */
export async function leaveTerminationMessage(file: string, failure: Failure): Promise<void> {
  const { code, message, isRetriable } = failure;
  // Of this process, not of its container: that one counts the kernel's copies of files too. A scan that ends well says it in its last result.
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  await writeFile(file, JSON.stringify({ code, message: message.slice(0, LONGEST), isRetriable, peakMemoryBytes })).catch(() => undefined);
}
