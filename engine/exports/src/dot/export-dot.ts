import { Hierarchy, nodesOfKind, rollUp } from '@pinata/graph';
import type { EdgeKind, Graph, RolledUpEdge } from '@pinata/graph';
import { printable } from '../text/printable.js';

export const DOT_LEVELS = ['package', 'directory', 'file', 'symbol'] as const;
export type DotLevel = (typeof DOT_LEVELS)[number];

export interface DotOptions {
  readonly name: string;
  readonly level: DotLevel;
  /** Absent means all but `contains`. */
  readonly edgeKinds?: readonly EdgeKind[];
}

/**
 * The graph in Graphviz' language (https://graphviz.org/doc/info/lang.html), piece by piece. Edges between the same two
 * nodes are one, with their number as label; one that is only inferred is dashed. Files and symbols are boxed by package.
 */
export function* exportDot(graph: Graph, options: DotOptions): Generator<string> {
  const hierarchy = new Hierarchy(graph);
  const edges = options.level === 'symbol' ? symbolEdges(graph, options.edgeKinds) : rollUp(graph, options.level, options.edgeKinds, hierarchy);
  yield `digraph ${quoted(options.name)} {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname="Helvetica", fontsize=10];\n  edge [fontname="Helvetica", fontsize=8];\n`;
  yield* nodes(graph, hierarchy, options.level, edges);
  for (const { source, target, count, inferred } of edges) {
    const attributes = [...(count > 1 ? [`label="${count}"`] : []), ...(inferred === count ? ['style=dashed'] : [])];
    yield `  n${source} -> n${target}${attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`};\n`;
  }
  yield '}\n';
}

/** All nodes of the level, and what edges lead to beside it; boxed by package where the level is finer. */
function* nodes(graph: Graph, hierarchy: Hierarchy, level: DotLevel, edges: readonly RolledUpEdge[]): Generator<string> {
  const shown = new Set<number>([...edges.flatMap(({ source, target }) => [source, target]), ...nodesOfKind(graph, level)]);
  const packages = hierarchy.representatives('package');
  const boxes = new Map<number, number[]>();
  for (const node of [...shown].sort((a, b) => a - b)) {
    const owner = level === 'package' || packages[node] === node ? -1 : (packages[node] ?? -1);
    const list = boxes.get(owner);
    if (list === undefined) boxes.set(owner, [node]);
    else list.push(node);
  }
  for (const [owner, members] of [...boxes].sort(([a], [b]) => a - b)) {
    const indent = owner < 0 ? '  ' : '    ';
    if (owner >= 0) yield `  subgraph cluster_${owner} {\n    label=${quoted(graph.name(owner))};\n`;
    for (const node of members) yield `${indent}n${node} [label=${quoted(label(graph, node))}${shape(graph, node)}];\n`;
    if (owner >= 0) yield '  }\n';
  }
}

/** Edges between symbols as they are, merged only where ends are equal. */
function symbolEdges(graph: Graph, edgeKinds: readonly EdgeKind[] | undefined): RolledUpEdge[] {
  const merged = new Map<string, { source: number; target: number; count: number; inferred: number; kinds: [] }>();
  for (let row = 0; row < graph.edgeCount; row++) {
    const { source, target, kind, resolution } = graph.edge(row);
    if (edgeKinds === undefined ? kind === 'contains' : !edgeKinds.includes(kind)) continue;
    const name = `${source} ${target}`;
    const known = merged.get(name) ?? { source, target, count: 0, inferred: 0, kinds: [] };
    known.count++;
    if (resolution === 'inferred') known.inferred++;
    merged.set(name, known);
  }
  return [...merged.values()];
}

function label(graph: Graph, node: number): string {
  return graph.nodeKind(node) === 'symbol' ? graph.name(node) : (graph.path(node) ?? graph.name(node)) || graph.name(node);
}

function shape(graph: Graph, node: number): string {
  switch (graph.nodeKind(node)) {
    case 'externalPackage':
    case 'externalService':
      return ', style="rounded,dashed"';
    case 'table':
      return ', shape=cylinder';
    case 'package':
    case 'repository':
      return ', shape=folder';
    default:
      return '';
  }
}

/** A string in DOT's quotes. A backslash begins an escape there, so each is doubled; invisible characters are spelled. */
function quoted(text: string): string {
  return `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

