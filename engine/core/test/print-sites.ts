import { marksOf } from '@pinata/graph';
import type { EdgeKind, Graph, NodeKind } from '@pinata/graph';

const NODES: ReadonlySet<NodeKind> = new Set(['trigger', 'endpoint', 'channel', 'externalService', 'table', 'column']);
const EDGES: ReadonlySet<EdgeKind> = new Set(['triggers', 'requests', 'publishes', 'consumes', 'reads', 'writes', 'foreignKey', 'binds']);

/** Calls that a framework makes. */
const HOOKS = /^(?:rails\.filter|laravel\.job|fastapi\.depends|remix\.load|nextjs\.load|dgs\.loader)$/;

/** The last part of a key: what a person calls the symbol. */
function shortName(graph: Graph, node: number): string {
  const kind = graph.nodeKind(node);
  if (kind !== 'symbol') return kind === 'file' ? `file ${graph.path(node) ?? ''}` : `${kind} ${graph.name(node)}`;
  const key = graph.key(node);
  return key.slice(key.search(/\. (?!.*\. )/) + 2);
}

/** What a fixture of frameworks or models is about: triggers, effects, tables, and nothing else of the graph. */
export function printSites(graph: Graph): string {
  const lines: string[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const { kind, name, signature, parentKey } = graph.node(node);
    if (!NODES.has(kind)) continue;
    const parent = kind === 'column' && parentKey !== undefined ? `${graph.name(graph.nodeNumber(parentKey))}.` : '';
    lines.push(`${kind} ${parent}${name}${signature === undefined ? '' : `  ${signature}`}`);
  }
  const edges: string[] = [];
  for (let number = 0; number < graph.edgeCount; number++) {
    const edge = graph.edge(number);
    if (!EDGES.has(edge.kind) && !HOOKS.test(edge.rule)) continue;
    const sure = edge.resolution === 'exact' ? '' : ` ~${edge.confidence}%`;
    const place = edge.range === undefined || edge.file < 0 ? '' : ` @ ${graph.path(edge.file) ?? ''}:${edge.range.startRow + 1}:${edge.range.startColumn + 1}`;
    const marks = marksOf(edge.marks ?? 0);
    edges.push(`${shortName(graph, edge.source)} --${edge.kind}/${edge.rule}${sure}--> ${shortName(graph, edge.target)}${place}${marks.length === 0 ? '' : ` [${marks.join(' ')}]`}`);
  }
  return `${[...lines.sort(), '', ...edges.sort()].join('\n')}\n`;
}
