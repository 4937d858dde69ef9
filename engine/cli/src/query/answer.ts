import { BlindSpotIndex, cycles, graphOverview, impact, marksOf, reachable, related, shortestPath, SymbolIndex } from '@pinata/graph';
import type { EdgeMark, Graph, GraphOverview } from '@pinata/graph';
import { CommandError, EXIT } from '../exit-codes.js';
import { nodeValue, rest } from './answer-parts.js';
import type { Answer } from './answer-parts.js';
import { describeNode } from './describe-node.js';
import { findNode } from './find-node.js';
import { missingInside, missingUsers } from './missing-users.js';
import { driftsAnswer, tableAnswer, tablesAnswer, workflowAnswer, workflowsAnswer } from './meaning-answers.js';
import type { Neighbours } from './neighbours.js';
import type { QueryArguments } from './query-arguments.js';
import { rangeText } from './range-text.js';

/** Questions for the users of a node. */
const USERS = new Set(['callers', 'dependents']);

/** @throws {CommandError} with the query exit code, when a node or a path is not there */
export function answer(graph: Graph, asked: QueryArguments, summary: unknown, neighbours: Neighbours): Answer {
  const blindSpots = BlindSpotIndex.read(summary);
  const { question } = asked;
  switch (question.kind) {
    case 'path':
      return pathAnswer(graph, asked, question.from, question.to, blindSpots);
    case 'impact':
      return impactAnswer(graph, asked, question.node, blindSpots);
    case 'overview':
      return overviewAnswer(graph, graphOverview(graph, asked.limit));
    case 'cycles':
      return cyclesAnswer(graph, asked);
    case 'workflows':
      return workflowsAnswer(graph, asked);
    case 'workflow':
      return workflowAnswer(graph, asked, question.node, neighbours, blindSpots);
    case 'tables':
      return tablesAnswer(graph, asked);
    case 'table':
      return tableAnswer(graph, asked, question.node);
    case 'drifts':
      return driftsAnswer(graph, asked, summary);
    case 'search':
      return searchAnswer(graph, asked, question.text);
    default:
      return relationAnswer(graph, asked, question.kind, question.node, blindSpots);
  }
}

function relationAnswer(graph: Graph, asked: QueryArguments, relation: Parameters<typeof related>[2], wanted: string, blindSpots: BlindSpotIndex | undefined): Answer {
  const node = findNode(graph, wanted);
  const missing = USERS.has(relation) ? missingUsers(graph, node, blindSpots) : missingInside(relation === 'callees' ? blindSpots?.inside?.called(graph, node) : blindSpots?.inside?.of(graph, node));
  const all = related(graph, node, relation, asked.edgeKinds);
  const shown = all.slice(0, asked.limit);
  const sites = shown.map((other) => ({ ...other, sites: other.edges.map((row) => site(graph, row)) }));
  return {
    value: { node: nodeValue(graph, node), relation, total: all.length, nodes: sites.map((other) => ({ ...nodeValue(graph, other.node), sites: other.sites })), ...missing.value },
    lines: [
      `${all.length} ${relation} of ${describeNode(graph, node)}`,
      ...sites.flatMap((other) => [`  ${describeNode(graph, other.node)}`, ...other.sites.slice(0, 3).map(siteLine), ...(other.sites.length > 3 ? [`      and ${other.sites.length - 3} more sites`] : [])]),
      ...rest(all.length, shown.length),
      ...missing.lines,
    ],
  };
}

function pathAnswer(graph: Graph, asked: QueryArguments, from: string, to: string, blindSpots: BlindSpotIndex | undefined): Answer {
  const [start, end] = [findNode(graph, from), findNode(graph, to)];
  const steps = shortestPath(graph, { from: start, to: end, direction: asked.direction, ...(asked.edgeKinds === undefined ? {} : { edgeKinds: asked.edgeKinds }) });
  if (steps === undefined) {
    const advice = asked.direction === 'both' ? '' : '; with --direction both edges are also followed backwards';
    const reached = asked.direction === 'both' ? undefined : reachable(graph, { from: asked.direction === 'outgoing' ? start : end, direction: 'outgoing', ...(asked.edgeKinds === undefined ? {} : { edgeKinds: asked.edgeKinds }) });
    throw new CommandError(EXIT.query, [`there is no path from ${describeNode(graph, start)} to ${describeNode(graph, end)}${advice}`, ...(reached === undefined ? [] : missingInside(blindSpots?.inside?.run(graph, reached)).lines)].join('\n'));
  }
  return {
    value: { from: nodeValue(graph, start), to: nodeValue(graph, end), steps: steps.map((step) => ({ from: nodeValue(graph, step.from), to: nodeValue(graph, step.to), isBackwards: step.isBackwards, ...site(graph, step.edge) })) },
    lines: [describeNode(graph, start), ...steps.flatMap((step) => [`  ${step.isBackwards ? '<' : ''}-${graph.edgeKind(step.edge)}-${step.isBackwards ? '' : '>'} ${describeNode(graph, step.to)}`, siteLine(site(graph, step.edge))])],
  };
}

