import path from 'node:path';
import { FactPackWriter, buildPicture, writeSnapshot } from '@pinata/graph';
import type { Digests, Graph } from '@pinata/graph';
import type { ParsedFile } from './parse/parse-phase.js';
import { ScanError } from './scan-api.js';
import type { ScanSource, ScanSummary } from './scan-api.js';
import { searchResult } from './search-symbols.js';

export interface Outputs {
  readonly source: ScanSource;
  readonly graph: Graph;
  readonly digests: Digests;
  readonly summary: () => ScanSummary;
  readonly files: readonly ParsedFile[];
  readonly keyPrefixOf: (file: ParsedFile) => string;
}

/**
 * Writes the snapshot folder: the fact pack first, the manifest last, so that a folder with a manifest is complete.
 * @throws ScanError outputUnwritable
 */
export async function writeOutputs(folder: string, outputs: Outputs): Promise<void> {
  const { source, graph, digests } = outputs;
  try {
    const pack = await FactPackWriter.create(path.join(folder, 'facts.pack'));
    try {
      for (const file of outputs.files) await pack.add(searchResult(file, file, outputs.keyPrefixOf(file)));
      await pack.finish();
    } catch (error) {
      await pack.abandon();
      throw error;
    }
    await writeSnapshot(folder, { graph, digests, name: source.name, commit: source.commit, branch: source.branch, isModified: await source.isModified, summary: outputs.summary(), picture: buildPicture(graph) });
  } catch (cause) {
    if (isSystemError(cause)) {
      throw new ScanError('outputUnwritable', `The result could not be written to ${folder} (${cause.code}). Check that the folder exists, may be written and has room.`, { cause });
    }
    throw cause;
  }
}

/** An error of the operating system, such as ENOSPC. */
function isSystemError(cause: unknown): cause is { readonly code: string } {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' && /^E[A-Z]+$/.test(cause.code);
}
