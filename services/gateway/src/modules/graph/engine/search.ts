import type { NodeKind, SymbolKind } from '@pinata/graph';
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

/** Files, packages and the like by name or, with a slash, by path; symbols after them, in turns, so that neither hides the other. */
export function searchNodes(open: OpenGraph, query: string, kinds: readonly NodeKind[] | undefined, limit: number): number[] {
  const text = query.trim().slice(0, MAXIMUM_QUERY);
  if (text === '') return [];
  const accept = (node: number): boolean => kinds === undefined || kinds.includes(open.graph.nodeKind(node));
  const named = open.names.search(text, limit, accept).map((hit) => hit.entry);
  const byPath = text.includes('/') ? findByPath(open, text.toLowerCase(), limit, accept) : [];
  const others = [...new Set([...byPath, ...named])];
  const symbols = open.symbols.search(text, limit, accept).map((hit) => hit.entry);
  const mixed: number[] = [];
  for (let turn = 0; turn < Math.max(others.length, symbols.length); turn++) mixed.push(...others.slice(turn, turn + 1), ...symbols.slice(turn, turn + 1));
  return mixed.slice(0, limit);
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
