import { CheckoutError } from '../checkout-error.js';
import type { StarterAnswer, StarterRequest } from './git-starter.js';
import { runGit } from './run-git.js';

/** The process of a `GitStarter`: it lives as long as the channel to whoever started it. */
const running = new Map<number, AbortController>();

async function answerTo(id: number, call: NonNullable<StarterRequest['call']>, signal: AbortSignal): Promise<StarterAnswer> {
  try {
    return { id, exitCode: (await runGit({ ...call, signal })).exitCode };
  } catch (error) {
    return { id, failure: error instanceof CheckoutError ? { code: error.code, message: error.message } : { code: 'failed', message: 'git could not be asked' } };
  }
}

async function take({ id, call }: StarterRequest): Promise<void> {
  if (call === undefined) return running.get(id)?.abort();
  const controller = new AbortController();
  running.set(id, controller);
  const answer = await answerTo(id, call, controller.signal);
  running.delete(id);
  if (process.connected) process.send?.(answer);
}

process.on('message', (request) => void take(request as StarterRequest)); // a GitStarter sends nothing else
process.on('disconnect', () => {
  for (const controller of running.values()) controller.abort();
});
// A terminal's Ctrl-C reaches all its processes; whoever started this one says when it ends.
process.on('SIGINT', () => undefined);
