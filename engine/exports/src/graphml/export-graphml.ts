import type { EdgeKind, Graph } from '@pinata/graph';

export interface GraphmlOptions {
  readonly name: string;
  /** Absent means all. */
  readonly edgeKinds?: readonly EdgeKind[];
}

const NODE_KEYS = ['key', 'kind', 'symbolKind', 'name', 'path', 'role', 'language', 'visibility', 'signature', 'manager', 'version'] as const;
const EDGE_KEYS = ['kind', 'resolution', 'rule'] as const;
const EDGE_NUMBERS = ['confidence', 'marks'] as const;

/** The whole graph as GraphML (graphml.graphdrawing.org), piece by piece; yEd, Gephi and networkx read it. */
export function* exportGraphml(graph: Graph, options: GraphmlOptions): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const key of NODE_KEYS) yield `<key id="n_${key}" for="node" attr.name="${key}" attr.type="string"/>\n`;
  for (const key of EDGE_KEYS) yield `<key id="e_${key}" for="edge" attr.name="${key}" attr.type="string"/>\n`;
  for (const key of EDGE_NUMBERS) yield `<key id="e_${key}" for="edge" attr.name="${key}" attr.type="int"/>\n`;
  yield `<graph id="${escaped(options.name)}" edgedefault="directed">\n`;
  for (let node = 0; node < graph.nodeCount; node++) {
    const values = graph.node(node);
    yield `<node id="n${node}">${NODE_KEYS.map((key) => data(`n_${key}`, values[key])).join('')}</node>\n`;
  }
  for (let row = 0; row < graph.edgeCount; row++) {
    const edge = graph.edge(row);
    if (options.edgeKinds !== undefined && !options.edgeKinds.includes(edge.kind)) continue;
    yield `<edge source="n${edge.source}" target="n${edge.target}">${EDGE_KEYS.map((key) => data(`e_${key}`, edge[key])).join('')}${EDGE_NUMBERS.map((key) => data(`e_${key}`, edge[key] === undefined ? undefined : String(edge[key]))).join('')}</edge>\n`;
  }
  yield '</graph>\n</graphml>\n';
}

function data(key: string, value: string | undefined): string {
  return value === undefined ? '' : `<data key="${key}">${escaped(value)}</data>`;
}

/** XML holds no control characters but tab and line ends, and no lone surrogates. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
