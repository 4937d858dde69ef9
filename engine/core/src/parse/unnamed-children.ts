import type { Node, Tree } from 'web-tree-sitter';

/** Beyond the first children of a tree's root nobody looks: what cannot be read is put there. */
const LOOKED_AT = 32;

/**
 * Whether the root, or one of its first children, has more than `limit` children without a name, as `do do do` leaves them.
 * For each child a query asks whether a named one follows, which then takes time with the square of their number.
 */
export function hasManyUnnamed(tree: Tree, length: number, limit: number): boolean {
  if (length <= limit) return false;
  const root = tree.rootNode;
  const isWide = (node: Node | null): boolean => node !== null && node.childCount - node.namedChildCount > limit;
  if (isWide(root)) return true;
  return root.hasError && Array.from({ length: Math.min(root.childCount, LOOKED_AT) }, (_, index) => root.child(index)).some(isWide);
}
