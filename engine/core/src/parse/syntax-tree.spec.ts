import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Language, Parser, Query } from 'web-tree-sitter';
import { grammarsByExtension } from '../languages/registry.js';
import { CAPTURE_WORDS, SyntaxNode, SyntaxTree } from './syntax-tree.js';
import type { RawMatches } from './syntax-tree.js';
import { openTreeSitter } from './tree-sitter-module.js';
import type { TreeSitterModule } from './tree-sitter-module.js';

const SOURCE = 'const letters = [a, b, c, d, e];\nconst greeting = `héllo 🪅`;\nexport function greet(name: string) {\n  return greeting + name.trim("x", 1).at(0).big();\n}\n';
const QUERY = '(call_expression function: (_) @function arguments: (arguments) @arguments) @call\n(function_declaration (formal_parameters) @parameters (statement_block) @body) @function\n(identifier) @name';

let module: TreeSitterModule;
let language: Language;
let parser: Parser;

beforeAll(async () => {
  module = await openTreeSitter();
  const grammar = grammarsByExtension().get('.ts');
  language = Language.loadSync(new WebAssembly.Module(readFileSync(grammar?.wasmFile ?? '')));
  parser = new Parser().setLanguage(language);
});

function inspect<Result>(query: Query, read: (tree: SyntaxTree, found: RawMatches) => Result, matchLimit = 100): Result {
  const parsed = parser.parse(SOURCE);
  if (parsed === null) throw new Error('not parsed');
  const tree = new SyntaxTree(module, parsed, language, SOURCE);
  try {
    return tree.matches(query, matchLimit, () => false, (found) => read(tree, found));
  } finally {
    tree.delete();
  }
}

function nodesOf({ words, at, count }: RawMatches): { readonly pattern: number; readonly capture: number; readonly node: SyntaxNode }[] {
  const nodes = [];
  let next = at;
  for (let match = 0; match < count; match++) {
    const pattern = words[next] ?? -1;
    const first = next + 2;
    next = first + (words[next + 1] ?? 0) * CAPTURE_WORDS;
    for (let word = first; word < next; word += CAPTURE_WORDS) {
      const [capture = -1, id = 0, start = 0, row = 0, column = 0, alias = 0] = words.subarray(word, word + CAPTURE_WORDS);
      nodes.push({ pattern, capture, node: new SyntaxNode(id, start, row, column, alias) });
    }
  }
  return nodes;
}

describe('a syntax tree that is read without objects', () => {
  // First of all: the module keeps what an earlier query with a larger limit took.
  it('says when a query wanted more states than it may have', () => {
    const query = new Query(language, '(array (identifier) @first (identifier) @second)');
    expect(inspect(query, (_, { didExceedLimit }) => didExceedLimit, 1)).toBe(true);
    expect(inspect(query, (_, { didExceedLimit }) => didExceedLimit)).toBe(false);
    query.delete();
  });

  it('says of every captured node what the binding says', () => {
    const query = new Query(language, QUERY);
    const parsed = parser.parse(SOURCE);
    if (parsed === null) throw new Error('not parsed');
    const expected = query.matches(parsed.rootNode).flatMap(({ patternIndex, captures }) =>
      captures.map(({ name, node }) => ({ pattern: patternIndex, name, start: node.startIndex, end: node.endIndex, from: node.startPosition, to: node.endPosition, type: node.type, children: node.namedChildCount, text: node.text })),
    );
    const found = inspect(query, (tree, raw) =>
      nodesOf(raw).map(({ pattern, capture, node }) => ({ pattern, name: query.captureNames[capture], start: node.start, end: tree.end(node), from: { row: node.row, column: node.column }, to: tree.endPosition(node), type: tree.type(node), children: tree.namedChildren(node).length, text: tree.text(node) })),
    );
    expect(found).toEqual(expected);
    expect(found.map(({ text }) => text)).toContain('("x", 1)');
    parsed.delete();
    query.delete();
  });

  it('gives nodes of the same place the same id, and other nodes another', () => {
    const query = new Query(language, '(identifier) @first\n(identifier) @second');
    const ids = inspect(query, (_, raw) => nodesOf(raw).map(({ node }) => node.id));
    expect(new Set(ids).size).toBe(ids.length / 2);
    query.delete();
  });
});
