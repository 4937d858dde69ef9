import { SEARCH_MATCHES, type NodeKind, type SymbolKind } from '@pinata/graph';
import { qualifiedName } from './describe.js';
import type { OpenGraph } from './open-graph.js';
import type { SymbolMatchView } from './views.js';

const MAXIMUM_QUERY = 200;

/** Exact, prefix, camel hump, substring, then one typo. */
export function searchSymbols(open: OpenGraph, query: string, kinds: readonly SymbolKind[] | undefined, limit: number): SymbolMatchView[] {
  const accept = kinds === undefined ? undefined : (node: number): boolean => kinds.includes(open.graph.node(node).symbolKind ?? 'variable');
  return open.symbols.search(query.slice(0, MAXIMUM_QUERY), limit, accept).map(({ entry, match }) => {
    const { key, name, symbolKind, path, range, language, role } = open.graph.node(entry);
    return {
      id: open.graph.id(entry), key, name,
      qualifiedName: qualifiedName(open, entry),
      symbolKind: symbolKind ?? 'variable',
      path: path ?? '',
      range: range ?? { startRow: 0, startColumn: 0, endRow: 0, endColumn: 0 },
      language: language ?? '',
      role: role ?? 'production',
      rank: match,
    };
  });
}

/**
 * Files, packages and the like by name or, with a slash, by path, and symbols: the better match first. Of equal ones those of
 * tests and of other roles than production come last, folders before them, and the rest in turns, so that neither hides the other.
 */
export function searchNodes(open: OpenGraph, query: string, kinds: readonly NodeKind[] | undefined, limit: number): number[] {
  const text = query.trim().slice(0, MAXIMUM_QUERY);
  if (text === '') return [];
  const accept = (node: number): boolean => kinds === undefined || kinds.includes(open.graph.nodeKind(node));
  const byPath = text.includes('/') ? findByPath(open, text.toLowerCase(), limit, accept) : [];
  const ranked = [open.names, open.symbols].flatMap((index) =>
    index.search(text, limit, accept).map(({ entry, match }, turn) => ({ entry, turn, rank: SEARCH_MATCHES.indexOf(match) * ASIDE.length + ASIDE.indexOf(asideness(open, entry)) })),
  );
  ranked.sort((a, b) => a.rank - b.rank || a.turn - b.turn);
  return [...new Set([...byPath, ...ranked.map(({ entry }) => entry)])].slice(0, limit);
}

/** From what people look for most to what they look for least. */
const ASIDE = ['main', 'folder', 'side'] as const;

function asideness(open: OpenGraph, node: number): (typeof ASIDE)[number] {
  const { kind, role = 'production' } = open.graph.node(node);
  if (role !== 'production') return 'side';
  return kind === 'directory' ? 'folder' : 'main';
}

function findByPath(open: OpenGraph, text: string, limit: number, accept: (node: number) => boolean): number[] {
  const found: { node: number; length: number }[] = [];
  for (let node = 0; node < open.graph.nodeCount; node++) {
    if (open.isKind(node, 'symbol') || !accept(node)) continue;
    const path = open.graph.path(node);
    if (path?.toLowerCase().includes(text) === true) found.push({ node, length: path.length });
  }
  return found
    .sort((a, b) => a.length - b.length || a.node - b.node)
    .slice(0, limit)
    .map(({ node }) => node);
}
