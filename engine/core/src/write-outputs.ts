import path from 'node:path';
import { writeSnapshot } from '@pinata/graph';
import type { Digests, Graph, NamedContent, SnapshotManifest } from '@pinata/graph';
import { writeStatuses } from './incremental/file-statuses.js';
import type { SeenFile } from './incremental/file-statuses.js';
import { writeFactPack } from './incremental/write-fact-pack.js';
import type { PackContent } from './incremental/write-fact-pack.js';
import type { KeptPack } from './incremental/previous-pack.js';
import { ScanError } from './scan-api.js';
import type { ScanSource, ScanSummary } from './scan-api.js';

/** Its name in a snapshot folder. */
export const FACT_PACK = 'facts.pack';

export interface Outputs {
  readonly source: ScanSource;
  readonly graph: Graph;
  readonly digests: Digests;
  readonly summary: () => ScanSummary;
  /** Drawn meanwhile, or as it is taken. */
  readonly picture: Iterable<NamedContent> | AsyncIterable<NamedContent>;
  readonly pack: PackContent;
  /** Written for a scan that trusts the status of files. */
  readonly seen: { readonly files: readonly SeenFile[]; readonly at: number } | undefined;
}

export interface WrittenOutputs {
  readonly manifest: SnapshotManifest;
  readonly pack: KeptPack;
}

/**
 * Writes the snapshot folder, the manifest last, so that a folder with a manifest is complete.
 * @throws ScanError outputUnwritable
 */
export async function writeOutputs(folder: string, outputs: Outputs): Promise<WrittenOutputs> {
  const { source, graph, digests, seen } = outputs;
  try {
    if (seen !== undefined) writeStatuses(folder, seen.files, seen.at);
    const isModified = await source.isModified;
    const before = writeFactPack(path.join(folder, FACT_PACK), outputs.pack);
    const manifest = await writeSnapshot(folder, { graph, digests, name: source.name, commit: source.commit, branch: source.branch, isModified, summary: outputs.summary(), picture: outputs.picture, before });
    return { manifest, pack: await before };
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
