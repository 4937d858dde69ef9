/** A file whose links could not be found because what it holds, or leads to, goes deeper than a thread's stack. */
export class TooDeepError extends Error {
  constructor(
    readonly path: string,
    cause: unknown,
  ) {
    super(`${path} goes deeper than can be followed`, { cause });
    this.name = 'TooDeepError';
  }
}

/** Whether an error says that the stack is full: JavaScript has no code for it. */
export function isStackFull(error: unknown): boolean {
  return error instanceof RangeError && /call stack/.test(error.message);
}
