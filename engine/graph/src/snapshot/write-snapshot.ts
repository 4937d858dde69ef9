import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { arrowFile } from '../arrow/arrow-writer.js';
import { computeDigests } from '../digest/digests.js';
import type { Digests } from '../digest/digests.js';
import type { Graph } from '../graph/graph.js';
import { boundaryOf } from '../joins/boundary.js';
import { byPictureName } from '../picture/picture-model.js';
import { BOUNDARY_FILE, SNAPSHOT_FORMAT_VERSION } from './manifest.js';
import type { SnapshotFile, SnapshotManifest } from './manifest.js';
import { edgeTable, nodeTable } from './tables.js';

/** A picture file: `overview.json` or a chunk, as `buildPicture` makes them; text or its UTF-8 bytes. */
export interface NamedContent {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Of the content, lower-case hexadecimal; where whoever made it knows. */
  readonly sha256?: string;
}

export interface SnapshotContent {
  readonly graph: Graph;
  readonly name: string;
  readonly commit: string;
  readonly branch: string;
  readonly isModified: boolean;
  /** Stored as it is; must be JSON. */
  readonly summary: unknown;
  /** Computed when absent. */
  readonly digests?: Digests;
  /** May still be drawn while the rest is written, or file by file, in any order. */
  readonly picture?: Iterable<NamedContent> | AsyncIterable<NamedContent>;
  /** What must be there before the manifest is. */
  readonly before?: Promise<unknown>;
}

/**
 * Writes a snapshot folder: Arrow files, what the repository shows to others, picture, and last the manifest, so that a folder with a manifest is complete.
 * The folder must exist; files of the same names are replaced.
 * @returns the manifest
 */
export async function writeSnapshot(folder: string, content: SnapshotContent): Promise<SnapshotManifest> {
  const { graph } = content;
  const digests = content.digests ?? computeDigests(graph);
  content.before?.catch(() => undefined); // it is awaited below
  // The disk takes one file while the next is made ready.
  const writing: Promise<SnapshotFile | readonly SnapshotFile[]>[] = [
    writePieces(folder, 'nodes.arrow', arrowFile(nodeTable(graph.columns.nodes), graph.nodeCount)),
    writePieces(folder, 'edges.arrow', arrowFile(edgeTable(graph.columns.edges), graph.edgeCount)),
    writePieces(folder, BOUNDARY_FILE, [Buffer.from(`${JSON.stringify(boundaryOf(graph))}\n`)]),
  ];
  if (content.picture !== undefined) writing.push(writePicture(folder, content.picture));
  if (content.before !== undefined) writing.push(content.before.then(() => []));
  const written = await Promise.allSettled(writing);
  const files: SnapshotFile[] = [];
  // Whichever fails, the others are waited for: nobody writes to the folder afterwards.
  for (const one of written) {
    if (one.status === 'rejected') throw one.reason;
    files.push(...[one.value].flat());
  }
  const manifest: SnapshotManifest = {
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    name: content.name,
    commit: content.commit,
    branch: content.branch,
    isModified: content.isModified,
    counts: { nodes: graph.nodeCount, edges: graph.edgeCount },
    graphDigest: digests.graphDigest,
    shapeDigest: digests.shapeDigest,
    files,
    summary: content.summary,
  };
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function writePicture(folder: string, picture: Iterable<NamedContent> | AsyncIterable<NamedContent>): Promise<SnapshotFile[]> {
  await mkdir(path.join(folder, 'picture'), { recursive: true });
  const written = new Map<string, SnapshotFile>();
  for await (const { name, content, sha256 } of picture) written.set(name, await writePieces(folder, `picture/${name}`, [typeof content === 'string' ? Buffer.from(content) : content], sha256));
  return [...written.keys()].sort(byPictureName).flatMap((name) => written.get(name) ?? []);
}

async function writePieces(folder: string, name: string, pieces: readonly Uint8Array[], sha256 = hashOf(pieces)): Promise<SnapshotFile> {
  const file = await open(path.join(folder, name), 'w');
  try {
    // One call for all pieces; the system takes at most 1024 at once, and Node.js splits more.
    await file.writev([...pieces]);
  } finally {
    await file.close();
  }
  return { name, bytes: pieces.reduce((sum, piece) => sum + piece.length, 0), sha256 };
}

function hashOf(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
