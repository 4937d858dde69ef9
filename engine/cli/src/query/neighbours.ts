import { BOUNDARY_VERSION, BoundaryIndex, SnapshotError, boundaryOf, callersOf, readBoundary, readManifest, readSnapshot } from '@pinata/graph';
import type { Boundary, BoundaryEnd, BoundaryNode, Caller, Graph, Neighbour, Taker } from '@pinata/graph';
import { placeText } from './range-text.js';

/** A repository as another snapshot folder shows it. */
interface OtherRepository extends Neighbour {
  readonly name: string;
}

/** The repository that was asked about, and those that it is joined with. */
export interface Neighbours {
  readonly own: OtherRepository;
  readonly others: readonly OtherRepository[];
}

const NOTHING: Boundary = { formatVersion: BOUNDARY_VERSION, routes: [], consumers: [], requests: [], messages: [] };

/** @throws SnapshotError where a folder is no snapshot */
export async function readNeighbours(graph: Graph, name: string, folders: readonly string[]): Promise<Neighbours> {
  if (folders.length === 0) return { own: repositoryOf(name, NOTHING), others: [] };
  const others = await Promise.all(folders.map(async (folder) => repositoryOf((await readManifest(folder)).name, await boundaryIn(folder))));
  return { own: repositoryOf(name, boundaryOf(graph)), others };
}

function repositoryOf(name: string, boundary: Boundary): OtherRepository {
  return { name, names: [name], index: new BoundaryIndex(boundary) };
}

async function boundaryIn(folder: string): Promise<Boundary> {
  try {
    return await readBoundary(folder);
  } catch (error) {
    if (!(error instanceof SnapshotError && error.code === 'missing')) throw error;
    return boundaryOf((await readSnapshot(folder)).graph); // a snapshot of an earlier version
  }
}

/** Who calls a trigger from the other repositories. */
export function callersOfTrigger({ own, others }: Neighbours, key: string): readonly Caller<OtherRepository>[] {
  return callersOf(key, own, others);
}

export function takerValue({ repository, entrance, confidence }: Taker<OtherRepository>): unknown {
  return { repository: repository.name, trigger: entrance.trigger, handlers: entrance.handlers, confidence };
}

export function callerValue({ repository, sent, confidence }: Caller<OtherRepository>): unknown {
  return { repository: repository.name, senders: sent.senders, confidence };
}

export function takerLine({ repository, entrance, confidence }: Taker<OtherRepository>): string {
  const handlers = entrance.handlers.map(({ node }) => nodeText(node)).join(', ');
  return `taken by ${repository.name}: ${entrance.trigger.name}${handlers === '' ? '' : `  ${handlers}`}  [${confidence} %]`;
}

export function callerLine({ repository, sent, confidence }: Caller<OtherRepository>): string {
  return `called from ${repository.name}: ${sent.senders.map(endText).join(', ')}  [${confidence} %]`;
}

function endText({ node, path: file, range }: BoundaryEnd): string {
  return `${node.name}${file === undefined ? '' : ` at ${placeText(file, range)}`}`;
}

function nodeText({ name, path: file, range }: BoundaryNode): string {
  return `${name}${file === undefined ? '' : `  ${placeText(file, range)}`}`;
}
