import { setTimeout as delay } from 'node:timers/promises';

/** Waits until something is true. @throws where it does not come true in time */
export async function until(isTrue: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await delay(20)) if (await isTrue()) return;
  throw new Error('it did not come true in time');
}
