import { SymbolIndex } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import { CommandError, EXIT } from '../exit-codes.js';
import { describeNode } from './describe-node.js';

const LISTED = 10;

/**
 * Finds the node that a person means: by key, id, path, or a name (also `UserService.getUser`) that only one node has.
 * Files win over symbols of the same path, a type over the members and constructors that share its name.
 * @throws {CommandError} that lists what it could have been
 */
export function findNode(graph: Graph, wanted: string): number {
  const byKey = graph.nodeNumber(wanted);
  if (byKey >= 0) return byKey;
  const byId = graph.nodeNumberOfId(wanted);
  if (byId >= 0) return byId;
  const path = wanted.replace(/^\.\//, '').replace(/\/$/, '');
  const byPath = candidates(graph, (node) => graph.nodeKind(node) !== 'symbol' && graph.path(node) === path);
  const byName = byPath.length > 0 ? byPath : candidates(graph, (node) => hasName(graph, node, wanted));
  const [only, ...others] = narrowed(graph, byName);
  if (only === undefined) throw new CommandError(EXIT.query, `there is no node "${wanted}"${suggestions(graph, wanted)}`);
  if (others.length > 0) throw ambiguous(graph, wanted, [only, ...others]);
  return only;
}

function candidates(graph: Graph, isMeant: (node: number) => boolean): number[] {
  const found: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) if (isMeant(node)) found.push(node);
  return found;
}

/** Whether the last part is the node's name and the parts before are those of its containers. */
function hasName(graph: Graph, node: number, wanted: string): boolean {
  const name = graph.name(node);
  if (name === wanted) return true;
  if (!wanted.endsWith(`.${name}`) || name === '') return false;
  const rest = wanted.slice(0, -name.length - 1);
  const parent = graph.columns.nodes.parents[node] ?? -1;
  return parent >= 0 && hasName(graph, parent, rest);
}

/** A type and its constructor share a name; the type is meant. */
function narrowed(graph: Graph, nodes: readonly number[]): readonly number[] {
  if (nodes.length < 2) return nodes;
  const { parents } = graph.columns.nodes;
  const found = new Set(nodes);
  const outer = nodes.filter((node) => !found.has(parents[node] ?? -1));
  return outer.length === 1 ? outer : nodes;
}

function ambiguous(graph: Graph, wanted: string, nodes: readonly number[]): CommandError {
  const listed = nodes.slice(0, LISTED).map((node) => `  ${describeNode(graph, node)}\n    ${graph.key(node)}`);
  const more = nodes.length > LISTED ? [`  and ${nodes.length - LISTED} more`] : [];
  return new CommandError(EXIT.query, [`"${wanted}" may be any of ${nodes.length} nodes; name one by its key:`, ...listed, ...more].join('\n'));
}

function suggestions(graph: Graph, wanted: string): string {
  const name = wanted.split(/[./#]/).filter((part) => part !== '').at(-1) ?? wanted;
  const hits = SymbolIndex.ofGraph(graph).search(name, 5);
  return hits.length === 0 ? '' : `; did you mean\n${hits.map(({ entry }) => `  ${describeNode(graph, entry)}`).join('\n')}`;
}
