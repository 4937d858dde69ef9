import { parseArgs } from 'node:util';
import path from 'node:path';
import { FactPackReader, compareGraphs, readSnapshot } from '@pinata/graph';
import type { ChangedNode, Comparison, EdgeChange, Graph, NodeChange, NodeKind } from '@pinata/graph';
import { printable, printableJson } from '@pinata/exports/text';
import { usageError } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** Kinds of nodes in the order in which people ask for them. */
const GROUPS: readonly { readonly title: string; readonly kinds: readonly NodeKind[] }[] = [
  { title: 'workflows', kinds: ['trigger'] },
  { title: 'tables and columns', kinds: ['table', 'column'] },
  { title: 'endpoints and channels', kinds: ['endpoint', 'channel', 'externalService'] },
  { title: 'packages', kinds: ['package', 'externalPackage'] },
  { title: 'files', kinds: ['file'] },
  { title: 'symbols', kinds: ['symbol'] },
];
const DEFAULT_LIMIT = 20;

/** `pinata compare`: what differs between two snapshots. */
export async function compareCommand(words: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parsed(words);
  const [before, after, ...others] = positionals;
  if (before === undefined || after === undefined || others.length > 0) throw usageError('name two snapshot folders, the earlier one first');
  const limit = values.limit === undefined ? DEFAULT_LIMIT : Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1) throw usageError('--limit is a whole number from 1');
  const [earlier, later] = await Promise.all([readSnapshot(before), readSnapshot(after)]);
  const [earlierHashes, laterHashes] = await Promise.all([hashesOf(before), hashesOf(after)]);
  const found = compareGraphs(earlier.graph, later.graph, { before: earlierHashes, after: laterHashes });
  await terminal.write(values.json === true ? `${printableJson(valueOf(found, earlier.graph, later.graph))}\n` : `${linesOf(found, limit, earlier.graph, later.graph).map(printable).join('\n')}\n`);
}

/** Content hashes of a snapshot's files; empty without a fact pack: then moved files are not paired. */
async function hashesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  try {
    const reader = await FactPackReader.open(path.join(folder, 'facts.pack'));
    try {
      return new Map(reader.index.files.map((file) => [file.path, file.hash]));
    } finally {
      await reader.close();
    }
  } catch {
    return new Map();
  }
}

interface FieldChange {
  readonly field: string;
  /** Absent where there was none, and where it is not a text or number. */
  readonly before?: string | number;
  readonly after?: string | number;
}

/** What a changed node's fields were, and are. */
function fieldChanges({ node, before, fields }: ChangedNode, earlier: Graph, later: Graph): readonly FieldChange[] {
  const [was, is] = [earlier.node(before), later.node(node)].map((one): Readonly<Record<string, unknown>> => ({ ...one }));
  // What a body's number is says nothing to people.
  const stated = (value: unknown): string | number | undefined => (typeof value === 'string' || typeof value === 'number' ? value : undefined);
  return fields.map((field) => {
    if (field === 'body') return { field };
    const [from, to] = [stated(was?.[field]), stated(is?.[field])];
    return { field, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) };
  });
}

function changeText({ field, before, after }: FieldChange): string {
  return before === undefined && after === undefined ? field : `${field}: ${before ?? 'none'} -> ${after ?? 'none'}`;
}

function valueOf(found: Comparison, earlier: Graph, later: Graph): unknown {
  const node = ({ key, kind }: NodeChange): unknown => ({ key, kind });
  return {
    counts: { addedNodes: found.addedNodes.length, removedNodes: found.removedNodes.length, changedNodes: found.changedNodes.length, addedEdges: found.addedEdges.length, removedEdges: found.removedEdges.length, movedFiles: found.movedFiles.length },
    movedFiles: found.movedFiles,
    addedNodes: found.addedNodes.map(node),
    removedNodes: found.removedNodes.map(node),
    changedNodes: found.changedNodes.map((changed) => ({ key: changed.key, kind: changed.kind, fields: changed.fields, changes: fieldChanges(changed, earlier, later) })),
    addedEdges: found.addedEdges,
    removedEdges: found.removedEdges,
  };
}

function linesOf(found: Comparison, limit: number, earlier: Graph, later: Graph): string[] {
  const lines = GROUPS.flatMap(({ title, kinds }) => {
    const of = <T extends NodeChange>(list: readonly T[]): readonly T[] => list.filter(({ kind }) => kinds.includes(kind));
    const [added, removed, changed] = [of(found.addedNodes), of(found.removedNodes), of<ChangedNode>(found.changedNodes)];
    if (added.length + removed.length + changed.length === 0) return [];
    return [
      `${title}: ${added.length} added, ${removed.length} removed, ${changed.length} changed`,
      ...limited(added, limit, ({ key }) => `  + ${key}`),
      ...limited(removed, limit, ({ key }) => `  - ${key}`),
      ...limited(changed, limit, (node) => `  ~ ${node.key}  (${fieldChanges(node, earlier, later).map(changeText).join('; ')})`),
    ];
  });
  const moved = found.movedFiles.length === 0 ? [] : [`files moved: ${found.movedFiles.length}`, ...limited(found.movedFiles, limit, ({ from, to }) => `  ${from} -> ${to}`)];
  const edge = (sign: string) => ({ sourceKey, targetKey, kind, sites }: EdgeChange): string => `  ${sign} ${sourceKey} --${kind}--> ${targetKey}${sites > 1 ? `  (${sites} sites)` : ''}`;
  const edges = found.addedEdges.length + found.removedEdges.length === 0 ? [] : [`edges: ${found.addedEdges.length} added, ${found.removedEdges.length} removed`, ...limited(found.addedEdges, limit, edge('+')), ...limited(found.removedEdges, limit, edge('-'))];
  const all = [...moved, ...lines, ...edges];
  return all.length === 0 ? ['nothing differs'] : all;
}

function limited<T>(list: readonly T[], limit: number, line: (item: T) => string): string[] {
  return [...list.slice(0, limit).map(line), ...(list.length > limit ? [`    and ${list.length - limit} more; --limit prints more`] : [])];
}

const OPTIONS = { json: { type: 'boolean' }, limit: { type: 'string' } } as const;

function parsed(words: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}
