import { hash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { Graph } from '../graph/graph.js';
import type { Boundary } from '../joins/boundary.js';
import { parseBoundary } from '../joins/parse-boundary.js';
import { decodeGraph } from './decode-graph.js';
import { BOUNDARY_FILE, parseManifest } from './manifest.js';
import type { SnapshotFile, SnapshotManifest } from './manifest.js';
import { SnapshotError } from './snapshot-error.js';

const LARGEST_MANIFEST = 64 * 1024 * 1024;
const LARGEST_BOUNDARY = 64 * 1024 * 1024;
const COMPRESSED = '.zst';
const LARGEST_FILE = 2 ** 31 - 1;

export interface Snapshot {
  readonly manifest: SnapshotManifest;
  readonly graph: Graph;
}

/**
 * Opens a snapshot folder, whose files may be compressed. The content is never trusted: sizes and checksums are compared with the manifest, and the
 * graph is checked before it is given back. The graph lies in shared memory, so that worker threads can have it as it is.
 * @param largestFile bytes of one file at most; 2 GiB when absent
 * @throws {SnapshotError}
 */
export async function readSnapshot(folder: string, largestFile = LARGEST_FILE): Promise<Snapshot> {
  const manifest = await readManifest(folder);
  const [nodes, edges] = await Promise.all([readListed(folder, manifest, 'nodes.arrow', largestFile), readListed(folder, manifest, 'edges.arrow', largestFile)]);
  return { manifest, graph: decodeGraph(nodes, edges, manifest.counts) };
}

/**
 * Opens a snapshot folder whose content was checked by other means, or will be: the graph is sound in itself, and checksums were not compared.
 * @throws {SnapshotError}
 */
export async function readUncheckedSnapshot(folder: string): Promise<Snapshot> {
  const manifest = await readManifest(folder);
  const [nodes, edges] = await Promise.all([readBounded(folder, 'nodes.arrow', LARGEST_FILE), readBounded(folder, 'edges.arrow', LARGEST_FILE)]);
  return { manifest, graph: decodeGraph(nodes, edges, manifest.counts) };
}

/** @throws {SnapshotError} */
export async function readManifest(folder: string): Promise<SnapshotManifest> {
  return parseManifest(Buffer.from(await readBounded(folder, 'manifest.json', LARGEST_MANIFEST)).toString());
}

/**
 * Reads a picture file that the manifest lists.
 * @param name such as `overview.json`
 * @throws {SnapshotError} `missing` when the manifest does not list it
 */
export async function readPictureFile(folder: string, manifest: SnapshotManifest, name: string): Promise<Uint8Array> {
  return readListed(folder, manifest, `picture/${name}`, LARGEST_FILE);
}

/**
 * Reads what a snapshot shows to other repositories, and nothing else of it.
 * @throws {SnapshotError} `missing` for a snapshot of an earlier version
 */
export async function readBoundary(folder: string): Promise<Boundary> {
  return parseBoundary(Buffer.from(await readBounded(folder, BOUNDARY_FILE, LARGEST_BOUNDARY)).toString());
}

async function readListed(folder: string, manifest: SnapshotManifest, name: string, largest: number): Promise<Uint8Array> {
  const listed = manifest.files.find((file) => file.name === name);
  if (listed === undefined) throw new SnapshotError('missing', `the manifest does not list ${name}`);
  const bytes = await readBounded(folder, name, largest, Math.min(largest, listed.bytes));
  checkListed(bytes, listed);
  return bytes;
}

function checkListed(bytes: Uint8Array, listed: SnapshotFile): void {
  if (bytes.length !== listed.bytes) throw new SnapshotError('mismatch', `${listed.name} has ${bytes.length} bytes, the manifest says ${listed.bytes}`);
  if (hash('sha256', bytes, 'hex') !== listed.sha256) throw new SnapshotError('mismatch', `${listed.name} is not what the manifest says: its checksum differs`);
}

/**
 * Plain, or as it is kept: compressed with zstd, with `.zst` after its name.
 * @param unfolded bytes that a compressed file may hold at most
 */
async function readBounded(folder: string, name: string, largest: number, unfolded = largest): Promise<Uint8Array> {
  const place = path.join(folder, name);
  try {
    return await readPlain(place, name, largest);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  try {
    return decompress(await readPlain(place + COMPRESSED, name, largest), name, unfolded);
  } catch (error) {
    if (isMissing(error)) throw new SnapshotError('missing', `${name} is missing in ${folder}`, { cause: error });
    throw error;
  }
}

async function readPlain(place: string, name: string, largest: number): Promise<Uint8Array> {
  const { size } = await stat(place);
  if (size > largest) throw new SnapshotError('tooLarge', `${name} has ${size} bytes, at most ${largest} are accepted`);
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  const file = await open(place, 'r');
  try {
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, size - done, done);
      if (bytesRead === 0) throw new SnapshotError('mismatch', `${name} ended while it was read`);
      done += bytesRead;
    }
  } finally {
    await file.close();
  }
  return bytes;
}

function decompress(compressed: Uint8Array, name: string, most: number): Uint8Array {
  let plain: Uint8Array;
  try {
    plain = zstdDecompressSync(compressed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) throw new SnapshotError('tooLarge', `${name} holds more than ${most} bytes`, { cause: error });
    throw new SnapshotError('corrupt', `${name} cannot be decompressed`, { cause: error });
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(plain.length));
  bytes.set(plain);
  return bytes;
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
