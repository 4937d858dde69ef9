import { Hierarchy, columnsByTable, nodesOfKind, rollUp } from '@pinata/graph';
import type { EdgeKind, Graph } from '@pinata/graph';
import { printable } from '../text/printable.js';

export const MERMAID_LEVELS = ['package', 'directory', 'file'] as const;
export type MermaidLevel = (typeof MERMAID_LEVELS)[number];

export interface MermaidOptions {
  readonly level: MermaidLevel;
  readonly edgeKinds?: readonly EdgeKind[];
}

/** Mermaid draws no more than 500 edges unless its page allows it; the heaviest are kept. */
export const MERMAID_EDGES = 500;

/** The graph as a Mermaid flowchart (mermaid.js.org/syntax/flowchart.html), piece by piece. Inferred edges are dotted. */
export function* exportMermaid(graph: Graph, options: MermaidOptions): Generator<string> {
  const all = rollUp(graph, options.level, options.edgeKinds, new Hierarchy(graph));
  const edges = [...all].sort((a, b) => b.count - a.count || a.source - b.source || a.target - b.target).slice(0, MERMAID_EDGES);
  yield 'flowchart LR\n';
  if (edges.length < all.length) yield `  %% the ${edges.length} heaviest of ${all.length} edges\n`;
  for (const node of [...new Set(edges.flatMap(({ source, target }) => [source, target]))].sort((a, b) => a - b)) yield `  n${node}${shape(graph, node)}\n`;
  for (const { source, target, count, inferred } of edges) yield `  n${source} ${inferred === count ? '-.->' : '-->'}${count > 1 ? `|${count}|` : ''} n${target}\n`;
}

/** The database schema as a Mermaid entity relationship diagram (mermaid.js.org/syntax/entityRelationshipDiagram.html). */
export function* exportMermaidSchema(graph: Graph): Generator<string> {
  yield 'erDiagram\n';
  const columns = columnsByTable(graph);
  for (const table of nodesOfKind(graph, 'table')) {
    yield `  ${entity(graph.name(table))} {\n`;
    for (const column of columns.get(table) ?? []) {
      const signature = graph.node(column).signature ?? '';
      const [type = ''] = signature.split(/ (?:not )?null\b| default | primary key| unique/);
      const keys = [...(signature.includes('primary key') ? ['PK'] : []), ...(graph.outEdges(column).some((row) => graph.edgeKind(row) === 'foreignKey') ? ['FK'] : []), ...(/ unique$/.test(signature) ? ['UK'] : [])];
      yield `    ${word(type) || 'unknown'} ${word(graph.name(column))}${keys.length === 0 ? '' : ` ${keys.join(', ')}`}\n`;
    }
    yield '  }\n';
  }
  for (let row = 0; row < graph.edgeCount; row++) {
    const edge = graph.edge(row);
    if (edge.kind !== 'foreignKey') continue;
    yield `  ${entity(tableName(graph, edge.target))} ||--o{ ${entity(tableName(graph, edge.source))} : ${quoted(graph.name(edge.source))}\n`;
  }
}

function tableName(graph: Graph, node: number): string {
  const parent = graph.columns.nodes.parents[node] ?? -1;
  return graph.nodeKind(node) === 'column' && parent >= 0 ? graph.name(parent) : graph.name(node);
}

function entity(name: string): string {
  return quoted(name);
}

/** What an attribute's type or name may hold. */
function word(text: string): string {
  return printable(text).replaceAll(/[^\w()[\]-]+/g, '_').replace(/^[^A-Za-z_*]+/, '_');
}

function shape(graph: Graph, node: number): string {
  const text = quoted((graph.path(node) ?? graph.name(node)) || graph.name(node));
  switch (graph.nodeKind(node)) {
    case 'table':
      return `[(${text})]`;
    case 'trigger':
      return `([${text}])`;
    case 'externalPackage':
    case 'externalService':
      return `{{${text}}}`;
    default:
      return `[${text}]`;
  }
}

/** Text in Mermaid's quotes; a quote inside is an entity there. */
function quoted(text: string): string {
  return `"${printable(text).replaceAll('"', '#quot;')}"`;
}
