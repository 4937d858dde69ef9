import { columnsByTable, marksOf, nodesOfKind, takersOf, workflow } from '@pinata/graph';
import type { BlindSpotIndex, Graph, WorkflowStep } from '@pinata/graph';
import { CommandError, EXIT } from '../exit-codes.js';
import { nodeValue, rest } from './answer-parts.js';
import type { Answer } from './answer-parts.js';
import { describeNode } from './describe-node.js';
import { findNode } from './find-node.js';
import { missingInside } from './missing-users.js';
import { callerLine, callersOfTrigger, callerValue, takerLine, takerValue } from './neighbours.js';
import type { Neighbours } from './neighbours.js';
import type { QueryArguments } from './query-arguments.js';
import { rangeText } from './range-text.js';

const SITES = 3;

/** Every trigger with what it starts, in the order of its name. */
export function workflowsAnswer(graph: Graph, asked: QueryArguments): Answer {
  const all = nodesOfKind(graph, 'trigger');
  all.sort((a, b) => compare(graph.name(a), graph.name(b)) || a - b);
  const shown = all.slice(0, asked.limit);
  const handlers = (trigger: number): number[] => graph.outEdges(trigger).filter((row) => graph.edgeKind(row) === 'triggers').map((row) => graph.edge(row).target);
  return {
    value: { total: all.length, workflows: shown.map((node) => ({ ...nodeValue(graph, node), handlers: handlers(node).map((handler) => graph.key(handler)) })) },
    lines: [`${all.length} workflows`, ...shown.map((node) => `  ${(graph.node(node).signature ?? '').padEnd(22)} ${graph.name(node)}  ${handlers(node).map((handler) => describeNode(graph, handler)).join(', ')}`), ...rest(all.length, shown.length)],
  };
}

/** What a trigger or symbol sets going, step by step. @throws {CommandError} where the node is neither */
export function workflowAnswer(graph: Graph, asked: QueryArguments, wanted: string, neighbours: Neighbours, blindSpots: BlindSpotIndex | undefined): Answer {
  const start = findTrigger(graph, wanted);
  const kind = graph.nodeKind(start);
  if (kind !== 'trigger' && kind !== 'symbol') throw new CommandError(EXIT.query, `${describeNode(graph, start)} is no trigger and no symbol; "query … workflows" lists the triggers`);
  const found = workflow(graph, { start, limit: asked.limit, ...(asked.depth === undefined ? {} : { depth: asked.depth }) });
  const takers = found.steps.map(({ node }) => takersOf(graph.key(node), neighbours.own.index, neighbours.others));
  const missing = missingInside(blindSpots?.inside?.workflow(graph, start, found.steps));
  const callers = callersOfTrigger(neighbours, graph.key(start));
  return {
    value: {
      start: nodeValue(graph, start), isTruncated: found.isTruncated, effects: found.effects,
      steps: found.steps.map((step, place) => ({ ...stepValue(graph, step), ...(neighbours.others.length === 0 ? {} : { takers: (takers[place] ?? []).map(takerValue) }) })),
      ...(neighbours.others.length === 0 ? {} : { callers: callers.map(callerValue) }),
      ...missing.value,
    },
    lines: [
      describeNode(graph, start),
      ...callers.map((caller) => `  ${callerLine(caller)}`),
      ...found.steps.flatMap((step, place) => [`${'  '.repeat(step.depth + 1)}${stepLine(graph, step)}`, ...(takers[place] ?? []).map((taker) => `${'  '.repeat(step.depth + 2)}${takerLine(taker)}`)]),
      ...(found.isTruncated ? ['  there are more steps; --limit prints more'] : []),
      ...missing.lines,
    ],
  };
}

/** A trigger by its name, where several nodes may have it. */
function findTrigger(graph: Graph, wanted: string): number {
  const [only, ...more] = nodesOfKind(graph, 'trigger').filter((node) => graph.name(node) === wanted);
  return only !== undefined && more.length === 0 ? only : findNode(graph, wanted);
}

