import { marksOf } from '@pinata/graph';
import type { Graph } from '@pinata/graph';
import type { ScanSummary } from '../src/scan-api.js';

function place(graph: Graph, edge: ReturnType<Graph['edge']>): string {
  const file = edge.file < 0 ? '' : (graph.path(edge.file) ?? '');
  return edge.range === undefined ? '' : ` @ ${file}:${edge.range.startRow + 1}:${edge.range.startColumn + 1}`;
}

function marksText(marks = 0): string {
  const names = marksOf(marks);
  return names.length === 0 ? '' : ` [${names.join(' ')}]`;
}

/** A graph in words, in an order that does not depend on keys' hashes: what a person reviews when a query changes. */
export function printGraph(graph: Graph, summary: ScanSummary): string {
  const lines: string[] = ['# nodes'];
  for (let node = 0; node < graph.nodeCount; node++) {
    const { key, kind, symbolKind, visibility, signature, role, manager, version } = graph.node(node);
    const facts = [symbolKind ?? kind, visibility, role === 'production' ? undefined : role, manager, version, signature === undefined ? undefined : `«${signature}»`];
    lines.push(`${key}  ${facts.filter((fact) => fact !== undefined).join(' ')}`);
  }
  lines.push('', '# edges');
  const edges: string[] = [];
  for (let number = 0; number < graph.edgeCount; number++) {
    const edge = graph.edge(number);
    if (edge.kind === 'contains' && edge.rule === 'contains') continue;
    const sure = edge.resolution === 'exact' ? '' : ` ~${edge.confidence}%`;
    edges.push(`${graph.key(edge.source)} --${edge.kind}/${edge.rule}${sure}--> ${graph.key(edge.target)}${place(graph, edge)}${marksText(edge.marks)}`);
  }
  lines.push(...edges.sort());
  const { captured, resolved, external, unresolved } = summary.balance;
  lines.push('', '# balance', `captured ${captured}, resolved ${resolved}, external ${external}, unresolved ${JSON.stringify(unresolved)}`);
  for (const example of summary.unresolvedExamples) lines.push(`${example.reason}: ${example.path}:${example.range.startRow + 1}:${example.range.startColumn + 1} ${JSON.stringify(example.text)}`);
  return `${lines.join('\n')}\n`;
}
