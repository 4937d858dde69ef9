import type { Interruption } from '../interrupt.js';
import type { Terminal } from '../terminal.js';
import { parseScanArguments } from './scan-arguments.js';
import { print, scanOnce } from './scan-once.js';

/** `pinata scan`: reads a source and says what was found. */
export async function scanCommand(words: readonly string[], terminal: Terminal, interruption: Interruption): Promise<void> {
  const asked = parseScanArguments(words);
  if (asked.isWatching) return (await import('./watch-scans.js')).watchScans(asked, terminal, interruption);
  await scanOnce(asked, terminal, interruption, { namesUntracked: asked.isJson || asked.format === 'summary', print: (source, summary, folder) => print(asked, terminal, source, summary, folder) });
}
