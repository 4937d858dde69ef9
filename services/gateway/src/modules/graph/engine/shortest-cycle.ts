import type { MergedLink } from './describe.js';

/**
 * One shortest way round among nodes that all reach each other, through the first of them; first and last are the same.
 * Breadth-first, so that it takes one look at each link.
 */
export function shortestCycle(nodes: readonly number[], links: readonly MergedLink[]): number[] {
  const [start] = nodes;
  if (start === undefined) return [];
  const isMember = new Set(nodes);
  const next = new Map<number, number[]>();
  for (const { source, target } of links) {
    if (!isMember.has(source) || !isMember.has(target)) continue;
    const targets = next.get(source);
    if (targets === undefined) next.set(source, [target]);
    else targets.push(target);
  }
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const node: number = queue[at] ?? start;
    const targets: readonly number[] = next.get(node) ?? [];
    for (const target of targets) {
      if (target === start) return wayTo(node, start, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      queue.push(target);
    }
  }
  return [];
}

function wayTo(last: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const way = [start];
  for (let at = last; at !== start; at = cameFrom.get(at) ?? start) way.push(at);
  return [...way, start].reverse();
}
