import { printable } from '@pinata/exports/text';
import type { ExitCode } from './exit-codes.js';
import type { Interruption } from './interrupt.js';
import type { Terminal } from './terminal.js';
import { translate } from './translate-error.js';

/** Tells how a command failed, on standard error, and gives back its exit code. */
export function explain(error: unknown, terminal: Terminal, interruption: Interruption): ExitCode {
  const tell = (message: string): void => terminal.note(`pinata: ${message.split('\n').map(printable).join('\n')}\n`);
  if (interruption.exitCode !== undefined) {
    tell('cancelled');
    return interruption.exitCode;
  }
  const known = translate(error);
  tell(known.message);
  return known.exitCode;
}
