import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Language, Parser, Query } from 'web-tree-sitter';
import { allLanguages } from '../languages/registry.js';
import type { Grammar } from '../languages/registry.js';
import { imageOfQuery, queryOfImage } from './query-image.js';
import { readQueryImage, writeQueryImage } from './query-image-file.js';
import { SyntaxTree } from './syntax-tree.js';
import { openTreeSitter } from './tree-sitter-module.js';

const grammars = allLanguages().flatMap((language) => language.grammars).filter((grammar) => grammar.wasmFile !== undefined);
const MATCH_LIMIT = 65_536;

/** Every fixture file that the grammar reads, as one text. */
function fixtureText({ folder, extensions }: Grammar): string {
  const files = readdirSync(path.join(folder, 'fixtures'), { recursive: true, encoding: 'utf8' }).filter((file) => extensions.includes(path.extname(file)));
  return files.map((file) => readFileSync(path.join(folder, 'fixtures', file), 'utf8')).join('\n');
}

describe('the image of a query', () => {
  it.each(grammars.map((grammar) => [grammar.id, grammar] as const))('of %s finds what the compiled query finds', async (_id, grammar) => {
    const module = await openTreeSitter();
    const language = await Language.load(readFileSync(grammar.wasmFile ?? ''));
    const compiled = new Query(language, grammar.querySource);
    const image = imageOfQuery(module, compiled);
    // Something else lies where the first query lay: an image may point at no place of the memory that it was made in.
    const other = new Query(language, '(ERROR) @error');
    const opened = queryOfImage(module, language, grammar.querySource, image);
    expect(opened.captureNames).toEqual(compiled.captureNames);
    expect(opened.predicates).toEqual(compiled.predicates);
    expect(opened.captureQuantifiers).toEqual(compiled.captureQuantifiers);

    const source = fixtureText(grammar);
    const parser = new Parser();
    parser.setLanguage(language);
    const tree = parser.parse(source);
    if (tree === null) throw new Error('no tree');
    const syntax = new SyntaxTree(module, tree, language, source);
    const [expected, found] = [compiled, opened].map((query) =>
      syntax.matches(query, MATCH_LIMIT, () => false, ({ words, at, count }) => {
        let end = at;
        for (let match = 0; match < count; match++) end += 2 + (words[end + 1] ?? 0) * 6;
        return { count, words: [...words.slice(at, end)] };
      }),
    );
    expect(found).toEqual(expected);
    expect(found?.count).toBeGreaterThan(0);
    for (const query of [compiled, other, opened]) query.delete();
    syntax.delete();
  });

  it('is refused when it is cut short', async () => {
    const module = await openTreeSitter();
    const grammar = grammars[0];
    if (grammar === undefined) throw new Error('no grammar');
    const language = await Language.load(readFileSync(grammar.wasmFile ?? ''));
    const query = new Query(language, grammar.querySource);
    const image = imageOfQuery(module, query);
    query.delete();
    expect(() => queryOfImage(module, language, grammar.querySource, image.slice(0, -40))).toThrow();
    // The module compiles as before.
    new Query(language, '(ERROR) @error').delete();
  });

  it('is read for the grammar and query alone that it was made of', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pinata-image-'));
    try {
      const [first] = grammars;
      if (first === undefined) throw new Error('no grammar');
      const grammar = { ...first, folder };
      expect(readQueryImage(grammar)).toBeUndefined();
      writeQueryImage(grammar, new Uint8Array([1, 2, 3]));
      expect(readQueryImage(grammar)).toEqual(new Uint8Array([1, 2, 3]));
      expect(readQueryImage({ ...grammar, fingerprint: 'another' })).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
