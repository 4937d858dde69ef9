import type { Tree } from 'web-tree-sitter';

/** Patterns of new syntax that a grammar does not know yet; what they match is blanked. Source texts of regular expressions with the flags `gm`. */
export type Repairs = readonly string[];

/** A source of the same length in which what a grammar does not know is blank, or undefined where it has nothing of that. */
export function repairedSource(source: string, repairs: Repairs): string | undefined {
  const repaired = repairs.reduce((text, pattern) => text.replace(new RegExp(pattern, 'gm'), (found) => found.replaceAll(/[^\n]/g, ' ')), source);
  return repaired === source ? undefined : repaired;
}

/** How much of a source its tree does not understand, in UTF-16 units. */
export function errorLength({ rootNode }: Tree): number {
  if (!rootNode.hasError) return 0;
  return rootNode.descendantsOfType('ERROR').reduce((sum, node) => sum + (node === null ? 0 : node.endIndex - node.startIndex), 1);
}