function impactAnswer(graph: Graph, asked: QueryArguments, wanted: string, blindSpots: BlindSpotIndex | undefined): Answer {
  const node = findNode(graph, wanted);
  const missing = missingUsers(graph, node, blindSpots);
  const found = impact(graph, { start: [node], limit: asked.limit, ...(asked.depth === undefined ? {} : { depth: asked.depth }), ...(asked.edgeKinds === undefined ? {} : { edgeKinds: asked.edgeKinds }) });
  return {
    value: {
      node: nodeValue(graph, node), total: found.total, files: found.files.map((file) => graph.path(file)),
      nodes: found.nodes.map((one) => ({ ...nodeValue(graph, one.node), depth: one.depth, isThroughOverride: one.isThroughOverride, via: graph.key(one.via), ...site(graph, one.edge) })),
      ...missing.value,
    },
    lines: [
      `${found.total} nodes in ${found.files.length} other files can reach ${describeNode(graph, node)}`,
      ...found.nodes.map((one) => `  ${String(one.depth).padStart(2)}  ${describeNode(graph, one.node)}${one.isThroughOverride ? '  (overridden or bound)' : ''}`),
      ...rest(found.total, found.nodes.length),
      ...missing.lines,
    ],
  };
}

function cyclesAnswer(graph: Graph, asked: QueryArguments): Answer {
  const all = cycles(graph, asked.level, asked.edgeKinds);
  const shown = all.slice(0, asked.limit);
  return {
    value: { level: asked.level, total: all.length, cycles: shown.map(({ nodes, edgeCount }) => ({ edgeCount, nodes: nodes.map((node) => nodeValue(graph, node)) })) },
    lines: [
      `${all.length} cycles`,
      ...shown.flatMap(({ nodes, edgeCount }) => [`  ${nodes.length} nodes, ${edgeCount} edges`, ...nodes.slice(0, 10).map((node) => `    ${describeNode(graph, node)}`), ...(nodes.length > 10 ? [`    and ${nodes.length - 10} more`] : [])]),
      ...rest(all.length, shown.length),
    ],
  };
}

function searchAnswer(graph: Graph, asked: QueryArguments, text: string): Answer {
  const hits = SymbolIndex.ofGraph(graph).search(text, asked.limit);
  return {
    value: { text, hits: hits.map(({ entry, match }) => ({ match, ...nodeValue(graph, entry) })) },
    lines: hits.length === 0 ? [`nothing is called like "${text}"`] : hits.map(({ entry, match }) => `${match.padEnd(10)} ${describeNode(graph, entry)}`),
  };
}

function overviewAnswer(graph: Graph, overview: GraphOverview): Answer {
  const ranked = (list: readonly { readonly node: number }[], count: (index: number) => number): string[] => list.map(({ node }, i) => `  ${String(count(i)).padStart(6)}  ${describeNode(graph, node)}`);
  const { mostDependedOn, mostUsed, largestFiles, mostUsedPackages } = overview;
  const named = <T extends { readonly node: number }>(list: readonly T[]): unknown[] => list.map(({ node, ...more }) => ({ ...nodeValue(graph, node), ...more }));
  return {
    value: { ...overview, mostDependedOn: named(mostDependedOn), mostUsed: named(mostUsed), largestFiles: named(largestFiles), mostUsedPackages: named(mostUsedPackages) },
    lines: [
      `nodes  ${overview.nodes.map(({ kind, count }) => `${kind} ${count}`).join(', ')}`,
      `edges  ${overview.edges.map(({ kind, count }) => `${kind} ${count}`).join(', ')}; ${overview.inferredEdges} inferred`,
      `cycles ${overview.fileCycles} of files, ${overview.packageCycles} of packages`,
      'most depended on', ...ranked(mostDependedOn, (i) => mostDependedOn[i]?.dependents ?? 0),
      'most used symbols', ...ranked(mostUsed, (i) => mostUsed[i]?.uses ?? 0),
      'largest files (lines)', ...ranked(largestFiles, (i) => largestFiles[i]?.lines ?? 0),
      'most used packages', ...ranked(mostUsedPackages, (i) => mostUsedPackages[i]?.dependents ?? 0),
    ],
  };
}

interface Site {
  readonly kind: string;
  readonly resolution: string;
  readonly confidence: number;
  readonly rule: string;
  /** How the code at the site runs, and whether it writes. */
  readonly marks?: readonly EdgeMark[];
  readonly path?: string;
  /** Row and column from 1. */
  readonly position?: string;
}

function site(graph: Graph, row: number): Site {
  const { kind, resolution, confidence, rule, file, range, marks = 0 } = graph.edge(row);
  const path = file < 0 ? undefined : graph.path(file);
  return { kind, resolution, confidence, rule, ...(marks === 0 ? {} : { marks: marksOf(marks) }), ...(path === undefined ? {} : { path }), ...(range === undefined ? {} : { position: rangeText(range) }) };
}

function siteLine({ kind, path, position, resolution, confidence, marks }: Site): string {
  const sure = resolution === 'exact' ? '' : `  inferred ${confidence} %`;
  return `      ${kind}${marks?.includes('write') === true ? ', writes' : ''}${path === undefined ? '' : ` at ${path}${position === undefined ? '' : `:${position}`}`}${sure}`;
}