function stepValue(graph: Graph, step: WorkflowStep): object {
  const { edge, node, depth, parent, kind, confidence, hop, isRepeated, isCut } = step;
  const range = edge < 0 ? undefined : graph.edge(edge).range;
  return { ...nodeValue(graph, node), step: kind, depth, parent, marks: marksOf(step.marks), confidence, ...(hop === undefined ? {} : { hop }), isRepeated, isCut, ...(range === undefined ? {} : { site: range }) };
}

function stepLine(graph: Graph, step: WorkflowStep): string {
  const notes = [...marksOf(step.marks), ...(step.hop === undefined ? [] : [`by ${step.hop}`]), ...(step.confidence < 100 ? [`${step.confidence} %`] : []), ...(step.isRepeated ? ['shown above'] : []), ...(step.isCut ? ['more below; --depth'] : [])];
  return `${step.kind} ${describeNode(graph, step.node)}${notes.length === 0 ? '' : `  [${notes.join(', ')}]`}`;
}

/** Every table of the database schema with its columns. */
export function tablesAnswer(graph: Graph, asked: QueryArguments): Answer {
  const all = nodesOfKind(graph, 'table');
  all.sort((a, b) => compare(graph.name(a), graph.name(b)));
  const shown = all.slice(0, asked.limit);
  const columns = columnsByTable(graph);
  return {
    value: { total: all.length, tables: shown.map((node) => ({ ...nodeValue(graph, node), columns: (columns.get(node) ?? []).length })) },
    lines: [`${all.length} tables`, ...shown.map((node) => `  ${graph.name(node)}  ${(columns.get(node) ?? []).length} columns  ${graph.node(node).signature ?? ''}`), ...rest(all.length, shown.length)],
  };
}

/** A table, its columns and keys, and which code reads and writes them. */
export function tableAnswer(graph: Graph, asked: QueryArguments, wanted: string): Answer {
  const { table, column } = findTable(graph, wanted);
  const columns = (columnsByTable(graph).get(table) ?? []).filter((one) => column === undefined || one === column);
  const uses = [...(column === undefined ? [table] : []), ...columns].flatMap((node) => graph.inEdges(node).filter((row) => graph.edgeKind(row) === 'reads' || graph.edgeKind(row) === 'writes').map((row) => ({ node, edge: graph.edge(row) })));
  const bySymbol = new Map<string, typeof uses>();
  for (const use of uses) {
    const key = `${use.edge.kind} ${use.edge.source}`;
    bySymbol.set(key, [...(bySymbol.get(key) ?? []), use]);
  }
  const keys = columns.flatMap((column) => graph.outEdges(column).filter((row) => graph.edgeKind(row) === 'foreignKey').map((row) => ({ column, target: graph.edge(row).target, confidence: graph.edge(row).confidence })));
  const groups = [...bySymbol.values()].slice(0, asked.limit);
  return {
    value: {
      table: nodeValue(graph, table),
      columns: columns.map((node) => nodeValue(graph, node)),
      foreignKeys: keys.map(({ column, target, confidence }) => ({ column: graph.key(column), target: graph.key(target), confidence })),
      uses: uses.map(({ node, edge }) => ({ kind: edge.kind, source: graph.key(edge.source), target: graph.key(node), confidence: edge.confidence, path: edge.file < 0 ? undefined : graph.path(edge.file), range: edge.range })),
    },
    lines: [
      `${column === undefined ? '' : `column ${graph.name(column)} of `}table ${graph.name(table)}  ${graph.node(table).signature ?? ''}`,
      ...columns.map((node) => `  ${graph.name(node).padEnd(24)} ${graph.node(node).signature ?? ''}`),
      ...keys.map(({ column, target, confidence }) => `  ${graph.name(column)} -> ${qualified(graph, target)}${confidence === 100 ? '' : `  inferred, ${confidence} %`}`),
      `${bySymbol.size} uses`,
      ...groups.flatMap((group) => {
        const [first] = group;
        if (first === undefined) return [];
        const names = [...new Set(group.filter(({ node }) => node !== table).map(({ node }) => graph.name(node)))];
        return [`  ${first.edge.kind} ${describeNode(graph, first.edge.source)}${names.length === 0 ? '' : `  (${names.join(', ')})`}`, ...group.filter(({ node }) => node === (column ?? table)).slice(0, SITES).map(({ edge }) => `      at ${edge.file < 0 ? '' : (graph.path(edge.file) ?? '')}${edge.range === undefined ? '' : `:${rangeText(edge.range)}`}`)];
      }),
      ...rest(bySymbol.size, groups.length),
      ...(bySymbol.size === 0 ? ['not followed, and perhaps uses of it: statements that only the running program puts together, and object mappers that are not known'] : []),
    ],
  };
}

