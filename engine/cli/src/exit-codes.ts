/** What the command's exit code says; printed by `pinata help`. */
export const EXIT = {
  done: 0,
  internal: 1,
  usage: 2,
  /** The folder or repository cannot be had: wrong address, no access, unknown reference. */
  source: 3,
  /** There is nothing to scan in it. */
  nothingToScan: 4,
  /** A limit on size, number or time was reached. */
  limit: 5,
  /** The result cannot be written. */
  output: 6,
  /** The snapshot cannot be read, or it has no such node, or no path. */
  query: 7,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end that is told in one line. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandError';
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(EXIT.usage, `${message}\nTry "pinata help".`);
}
