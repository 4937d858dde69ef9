/** A node that contains itself, directly or not; -1 when there is none. */
export function findParentCycle(parents: Int32Array): number {
  // The walk that first reached each node; a walk that meets itself has found a cycle.
  const walkOf = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let node = start;
    while (node >= 0 && walkOf[node] === 0) {
      walkOf[node] = start + 1;
      node = parents[node] ?? -1;
    }
    if (node >= 0 && walkOf[node] === start + 1) return node;
  }
  return -1;
}
