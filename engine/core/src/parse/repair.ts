import type { Tree } from 'web-tree-sitter';

/**
 * Patterns of syntax that a grammar does not know or misreads: source texts of regular expressions with the flags `gm`. What they match
 * is blanked, or becomes a mark that the grammar needs there and the language allows.
 */
export type Repairs = readonly (string | { readonly pattern: string; readonly mark: string })[];

/** A source of the same length in which what a grammar does not know is blank, or undefined where it has nothing of that. */
export function repairedSource(source: string, repairs: Repairs): string | undefined {
  const repaired = repairs.reduce<string>((text, repair) => {
    const { pattern, mark } = typeof repair === 'string' ? { pattern: repair, mark: ' ' } : repair;
    return text.replace(new RegExp(pattern, 'gm'), (found) => found.replaceAll(/[^\n]/g, mark));
  }, source);
  return repaired === source ? undefined : repaired;
}

/** How much of a source its tree does not understand, in UTF-16 units. */
export function errorLength({ rootNode }: Tree): number {
  if (!rootNode.hasError) return 0;
  return rootNode.descendantsOfType('ERROR').reduce((sum, node) => sum + (node === null ? 0 : node.endIndex - node.startIndex), 1);
}
