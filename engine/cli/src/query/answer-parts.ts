import type { Graph } from '@pinata/graph';

/** An answer for scripts and for people. */
export interface Answer {
  readonly value: unknown;
  readonly lines: readonly string[];
}

/** A node for scripts. */
export function nodeValue(graph: Graph, node: number): Record<string, unknown> {
  return { id: graph.id(node), ...graph.node(node) };
}

/** Says that there is more than what was printed. */
export function rest(total: number, shown: number): string[] {
  return total > shown ? [`  and ${total - shown} more; --limit prints more`] : [];
}
