import { exportDot, exportGraphml, exportJson, exportMermaid, exportScip } from '@pinata/exports';
import type { DotLevel } from '@pinata/exports';
import { readSnapshot } from '@pinata/graph';
import type { Graph, SnapshotManifest } from '@pinata/graph';
import type { Terminal } from '../terminal.js';
import type { ScanFormat } from './scan-arguments.js';

const WRITE_LENGTH = 64 * 1024;

export type GraphFormat = Exclude<ScanFormat, 'summary' | 'arrow'>;

export interface PrintOptions {
  readonly format: GraphFormat;
  readonly level: DotLevel;
  /** Absolute path of the folder that was scanned. */
  readonly sourceFolder: string;
}

/** Prints the graph of a snapshot folder in a format of text or bytes. */
export async function printGraph(terminal: Terminal, snapshotFolder: string, options: PrintOptions): Promise<void> {
  const { graph, manifest } = await readSnapshot(snapshotFolder);
  // Few large writes instead of many small ones.
  let waiting = '';
  for (const piece of pieces(graph, manifest, options)) {
    if (typeof piece !== 'string') {
      await terminal.write(piece);
      continue;
    }
    waiting += piece;
    if (waiting.length < WRITE_LENGTH) continue;
    await terminal.write(waiting);
    waiting = '';
  }
  if (waiting !== '') await terminal.write(waiting);
}

function pieces(graph: Graph, manifest: SnapshotManifest, { format, level, sourceFolder }: PrintOptions): Generator<string | Uint8Array> {
  switch (format) {
    case 'dot':
      return exportDot(graph, { name: manifest.name, level });
    case 'mermaid':
      return exportMermaid(graph, { level: level === 'symbol' ? 'file' : level });
    case 'graphml':
      return exportGraphml(graph, { name: manifest.name });
    case 'scip':
      return exportScip(graph, { toolVersion: String(manifest.formatVersion), projectRoot: `file://${encodeURI(sourceFolder)}` });
    case 'json':
      return exportJson(graph, manifest);
  }
}
