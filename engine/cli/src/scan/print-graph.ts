import { exportDot, exportJson } from '@pinata/exports';
import type { DotLevel } from '@pinata/exports';
import { readSnapshot } from '@pinata/graph';
import type { Terminal } from '../terminal.js';

const WRITE_LENGTH = 64 * 1024;

/** Prints the graph of a snapshot folder in a format of text. */
export async function printGraph(terminal: Terminal, snapshotFolder: string, format: 'json' | 'dot', level: DotLevel): Promise<void> {
  const { graph, manifest } = await readSnapshot(snapshotFolder);
  const pieces = format === 'dot' ? exportDot(graph, { name: manifest.name, level }) : exportJson(graph, manifest);
  // Few large writes instead of many small ones.
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < WRITE_LENGTH) continue;
    await terminal.write(waiting);
    waiting = '';
  }
  await terminal.write(waiting);
}
