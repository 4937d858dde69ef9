import { readSnapshot } from '@pinata/graph';
import { printable, printableJson } from '@pinata/exports/text';
import type { Terminal } from '../terminal.js';
import { answer } from './answer.js';
import { readNeighbours } from './neighbours.js';
import { parseQueryArguments } from './query-arguments.js';

/** `pinata query`: answers one question about a snapshot. */
export async function queryCommand(words: readonly string[], terminal: Terminal): Promise<void> {
  const asked = parseQueryArguments(words);
  const { graph, manifest } = await readSnapshot(asked.snapshot);
  const { value, lines } = answer(graph, asked, manifest.summary, await readNeighbours(graph, manifest.name, asked.others));
  await terminal.write(asked.isJson ? `${printableJson(value)}\n` : `${lines.map(printable).join('\n')}\n`);
}
