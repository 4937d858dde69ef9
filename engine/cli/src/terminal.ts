import { once } from 'node:events';

/** Where a command writes; replaced in tests. */
export interface Terminal {
  /** Results. Waits while the reader is slow. */
  write(text: string | Uint8Array): Promise<void>;
  /** Progress and errors, on standard error. */
  note(text: string): void;
  /** Standard error is a terminal that understands carriage returns. */
  readonly isInteractive: boolean;
  readonly columns: number;
}

export function processTerminal(): Terminal {
  return {
    write: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    note: (text) => void process.stderr.write(text),
    isInteractive: process.stderr.isTTY && process.env.TERM !== 'dumb',
    columns: process.stderr.columns ?? 80,
  };
}