/** Where models and migrations disagree, as the scan's summary says. */
export function driftsAnswer(graph: Graph, asked: QueryArguments, summary: unknown): Answer {
  const { drifts: all, total } = driftsOf(summary);
  const shown = all.slice(0, asked.limit);
  return {
    value: { total, drifts: all },
    lines: [
      `${total} places where models and migrations disagree`,
      ...shown.map(({ kind, table, column, detail }) => `  ${kind.padEnd(20)} ${table}${column === undefined ? '' : `.${column}`}${detail === undefined ? '' : `  ${detail}`}`),
      ...rest(all.length, shown.length),
      ...(total > all.length ? [`the snapshot names the first ${all.length}`] : []),
    ],
  };
}

interface Drift {
  readonly kind: string;
  readonly table: string;
  readonly column?: string;
  readonly detail?: string;
}

/** @throws {CommandError} where the snapshot is of a version that did not look for them */
function driftsOf(summary: unknown): { readonly drifts: readonly Drift[]; readonly total: number } {
  const { drifts, driftCount }: { readonly drifts?: unknown; readonly driftCount?: unknown } = typeof summary === 'object' && summary !== null ? summary : {};
  if (!Array.isArray(drifts)) throw new CommandError(EXIT.query, 'this snapshot does not say where models and migrations disagree; scan again to know');
  const known = drifts.filter((one: unknown): one is Drift => typeof one === 'object' && one !== null && 'kind' in one && typeof one.kind === 'string' && 'table' in one && typeof one.table === 'string');
  return { drifts: known, total: typeof driftCount === 'number' ? driftCount : known.length };
}

/** A table by its name or key, or one of its columns: `users`, `public.users`, `users.email`. */
function findTable(graph: Graph, wanted: string): { readonly table: number; readonly column?: number } {
  const node = graph.nodeNumber(wanted);
  if (node >= 0 && graph.nodeKind(node) === 'table') return { table: node };
  if (node >= 0 && graph.nodeKind(node) === 'column') return { table: graph.columns.nodes.parents[node] ?? -1, column: node };
  const tables = nodesOfKind(graph, 'table').filter((one) => endsAs(graph.name(one), wanted));
  if (tables.length === 0 && wanted.includes('.')) {
    const [column, ...others] = nodesOfKind(graph, 'column').filter((one) => endsAs(qualified(graph, one), wanted));
    if (column !== undefined && others.length === 0) return { table: graph.columns.nodes.parents[column] ?? -1, column };
  }
  const [table, ...more] = tables;
  if (table === undefined) throw new CommandError(EXIT.query, `there is no table "${wanted}"; "query … tables" lists them`);
  if (more.length > 0) throw new CommandError(EXIT.query, [`"${wanted}" may be any of`, ...tables.map((node) => `  ${graph.name(node)}`)].join('\n'));
  return { table };
}

/** Whether a name is what somebody wrote, or ends with it, part by part and in any case. */
function endsAs(name: string, wanted: string): boolean {
  return `.${name}`.toLowerCase().endsWith(`.${wanted.toLowerCase()}`);
}

function qualified(graph: Graph, node: number): string {
  const parent = graph.columns.nodes.parents[node] ?? -1;
  return graph.nodeKind(node) === 'column' && parent >= 0 ? `${graph.name(parent)}.${graph.name(node)}` : graph.name(node);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
