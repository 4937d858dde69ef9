import type { DrawnNode } from '../model/drawn-graph.js';

/**
 * Which open container each node lies in, by where it lies: neighbours and paths come without their containers.
 * @returns keys of the innermost containers by the keys of what lies in them
 */
export function containersOf(nodes: readonly DrawnNode[]): ReadonlyMap<string, string> {
  // The smallest that holds a node is the innermost.
  const rings = nodes.filter(({ isExpanded }) => isExpanded).sort((left, right) => left.radius - right.radius);
  return new Map(
    nodes.flatMap((node) => {
      const around = rings.find((ring) => ring.radius > node.radius && Math.hypot(ring.x - node.x, ring.y - node.y) < ring.radius);
      return around === undefined ? [] : [[node.key, around.key] as const];
    }),
  );
}
