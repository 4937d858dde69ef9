import { hash } from 'node:crypto';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { DIGEST_VERSION, readUncheckedSnapshot } from '@pinata/graph';
import type { Graph, Overlay, ShardDigest, Snapshot } from '@pinata/graph';
import { ExternalAskers } from '../assemble-graph/external-askers.js';
import type { Asker } from '../assemble-graph/external-askers.js';
import type { ExternalPackage } from '../link/outcome.js';
import type { PackageManifest } from '../link/packages.js';
import type { LinkFile } from '../link/program.js';
import type { PreviousPack } from './previous-pack.js';

/** Name of the part of a fact pack that says how its scan's graph was made. */
export const GRAPH = 'graph';

/** How a graph was made, beyond what the graph says itself. */
export interface GraphRecord {
  /** Hash of what all of it stands on: how digests are made, the repository's name, its manifests, and which file is of which. */
  readonly ground: string;
  readonly overlay: Overlay;
  readonly askers: ExternalAskers;
  readonly shards: readonly ShardDigest[];
}

export interface KeptGraph extends GraphRecord, Snapshot {
  /** Where its snapshot lies. */
  readonly folder: string;
}

interface Stated {
  readonly ground: string;
  /** Of the graph's columns. */
  readonly check: number;
  /** In base64, as the next. */
  readonly nodes: string;
  readonly edges: string;
  readonly askers: readonly (readonly [manager: string, name: string, file: number, isDependency: boolean])[];
  readonly paths: readonly (string | null)[];
  /** 64 bytes a shard: graph and shape. */
  readonly hashes: string;
}

const HASH_BYTES = 32;

/** @param files all of them: a file's package follows from more than its folder, such as what a project includes */
export function groundOf(repository: string, manifests: readonly PackageManifest[], files: readonly Pick<LinkFile, 'path' | 'manifest'>[]): string {
  const stated = manifests.map(({ dependencies, ...rest }) => ({ ...rest, dependencies: [...dependencies] }));
  const places = new Map(manifests.map((manifest, place) => [manifest, place]));
  const owners = files.map(({ path: file, manifest }) => [file, manifest === undefined ? -1 : places.get(manifest)]);
  return hash('sha256', JSON.stringify([DIGEST_VERSION, repository, stated, owners]), 'hex');
}

export function encodeGraphRecord({ ground, overlay, askers, shards }: GraphRecord, graph: Graph): Uint8Array {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const stated: Stated = {
    ground,
    check: checkOf(graph),
    nodes: base64(overlay.nodes),
    edges: base64(overlay.edges),
    askers: Array.from(askers.all, ({ manager, name, file, isDependency }) => [manager, name, file, isDependency] as const),
    paths: shards.map((shard) => shard.path ?? null),
    hashes: Buffer.concat(shards.flatMap(({ graph: whole, shape }) => [whole, shape])).toString('base64'),
  };
  return Buffer.from(JSON.stringify(stated));
}

/**
 * Reads the graph of an earlier scan, whose snapshot lies beside its fact pack.
 * @returns undefined where there is none, or where it is not the one that the pack was written with
 */
export async function loadKeptGraph(pack: PreviousPack): Promise<KeptGraph | undefined> {
  const place = pack.parts[GRAPH];
  if (place === undefined) return undefined;
  try {
    const folder = path.dirname(pack.path);
    const [snapshot] = await Promise.all([readUncheckedSnapshot(folder), pack.load([place])]);
    const { graph } = snapshot;
    const bytes = pack.blob(place);
    const stated = bytes === undefined ? undefined : readStated(Buffer.from(bytes).toString());
    if (stated === undefined || stated.check !== checkOf(graph)) return undefined;
    const hashes = Buffer.from(stated.hashes, 'base64');
    const shards = stated.paths.map((file, at): ShardDigest => {
      const start = at * 2 * HASH_BYTES;
      return { path: file ?? undefined, graph: hashes.subarray(start, start + HASH_BYTES), shape: hashes.subarray(start + HASH_BYTES, start + 2 * HASH_BYTES) };
    });
    const known = stated.askers.map(([manager, name, file, isDependency]): Asker & ExternalPackage => ({ manager, name, file, isDependency }));
    const overlay = { nodes: Buffer.from(stated.nodes, 'base64'), edges: Buffer.from(stated.edges, 'base64') };
    const isWhole = overlay.nodes.length === Math.ceil(graph.nodeCount / 8) && overlay.edges.length === Math.ceil(graph.edgeCount / 8);
    return isWhole ? { ...snapshot, folder, ground: stated.ground, overlay, askers: new ExternalAskers(known), shards } : undefined;
  } catch {
    return undefined; // it is only ever a help
  }
}

/** CRC-32 of all columns, one after the other. */
function checkOf(graph: Graph): number {
  let check = 0;
  const add = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) check = crc32(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), check);
    else if (typeof value === 'object' && value !== null) for (const [, inner] of Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) add(inner);
  };
  add(graph.columns);
  return check;
}

function readStated(json: string): Stated | undefined {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return undefined;
  // An object's members are unknown values by name.
  const { ground, check, nodes, edges, askers, paths, hashes } = value as Record<string, unknown>;
  if (typeof ground !== 'string' || typeof check !== 'number' || typeof nodes !== 'string' || typeof edges !== 'string' || typeof hashes !== 'string') return undefined;
  if (!Array.isArray(paths) || !paths.every((one) => one === null || typeof one === 'string') || Buffer.byteLength(hashes, 'base64') !== paths.length * 2 * HASH_BYTES) return undefined;
  return Array.isArray(askers) && askers.every(isAsker) ? { ground, check, nodes, edges, askers, paths, hashes } : undefined;
}

function isAsker(value: unknown): value is Stated['askers'][number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string' && Number.isSafeInteger(value[2]) && typeof value[3] === 'boolean';
}
