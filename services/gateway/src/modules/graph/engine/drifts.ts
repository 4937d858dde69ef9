import { nodesOfKind } from '@pinata/graph';
import { z } from 'zod';
import { nodeView } from './describe.js';
import { DRIFT_KINDS, type DriftView } from './meaning-views.js';
import type { OpenGraph } from './open-graph.js';

/** What the scanner's summary says of drifts; it is believed no more than its messages are. */
const summaryOfDrifts = z.object({ drifts: z.array(z.unknown()), driftCount: z.number().int().nonnegative() });
const stated = z.object({ kind: z.enum(DRIFT_KINDS), table: z.string(), column: z.string().optional(), detail: z.string().optional() });

/** Where models and migrations disagree; null for a scan of a version that did not say. The summary holds the first of them, and how many there are. */
export function driftsOf(open: OpenGraph, offset: number, limit: number): { readonly drifts: readonly DriftView[]; readonly totalCount: number } | null {
  const parsed = summaryOfDrifts.safeParse(open.summary);
  if (!parsed.success) return null;
  const known = parsed.data.drifts.flatMap((one) => stated.safeParse(one).data ?? []);
  const tables = new Map(nodesOfKind(open.graph, 'table').map((node) => [open.graph.name(node), node]));
  const drifts = known.slice(offset, offset + limit).map(({ kind, table, column, detail }): DriftView => {
    const tableNode = tables.get(table);
    const node = tableNode === undefined ? undefined : ([...open.childrenOf(tableNode)].find((child) => open.graph.name(child) === column) ?? tableNode);
    return { kind, table, column: column ?? null, detail: detail ?? null, node: node === undefined ? null : nodeView(open, node) };
  });
  return { drifts, totalCount: Math.max(parsed.data.driftCount, known.length) };
}
